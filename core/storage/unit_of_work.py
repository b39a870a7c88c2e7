"""The opened database, and one transaction with all its stores."""

import asyncio
from types import TracebackType
from typing import Any, Self

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from core.ports import MasterKeys
from core.ports.queues import MissedStore, OccurrenceStore, OutboxStore, ScheduleStore
from core.ports.stores import (
    CheckinStore,
    ConsentStore,
    ErasureStore,
    FormStore,
    GroupStore,
    InboxStore,
    ResourceStore,
)
from core.ports.stores_anonymous import AnonymousStore
from core.ports.stores_failures import FailureStore
from core.ports.stores_gentle import FlareStore, GentlenessStore
from core.ports.stores_links import LinkStore
from core.ports.stores_members import MemberStore
from core.ports.stores_moderating import ActStore, DeskStore, NamingStore
from core.ports.stores_posts import PostStore
from core.ports.stores_saved import SavedStore
from core.ports.stores_setup import SetupStore
from core.ports.stores_shelf import ShelfStore, SuggestionStore
from core.ports.stores_totals import TotalsStore
from core.ports.stores_tracked import HabitStore, TrackedStore
from core.ports.stores_visits import AppointmentStore, QuestionStore
from core.ports.stores_welcomes import WelcomeStore
from core.ports.unit_of_work import UnitOfWork
from core.storage.acts import SqlActs
from core.storage.anonymous import SqlAnonymous
from core.storage.appointments import SqlAppointments
from core.storage.checkins import SqlCheckins
from core.storage.consents import SqlConsents
from core.storage.desk import SqlDesk
from core.storage.driver_threads import DriverThreads
from core.storage.engine import open_engine, reach
from core.storage.erased import SqlErasures
from core.storage.failures import SqlFailures
from core.storage.flares import SqlFlares
from core.storage.forms import SqlForms
from core.storage.gentleness import SqlGentleness
from core.storage.group_setup import SqlSetup
from core.storage.groups import SqlGroups
from core.storage.habits import SqlHabits
from core.storage.inbox import SqlInbox
from core.storage.keyring import Keyring
from core.storage.links import SqlLinks
from core.storage.members import SqlMembers
from core.storage.migrate import migrate
from core.storage.missed import SqlMissed
from core.storage.moving import ChatMove
from core.storage.naming import SqlNaming
from core.storage.occurrences import SqlOccurrences
from core.storage.outbox import SqlOutbox
from core.storage.posts import SqlPosts
from core.storage.questions import SqlQuestions
from core.storage.queue_tables import deliveries, schedules
from core.storage.resources import SqlResources
from core.storage.saved import SqlSaved
from core.storage.schedules import UNREADABLE, SqlSchedules
from core.storage.shelf import SqlShelf
from core.storage.suggestions import SqlSuggestions
from core.storage.totals import SqlTotals
from core.storage.tracked import SqlTracked
from core.storage.transaction import OnChange, Transaction, WritingTurn
from core.storage.vault import Vault
from core.storage.welcomes import SqlWelcomes


