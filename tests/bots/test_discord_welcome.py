"""People come into a Discord server over real sockets: greeted once, and not before they may speak."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bots.checking_rights import discord_findings
from bots.discord.app import DiscordApp
from core.bootstrap import SupportBot
from core.features.welcome.greeting import APART, WAIT
from core.model.identity import Platform
from tests.bots.behaviour.delivering import all_delivered
from tests.bots.discord_running import running
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import MovableClock
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_people import Person
from tests.standins.discord_server import DiscordServer
from tests.standins.discord_world import Channel, Guild

HELLO = "Welcome to everyone who is new here."


@dataclass(slots=True, kw_only=True)
class Scene:
    """A server of Fibro friends with Maya, its moderator, and time that passes."""

    server: DiscordServer
    bot: SupportBot
    clock: MovableClock
    guild: Guild
    maya: Person

    @property
    def general(self) -> Channel:
        return self.guild.channel("general")

    async def wants_greetings(self) -> None:
        await self.maya.slash("group welcome", {}, in_=self.general)
        await self.maya.taps("Turn it on")
        await self.maya.sees("It is on.")

    async def is_planned(self) -> bool:
        """Whether a greeting waits, once the gateway's news has had its time to arrive."""
        for _ in range(40):
            async with self.bot.open_unit() as uow:
                if await uow.schedules.next_due_at() is not None:
                    return True
            await asyncio.sleep(0.01)
        return False

    async def passes(self, wait: timedelta) -> int:
        """Returns how many greetings there are now."""
        self.clock.move_to(self.clock.now() + wait)
        await all_delivered(self.bot, Platform.DISCORD)
        return sum(HELLO in seen.text for seen in self.maya.screen(self.general))


@asynccontextmanager
async def on_discord(folder: Path, *, granted: tuple[str, ...], hears_joins: bool = True) -> AsyncIterator[Scene]:
    clock = MovableClock()
    async with DiscordServer(granted=granted) as server, running_bot(folder, clock) as bot:
        with aimed_at(server):
            maya = server.person("Maya")
            guild = server.guild("Fibro friends", moderators=[maya])
            app = DiscordApp(
                bot,
                token=server.token,
                api_url=server.rest_url,
                gateway_url=server.gateway_url,
                hears_joins=hears_joins,
            )
            async with running(app):
                await server.gateway.connected()
                yield Scene(server=server, bot=bot, clock=clock, guild=guild, maya=maya)
        assert server.spec_violations == []


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with on_discord(tmp_path, granted=("members",)) as opened:
        yield opened


async def test_whoever_joins_is_greeted_in_public_and_without_a_name(scene: Scene) -> None:
    await scene.wants_greetings()
    ana = scene.server.person("Ana")
    ana.joins(scene.guild)
    assert await scene.is_planned()
    assert await scene.passes(WAIT) == 1
    said = await ana.sees(HELLO, in_=scene.general)
    assert not said.is_ephemeral
    assert "Ana" not in said.text
    assert said.pings == frozenset()
    assert "Open our private chat" in (*said.buttons, *said.links)


async def test_where_the_rules_come_first_the_greeting_comes_after_them(scene: Scene) -> None:
    await scene.wants_greetings()
    ana = scene.server.person("Ana")
    ana.joins(scene.guild, pending=True)
    assert not await scene.is_planned()
    ana.accepts_the_rules_of(scene.guild)
    assert await scene.is_planned()
    assert await scene.passes(WAIT) == 1
    ana.becomes_moderator_of(scene.guild)
    assert not await scene.is_planned()
    ana.leaves(scene.guild)
    ana.joins(scene.guild)
    assert not await scene.is_planned()
    assert await scene.passes(2 * APART) == 1


async def test_a_burst_is_one_greeting(scene: Scene) -> None:
    await scene.wants_greetings()
    for number in range(25):
        scene.server.person(f"Friend {number}").joins(scene.guild, pending=number % 2 == 0)
    assert await scene.is_planned()
    assert await scene.passes(WAIT) == 1
    assert await scene.passes(APART - WAIT) == 1


async def test_who_changes_long_after_joining_is_not_new(scene: Scene) -> None:
    ana = scene.server.person("Ana")
    ana.joins(scene.guild)
    await scene.wants_greetings()
    scene.guild.members[ana.id].joined_at -= timedelta(days=8)
    ana.becomes_moderator_of(scene.guild)
    assert not await scene.is_planned()


async def test_no_bot_is_greeted(scene: Scene) -> None:
    await scene.wants_greetings()
    robot = scene.server.person("Robot")
    robot.user.is_bot = True
    robot.joins(scene.guild)
    assert not await scene.is_planned()


async def test_without_the_setting_nothing_privileged_is_asked_for_and_the_panel_says_so(tmp_path: Path) -> None:
    async with on_discord(tmp_path, granted=(), hears_joins=False) as scene:
        await scene.maya.slash("group welcome", {}, in_=scene.general)
        await scene.maya.sees("Here I cannot see who joins.")


async def test_where_discord_refuses_the_intent_all_else_runs_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        async with on_discord(tmp_path, granted=()) as scene:
            await scene.maya.slash("group welcome", {}, in_=scene.general)
            await scene.maya.sees("Here I cannot see who joins.")
            ana = scene.server.person("Ana")
            ana.joins(scene.guild)
            assert not await scene.is_planned()
    assert "members_intent_refused" in caplog.text


async def test_the_check_says_whether_the_intent_is_there() -> None:
    for granted, told in (("members",), "it can greet them"), ((), "switch on Server Members Intent"):
        async with DiscordServer(granted=granted) as server:
            found = await discord_findings(server.rest_url, server.token, hears_joins=True)
            assert [told in one.text for one in found].count(True) == 1
            assert not any("joins" in one.text for one in await discord_findings(server.rest_url, server.token))
