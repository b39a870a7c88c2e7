"""Every command, button, door and form that there is, by everybody, everywhere: who may, and who else would see it.

The rows come from the route table and the pages, so a new route is in here from its first day.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, count
from pathlib import Path

import pytest

from core.bootstrap import SupportBot, build
from core.dispatch.doors import to_payload
from core.dispatch.table import ButtonRoute, FormRoute
from core.model.action import Action, action
from core.model.command import Command, Who
from core.model.identity import Account, Address, Platform, Role, private_address
from core.model.inbound import ButtonTapped, CommandGiven, FormSubmitted, Inbound, Origin, TextSaid
from core.model.message import Button, ChoiceField, DoorButton, Field
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.resource import NewResource
from tests.fakes import FakeTransport, MovableClock
from tests.house.pages import knowledge, pages
from tests.stage import read

SECRET = b"a secret of the tests alone"
PLAIN_WORDS = ("what is pacing", "I have chest pain", "i want to die", "my pain is 9", "hello", "remind me at 8", "🫠")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody, somewhere. `role` is what the platform says of them in the group."""

    name: str
    platform: Platform
    in_group: bool
    role: Role | None

    @property
    def moderates(self) -> bool:
        return self.role is Role.MODERATOR

    def __str__(self) -> str:
        return f"{self.name}-{'group' if self.in_group else 'private'}-{self.platform}"


ROLES = {"member": Role.MEMBER, "moderator": Role.MODERATOR, "anonymous": Role.MODERATOR, "stranger": None}
ACTORS = [
    Actor(name=name, platform=platform, in_group=in_group, role=role)
    for platform, in_group in ((Platform.TELEGRAM, True), (Platform.TELEGRAM, False), (Platform.DISCORD, True))
    for name, role in ROLES.items()
    if in_group or name != "anonymous"
]


class Matrix:
    """The whole bot in front of one actor."""

    def __init__(self, bot: SupportBot, actor: Actor, clock: MovableClock) -> None:
        self.bot = bot
        self.actor = actor
        self.group = Address(platform=actor.platform, conversation="-100")
        self.transport = FakeTransport(actor.platform, forms=actor.platform is Platform.DISCORD)
        if actor.role is not None:
            self.transport.roles[actor.name, "-100"] = actor.role
        self.ids: tuple[str, str] = ("0", "0")
        self._clock = clock
        self._events = count(1)

    async def settle(self) -> None:
        """A group with a clock and a draft, so that handlers get as far as they can."""
        async with self.bot.open_unit() as uow:
            group = await uow.groups.founded(self.group, now=self._clock.now())
            await uow.groups.set_zone(group.id, "Europe/London")
            new = NewResource(group_id=group.id, title="A page", link="https://example.org", why="It helps.")
            draft = await uow.resources.add(new, now=self._clock.now())
            await uow.commit()
        self.ids = str(group.id), str(draft.id)

    def origin(self) -> Origin:
        account = Account(platform=self.actor.platform, user_id=self.actor.name)
        anonymous = self.actor.name == "anonymous"
        return Origin(
            event_id=f"event-{next(self._events)}",
            account=account,
            address=self.group if self.actor.in_group else private_address(account),
            at=self._clock.now(),
            role=self.actor.role if anonymous else None,
            anonymous=anonymous,
        )

    async def hears(self, inbound: Inbound) -> Replies:
        return await self.bot.handle(inbound, self.transport)

    async def gives(self, name: str, rest: str = "") -> Replies:
        return await self.hears(CommandGiven(origin=self.origin(), name=name, rest=rest))

    async def taps(self, wanted: Action) -> Replies:
        """On a message that everybody in its place sees."""
        origin = self.origin()
        packed = self.bot.signer.sign(wanted, conversation=origin.address.conversation)
        return await self.hears(ButtonTapped(origin=origin, packed=packed, message_private=not self.actor.in_group))

    async def submits(self, wanted: Action, values: Mapping[str, str]) -> Replies:
        origin = self.origin()
        packed = self.bot.signer.sign(wanted, conversation=origin.address.conversation)
        return await self.hears(FormSubmitted(origin=origin, packed=packed, values=values))

    def real(self, wanted: Action, who: Who) -> Action:
        """The page's action with ids that exist."""
        if who is Who.EVERYONE and not wanted.route.startswith("resource."):
            return wanted
        args = (*self.ids[: len(wanted.args)], *wanted.args[2:])
        if not wanted.route.startswith("resource.") or wanted.route == "resource.list":
            args = (self.ids[0], *wanted.args[1:])
        return replace(wanted, args=args[: len(wanted.args)])

    def hidden(self, replies: Replies) -> bool:
        """Whether nobody but the actor can read any of it."""
        if not self.actor.in_group:
            return True
        return all(not isinstance(one, Edit) and not (isinstance(one, Say) and not one.private) for one in replies)

    def refused(self, replies: Replies) -> bool:
        words = knowledge().words
        return read(replies) in ([words("dispatch.only_moderators")], [words("dispatch.only_in_group")])

    def failed(self, replies: Replies) -> bool:
        return knowledge().words("dispatch.went_wrong") in read(replies)


