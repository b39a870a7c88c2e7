"""The tables beside the resources: which moderator wrote and last changed each, and what members saved for themselves.

A resource's hands stand apart from it, so that they go with their member and the resource stays.
"""

from sqlalchemy import Column, Index, String, Table, Text, UniqueConstraint

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

resource_hands = Table(
    "resource_hands",
    metadata,
    id_column(),
    belongs_to("resource_id", "resources"),
    belongs_to("member_id", "members"),
    Column("part", String(8), nullable=False),  # "author" or "last"
    UniqueConstraint("resource_id", "part"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

saved = Table(
    "saved",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("thing_hash", Text, nullable=False),
    Column("thing", Sealed, nullable=False),  # "resource/12" or "group/3": for the member alone
    Column("saved_at", UtcDateTime, nullable=False),
    UniqueConstraint("thing_hash"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)
