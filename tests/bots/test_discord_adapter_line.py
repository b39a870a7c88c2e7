"""Deliveries and the line to Discord over real sockets: lost answers, closed doors, reconnects, refused tokens."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots.discord import transport
from bots.discord.app import DiscordApp
from core.bootstrap import SupportBot
from core.errors import TokenRevoked
from core.model.delivery import DeliveryState
from tests.bots.discord_running import GREETING, ended, spoonlight
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import NINE, MovableClock
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_server import DiscordServer
from tests.standins.discord_world import Permission

POSTS = "POST /channels/*/messages"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        with aimed_at(server):
            yield server
        assert server.spec_violations == []


@pytest.fixture
async def bot(server: DiscordServer, tmp_path: Path, clock: MovableClock) -> AsyncIterator[SupportBot]:
    async with spoonlight(server, tmp_path, clock) as bot:
        yield bot


async def test_commands_are_registered_once_and_again_only_when_they_change(
    server: DiscordServer, tmp_path: Path, clock: MovableClock
) -> None:
    for _ in range(2):
        async with spoonlight(server, tmp_path, clock):
            pass
    assert len(server.asked("PUT", "/applications/")) == 1
    (tmp_path / "discord-commands").write_text("something older", encoding="ascii")
    async with spoonlight(server, tmp_path, clock):
        pass
    assert len(server.asked("PUT", "/applications/")) == 2


async def test_a_schedule_arrives_where_it_was_set_and_once_although_the_answer_was_lost(
    server: DiscordServer, bot: SupportBot, clock: MovableClock
) -> None:
    ana, maya = server.person("Ana"), server.person("Maya")
    general = server.guild("Fibro friends", members=[ana], moderators=[maya]).channel("general")
    options = {"what": "snippet", "when": "every day at 10", "place": "Leeds"}
    await maya.slash("group schedule", options, in_=general)
    await maya.sees(GREETING)
    server.faults.drops_after_the_work(POSTS)
    clock.move_to(NINE + timedelta(hours=1))
    await ana.sees("Today's short read", in_=general)
    await ended(bot, DeliveryState.DUE)
    clock.move_to(NINE + timedelta(hours=1, seconds=10))
    await ended(bot, DeliveryState.SENT)
    _, *sent = server.asked("POST", f"/channels/{general.id}/messages")
    assert len(sent) == 2
    assert sent[0].body["nonce"] == sent[1].body["nonce"]
    assert sent[0].body["enforce_nonce"] is True
    assert len(ana.screen(general)) == 2


async def test_silence_is_not_waited_for_for_ever(
    server: DiscordServer, bot: SupportBot, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "REQUEST_SECONDS", 0.2)
    ana, maya = server.person("Ana"), server.person("Maya")
    general = server.guild("Fibro friends", members=[ana], moderators=[maya]).channel("general")
    options = {"what": "snippet", "when": "every day at 10", "place": "Leeds"}
    await maya.slash("group schedule", options, in_=general)
    await maya.sees(GREETING)
    server.faults.hangs_after_the_work(POSTS)
    clock.move_to(NINE + timedelta(hours=1))
    await ana.sees("Today's short read", in_=general)
    await ended(bot, DeliveryState.DUE)
    clock.move_to(NINE + timedelta(hours=1, seconds=10))
    await ended(bot, DeliveryState.SENT)
    assert len(ana.screen(general)) == 2


async def test_a_deleted_thread_leaves_its_channel(server: DiscordServer, bot: SupportBot, clock: MovableClock) -> None:
    ana, maya = server.person("Ana"), server.person("Maya")
    guild = server.guild("Fibro friends", members=[ana], moderators=[maya])
    general = guild.channel("general")
    thread = server.thread(general, "daily reads")
    options = {"what": "snippet", "when": "every day at 10", "place": "Leeds"}
    await maya.slash("group schedule", options, in_=thread)
    server.deletes_channel(thread)
    clock.move_to(NINE + timedelta(hours=1))
    await ana.sees("Today's short read", in_=general)
    await ended(bot, DeliveryState.SENT)


async def test_a_reminder_opens_the_private_chat_and_a_closed_one_is_remembered(
    server: DiscordServer, bot: SupportBot, clock: MovableClock
) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    general = server.guild("Fibro friends", members=[ana, ben]).channel("general")
    for person in (ana, ben):
        await person.slash("timezone", {"place": "Leeds"}, in_=general)
        await person.slash("remind", {"what": "rest", "when": "every day at 10"}, in_=general)
        await person.sees("every day at 10:00 am", in_=person.dm)
    await ended(bot, DeliveryState.SENT, DeliveryState.SENT)
    ben.closes_dms()
    clock.move_to(NINE + timedelta(hours=1))
    await ana.sees("rest", in_=ana.dm)
    await ended(bot, *[DeliveryState.SENT] * 3, DeliveryState.UNREACHABLE)


@pytest.mark.usefixtures("bot")
async def test_what_is_asked_while_the_line_is_down_is_answered_after_it(server: DiscordServer) -> None:
    ana = server.person("Ana")
    await ana.dms("menu")
    await ana.sees_button("Check in")
    server.gateway.asks_to_reconnect()
    await ana.dms("is fibro autoimmune?")
    await ana.sees_button("Another", within=8)
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


async def test_a_removed_bot_keeps_no_schedule(server: DiscordServer, bot: SupportBot) -> None:
    maya = server.person("Maya")
    guild = server.guild("Fibro friends", moderators=[maya])
    options = {"what": "snippet", "when": "every day at 10", "place": "Leeds"}
    await maya.slash("group schedule", options, in_=guild.channel("general"))
    server.removes_bot(guild)
    async with asyncio.timeout(5):
        while True:
            async with bot.open_unit() as uow:
                if await uow.schedules.next_due_at() is None:
                    break
            await asyncio.sleep(0.01)


async def test_a_channel_that_was_taken_away_ends_the_post(
    server: DiscordServer, bot: SupportBot, clock: MovableClock
) -> None:
    maya = server.person("Maya")
    general = server.guild("Fibro friends", moderators=[maya]).channel("general")
    options = {"what": "snippet", "when": "every day at 10", "place": "Leeds"}
    await maya.slash("group schedule", options, in_=general)
    server.takes_from_bot(general, Permission.SEND_MESSAGES)
    clock.move_to(NINE + timedelta(hours=1))
    await ended(bot, DeliveryState.UNREACHABLE)


async def test_a_refused_token_is_said_once_and_clearly(
    server: DiscordServer, tmp_path: Path, clock: MovableClock
) -> None:
    async with running_bot(tmp_path, clock) as bot:
        app = DiscordApp(bot, token="wrong", api_url=server.rest_url, gateway_url=server.gateway_url)
        with pytest.raises(TokenRevoked):
            await app.run()


async def test_a_token_revoked_on_the_way_ends_the_run(
    server: DiscordServer, tmp_path: Path, clock: MovableClock
) -> None:
    async with running_bot(tmp_path, clock) as bot:
        app = DiscordApp(bot, token=server.token, api_url=server.rest_url, gateway_url=server.gateway_url)
        task = asyncio.create_task(app.run())
        await server.gateway.connected()
        server.gateway.closes(4004)
        with pytest.raises(TokenRevoked):
            await asyncio.wait_for(task, 8)
