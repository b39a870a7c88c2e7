"""The tables of moderators' work: the record of acts, and the desk where they are told of something.

Who acted stands apart from the act, so that it goes with its member and the record keeps its line.
"""

from sqlalchemy import Column, Index, String, Table, Text, UniqueConstraint

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

acts = Table(
    "acts",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("kind", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("about", Sealed, nullable=False),
    Index(None, "group_id", "id"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

act_hands = Table(
    "act_hands",
    metadata,
    id_column(),
    belongs_to("act_id", "acts"),
    belongs_to("member_id", "members"),
    UniqueConstraint("act_id"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

desk = Table(
    "desk",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    belongs_to("member_id", "members", nullable=True),  # whose private chat it is; NULL: a room
    Column("chat_hash", Text, nullable=False),
    Column("place", Sealed, nullable=False),
    UniqueConstraint("group_id", "chat_hash"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)
