"""One transaction, opened by its first statement. It knows connections and dialects; what rows mean is the stores'."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, Executable, Row, Table, bindparam, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.storage.types import utc_text


class Change(Enum):
    """What somebody outside must hear of at once: the loops, or whoever keeps the ledger of erasures."""

    SCHEDULE_ADDED = "schedule_added"
    MESSAGE_QUEUED = "message_queued"
    MEMBER_FORGOTTEN = "member_forgotten"


OnChange = Callable[[Change], None]

_LAST_USED = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
_NEXT = text("SELECT nextval(pg_get_serial_sequence(:name, 'id'))")
_SAVEPOINT = "SAVEPOINT each"
_KEEP = "RELEASE each"
_BACK = "ROLLBACK TO each"


class WritingTurn:
    """Lets one transaction at a time at the only writing connection of an SQLite file, in the order of asking."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None

    async def take(self) -> None:
        """Raises RuntimeError where a unit of work is opened inside another: it would wait for itself for ever."""
        if self._holder is not None and self._holder is asyncio.current_task():
            raise RuntimeError("a unit of work was used inside another one of the same task")
        await self._lock.acquire()
        self._holder = asyncio.current_task()

    def give_back(self) -> None:
        """The next one goes on."""
        self._holder = None
        self._lock.release()


class Transaction:
    """Runs statements on one connection. After `commit` the next statement begins a new transaction."""

    def __init__(self, engine: AsyncEngine, turn: WritingTurn | None, on_change: OnChange = lambda _: None) -> None:
        self._engine = engine
        self._turn = turn
        self._on_change = on_change
        self._changed: set[Change] = set()
        self._connection: AsyncConnection | None = None
        self._next_ids: dict[str, int] = {}
        self._later: dict[Table, list[Mapping[str, Any]]] = {}
        self.dialect = engine.dialect.name

    async def run(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """One statement; its rows, if any, are already here when it returns."""
        if self._later:
            await self._write_later()
        connection = self._connection or await self._begin()
        return await connection.execute(statement, parameters)

    def later(self, table: Table, columns: Mapping[str, Any]) -> None:
        """A new row, written before the next statement of this transaction or its commit: many rows are one visit."""
        self._later.setdefault(table, []).append(columns)

    async def bare_rows(self, statement: Executable, given: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Rows as SQLite's driver gives them, moments and dates as text; typed ones elsewhere. For a thousand rows at
        once, of a statement that is built once."""
        if self.dialect != "sqlite":
            return await self.rows(statement, given)
        written, places, fixed = _written(statement)
        values = [given[place] if place in given else fixed[place] for place in places]
        plain = [_plain(value) for value in values]
        found: Sequence[Sequence[Any]] = await self._driven(written, "execute_fetchall", plain)
        return found

    async def run_each(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """SQLite only: one driver-level statement for each row; returns how many rows it changed."""
        cursor = await self._driven(statement, "executemany", rows)
        return int(cursor.rowcount)

    async def run_each_or_none(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> bool:
        """Like `run_each`, where each row must change exactly one. False: one did not, and nothing was changed."""
        await self._driven(_SAVEPOINT, "execute_fetchall", ())
        complete = await self.run_each(statement, rows) == len(rows)
        await self._driven(_KEEP if complete else _BACK, "execute_fetchall", ())
        return complete

    async def _driven(self, statement: str, how: str, values: Sequence[Any]) -> Any:
        """One visit to the driver's thread, in this transaction. Its errors are those of SQLAlchemy."""
        if self._later:
            await self._write_later()
        connection = self._connection or await self._begin()
        if not connection.in_transaction():
            await connection.begin()
        driver = (await connection.get_raw_connection()).driver_connection
        asked: Callable[[str, Sequence[Any]], Awaitable[Any]] = getattr(driver, how)
        try:
            return await asked(statement, values)
        except sqlite3.Error as error:
            dialect = self._engine.dialect
            known = DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True, dialect=dialect)
            raise known from error

    async def rows(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows of one statement."""
        return (await self.run(statement, parameters)).fetchall()

    async def first(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The first row of one statement, if there is one."""
        return (await self.run(statement, parameters)).first()

    async def value(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return (await self.run(statement, parameters)).scalar()

    async def next_id(self, table: Table) -> int:
        """An id for a new row that nobody else gets, known before the row is written: what is sealed is bound to it."""
        if self.dialect == "sqlite":  # this transaction writes alone, so the numbers from here on are its own
            if table.name not in self._next_ids:
                self._next_ids[table.name] = int(await self.value(_LAST_USED, {"name": table.name}) or 0)
            self._next_ids[table.name] += 1
            return self._next_ids[table.name]
        return int(await self.value(_NEXT, {"name": table.name}))

    async def commit(self) -> None:
        """Makes everything so far durable; nothing to do when nothing was asked."""
        if self._later:
            await self._write_later()
        if self._connection is not None:
            await self._connection.commit()
            await self.close()
        changed, self._changed = self._changed, set()
        for change in changed:
            self._on_change(change)

    def changes(self, change: Change) -> None:
        """Notes what is told at the commit."""
        self._changed.add(change)

    async def close(self) -> None:
        """Gives the connection back. What was not committed never happened."""
        connection, self._connection = self._connection, None
        self._next_ids.clear()
        self._later.clear()
        if connection is None:
            return
        try:
            await connection.close()
        finally:
            if self._turn is not None:
                self._turn.give_back()

    async def _write_later(self) -> None:
        waiting, self._later = self._later, {}
        for table, rows in waiting.items():
            if self.dialect == "sqlite":
                written, places = _insertion(table, tuple(rows[0]))
                await self.run_each(written, [tuple([_plain(row[place]) for place in places]) for row in rows])
            else:
                await self.run(insert(table), rows)

    async def _begin(self) -> AsyncConnection:
        if self._turn is not None:
            await self._turn.take()
        try:
            self._connection = await self._engine.connect()
        except BaseException:
            if self._turn is not None:
                self._turn.give_back()
            raise
        return self._connection


def _plain(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, datetime):
        return utc_text(value)
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=64)
def _insertion(table: Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return _written(insert(table).values({name: bindparam(name) for name in names}))[:2]


@lru_cache(maxsize=64)
def _written(statement: Any) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """A statement as SQLite reads it, the names of its places in their order, and what stands in some of them."""
    compiled = statement.compile(dialect=sqlite.dialect())
    return str(compiled), tuple(compiled.positiontup), compiled.params


def insert_into(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say ON CONFLICT; both dialects spell it the same way."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
