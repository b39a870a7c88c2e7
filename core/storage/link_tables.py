"""The tables of joined accounts: codes, wrong tries, what was joined and is put back how, where things were set."""

from sqlalchemy import Column, Index, String, Table, Text, UniqueConstraint

from core.storage.table_kit import Id, Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

link_codes = Table(
    "link_codes",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("platform", String(16), nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("taken_by", Id),  # the member who typed it
    UniqueConstraint("member_id"),
    UniqueConstraint("code_hash"),
    Index(None, "taken_by"),
    sqlite_autoincrement=True,
)

link_tries = Table(
    "link_tries",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("tried_at", UtcDateTime, nullable=False),
    Index(None, "member_id", "tried_at"),
    sqlite_autoincrement=True,
)

merges = Table(
    "merges",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("other_id", Id),  # an empty member that waits to get its own back; NULL when that time is over
    Column("other_ref_hash", String(64), nullable=False),  # stands for the other's key: both are forgotten together
    Column("merged_at", UtcDateTime, nullable=False),
    Column("settings", Sealed),  # the kept member's before and after
    Index(None, "member_id"),
    Index(None, "other_id"),
    Index(None, "merged_at"),
    sqlite_autoincrement=True,
)
"""A row outlives its seven days, bare: no restored backup may bring back the other half of somebody forgotten."""

merged_rows = Table(
    "merged_rows",
    metadata,
    id_column(),
    belongs_to("merge_id", "merges"),
    Column("kind", Text, nullable=False),  # the table
    Column("row_id", Id, nullable=False),
    Index(None, "merge_id"),
    sqlite_autoincrement=True,
)

homes = Table(
    "homes",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    belongs_to("schedule_id", "schedules"),
    Column("platform", String(16), nullable=False),
    UniqueConstraint("schedule_id"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)
"""Where a schedule was set that comes to another account now."""
