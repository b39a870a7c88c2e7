"""The tables of what was sent without a name. No column of them is about a person, and none holds a time of day."""

from sqlalchemy import Column, Date, Index, SmallInteger, String, Table, Text, UniqueConstraint

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata

anonymous_ways = Table(
    "anonymous_ways",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("kind", String(16), nullable=False),  # a row: this group takes it
    UniqueConstraint("group_id", "kind"),
    sqlite_autoincrement=True,
)

anonymous_notes = Table(
    "anonymous_notes",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("ripe", SmallInteger, nullable=False),  # 0 just came, 1 was there at one look, 2 moderators see it
    Column("came_on", Date, nullable=False),
    Column("words", Sealed, nullable=True),
    Column("answer", Sealed, nullable=True),
    Column("ticket_hash", Text, nullable=False),  # of 128 random bits that only a button in the writer's chat holds
    UniqueConstraint("ticket_hash"),
    Index(None, "group_id", "state"),
    Index(None, "came_on"),
    sqlite_autoincrement=True,
)
