"""One transaction, opened by its first statement. It knows connections and dialects; what rows mean is the stores'."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import CursorResult, Executable, Row, SelectBase, Table, UpdateBase, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.storage.built_once import asked, insertion, plain, typed


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
        self._driver: Any = None
        self._memories: list[tuple[frozenset[Table], dict[Any, Any]]] = []
        self.dialect = engine.dialect.name

    async def run(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """One statement; its rows, if any, are already here when it returns."""
        if self._later:
            await self._write_later()
        self._writes(statement)
        connection = self._connection or await self._begin()
        return await connection.execute(statement, parameters)

    @property
    def alone(self) -> bool:
        """Whether nobody else can write from the first statement on to the end: what was read still holds."""
        return self.dialect == "sqlite"

    def memory(self, *tables: Table) -> dict[Any, Any]:
        """For what was read of these tables and need not be read twice: it is emptied by whatever writes to one of
        them in this transaction, and at its end. Name also the tables whose rows take these along when they go."""
        kept: dict[Any, Any] = {}
        self._memories.append((frozenset(tables), kept))
        return kept

    def later(self, table: Table, columns: Mapping[str, Any]) -> None:
        """A new row, written before the next statement of this transaction or its commit: many rows are one visit."""
        self._later.setdefault(table, []).append(columns)

    async def bare_rows(self, statement: Executable, given: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Rows as SQLite's driver gives them, moments and dates as text; typed ones elsewhere. For a thousand rows at
        once, of a statement that is built once."""
        if self.dialect != "sqlite":
            return await self.rows(statement, given)
        self._writes(statement)
        found: Sequence[Sequence[Any]] = await self._driven("execute_fetchall", *asked(statement, given))
        return found

    async def lean_rows(self, statement: Executable, given: Mapping[str, Any]) -> Sequence[Any]:
        """Typed rows with names, of a statement that is built once and asked with every tap."""
        rows = await self.bare_rows(statement, given)
        return typed(statement, rows) if self.dialect == "sqlite" else rows

    async def lean_first(self, statement: Executable, given: Mapping[str, Any]) -> Any:
        """The first of `lean_rows`, if there is one."""
        rows = await self.lean_rows(statement, given)
        return rows[0] if rows else None

    async def lean_run(self, statement: Executable, given: Mapping[str, Any]) -> None:
        """A statement that is built once and brings no rows."""
        if self.dialect == "sqlite":
            await self.bare_rows(statement, given)
        else:
            await self.run(statement, given)

    async def run_each(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """SQLite only: one driver-level statement for each row; returns how many rows it changed."""
        self._forget_all()  # nobody says which table it writes to
        cursor = await self._driven("executemany", statement, rows)
        return int(cursor.rowcount)

    async def run_each_or_none(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> bool:
        """Like `run_each`, where each row must change exactly one. False: one did not, and nothing was changed."""
        await self._driven("execute_fetchall", _SAVEPOINT, ())
        complete = await self.run_each(statement, rows) == len(rows)
        await self._driven("execute_fetchall", _KEEP if complete else _BACK, ())
        return complete

    async def _driven(self, how: str, statement: str, values: Sequence[Any]) -> Any:
        """One visit to the driver's thread, in this transaction. Its errors are those of SQLAlchemy."""
        if self._later:
            await self._write_later()
        connection = self._connection or await self._begin()
        if self._driver is None:
            if not connection.in_transaction():
                await connection.begin()
            self._driver = (await connection.get_raw_connection()).driver_connection
        visit: Callable[[str, Sequence[Any]], Awaitable[Any]] = getattr(self._driver, how)
        try:
            return await visit(statement, values)
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
        connection, self._connection, self._driver = self._connection, None, None
        self._forget_all()
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
                written, places = insertion(table, tuple(rows[0]))
                await self.run_each(written, [tuple([plain(row[place]) for place in places]) for row in rows])
            else:
                await self.run(insert(table), rows)

    def _writes(self, statement: Executable) -> None:
        """What only reads changes nothing; of what does not name its table nobody knows."""
        if isinstance(statement, SelectBase):
            return
        table = statement.table if isinstance(statement, UpdateBase) else None
        for tables, kept in self._memories:
            if table is None or table in tables:
                kept.clear()

    def _forget_all(self) -> None:
        for _, kept in self._memories:
            kept.clear()

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


def insert_into(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say ON CONFLICT; both dialects spell it the same way."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
