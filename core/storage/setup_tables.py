"""The tables of a group's setup: where it stands, and the codes by which another chat joins."""

from sqlalchemy import Column, Index, String, Table, Text, UniqueConstraint

from core.storage.table_kit import Id, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

setups = Table(
    "setups",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("step", String(16), nullable=False),
    UniqueConstraint("group_id"),
    sqlite_autoincrement=True,
)

group_codes = Table(
    "group_codes",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("code_hash", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("taken_by", Id),  # the group in whose chat it was typed
    UniqueConstraint("group_id"),
    UniqueConstraint("code_hash"),
    Index(None, "taken_by"),
    sqlite_autoincrement=True,
)
