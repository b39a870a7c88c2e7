"""People come into a Telegram group: greeted once, by whichever way Telegram tells of it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.bootstrap import SupportBot
from core.features.welcome.greeting import APART, WAIT
from core.model.identity import Platform
from tests.bots.behaviour.delivering import all_delivered
from tests.bots.telegram_chat import chatting
from tests.fakes import MovableClock
from tests.standins.telegram_server import Group, Person, TelegramServer

HELLO = "Welcome to everyone who is new here."


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


class Scene:
    """A server, its bot, and time that passes."""

    def __init__(self, server: TelegramServer, bot: SupportBot, clock: MovableClock) -> None:
        self.server = server
        self._bot = bot
        self._clock = clock

    async def passes(self, wait: timedelta) -> None:
        """All that falls due meanwhile has arrived."""
        await self.server.settled()
        self._clock.move_to(self._clock.now() + wait)
        await all_delivered(self._bot, Platform.TELEGRAM)
        await self.server.settled()


@pytest.fixture
async def scene(clock: MovableClock, tmp_path: Path) -> AsyncIterator[Scene]:
    async with TelegramServer(now=clock.now) as one:
        async with chatting(tmp_path, one, clock) as bot:
            yield Scene(one, bot, clock)
        assert one.spec_violations == []


@pytest.fixture
def server(scene: Scene) -> TelegramServer:
    return scene.server


@pytest.fixture
async def maya(server: TelegramServer) -> Person:
    return server.person("Maya")


async def a_group_that_greets(server: TelegramServer, maya: Person) -> Group:
    group = server.group("Fibro friends", members=[maya])
    await maya.becomes("administrator", group)
    await maya.says("/group welcome", group)
    await maya.sees("It is off.", in_=group)
    await maya.taps("Turn it on", in_=group)
    await maya.sees("It is on.", in_=group)
    return group


def greetings(person: Person, group: Group) -> int:
    return sum(HELLO in one.text for one in person.screen(group))


async def test_whoever_joins_is_greeted_in_public_with_a_way_to_the_private_chat(
    scene: Scene, server: TelegramServer, maya: Person
) -> None:
    group = await a_group_that_greets(server, maya)
    ana = server.person("Ana")
    await ana.joins(group)
    await scene.passes(WAIT)
    said = await ana.sees(HELLO, in_=group)
    assert "Ana" not in said.text
    await ana.taps("Open our private chat", in_=group)
    await ana.sees("What would you like?")


async def test_friends_who_are_brought_together_get_one_greeting(
    scene: Scene, server: TelegramServer, maya: Person
) -> None:
    group = await a_group_that_greets(server, maya)
    people = [server.person(name) for name in ("Ana", "Ben", "Cleo")]
    for person in people:
        await person.joins(group, added_by=maya)
    await scene.passes(WAIT)
    await people[0].sees(HELLO, in_=group)
    await people[0].leaves(group)
    await people[0].joins(group)
    await scene.passes(2 * APART)
    assert greetings(maya, group) == 1


async def test_an_administrator_hears_of_joins_that_a_big_group_does_not_announce_and_of_both_counts_one(
    scene: Scene, server: TelegramServer, maya: Person
) -> None:
    group = await a_group_that_greets(server, maya)
    await group.makes_bot("administrator", maya)
    ana, ben = server.person("Ana"), server.person("Ben")
    await ana.joins(group, announced=False)
    await scene.passes(WAIT)
    await ana.sees(HELLO, in_=group)
    await ana.leaves(group)
    await ana.joins(group)
    await scene.passes(2 * APART)
    assert greetings(maya, group) == 1
    await ben.joins(group)
    await scene.passes(WAIT)
    assert greetings(maya, group) == 2


async def test_in_a_group_that_wants_no_greeting_nothing_is_said(
    scene: Scene, server: TelegramServer, maya: Person
) -> None:
    group = server.group("Fibro friends", members=[maya])
    await server.person("Ana").joins(group)
    await scene.passes(WAIT)
    assert greetings(maya, group) == 0


async def test_a_greeting_that_waits_follows_the_group_into_its_supergroup(
    scene: Scene, server: TelegramServer, maya: Person
) -> None:
    group = await a_group_that_greets(server, maya)
    ana = server.person("Ana")
    await ana.joins(group)
    await server.settled()
    await group.moves()
    await scene.passes(WAIT)
    await ana.sees(HELLO, in_=group)
