"""Everything that lasts: SQLAlchemy Core on SQLite or PostgreSQL. Only core.bootstrap may import this room."""

from core.storage.transaction import Change as Change
from core.storage.unit_of_work import Storage as Storage
