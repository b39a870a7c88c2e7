"""SQLite's driver with one visit to its thread for each statement: run, read, let go of; and BEGIN with the first one.

The driver's own cursor asks its thread four times for the same. It knows no table.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Self

import aiosqlite

_BEGIN: Final = "BEGIN IMMEDIATE"
_USUAL_CHUNK: Final = 64


class OneVisitConnection(aiosqlite.Connection):
    """A driver's connection whose cursors have read all their rows when `execute` returns."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=_USUAL_CHUNK)
        self._thread.daemon = True  # as SQLAlchemy has it: a forgotten connection keeps no process alive
        self._begins = False
        self._may_be_open = False

    def begin_with_the_next(self) -> None:
        """A transaction that writes begins together with its first statement."""
        self._begins = True

    def cursor(self) -> Any:
        """Opened by its first statement, without a visit of its own."""
        return _Cursor(self)

    async def commit(self) -> None:
        """Nothing to do where nothing was asked."""
        self._begins = False
        if self._may_be_open:
            await super().commit()
            self._may_be_open = False

    async def rollback(self) -> None:
        """No visit where the last one was a commit: the pool asks for it at each return."""
        self._begins = False
        if self._may_be_open:
            await super().rollback()
            self._may_be_open = False

    async def visit(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Does `work` in the thread. Whoever is cancelled meanwhile does not know how it ended, and rolls back."""
        return await self._execute(lambda: work(self._conn))

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The driver's one way into its thread."""
        begins, self._begins = self._begins, False
        self._may_be_open = True

        def begun() -> Any:
            self._conn.execute(_BEGIN)
            return fn(*args, **kwargs)

        visit: Any = super()._execute
        return await (visit(begun) if begins else visit(fn, *args, **kwargs))


class _Cursor:
    """What SQLAlchemy asks of a cursor."""

    def __init__(self, connection: OneVisitConnection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, values: Iterable[Any] = ()) -> None:
        """One statement with all its rows."""
        await self._asked("execute", statement, values)

    async def executemany(self, statement: str, rows: Iterable[Iterable[Any]]) -> None:
        """One statement for each row."""
        await self._asked("executemany", statement, rows)

    async def fetchall(self) -> Sequence[Any]:
        """They are here already."""
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        """It was closed as soon as it was read."""

    async def _asked(self, how: str, statement: str, values: Iterable[Any]) -> None:
        def work(driver: sqlite3.Connection) -> tuple[Any, ...]:
            cursor: sqlite3.Cursor = getattr(driver, how)(statement, values)
            rows = cursor.fetchall() if cursor.description else ()
            told = rows, cursor.description, cursor.rowcount, cursor.lastrowid
            cursor.close()
            return told

        self._rows, self.description, self.rowcount, self.lastrowid = await self._connection.visit(work)
