"""The tables that trust rests on: keys, consents, and the erasures that no backup may undo; and the wall of consent.

The wall: no row of `checkins`, and nothing on one, is written without a live consent of its member. The database
says so.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from core.storage.table_kit import belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

vault = Table("vault", metadata, id_column(), Column("master_version", Integer, nullable=False))
"""One row: the version of the master key that wraps new keys. A rotation moves it first."""

data_keys = Table(
    "data_keys",
    metadata,
    id_column(),
    belongs_to("member_id", "members", nullable=True),
    belongs_to("group_id", "groups", nullable=True),
    Column("name", String(16)),  # one of the house's own keys
    Column("ref", Text, nullable=False),
    Column("wrapped", Text, nullable=False),
    Column("master_version", Integer, nullable=False),
    CheckConstraint(
        "(CASE WHEN member_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN group_id IS NULL THEN 0 ELSE 1 END)"
        " + (CASE WHEN name IS NULL THEN 0 ELSE 1 END) = 1",
        name="one_owner",
    ),
    UniqueConstraint("member_id"),
    UniqueConstraint("group_id"),
    UniqueConstraint("name"),
    UniqueConstraint("ref"),
    Index(None, "master_version"),
    sqlite_autoincrement=True,
)

consents = Table(
    "consents",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("purpose", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    sqlite_autoincrement=True,
)
_ALIVE = consents.c.withdrawn_at.is_(None)
Index(
    "ix_consents_alive",
    consents.c.member_id,
    consents.c.purpose,
    unique=True,
    sqlite_where=_ALIVE,
    postgresql_where=_ALIVE,
)
Index(None, consents.c.member_id)

erasures = Table(
    "erasures",
    metadata,
    id_column(),
    Column("ref_hash", String(64), nullable=False),
    Column("erased_at", UtcDateTime, nullable=False),
    Column("noted", Boolean, nullable=False, server_default=false()),  # in the ledger outside the database, too
    UniqueConstraint("ref_hash"),
    sqlite_autoincrement=True,
)

NO_CONSENT: Final = "no live consent"
"""The words by which the database refuses; core.storage.checkins knows them again."""

ALIVE: Final = (
    "EXISTS (SELECT 1 FROM consents WHERE member_id = NEW.member_id AND purpose = 'checkins' AND withdrawn_at IS NULL)"
)
"""A condition on a new row of `checkins`."""


def wall_of_consent(dialect: str) -> list[str]:
    """The statements that build the wall.

    Closing or deleting what is there, or taking a note or answers away, needs no consent; keeping anything new does.
    """
    return [
        *wall("checkins_insert", "checkins", "INSERT", ALIVE, dialect),
        *wall("checkins_update", "checkins", "UPDATE OF note", f"NEW.note IS NULL OR {ALIVE}", dialect),
        *wall("checkins_answers", "checkins", "UPDATE OF answers", f"NEW.answers IS NULL OR {ALIVE}", dialect),
    ]


def wall(name: str, table: str, verb: str, may: str, dialect: str) -> list[str]:
    """One stone of it, also for the migrations that brought it: `verb` on `table` is refused unless `may` holds."""
    trigger = f"{name}_needs_consent"
    if dialect != "postgresql":
        return [
            f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table}"
            f" WHEN NOT ({may}) BEGIN SELECT RAISE(ABORT, '{NO_CONSENT}'); END"
        ]
    return [
        f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NOT ({may}) THEN RAISE EXCEPTION '{NO_CONSENT}'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
    ]
