"""What every table is made with: names of keys and indexes, ids that are never used twice, and belonging."""

from typing import Any, Final

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Text

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

Id: Final = BigInteger().with_variant(Integer, "sqlite")


class Sealed(Text):
    """What the key of the row's owner alone opens (core.storage.seal)."""


def id_column() -> Column[Any]:
    """Counted up by the database; with `sqlite_autoincrement` on the table it is never used twice."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def belongs_to(name: str, target: str, *, nullable: bool = False) -> Column[Any]:
    """A row that goes when the one it belongs to goes."""
    return Column(name, Id, ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable)
