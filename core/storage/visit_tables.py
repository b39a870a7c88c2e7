"""The tables of what a member prepares for a doctor, and their part of the wall of consent."""

from sqlalchemy import Column, Date, Index, Integer, SmallInteger, Table

from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.trust_tables import ALIVE, wall
from core.storage.types import UtcDateTime

doctor_questions = Table(
    "doctor_questions",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("text", Sealed, nullable=False),
    Column("place", Integer, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("asked_at", UtcDateTime),
    Column("removed_at", UtcDateTime),  # out of sight; Undo brings it back within the hour
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

appointments = Table(
    "appointments",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("day", Date, nullable=False),
    Column("minute", SmallInteger),  # of that day; NULL: no time was said
    Column("whom", Sealed, nullable=False),
    Column("zone", Sealed, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("removed_at", UtcDateTime),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)
for _table in (doctor_questions, appointments):
    _gone = _table.c.removed_at.is_not(None)
    Index(f"ix_{_table.name}_removed_at", _table.c.removed_at, sqlite_where=_gone, postgresql_where=_gone)


def wall_of_visits(dialect: str) -> list[str]:
    """The statements that let nothing new be kept here without a live consent to check-ins."""
    return [
        *wall("doctor_questions_insert", "doctor_questions", "INSERT", ALIVE, dialect),
        *wall("doctor_questions_update", "doctor_questions", "UPDATE OF text", ALIVE, dialect),
        *wall("appointments_insert", "appointments", "INSERT", ALIVE, dialect),
    ]
