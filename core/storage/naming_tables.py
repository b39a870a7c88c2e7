"""The tables of whom a group named as moderators, who would like to be one, and who chooses a moderators' room."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

named_people = Table(
    "named_people",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    belongs_to("member_id", "members"),
    Column("since", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "member_id"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

named_ranks = Table(
    "named_ranks",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("rank_hash", Text, nullable=False),
    Column("rank", Sealed, nullable=False),
    UniqueConstraint("group_id", "rank_hash"),
    sqlite_autoincrement=True,
)

help_calls = Table(
    "help_calls",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("until", UtcDateTime, nullable=False),
    Index(None, "group_id"),
    sqlite_autoincrement=True,
)

help_asks = Table(
    "help_asks",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    belongs_to("member_id", "members"),
    Column("since", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "member_id"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

room_calls = Table(
    "room_calls",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    belongs_to("member_id", "members"),
    Column("until", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "member_id"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)
