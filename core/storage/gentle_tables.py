"""The tables behind kindness, and the part of the wall of consent that stands before flares."""

from sqlalchemy import Boolean, Column, Date, Index, Table, UniqueConstraint, false

from core.storage.table_kit import belongs_to, id_column, metadata
from core.storage.trust_tables import ALIVE, wall

flares = Table(
    "flares",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("began_on", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("over", Boolean, nullable=False, server_default=false()),  # the member said so
    Column("told", Boolean, nullable=False, server_default=false()),  # its end was spoken of
    Index(None, "member_id", "began_on"),
    sqlite_autoincrement=True,
)

gentleness = Table(
    "gentleness",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("low_energy", Boolean, nullable=False, server_default=false()),
    Column("asked_on", Date),
    Column("welcomed_on", Date),
    UniqueConstraint("member_id"),
    sqlite_autoincrement=True,
)


def wall_before_flares(dialect: str) -> list[str]:
    """The statements that build it. Ending a flare, or making it shorter, needs no consent; keeping more of it does."""
    return [
        *wall("flares_insert", "flares", "INSERT", ALIVE, dialect),
        *wall("flares_update", "flares", "UPDATE OF until", f"NEW.until <= OLD.until OR {ALIVE}", dialect),
    ]
