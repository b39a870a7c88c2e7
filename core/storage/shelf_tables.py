"""The tables of what members suggest, and of how the links of resources are."""

from sqlalchemy import Column, Date, Index, SmallInteger, String, Table, Text, UniqueConstraint

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

suggestions = Table(
    "suggestions",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    belongs_to("member_id", "members"),
    Column("title", Sealed, nullable=False),
    Column("link", Sealed, nullable=False),
    Column("why", Sealed, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Index(None, "group_id", "state", "id"),
    Index(None, "member_id"),
    Index(None, "decided_at"),
    sqlite_autoincrement=True,
)

link_checks = Table(
    "link_checks",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    belongs_to("resource_id", "resources"),
    Column("link_hash", Text, nullable=False),  # of the link that was looked at; another one begins anew
    Column("checked_at", UtcDateTime, nullable=False),
    Column("trouble", String(16)),
    Column("times", SmallInteger, nullable=False),  # how often in a row
    Column("fine_until", Date),
    UniqueConstraint("resource_id"),
    Index(None, "group_id"),
    Index(None, "checked_at"),
    sqlite_autoincrement=True,
)
