"""The tables of welcomes: a group's own words, who was greeted (as a hash), and when the next greeting may come."""

from sqlalchemy import Boolean, Column, Index, String, Table, UniqueConstraint, false

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

welcomes = Table(
    "welcomes",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("turned_on", Boolean, nullable=False, server_default=false()),
    Column("rules", Sealed),
    UniqueConstraint("group_id"),
    sqlite_autoincrement=True,
)

welcomed = Table(
    "welcomed",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("who_hash", String(64), nullable=False),  # of the account in this group: tells of no other group
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "who_hash"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

welcome_turns = Table(
    "welcome_turns",
    metadata,
    id_column(),
    belongs_to("chat_id", "chats"),
    Column("next_at", UtcDateTime, nullable=False),  # of the greeting that was planned last
    UniqueConstraint("chat_id"),
    sqlite_autoincrement=True,
)
"""By the chat's row, which stays when the chat moves or its group joins another."""
