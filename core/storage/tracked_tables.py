"""The tables of a member's own measures and habits, and their part of the wall of consent."""

from sqlalchemy import Boolean, Column, Index, SmallInteger, String, Table, Text, UniqueConstraint, false

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.trust_tables import ALIVE, wall
from core.storage.types import UtcDateTime

tracked = Table(
    "tracked",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("key_hash", Text, nullable=False),
    Column("key", Sealed, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("label", Sealed),  # None for what data/ has words for
    Column("place", SmallInteger),
    Column("used_at", UtcDateTime),
    Column("retired", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("key_hash"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

habits = Table(
    "habits",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("opens", String(24), nullable=False),
    Column("all_at_once", Boolean, nullable=False, server_default=false()),
    Column("aside", Sealed),  # one deleted check-in, until its undo is over
    Column("aside_at", UtcDateTime),
    UniqueConstraint("member_id"),
    Index(None, "aside_at"),
    sqlite_autoincrement=True,
)


def wall_of_tracking(dialect: str) -> list[str]:
    """The statements that build this part of the wall; also run by the migration that brought it."""
    return [
        *wall("tracked_insert", "tracked", "INSERT", ALIVE, dialect),
        *wall("tracked_label", "tracked", "UPDATE OF label", ALIVE, dialect),
        *wall("habits_aside", "habits", "UPDATE OF aside", f"NEW.aside IS NULL OR {ALIVE}", dialect),
    ]
