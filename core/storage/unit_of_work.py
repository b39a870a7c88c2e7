"""The opened database, and one transaction with all its stores."""

import asyncio
from types import TracebackType
from typing import Self

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.ports.queues import OutboxStore, ScheduleStore
from core.ports.stores import CheckinStore, FormStore, GroupStore, InboxStore, MemberStore, ResourceStore
from core.ports.unit_of_work import UnitOfWork
from core.storage.checkins import SqlCheckins
from core.storage.driver_threads import DriverThreads
from core.storage.engine import open_engine, reach
from core.storage.forms import SqlForms
from core.storage.groups import SqlGroups
from core.storage.inbox import SqlInbox
from core.storage.members import SqlMembers
from core.storage.migrate import migrate
from core.storage.outbox import SqlOutbox
from core.storage.resources import SqlResources
from core.storage.schedules import SqlSchedules
from core.storage.tables import deliveries, schedules
from core.storage.transaction import OnChange, Transaction, WritingTurn


class SqlUnitOfWork:
    """core.ports.UnitOfWork on SQL. Its first statement begins the transaction; on SQLite it then writes alone."""

    def __init__(self, engine: AsyncEngine, turn: WritingTurn | None, on_change: OnChange) -> None:
        self._transaction = Transaction(engine, turn, on_change)
        self.members: MemberStore = SqlMembers(self._transaction)
        self.checkins: CheckinStore = SqlCheckins(self._transaction)
        self.groups: GroupStore = SqlGroups(self._transaction)
        self.resources: ResourceStore = SqlResources(self._transaction)
        self.forms: FormStore = SqlForms(self._transaction)
        self.inbox: InboxStore = SqlInbox(self._transaction)
        self.schedules: ScheduleStore = SqlSchedules(self._transaction)
        self.outbox: OutboxStore = SqlOutbox(self._transaction)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        closing = asyncio.ensure_future(self._transaction.close())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await closing  # the connection is given back before whoever stops us closes the database
            raise

    async def commit(self) -> None:
        await self._transaction.commit()


class Storage:
    """One opened database. `unit_of_work` is a core.ports.UnitOfWorkFactory.

    `on_change` is called after each commit that added a schedule or queued a message, once for each of the two.
    """

    def __init__(self, engine: AsyncEngine, threads: DriverThreads) -> None:
        self._engine = engine
        self._threads = threads
        self.on_change: OnChange = lambda _: None
        self._turn = WritingTurn() if engine.dialect.name == "sqlite" else None

    @classmethod
    async def open(cls, database_url: str) -> Self:
        """Opens, migrates, and lets this version try what an earlier one had parked.

        Raises SettingsError when nothing can be opened there, or a newer Spoonlight wrote the database.
        """
        engine = open_engine(database_url)
        threads = DriverThreads(engine)
        try:
            await reach(engine)
            await migrate(engine)
            async with engine.begin() as connection:
                for table in (schedules, deliveries):
                    await connection.execute(update(table).where(table.c.parked.is_not(None)).values(parked=None))
        except BaseException:
            await engine.dispose()
            await threads.ended()
            raise
        return cls(engine, threads)

    def unit_of_work(self) -> UnitOfWork:
        """A new unit of work; nothing happens before its first statement."""
        return SqlUnitOfWork(self._engine, self._turn, self.on_change)

    async def close(self) -> None:
        """Closes every connection; on SQLite the last one folds the log into the file. Nothing of it runs on."""
        await self._engine.dispose()
        await self._threads.ended()