class SqlUnitOfWork:
    """core.ports.UnitOfWork on SQL. Its first statement begins the transaction; on SQLite it then writes alone."""

    def __init__(self, engine: AsyncEngine, turn: WritingTurn | None, on_change: OnChange, opened: Vault) -> None:
        self._transaction = transaction = Transaction(engine, turn, on_change)
        self._keys = keys = Keyring(transaction, opened)
        members, resources = SqlMembers(transaction, keys), SqlResources(transaction, keys)
        move, failures = ChatMove(transaction, keys, resources), SqlFailures(transaction, keys)
        self.members: MemberStore = members
        self.consents: ConsentStore = SqlConsents(transaction)
        self.erasures: ErasureStore = SqlErasures(transaction)
        self.checkins: CheckinStore = SqlCheckins(transaction, keys)
        self.questions: QuestionStore = SqlQuestions(transaction, keys)
        self.appointments: AppointmentStore = SqlAppointments(transaction, keys)
        self.flares: FlareStore = SqlFlares(transaction)
        self.gentleness: GentlenessStore = SqlGentleness(transaction)
        self.tracked: TrackedStore = SqlTracked(transaction, keys)
        self.habits: HabitStore = SqlHabits(transaction, keys)
        self.groups: GroupStore = SqlGroups(transaction, keys, move)
        self.setup: SetupStore = SqlSetup(transaction, keys)
        self.resources: ResourceStore = resources
        self.saved: SavedStore = SqlSaved(transaction, keys)
        self.acts: ActStore = SqlActs(transaction, keys)
        self.desk: DeskStore = SqlDesk(transaction, keys)
        self.anonymous: AnonymousStore = SqlAnonymous(transaction, keys)
        self.naming: NamingStore = SqlNaming(transaction, keys)
        self.suggestions: SuggestionStore = SqlSuggestions(transaction, keys)
        self.shelf: ShelfStore = SqlShelf(transaction, keys, resources)
        self.forms: FormStore = SqlForms(transaction, keys, members)
        self.inbox: InboxStore = SqlInbox(transaction, keys)
        self.schedules: ScheduleStore = SqlSchedules(transaction, keys)
        self.occurrences: OccurrenceStore = SqlOccurrences(transaction, keys)
        self.missed: MissedStore = SqlMissed(transaction)
        self.failures: FailureStore = failures
        self.outbox: OutboxStore = SqlOutbox(transaction, keys, move, failures)
        self.links: LinkStore = SqlLinks(transaction, keys)
        self.totals: TotalsStore = SqlTotals(transaction)
        self.welcomes: WelcomeStore = SqlWelcomes(transaction, keys)
        self.posts: PostStore = SqlPosts(transaction)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keys.undone()  # nothing is left of it after a commit
        closing = asyncio.ensure_future(self._transaction.close())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await closing  # the connection is given back before whoever stops us closes the database
            raise

    async def commit(self) -> None:
        await self._transaction.commit()
        self._keys.committed()


class Storage:
    """One opened database. `unit_of_work` is a core.ports.UnitOfWorkFactory.

    `on_change` is called after each commit that added a schedule or queued a message, once for each of the two.
    """

    def __init__(self, engine: AsyncEngine, threads: DriverThreads, opened: Vault) -> None:
        self._engine = engine
        self._threads = threads
        self._vault = opened
        self.on_change: OnChange = lambda _: None
        self._turn = WritingTurn() if engine.dialect.name == "sqlite" else None

    @classmethod
    async def open(cls, database_url: str, masters: MasterKeys) -> Self:
        """Opens, migrates, unlocks, and lets this version try what an earlier one had parked.

        Raises SettingsError when nothing can be opened there, a newer Spoonlight wrote the database, or the master key
        is missing or another one.
        """
        engine = open_engine(database_url)
        threads = DriverThreads(engine)
        try:
            await reach(engine)
            opened = await migrate(engine, masters)
            async with engine.begin() as connection:
                for table in (schedules, deliveries):
                    await connection.execute(update(table).where(table.c.parked == UNREADABLE).values(parked=None))
        except BaseException:
            await engine.dispose()
            await threads.ended()
            raise
        return cls(engine, threads, opened)

    @property
    def button_key(self) -> bytes:
        """The key that signs buttons, 32 bytes; it lives and moves with the database."""
        return self._vault.button_key

    def unit_of_work(self) -> UnitOfWork:
        """A new unit of work; nothing happens before its first statement."""
        return SqlUnitOfWork(self._engine, self._turn, self.on_change, self._vault)

    async def scrub(self) -> None:
        """After a deletion: leaves no page of it in SQLite's log. PostgreSQL keeps its own; that is sealed, too."""
        if self._turn is None:
            return
        await self._turn.take()
        try:
            async with self._engine.connect() as connection:
                raw = await connection.get_raw_connection()
                driver: Any = raw.driver_connection
                await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._turn.give_back()

    async def close(self) -> None:
        """Closes every connection; on SQLite the last one folds the log into the file. Nothing of it runs on."""
        await self._engine.dispose()
        await self._threads.ended()
