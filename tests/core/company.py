"""The whole bot on a small stage: one person talks in private or in the group, and reads what they would read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from core.bootstrap import SupportBot, build
from core.delivery.limiter import Rates
from core.knowledge import Knowledge
from core.model.identity import Account, Address, Platform, Role
from core.model.inbound import (
    ButtonTapped,
    CommandGiven,
    FormSubmitted,
    Inbound,
    MemberJoined,
    MemberLeft,
    Origin,
    ReachChanged,
    TextSaid,
)
from core.model.message import AnyButton, Button, DoorButton, Form, Outbound
from core.model.reply import Edit, Notice, OpenForm, Replies, Say
from tests.fakes import FakeTransport, MovableClock, masters, words_of
from tests.newest_database import at_newest_step
from tests.stage import GROUP, account_of, agreed, private_with

RATES = Rates(per_second=10_000)


class Person:
    """Somebody in one place. `seen` is the last message; `lines` all that the last act brought, as read."""

    def __init__(self, company: "Company", name: str, place: Address, role: Role | None) -> None:
        self._company = company
        self._name = name
        self.place = place
        self._role = role
        self.replies: Replies = ()
        self.seen = Outbound(blocks=())
        self.form: Form | None = None

    async def agrees(self) -> "Person":
        """Said yes to check-ins some time ago."""
        await agreed(self._company.bot.open_unit, self.account, self._company.clock.now())
        return self

    @property
    def account(self) -> Account:
        return replace(account_of(self._name), platform=self.place.platform)

    async def happens(self, kind: type[MemberLeft] | type[MemberJoined]) -> None:
        """Comes into the group, or leaves it."""
        where = replace(self._origin(), address=replace(GROUP, platform=self.place.platform))
        self.replies = await self._company.bot.handle(kind(origin=where), self._company.transport)

    async def blocks(self, *, reachable: bool = False) -> None:
        """Blocks the bot, or lets it write again."""
        changed = ReachChanged(origin=self._origin(), reachable=reachable)
        self.replies = await self._company.bot.handle(changed, self._company.transport)

    async def command(self, line: str) -> str:
        """Types "/remind drink water at 8" (without the slash)."""
        name, _, rest = line.partition(" ")
        return await self.does(CommandGiven(origin=self._origin(), name=name, rest=rest))

    async def gives(self, name: str, **options: str) -> str:
        """A command with typed options, as on Discord."""
        return await self.does(CommandGiven(origin=self._origin(), name=name, options=options))

    async def says(self, text: str) -> str:
        return await self.does(TextSaid(origin=self._origin(), text=text))

    async def taps(self, label: str) -> str:
        """Taps the button whose label begins so; a door is followed into the private chat."""
        button = next(one for one in self.buttons.values() if one.label.startswith(label))
        assert isinstance(button, Button | DoorButton), f"{label} does nothing here"
        if isinstance(button, DoorButton):
            self.place = private_with(self._name)
        packed = self._company.bot.signer.sign(button.action, conversation=self.place.conversation)
        return await self.does(ButtonTapped(origin=self._origin(), packed=packed, message_private=True))

    async def fills(self, **values: str) -> str:
        """Hands in the open modal."""
        assert self.form is not None
        packed = self._company.bot.signer.sign(self.form.action, conversation=self.place.conversation)
        return await self.does(FormSubmitted(origin=self._origin(), packed=packed, values=values))

    @property
    def buttons(self) -> dict[str, AnyButton]:
        return {button.label: button for row in self.seen.buttons for button in row}

    async def does(self, inbound: Inbound) -> str:
        """Anything that can come from a platform."""
        self.replies = await self._company.bot.handle(inbound, self._company.transport)
        lines: list[str] = []
        for reply in self.replies:
            match reply:
                case Say(message=shown) | Edit(message=shown):
                    self.seen = shown
                    lines.append(words_of(shown))
                case Notice(text=text):
                    lines.append(text)
                case OpenForm(form=form):
                    self.form = form
                case _:
                    raise AssertionError(f"{reply} should have been settled")
        return "\n".join(lines)

    def _origin(self) -> Origin:
        at = self._company.clock.now()
        role = None if self.place.private else self._role
        return Origin(
            event_id=self._company.next_event(),
            account=self.account,
            address=self.place,
            at=at,
            role=role,
        )


class Company:
    """The bot with its clock and its platform."""

    def __init__(self, bot: SupportBot, clock: MovableClock, transport: FakeTransport) -> None:
        self.bot = bot
        self.clock = clock
        self.transport = transport
        self._events = 0

    def next_event(self) -> str:
        self._events += 1
        return f"event-{self._events}"

    def count_events_from(self, number: int) -> None:
        """For a second company on the same database: the events of the first one were handled already."""
        self._events = number

    def member(self, name: str = "ana") -> Person:
        return Person(self, name, private_with(name), None)

    def moderator(self, name: str = "mo") -> Person:
        """Stands in the group, with rights that the platform confirms."""
        self.transport.roles[name, GROUP.conversation] = Role.MODERATOR
        return Person(self, name, GROUP, Role.MODERATOR)

    async def due(self) -> list[str]:
        """Plans and sends what is due now; returns what arrived since, as read."""
        before = len(self.transport.sent)
        line = self.bot.line(self.transport, RATES)
        while await self.bot.planner.plan_due():
            pass
        while await line.worker.send_due():
            pass
        return [sent.text for sent in self.transport.sent[before:]]


@asynccontextmanager
async def company(
    knowledge: Knowledge,
    folder: Path,
    clock: MovableClock,
    *,
    platform: Platform = Platform.TELEGRAM,
    forms: bool = False,
    reminders_only: frozenset[Platform] = frozenset(),
) -> AsyncIterator[Company]:
    """Opens the bot on a fresh SQLite file."""
    bot = await build(
        knowledge=knowledge,
        database_url=await at_newest_step(folder / "company.db"),
        clock=clock,
        masters=masters(),
        reminders_only=reminders_only,
    )
    try:
        yield Company(bot, clock, FakeTransport(platform, forms=forms))
    finally:
        await bot.close()
