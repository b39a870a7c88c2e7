"""Spoonlight's whole Discord part over real sockets, against the stand-in: trouble on the line, and restarts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bots.discord import answering
from bots.discord.app import DiscordApp
from core.bootstrap import SupportBot
from core.errors import TokenRevoked
from core.model.delivery import DeliveryState
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import NINE, MovableClock
from tests.standins import discord_interactions as asking
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_people import Person
from tests.standins.discord_server import DiscordServer
from tests.standins.discord_world import Message, Permission

POSTS = "POST /channels/*/messages"
GREETING = "Hello, I am Spoonlight. I bring short facts, gentle check-ins and reminders."


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


@asynccontextmanager
async def spoonlight(server: DiscordServer, folder: Path, clock: MovableClock) -> AsyncIterator[SupportBot]:
    """The whole process part, from an empty folder or from what an earlier one left there."""
    async with running_bot(folder, clock) as bot:
        app = DiscordApp(
            bot,
            token=server.token,
            api_url=server.rest_url,
            gateway_url=server.gateway_url,
            data_dir=folder,
        )
        async with running(app):
            await server.gateway.connected()
            yield bot


@asynccontextmanager
async def running(app: DiscordApp) -> AsyncIterator[None]:
    task = asyncio.create_task(app.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def ended(bot: SupportBot, *states: DeliveryState) -> None:
    """Wait until the outbox holds one delivery in each of these states and nothing else."""
    async with asyncio.timeout(5):
        while True:
            async with bot.open_unit() as uow:
                counts = {state: count for state, count in (await uow.outbox.counts()).items() if count}
            if counts == dict.fromkeys(states, 1):
                return
            await asyncio.sleep(0.01)


async def taps_stolen(server: DiscordServer, person: Person, message: Message, custom_id: str = "") -> None:
    """With a client of one's own: another person's button, or one that never was. It must be answered in time."""
    mine = custom_id or message.components[0]["components"][0]["custom_id"]
    data = {"component_type": 2, "custom_id": mine}
    asked = server.interactions.ask(asking.COMPONENT, person.user, message.channel, data, source=message)
    assert await server.world.changes.until(lambda: asked.is_answered, within=3)


@pytest.mark.usefixtures("bot")
async def test_a_check_in_in_a_channel_stays_between_two(server: DiscordServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    general = server.guild("Fibro friends", members=[ana, ben]).channel("general")
    await ana.slash("checkin", {}, in_=general)
    for tap in ("6", "4", "Skip", "2", "3"):
        await ana.taps(tap)
    saved = await ana.sees("Saved. Thank you.")
    assert saved.is_ephemeral
    assert [seen.text for seen in ben.screen() if not seen.text.startswith(GREETING)] == []


@pytest.mark.usefixtures("bot")
async def test_in_a_private_chat_the_answers_are_ordinary_messages(server: DiscordServer) -> None:
    ana = server.person("Ana")
    await ana.slash("start")
    assert not (await ana.sees("Hello, I am Spoonlight.")).is_ephemeral
    await ana.dms("is fibro autoimmune?")
    await ana.sees_button("Another")


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


async def test_buttons_and_open_forms_outlive_the_process(
    server: DiscordServer, tmp_path: Path, clock: MovableClock
) -> None:
    ana, maya = server.person("Ana"), server.person("Maya")
    general = server.guild("Fibro friends", members=[ana], moderators=[maya]).channel("general")
    async with spoonlight(server, tmp_path, clock):
        await ana.slash("checkin", {}, in_=general)
        await maya.slash("resource add", {}, in_=general)
    async with spoonlight(server, tmp_path, clock):
        await ana.taps("6")
        await ana.sees("Question 2 of 5")
        await maya.submits({"Title": "A leaflet", "Why does it help?": "Short and kind"})
        await maya.sees("Only you can see this.")
        await maya.taps("Post now")
        posted = await ana.sees("A leaflet", in_=general)
    assert not posted.is_ephemeral


async def test_slow_answers_are_promised_in_time(
    server: DiscordServer, tmp_path: Path, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", 0)
    ana, ben, maya = server.person("Ana"), server.person("Ben"), server.person("Maya")
    general = server.guild("Fibro friends", members=[ana, ben], moderators=[maya]).channel("general")
    async with spoonlight(server, tmp_path, clock):
        await ana.slash("checkin", {}, in_=general)
        asked = await ana.sees("Question 1 of 5")
        assert asked.is_ephemeral
        assert not asked.is_thinking
        await ana.taps("6")
        await ana.sees("Question 2 of 5")
        await maya.slash("resource add", {}, in_=general)
        await maya.sees("I am ready now.")
        await maya.taps("Go on")
        await maya.submits({"Title": "A leaflet", "Why does it help?": "Short and kind"})
        assert (await maya.sees("A leaflet")).is_ephemeral
    assert [seen.text for seen in ben.screen() if not seen.text.startswith(GREETING)] == []


@pytest.mark.usefixtures("bot")
async def test_a_forged_button_gets_a_sentence_and_changes_nothing(server: DiscordServer) -> None:
    ana = server.person("Ana")
    general = server.guild("Fibro friends", members=[ana]).channel("general")
    await ana.slash("checkin", {}, in_=general)
    source = (await ana.sees("Question 1 of 5")).message
    for forged in ("AAAAAAAA*.checkin.stop:1", "kept.AAAAAAAAAAAAAAAAAAAAAA", "no button at all", "x" * 100):
        await taps_stolen(server, ana, source, forged)
    assert len([seen for seen in ana.screen() if "too old" in seen.text or "15 minutes" in seen.text]) == 4
    await ana.sees("Question 1 of 5")


@pytest.mark.usefixtures("bot")
async def test_a_mention_is_answered_behind_a_button(server: DiscordServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    general = server.guild("Fibro friends", members=[ana, ben]).channel("general")
    await ana.mentions_bot("is fibro autoimmune?", in_=general)
    await ben.sees("I can answer that for you alone.")
    await ben.taps("Show me")
    assert (await ben.sees("for the one who asked")).is_ephemeral
    await ana.taps("Show me")
    assert (await ana.sees("Not medical advice.")).is_ephemeral
    assert not any("Not medical advice." in seen.text for seen in ben.screen())


@pytest.mark.usefixtures("bot")
async def test_a_thread_is_a_room_of_its_channel(server: DiscordServer) -> None:
    ana = server.person("Ana")
    guild = server.guild("Fibro friends", members=[ana])
    thread = server.thread(guild.channel("general"), "the quiet thread", private_to=[ana])
    await ana.slash("learn", {}, in_=thread)
    await ana.taps("Sleep and rest", in_=thread)
    assert (await ana.sees("Nights that do not refresh", in_=thread)).is_ephemeral


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


async def test_a_reminder_opens_the_private_chat_and_a_closed_one_is_remembered(
    server: DiscordServer, bot: SupportBot, clock: MovableClock
) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    general = server.guild("Fibro friends", members=[ana, ben]).channel("general")
    for person in (ana, ben):
        await person.slash("timezone", {"place": "Leeds"}, in_=general)
        await person.slash("remind", {"what": "rest", "when": "every day at 10"}, in_=general)
    ben.closes_dms()
    clock.move_to(NINE + timedelta(hours=1))
    await ana.sees("rest", in_=ana.dm)
    await ended(bot, DeliveryState.SENT, DeliveryState.UNREACHABLE)


@pytest.mark.usefixtures("bot")
async def test_a_moderator_is_one_by_what_discord_says_now(server: DiscordServer) -> None:
    ana, maya = server.person("Ana"), server.person("Maya")
    guild = server.guild("Fibro friends", members=[ana], moderators=[maya])
    general = guild.channel("general")
    await maya.slash("group schedule", {"place": "Leeds"}, in_=general)
    panel = (await maya.sees("This group's daily posts")).message
    await taps_stolen(server, ana, panel)
    assert (await ana.sees("belongs to someone else")).is_ephemeral
    guild.members[maya.id].roles.clear()
    await maya.taps("Short read")
    assert (await maya.sees("Only this group's moderators can do that.")).is_ephemeral


@pytest.mark.usefixtures("bot")
async def test_what_is_asked_while_the_line_is_down_is_answered_after_it(server: DiscordServer) -> None:
    ana = server.person("Ana")
    await ana.dms("menu")
    await ana.sees_button("Check in")
    server.gateway.asks_to_reconnect()
    await ana.dms("is fibro autoimmune?")
    await ana.sees_button("Another", within=8)
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


@pytest.mark.usefixtures("bot")
async def test_the_group_is_greeted_where_there_is_room(server: DiscordServer) -> None:
    ana = server.person("Ana")
    guild = server.guild("Fibro friends", channels=["rules", "general"], members=[ana])
    hello = await ana.sees("Hello, I am Spoonlight.", in_=guild.channel("rules"))
    assert hello.buttons == ("Open our private chat",)
    await ana.taps("Open our private chat")
    assert (await ana.sees("What would you like?")).is_ephemeral


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
    async with AsyncExitStack() as doors:
        bot = await doors.enter_async_context(running_bot(tmp_path, clock))
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
