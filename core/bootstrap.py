"""The one place where parts are joined: content, storage, features, the router and the two loops.

The only importer of storage. Nothing is started here; the processes in bots/ start what they need.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import assert_never

from core.delivery.limiter import RateLimiter, Rates
from core.delivery.worker import DeliveryWorker
from core.dispatch.offering import without
from core.dispatch.router import Router
from core.dispatch.signing import ButtonSigner
from core.dispatch.table import Feature, RouteTable, table_of
from core.errors import ConsentMissing
from core.features.belongings import belongings
from core.features.checkins import GROUP_CHECKIN, checkins
from core.features.groups import GroupPost, groups
from core.features.learning import GROUP_SNIPPET, learning
from core.features.onboarding import onboarding
from core.features.privacy import privacy
from core.features.reminders import GROUP_SELFCARE, reminders
from core.features.resources import resources
from core.features.safety import safety
from core.library.content import Content, load_content
from core.library.doors import Door
from core.library.listening.ear import Ear
from core.library.listening.rules import Listening, read_listening
from core.library.listening.screening import Screen
from core.library.search import Entry, SnippetIndex
from core.model.action import Action, action
from core.model.command import Command
from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.inbound import Inbound, OptionTyped
from core.model.message import Button, Choice
from core.model.reply import Replies
from core.ports import Clock, MasterKeys, Phrasebook, Transport, UnitOfWorkFactory
from core.ports.stores import Erasure
from core.scheduling.planner import Planner
from core.storage import Change, Storage
from core.upkeep import Tidied, tidy

_BEHIND_DOORS = {
    "menu": action("onboarding.menu"),
    "checkin": action("checkin.begin", "daily"),
    "short_checkin": action("checkin.begin", "short"),
    "selfcare": action("care.kinds"),
    "learn": action("learn.topics"),
    "people": action("safety.people"),
    "privacy": action("privacy.page"),
    "remind": action("remind.new"),
}
"""What lies behind each door that content may offer (core.library.doors.Opens)."""

_SAID_IN_PLAIN_WORDS = frozenset(
    {
        *("remind", "reminders", "checkin", "timezone", "learn", "help", "menu", "start"),
        *("privacy", "mydata", "export", "import", "forget"),
    }
)
"""Commands that the ear may hear in plain words; a house test holds them against the table."""


_KEEPS_HEALTH_ANSWERS = frozenset({"checkin.begin", "checkin.note", "remind.checkin"})
"""The buttons that are not offered where no health answers are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All that can be known without a database: the content, the ear, and the features' table.

    On the platforms of `reminders_only` no health answers are asked for or kept.
    """

    content: Content
    listening: Listening
    ear: Ear
    table: RouteTable
    reminders_only: frozenset[Platform] = frozenset()

    @property
    def words(self) -> Phrasebook:
        """The sentences in the language that stands behind all others."""
        return self.content.words

    def words_in(self, locale: str | None) -> Phrasebook:
        """The sentences in the language of a platform's locale tag ("en-GB"), English where there is none."""
        return self.content.words.in_language(locale or "en")


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

    async def tidy(self) -> Tidied:
        """Lets go of what has been kept for as long as was said."""
        return await tidy(self._storage.unit_of_work, self.clock.now())

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
    if reminders_only:
        features = _features(knowledge.content, knowledge.listening, knowledge.ear, reminders_only)
        knowledge = replace(knowledge, table=table_of(features), reminders_only=reminders_only)
    storage = await Storage.open(database_url, masters)
    return SupportBot(knowledge, storage, clock, ButtonSigner(storage.button_key))


def load_knowledge(folder: Path) -> Knowledge:
    """Reads and checks the content folder. Raises ContentError for the first thing that is broken."""
    content = load_content(folder)
    listening = read_listening(folder / "listening" / "en", f"{folder.resolve().name}/listening/en")
    index = SnippetIndex(
        [
            Entry(id=one.id, title=one.title, text=f"{one.body} {one.more or ''}", also_asked=one.also_asked)
            for one in content.snippets.values()
        ],
        listening.vocabulary,
    )
    ear = Ear(listening, index, content.smalltalk, commands=_SAID_IN_PLAIN_WORDS)
    features = _features(content, listening, ear)
    return Knowledge(content=content, listening=listening, ear=ear, table=table_of(features))


def _features(
    content: Content, listening: Listening, ear: Ear, reminders_only: frozenset[Platform] = frozenset()
) -> list[Feature]:
    words = content.words
    posts = (
        GroupPost(purpose=GROUP_SNIPPET, name="snippet"),
        GroupPost(purpose=GROUP_CHECKIN, name="checkin", not_on=reminders_only),
        GroupPost(purpose=GROUP_SELFCARE, name="selfcare"),
    )
    features = [
        safety(content.helplines, Screen(listening.crisis)),
        onboarding(reminders_only=reminders_only),
        checkins(
            content.checkins,
            door_button,
            words,
            content.consents[ConsentPurpose.CHECKINS],
            reminders_only=reminders_only,
        ),
        learning(content, ear, door_button, words),
        reminders(content.selfcare, words, reminders_only=reminders_only),
        groups(posts),
        resources(words),
        privacy(content.consents, reminders_only=reminders_only),
    ]
    held = tuple(holding for one in features for holding in one.holdings)
    return [*features, belongings(held)]


def _ask_first(missing: ConsentMissing) -> Action:
    """The words to agree to, and after a yes what was asked for."""
    return action("agree.words", ConsentPurpose.CHECKINS, *missing.then)


def door_button(door: Door) -> Button:
    """The button behind a door that content offers."""
    if door.opens == "learn" and door.topic is not None:
        return Button(label=door.label, action=action("learn.topic", door.topic, 0))
    return Button(label=door.label, action=_BEHIND_DOORS[door.opens])
