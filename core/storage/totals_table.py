"""The table of who is counted in which group's totals. It holds no number of anybody."""

from sqlalchemy import Column, Index, String, Table, UniqueConstraint

from core.storage.table_kit import belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

counted = Table(
    "counted",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    belongs_to("member_id", "members"),
    Column("platform", String(16), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "member_id"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)
