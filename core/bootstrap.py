"""The one place where parts are joined: content, storage, features, the router and the two loops.

The only importer of storage. Nothing is started here; the processes in bots/ start what they need.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from core.delivery.limiter import RateLimiter, Rates
from core.delivery.worker import DeliveryWorker
from core.dispatch.offering import without
from core.dispatch.router import Router
from core.dispatch.signing import ButtonSigner
from core.dispatch.table import table_of
from core.errors import ConsentMissing
from core.features.failures import telling
from core.features.shelf import LinkRound
from core.knowledge import Knowledge, features_of
from core.model.action import Action, action
from core.model.command import Command
from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.inbound import Inbound, OptionTyped
from core.model.message import Choice
from core.model.reply import Replies
from core.ports import Clock, MasterKeys, Transport, UnitOfWorkFactory
from core.ports.link_probe import LinkProbe
from core.ports.stores import Erasure
from core.scheduling.planner import Planner
from core.storage import Change, Storage
from core.upkeep import tidy

_KEEPS_HEALTH_ANSWERS = frozenset(
    {
        *("checkin.begin", "checkin.note", "checkin.set", "remind.checkin", "flare.begin", "flare.page", "peg.page"),
        *("trends.show", "questions.list", "questions.add", "visit.page", "report.begin", "totals.list"),
    }
)
"""The buttons that are not offered where no health answers are kept or shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One platform's way out: its pace and its delivery loop."""

    transport: Transport
    limiter: RateLimiter
    worker: DeliveryWorker


