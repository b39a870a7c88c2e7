"""What people see on Discord over real sockets: privacy, restarts, slow answers, forged buttons."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.discord import answering
from core.bootstrap import SupportBot
from tests.bots.discord_running import GREETING, spoonlight, taps_stolen
from tests.bots.spoonlight_bot import everybody_agreed
from tests.fakes import MovableClock
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_server import DiscordServer


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
        yield everybody_agreed(bot)


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


async def test_buttons_and_open_forms_outlive_the_process(
    server: DiscordServer, tmp_path: Path, clock: MovableClock
) -> None:
    ana, maya = server.person("Ana"), server.person("Maya")
    general = server.guild("Fibro friends", members=[ana], moderators=[maya]).channel("general")
    async with spoonlight(server, tmp_path, clock) as bot:
        everybody_agreed(bot)
        await ana.slash("checkin", {}, in_=general)
        await maya.slash("resource add", {}, in_=general)
    async with spoonlight(server, tmp_path, clock) as bot:
        everybody_agreed(bot)
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
    async with spoonlight(server, tmp_path, clock) as bot:
        everybody_agreed(bot)
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
async def test_a_mention_is_answered_behind_a_button(server: DiscordServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    ana, ben = server.person("Ana"), server.person("Ben")
    general = server.guild("Fibro friends", members=[ana, ben]).channel("general")
    await ana.mentions_bot("is fibro autoimmune?", in_=general)
    await ben.sees("I can answer that for you alone.")
    await ben.taps("Show me")
    assert (await ben.sees("for the one who asked")).is_ephemeral
    await ana.taps("Show me")
    assert (await ana.sees("Not medical advice.")).is_ephemeral
    assert not any("Not medical advice." in seen.text for seen in ben.screen())
    assert "autoimmune" not in caplog.text


@pytest.mark.usefixtures("bot")
async def test_a_mention_is_answered_where_the_bot_may_not_read_back(server: DiscordServer) -> None:
    ana = server.person("Ana")
    general = server.guild("Fibro friends", members=[ana]).channel("general")
    server.faults.answers(f"POST /channels/{general.id}/messages", 400, code=160002, nth=2)
    await ana.sees(GREETING)
    await ana.mentions_bot("is fibro autoimmune?", in_=general)
    await ana.sees("I can answer that for you alone.")


@pytest.mark.usefixtures("bot")
async def test_a_thread_is_a_room_of_its_channel(server: DiscordServer) -> None:
    ana = server.person("Ana")
    guild = server.guild("Fibro friends", members=[ana])
    thread = server.thread(guild.channel("general"), "the quiet thread", private_to=[ana])
    await ana.slash("learn", {}, in_=thread)
    await ana.taps("Sleep and rest", in_=thread)
    assert (await ana.sees("Nights that do not refresh", in_=thread)).is_ephemeral


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
async def test_the_group_is_greeted_where_there_is_room(server: DiscordServer) -> None:
    ana = server.person("Ana")
    guild = server.guild("Fibro friends", channels=["rules", "general"], members=[ana])
    hello = await ana.sees("Hello, I am Spoonlight.", in_=guild.channel("rules"))
    assert hello.buttons == ("Open our private chat",)
    await ana.taps("Open our private chat")
    assert (await ana.sees("What would you like?")).is_ephemeral
