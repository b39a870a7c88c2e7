"""Every row of a database, as whoever holds the file reads them, to compare one run with another."""

from pathlib import Path

from sqlalchemy import column, create_engine, select, table

from core.bootstrap import SupportBot
from core.storage.schema import metadata
from core.storage.table_kit import Sealed

Rows = dict[str, list[tuple[object, ...]]]

_RANDOM = ("hash", "ref", "wrapped")
_COUNTERS = table("sqlite_sequence", column("name"), column("seq"))


def database_of(bot: SupportBot) -> Path:
    """The SQLite file of an opened bot."""
    return Path(str(bot._storage._engine.url.database))


def rows_of(file: Path, *, by_length: bool = False) -> Rows:
    """All rows and id counters, by table. `by_length`: of what is sealed or hashed only its length."""
    engine = create_engine(f"sqlite:///{file}")
    found: Rows = {}
    with engine.connect() as connection:
        for name, one in metadata.tables.items():
            random = {
                column.name
                for column in one.c
                if by_length and (isinstance(column.type, Sealed) or column.name.endswith(_RANDOM))
            }
            found[name] = [
                tuple(len(str(value)) if key in random and value is not None else value for key, value in row.items())
                for row in connection.execute(select(one).order_by(one.c.id)).mappings()
            ]
        found["counters"] = [tuple(row) for row in connection.execute(select(_COUNTERS).order_by("name"))]
    engine.dispose()
    return found