class SupportBot:
    """The whole bot without a platform. Adapters hand it what reached them and carry out what it returns."""

    def __init__(self, knowledge: Knowledge, storage: Storage, clock: Clock, signer: ButtonSigner) -> None:
        self.knowledge = knowledge
        self.clock = clock
        self.signer = signer
        self._storage = storage
        self._lines: dict[Platform, Line] = {}
        self.on_forgotten: Callable[[], None] = lambda: None
        """Called after each commit that forgot a member; whoever keeps the ledger of erasures hears of it here."""
        storage.on_change = self._heed
        self.router = Router(
            table=knowledge.table,
            open_unit=storage.unit_of_work,
            clock=clock,
            words_in=knowledge.words_in,
            signer=signer,
            on_consent_missing=_ask_first,
        )
        self.planner = Planner(
            open_unit=storage.unit_of_work,
            clock=clock,
            purposes=knowledge.table.purposes,
            words=knowledge.words,
            on_queued=self._wake_workers,
        )

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands to register, in the order to show."""
        return self.knowledge.table.declared

    @property
    def open_unit(self) -> UnitOfWorkFactory:
        """For adapters that keep their own facts durably (the inbox)."""
        return self._storage.unit_of_work

    def line(self, transport: Transport, rates: Rates) -> Line:
        """Opens one platform's way out. A platform that starts again gets a new one."""
        limiter = RateLimiter(rates)
        worker = DeliveryWorker(
            transport=transport,
            limiter=limiter,
            open_unit=self._storage.unit_of_work,
            clock=self.clock,
            words=self.knowledge.words,
            never=self._never_on(transport.platform),
            tell=telling(self.knowledge.words, self.clock),
        )
        line = Line(transport=transport, limiter=limiter, worker=worker)
        self._lines[transport.platform] = line
        return line

    async def handle(self, inbound: Inbound, transport: Transport) -> Replies:
        """Returns what to say, after everything it rests on is committed. Never raises for what people did.

        Raises FactNotHandled for a join, a move or the like that failed: the adapter tells it again.
        """
        replies = await self.router.handle(inbound, transport)
        if inbound.origin.account.platform in self.knowledge.reminders_only:
            return without(replies, _KEEPS_HEALTH_ANSWERS)
        return replies

    def suggest(self, typed: OptionTyped) -> Sequence[Choice]:
        """Completes a command's option from memory; at most 25, none for an option that does not suggest."""
        route = self.knowledge.table.commands.get(typed.command)
        return list(route.suggest(typed.text))[:25] if route is not None and route.suggest is not None else ()

    async def completions(self, typed: OptionTyped) -> Sequence[Choice]:
        """As `suggest`, and also from what is kept for the place where somebody types."""
        route = self.knowledge.table.commands.get(typed.command)
        if route is None or route.suggest_here is None:
            return self.suggest(typed)
        async with self.open_unit() as uow:
            return list(await route.suggest_here(typed.text[:100], typed.origin.address, uow))[:25]

    async def warm_up(self) -> None:
        """Builds, beside the loop, what the first questions would otherwise wait for. Call it once all is ready."""
        await asyncio.to_thread(self.knowledge.ear.warm_up)

    def wake(self) -> None:
        """Schedules or the clock may have changed: both loops look again."""
        self.planner.wake()
        self._wake_workers()

    async def forget_handled_before(self, at: datetime) -> int:
        """Drops inbox rows that were handled before `at` (aware UTC); returns how many."""
        async with self._storage.unit_of_work() as uow:
            dropped = await uow.inbox.forget_before(at)
            await uow.commit()
            return dropped

    async def tidy(self) -> Counter[str]:
        """Lets go of what has been kept for as long as was said; returns how many went, by name."""
        return await tidy(self._storage.unit_of_work, self.clock.now())

    async def look_at_links(self, probe: LinkProbe) -> Counter[str]:
        """One round of the link check; returns how many were looked at, are in trouble, and which groups were told."""
        return await LinkRound(self._storage.unit_of_work, probe, self.clock, self.knowledge.words).go()

    async def unnoted_erasures(self) -> Sequence[Erasure]:
        """Erasures that the ledger outside the database does not have yet."""
        async with self._storage.unit_of_work() as uow:
            return await uow.erasures.unnoted()

    async def erasures_noted(self, ref_hashes: Sequence[str]) -> None:
        """The ledger has them now. Nothing of the forgotten stays in the database's own log after it."""
        async with self._storage.unit_of_work() as uow:
            await uow.erasures.noted(ref_hashes)
            await uow.commit()
        await self._storage.scrub()

    async def close(self) -> None:
        """Closes the database. Stop the loops first."""
        await self._storage.close()

    def _heed(self, change: Change) -> None:
        """Only what may fall due earlier than what a loop waits for makes it look again."""
        match change:
            case Change.SCHEDULE_ADDED:
                self.planner.wake()
            case Change.MESSAGE_QUEUED:
                self._wake_workers()
            case Change.MEMBER_FORGOTTEN:
                self.on_forgotten()
            case _:
                assert_never(change)

    def _never_on(self, platform: Platform) -> frozenset[str]:
        """The purposes that a platform gets nothing of."""
        if platform not in self.knowledge.reminders_only:
            return frozenset()
        return frozenset(name for name, purpose in self.knowledge.table.purposes.items() if purpose.health)

    def _wake_workers(self) -> None:
        for line in self._lines.values():
            line.worker.wake()


async def build(
    *,
    knowledge: Knowledge,
    database_url: str,
    clock: Clock,
    masters: MasterKeys,
    reminders_only: frozenset[Platform] = frozenset(),
) -> SupportBot:
    """Opens the database (made and migrated when needed) and joins everything.

    On the platforms of `reminders_only` no health answers are asked for or kept. Raises SettingsError when the database
    cannot be opened, or the master key is missing or another one.
    """
    # Each bot has features of its own: what one of them holds in memory is no other bot's.
    features = features_of(knowledge.content, knowledge.listening, knowledge.ear, knowledge.fonts, reminders_only)
    knowledge = replace(knowledge, table=table_of(features), reminders_only=reminders_only)
    storage = await Storage.open(database_url, masters)
    return SupportBot(knowledge, storage, clock, ButtonSigner(storage.button_key))


def _ask_first(missing: ConsentMissing) -> Action:
    """The words to agree to, and after a yes what was asked for."""
    return action("agree.words", ConsentPurpose.CHECKINS, *missing.then)
