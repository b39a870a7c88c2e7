"""The whole bot in a group of people, with a database that can be put back to any earlier moment."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
import pytest

from core.features.moderators.people_pages import ROLES_ON_A_PAGE
from core.model.delivery import Delivery
from core.model.identity import Account, Address, Platform, Role, private_address
from core.model.inbound import ButtonTapped, Inbound, Origin
from core.model.naming import Rank, RankThere
from core.model.reply import Edit, Replies, Say
from core.model.resource import NewResource, ResourceState
from core.ports import UnitOfWork
from tests.core.company import company
from tests.fakes import FakeTransport, MovableClock, Sent
from tests.house.matrix_acts import Act, Offers, as_inbound
from tests.house.matrix_database import Database, Rows
from tests.house.matrix_shelf import fill_the_shelf
from tests.house.pages import knowledge

SHARED = 8
"""Resources of the group: more than one page holds."""

TOPIC = "9"

_OF_THE_GROUP = ("receipts", "failures", "acts", "anonymous_notes")
"""Tables that tell what was sent, and what moderators did; and what nobody knows the writer of."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody, somewhere. `ephemeral`: in the group, but on a message for them alone. `aside`: in a topic of it."""

    name: str
    in_group: bool = False
    ephemeral: bool = False
    aside: bool = False

    @property
    def role(self) -> Role | None:
        """What the platform says of them in the group."""
        return _ROLES[self.name]

    @property
    def moderates(self) -> bool:
        """By the platform, or because the group said so of them or of a role of theirs."""
        return self.role is Role.MODERATOR or self.name in (NAMED, RANKED)

    def __str__(self) -> str:
        place = "group" if self.in_group else "private"
        return f"{self.name}-{place}{'-ephemeral' if self.ephemeral else ''}"


OWNER = "owner-capybara-7041"
NAMED, RANKED, WILLING = "named", "ranked", "willing"
"""Whom the moderators named, who has a role of the platform that they named, and who asked to be named."""

_ROLES = {
    OWNER: Role.MEMBER,
    "member": Role.MEMBER,
    NAMED: Role.MEMBER,
    RANKED: Role.MEMBER,
    WILLING: Role.MEMBER,
    "admin": Role.MODERATOR,
    "anonymous": Role.MODERATOR,
    "stranger": None,
}
OWNER_ALONE, ADMIN = Actor(name=OWNER), Actor(name="admin", in_group=True)
OTHERS = [
    Actor(name=name, in_group=in_group)
    for name in ("member", NAMED, RANKED, "admin", "stranger", "anonymous")
    for in_group in (True, False)
    if in_group or name != "anonymous"
]
ACTORS = [
    *OTHERS,
    OWNER_ALONE,
    Actor(name=OWNER, in_group=True),
    Actor(name=OWNER, in_group=True, ephemeral=True),
]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """All the rows as they were: to compare with, and to go back to."""

    rows: Rows


