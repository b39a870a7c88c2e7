"""The highest id that each table has given out: a copy goes on behind it, so that no id is ever used twice."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import column, func, select, table, text
from sqlalchemy.engine import Connection

from core.storage.schema import metadata

LEAP: Final = 1_000_000
"""So far behind the last known id a restored copy goes on: ids that were given out after the backup stay unused."""


def last_ids(connection: Connection) -> dict[str, int]:
    """Only tables that have given one out."""
    found: dict[str, int] = {}
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        found = {row.name: row.seq for row in rows if row.name in metadata.tables and row.seq}
    else:
        for name in metadata.tables:
            sequence = table(f"{name}_id_seq", column("last_value"), column("is_called"))
            used = connection.execute(select(sequence.c.last_value).where(sequence.c.is_called)).scalar()
            if used:
                found[name] = int(used)
    return found


def go_on_from(connection: Connection, last: Mapping[str, int]) -> None:
    """The next row of each table gets an id above `last`."""
    for name, number in last.items():
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            given = {"name": name, "last": number}
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)
        else:
            connection.execute(select(func.setval(f"{name}_id_seq", number)))