@pytest.fixture(params=ACTORS, ids=str)
async def matrix(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Matrix]:
    clock = MovableClock()
    url = f"sqlite:///{tmp_path / 'matrix.db'}"
    bot = await build(knowledge=knowledge(), database_url=url, clock=clock, secret=SECRET)
    try:
        made = Matrix(bot, request.param, clock)
        await made.settle()
        yield made
    finally:
        await bot.close()


@cache
def actions() -> dict[str, Action]:
    """One real action of each button route, as some page carries it; the rest without arguments of their own."""
    every = chain.from_iterable(chain.from_iterable(page.shown.buttons) for page in pages())
    found = {one.action.route: one.action for one in every if isinstance(one, Button | DoorButton)}
    return {route: found.get(route, action(route, 1, 1)) for route in knowledge().table.buttons}


def guarded(commands: Iterable[Command]) -> Iterator[tuple[str, bool]]:
    return ((one.name, one.who is Who.MODERATORS) for one in commands)


def test_what_changes_a_groups_affairs_is_for_its_moderators() -> None:
    table = knowledge().table
    routes: list[tuple[str, ButtonRoute | FormRoute]] = [*table.buttons.items(), *table.forms.items()]
    open_to_all = {
        route for route, one in routes if one.who is Who.EVERYONE and route.startswith(("group.", "resource."))
    }
    assert open_to_all == {"resource.list", "resource.open"}


async def test_every_command_is_refused_or_answered_and_seen_by_nobody_else(matrix: Matrix) -> None:
    for name, guards in guarded(matrix.bot.commands):
        replies = await matrix.gives(name)
        assert replies, name
        assert matrix.hidden(replies), name
        assert not matrix.failed(replies), name
        if guards:
            assert matrix.refused(replies) == (not matrix.actor.moderates or not matrix.actor.in_group), name


async def test_every_button_is_refused_or_answered_and_seen_by_nobody_else(matrix: Matrix) -> None:
    for route, declared in knowledge().table.buttons.items():
        replies = await matrix.taps(matrix.real(actions()[route], declared.who))
        assert replies, route
        assert matrix.hidden(replies), route
        assert not matrix.failed(replies), route
        assert matrix.refused(replies) == (declared.who is Who.MODERATORS and not matrix.actor.moderates), route


async def test_every_form_is_refused_or_answered_and_seen_by_nobody_else(matrix: Matrix) -> None:
    for route, declared in knowledge().table.forms.items():
        wanted = action(route, *matrix.ids)
        values = {field.name: _value(field) for field in declared.build(wanted, knowledge().words).fields}
        replies = await matrix.submits(wanted, values)
        assert replies, route
        assert matrix.hidden(replies), route
        assert matrix.refused(replies) == (declared.who is Who.MODERATORS and not matrix.actor.moderates), route


@pytest.mark.parametrize("matrix", [one for one in ACTORS if not one.in_group], indirect=True, ids=str)
async def test_a_forged_start_link_opens_declared_doors_alone_and_asks_for_rights_there(matrix: Matrix) -> None:
    welcome = read(await matrix.gives("start"))
    for route, declared in knowledge().table.buttons.items():
        for wanted in (matrix.real(actions()[route], declared.who), action(route), action(route, "-1", "x", "y")):
            replies = await matrix.gives("start", to_payload(wanted))
            if not declared.door:
                assert read(replies)[-1:] == welcome, route
            elif declared.who is Who.MODERATORS and not matrix.actor.moderates:
                assert matrix.refused(replies), route


@pytest.mark.parametrize("matrix", [one for one in ACTORS if one.in_group], indirect=True, ids=str)
async def test_whatever_is_said_to_it_in_a_group_the_answer_is_for_the_asker_alone(matrix: Matrix) -> None:
    for text in PLAIN_WORDS:
        replies = await matrix.hears(TextSaid(origin=matrix.origin(), text=text))
        assert replies, text
        assert matrix.hidden(replies), text
        assert not any(isinstance(reply, OpenForm) for reply in replies), text


def _value(field: Field) -> str:
    if isinstance(field, ChoiceField):
        return field.choices[0].value
    return "London" if "where" in field.name or "place" in field.name else "every day at 10"