class World:
    """One bot on one platform. Not async itself: it keeps its own loop, so that all tests can share it."""

    def __init__(self, platform: Platform, folder: Path) -> None:
        self.platform = platform
        self.group = Address(platform=platform, conversation="-100")
        self._loop = asyncio.Runner()
        self._open = AsyncExitStack()
        self._clock = MovableClock()
        self._events = 0
        opening = company(knowledge(), folder, self._clock, platform=platform, forms=platform is Platform.DISCORD)
        self._company = self.run(self._open.enter_async_context(opening))
        self.bot = self._company.bot
        (file,) = folder.glob("*.db")
        self._database = Database(file)
        for name, role in _ROLES.items():
            if role is not None:
                self._company.transport.roles[name, "-100"] = role
        self.run(self._found())
        self._others = {row[:2] for row in self.rows()}

    def close(self) -> None:
        self._database.close()
        self.run(self._open.aclose())
        self._loop.close()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self._loop.run(doing)

    def does(self, actor: Actor, act: Act) -> Replies:
        """One act, as the adapter of this platform would hand it in."""
        if isinstance(act, Offers):
            self._company.transport.files[act.name] = act.content
        private = not actor.in_group or actor.ephemeral
        return self._hands_in(as_inbound(act, self._origin(actor), self.bot.signer, message_private=private))

    def taps(self, actor: Actor, packed: str) -> Replies:
        """A button just as it came from somewhere."""
        origin = self._origin(actor)
        return self._hands_in(ButtonTapped(origin=origin, packed=packed, message_private=not actor.in_group))

    def _hands_in(self, inbound: Inbound) -> Replies:
        self._database.changed()
        return self.run(self.bot.handle(inbound, self._company.transport))

    def changes(self, doing: Coroutine[Any, Any, None]) -> None:
        """Something that nobody of this platform does."""
        self._database.changed()
        self.run(doing)

    def waits(self, *, days: int = 0, hours: int = 0) -> None:
        self._clock.forward(days=days, hours=hours)

    @property
    def transport(self) -> FakeTransport:
        return self._company.transport

    def receives(self) -> list[Sent]:
        """All that is due now, sent to whomever it is for; its bare rows are let go at once."""
        before = len(self._company.transport.sent)
        self._database.changed()

        async def arrives() -> None:
            await self._company.due()
            async with self.bot.open_unit() as uow:
                await uow.outbox.forget_ended_before(self._clock.now() + timedelta(days=1))
                await uow.commit()

        self.run(arrives())
        return self._company.transport.sent[before:]

    def now(self) -> Moment:
        return Moment(self.rows())

    def back_to(self, moment: Moment) -> None:
        self._database.back_to(moment.rows)

    def rows(self) -> Rows:
        return self._database.rows()

    def is_not_the_owners(self, rows: Rows) -> None:
        """What somebody else planted."""
        self._others |= {row[:2] for row in rows}

    def of_the_owner(self, rows: Rows) -> Rows:
        """What of these came with the owner, and with nobody else."""
        return frozenset(row for row in rows if row[:2] not in self._others and row[0] not in _OF_THE_GROUP)

    def queued(self) -> list[Delivery]:
        """All that waits to be sent, to anybody."""
        self._database.changed()

        async def claim() -> list[Delivery]:
            async with self.bot.open_unit() as uow:
                late = self._clock.now() + timedelta(days=400)
                lease = timedelta(minutes=1)
                return list(await uow.outbox.claim((self.platform,), now=late, lease=lease, limit=1000))

        return self.run(claim())

    def open_form(self, actor: Actor) -> Any:
        """The question that waits for this person, where forms are asked step by step."""

        async def look() -> Any:
            async with self.bot.open_unit() as uow:
                return await uow.forms.current(self._account(actor))

        return self.run(look())

    def _account(self, actor: Actor) -> Account:
        return Account(platform=self.platform, user_id=actor.name)

    def _origin(self, actor: Actor) -> Origin:
        self._events += 1
        account = self._account(actor)
        anonymous = actor.name == "anonymous"
        return Origin(
            event_id=f"event-{self._events}",
            account=account,
            address=replace(self.group, thread=TOPIC if actor.aside else None)
            if actor.in_group
            else private_address(account),
            at=self._clock.now(),
            role=actor.role if anonymous else None,
            anonymous=anonymous,
        )

    async def _found(self) -> None:
        """A group with a clock, and with something that its moderators shared; one thing waits for a second look."""
        async with self.bot.open_unit() as uow:
            group = await uow.groups.founded(self.group, now=self._clock.now())
            await uow.groups.set_zone(group.id, "Europe/London")
            for number in range(SHARED):
                new = NewResource(
                    group_id=group.id, title=f"Page {number}", link="https://example.org", why="It helps."
                )
                shared = await uow.resources.add(new, now=self._clock.now())
                state = ResourceState.KEPT if number else ResourceState.WAITING
                await uow.resources.set_state(shared.id, state, if_state=ResourceState.DRAFT)
            await uow.resources.want_second_look(group.id, True)
            await fill_the_shelf(uow, group.id, shared.id, Account(platform=self.platform, user_id="somebody else"))
            await self._moderate(uow, group.id)
            await uow.commit()

    async def _moderate(self, uow: UnitOfWork, group_id: int) -> None:
        """Somebody is named, a role is, somebody else would like to help, and so may others say; there is a room."""
        now = self._clock.now()
        for name in (NAMED, WILLING):
            member = await uow.members.welcome(Account(platform=self.platform, user_id=name), now=now)
            await (uow.naming.name if name == NAMED else uow.naming.ask)(group_id, member.id, now=now)
        there = RankThere(rank=Rank(platform=self.platform, id="77"), name="Helpers")
        other = RankThere(rank=Rank(platform=self.platform, id="78"), name="Others")
        self._company.transport.ranks_there["-100"] = (there, *[other] * ROLES_ON_A_PAGE)
        self._company.transport.ranks[RANKED, "-100"] = frozenset({there.rank.id})
        await uow.naming.name_rank(group_id, there.rank)
        await uow.naming.call(group_id, until=now + timedelta(days=9_999))
        await uow.desk.add(group_id, Address(platform=self.platform, conversation="-900"), member_id=None)


@contextmanager
def one_thread() -> Iterator[None]:
    """SQLite in the loop's own thread: changing threads for each statement would cost more than all the statements."""

    async def at_once(_connection: object, statement: Callable[..., T], *args: Any, **named: Any) -> T:
        return statement(*args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aiosqlite.Connection, "_execute", at_once)
        yield


def seen_by_others(actor: Actor, replies: Replies) -> bool:
    """Whether anybody but the actor can read any of it."""
    if not actor.in_group:
        return False
    return any(
        (isinstance(one, Say) and not one.private) or (isinstance(one, Edit) and not actor.ephemeral) for one in replies
    )
