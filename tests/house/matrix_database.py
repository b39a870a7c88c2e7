"""The matrix's database, row by row: it can be put back to any earlier moment by the rows in which the two differ.

A moment is its rows and nothing more, and rows that stay the same are kept once: a walk has a thousand moments.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

Row = tuple[object, ...]
Rows = frozenset[Row]
"""Each row of the database: its table's name and its number come first."""

_NOT_LOOKED_AT = ("inbox", "alembic_version")
"""Every act marks its event in the inbox, each under a name of its own; and nobody's rows are there."""

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_WALLS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_ALL_OF, _NOT_ANY_MORE = 'SELECT rowid, * FROM "{}"', 'DELETE FROM "{}" WHERE rowid = ?'
_COLUMNS, _AGAIN, _NO_WALL = 'PRAGMA table_info("{}")', 'INSERT INTO "{}" (rowid, {}) VALUES ({})', 'DROP TRIGGER "{}"'
"""For each table; their names come from the database itself."""


class Database:
    """The file behind the bot's back. Numbers that were given are never given twice: the bot rests on that."""

    def __init__(self, file: Path) -> None:
        self._file = sqlite3.connect(file)
        self._file.execute("PRAGMA synchronous = OFF")
        self._tables = [name for (name,) in self._file.execute(_TABLES) if name not in _NOT_LOOKED_AT]
        self._again = {table: self._inserts(table) for table in self._tables}
        self._walls = dict(self._file.execute(_WALLS).fetchall())
        self._known: dict[Row, Row] = {}
        self._seen: Rows | None = None

    def close(self) -> None:
        self._file.close()

    def changed(self) -> None:
        """Somebody else may have written: look again."""
        self._seen = None

    def rows(self) -> Rows:
        """Read again after each change alone."""
        if self._seen is None:
            self._seen = frozenset(self._read())
        return self._seen

    def back_to(self, wanted: Rows) -> None:
        """What came since goes, what went comes back."""
        now = self.rows()
        if now == wanted:
            return
        for table, number, *_ in now - wanted:
            self._file.execute(_NOT_ANY_MORE.format(table), (number,))
        missing = sorted(wanted - now, key=lambda row: self._tables.index(str(row[0])))
        try:
            self._put(missing)
        except sqlite3.IntegrityError:  # the walls of consent stand before what was kept before a consent ended
            self._put_behind_the_walls(missing)
        self._file.commit()
        self._seen = wanted

    def _read(self) -> Iterable[Row]:
        for table in self._tables:
            for row in self._file.execute(_ALL_OF.format(table)):
                found = (table, *row)
                yield self._known.setdefault(found, found)

    def _put(self, rows: Iterable[Row]) -> None:
        for table, *values in rows:
            self._file.execute(self._again[str(table)], values)

    def _put_behind_the_walls(self, rows: Iterable[Row]) -> None:
        for name in self._walls:
            self._file.execute(_NO_WALL.format(name))
        for table, number, *_ in rows:
            self._file.execute(_NOT_ANY_MORE.format(table), (number,))
        self._put(rows)
        for statement in self._walls.values():
            self._file.execute(statement)

    def _inserts(self, table: str) -> str:
        columns = [f'"{column[1]}"' for column in self._file.execute(_COLUMNS.format(table))]
        return _AGAIN.format(table, ", ".join(columns), ", ".join("?" * (len(columns) + 1)))
