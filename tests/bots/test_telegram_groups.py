"""What is said in a Telegram group, and above all what is not: private answers are seen by one person alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.features.checkins import GROUP_CHECKIN
from tests.bots.spoonlight_bot import everybody_agreed
from tests.bots.telegram_chat import chatting, has_daily
from tests.fakes import MovableClock
from tests.standins.telegram_desk import Version
from tests.standins.telegram_faults import bad_request
from tests.standins.telegram_server import Group, Person, Seen, TelegramServer

QUESTION = "How bad is your pain right now?"
DOOR = "I can answer that in private."


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@asynccontextmanager
async def world(folder: Path, clock: MovableClock, version: Version = "10.3") -> AsyncIterator[TelegramServer]:
    async with TelegramServer(now=clock.now, version=version) as one:
        async with chatting(folder, one, clock) as bot:
            everybody_agreed(bot)
            yield one
        assert one.spec_violations == []


@pytest.fixture
async def server(clock: MovableClock, tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with world(tmp_path, clock) as one:
        yield one


@pytest.fixture
async def old_server(clock: MovableClock, tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with world(tmp_path, clock, "10.0") as one:
        yield one


def by_bot(person: Person, group: Group) -> list[Seen]:
    return [one for one in person.screen(group) if one.post.sender.is_bot]


async def test_a_check_in_in_the_group_is_seen_by_the_asker_alone(server: TelegramServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    group = server.group("Fibro friends", members=[ana, ben])
    asked = await ana.says("/checkin", group)
    assert asked.is_ephemeral
    await ana.sees(QUESTION, in_=group)
    for tap in ("6", "7", "5", "3", "0"):
        await ana.taps(tap, in_=group)
        await server.settled()
    saved = await ana.sees("Saved. Thank you.", in_=group)
    assert saved.is_ephemeral
    assert "Pain: 6 of 10" in saved.text
    assert [one.text for one in by_bot(ana, group)] == [saved.text], "one message, changed from question to question"
    assert ben.screen(group) == []
    assert ana.screen() == []


async def test_an_older_server_is_found_out_and_a_door_is_offered_instead(old_server: TelegramServer) -> None:
    ana, ben = old_server.person("Ana"), old_server.person("Ben")
    group = old_server.group("Fibro friends", members=[ana, ben])
    await ana.says("/checkin", group)
    await ana.sees(DOOR, in_=group, button="Open our private chat")
    await old_server.settled()
    assert [one.text for one in by_bot(ben, group)] == [DOOR]
    await ana.taps("Open our private chat", in_=group)
    await ana.sees(QUESTION)
    await ana.taps("6")
    await ana.sees("Pain 6")
    assert [one.text for one in by_bot(ben, group)] == [DOOR]


async def test_a_door_lets_in_only_the_one_who_asked_and_only_once(old_server: TelegramServer) -> None:
    ana, ben = old_server.person("Ana"), old_server.person("Ben")
    group = old_server.group("Fibro friends", members=[ana, ben])
    await ana.says("/checkin", group)
    await ana.sees(DOOR, in_=group)
    await ben.sees(DOOR, in_=group)
    await ben.taps("Open our private chat", in_=group)
    await ben.sees("Hello, I am Spoonlight.")
    await ana.taps("Open our private chat", in_=group)
    await ana.sees(QUESTION)
    await ana.taps("Open our private chat", in_=group)
    await ana.sees("Hello, I am Spoonlight.")
    assert not any(QUESTION in one.text for one in ben.screen())


async def test_a_form_is_asked_behind_one_door_not_two(old_server: TelegramServer) -> None:
    maya = old_server.person("Maya")
    group = old_server.group("Fibro friends", admins=[maya])
    await maya.says("/resource add", group)
    await maya.sees(DOOR, in_=group)
    await maya.taps("Open our private chat", in_=group)
    asked = await maya.sees("A resource for the group: 1 of 5")
    assert [one.text for one in maya.screen() if one.post.sender.is_bot] == [asked.text]


async def test_a_mention_is_answered_behind_the_door_and_other_talk_is_left_alone(server: TelegramServer) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana])
    await ana.says("good morning all", group)
    await ana.says("@spoonlight_bot is fibro autoimmune", group)
    await ana.sees(DOOR, in_=group)
    await ana.taps("Open our private chat", in_=group)
    await ana.sees("not currently classed as autoimmune")
    await server.settled()
    assert len(by_bot(ana, group)) == 1


async def test_a_bot_that_is_an_administrator_answers_a_mention_to_the_asker_alone(server: TelegramServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    group = server.group("Fibro friends", members=[ana, ben], bot="administrator")
    await ana.says("hello everybody, bad night", group)
    await ana.says("Is fibro autoimmune, @spoonlight_bot?", group)
    answer = await ana.sees("not currently classed as autoimmune", in_=group)
    assert answer.is_ephemeral
    assert by_bot(ben, group) == []


async def test_a_refusal_is_learnt_once_for_each_chat(server: TelegramServer) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana])
    for _ in range(3):
        await ana.says("@spoonlight_bot is fibro autoimmune", group)
        await server.settled()
    whispers = [one for one in server.calls("sendMessage") if "ephemeral_message_parameters" in one.params]
    assert len(whispers) == 1
    assert [one.text for one in by_bot(ana, group)] == [DOOR] * 3


async def test_what_comes_too_late_for_a_private_answer_waits_behind_the_door(server: TelegramServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    group = server.group("Fibro friends", members=[ana, ben])
    server.faults.on("sendMessage", bad_request("ephemeral message is too old to be replied to"), times=1)
    await ana.says("/checkin", group)
    await ana.sees(DOOR, in_=group)
    await ana.taps("Open our private chat", in_=group)
    await ana.sees(QUESTION)
    await ana.says("/checkin", group)
    assert (await ana.sees("Question 1", in_=group)).is_ephemeral


async def test_a_server_that_breaks_its_word_is_never_trusted_again(server: TelegramServer) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    group = server.group("Fibro friends", members=[ana, ben])
    server.desk.version = "10.0"  # somebody put an older server in its place while we ran
    await ana.says("/checkin", group)
    await ana.sees(DOOR, in_=group)
    await server.settled()
    assert [one.text for one in by_bot(ben, group)] == [DOOR]
    assert len(server.calls("deleteMessage")) == 1


async def test_a_private_answer_that_vanished_comes_back_on_the_next_tap(server: TelegramServer) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana])
    await ana.says("/checkin", group)
    asked = await ana.sees(QUESTION, in_=group)
    ana.restarts_app(group)
    tap = ana.forges_tap(asked, asked.each_button().__next__().data)
    await ana.is_told(tap)
    again = await ana.sees("How tired are you right now?", in_=group)
    assert again.is_ephemeral


async def test_in_a_topic_the_answer_stays_in_the_topic(old_server: TelegramServer) -> None:
    ana = old_server.person("Ana")
    group = old_server.group("Fibro friends", members=[ana], topics=["Flares"])
    await ana.says("/checkin", group, topic="Flares")
    door = await ana.sees(DOOR, in_=group)
    assert door.thread_id == group.topic_id("Flares")
    await ana.says("/checkin", group)
    await old_server.settled()
    assert by_bot(ana, group)[-1].thread_id is None


async def test_an_anonymous_admin_is_nobody_and_gets_nothing_private_in_public(server: TelegramServer) -> None:
    maya = server.person("Maya")
    group = server.group("Fibro friends", admins=[maya])
    await maya.says("/checkin", group, anonymously=True)
    shown = await maya.sees("You write as the group here", in_=group, button="Open our private chat")
    assert not shown.is_ephemeral


async def test_the_bot_greets_a_group_that_brings_it_in_once(server: TelegramServer) -> None:
    maya = server.person("Maya")
    group = server.group("Fibro friends", admins=[maya], bot="left")
    await group.adds_bot(maya, as_admin=True)
    await maya.sees("Hello, I am Spoonlight.", in_=group, button="Open our private chat")
    await server.settled()
    assert len(by_bot(maya, group)) == 1


async def test_commands_for_other_bots_are_left_alone(server: TelegramServer) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana])
    await ana.says("/weather", group)
    await ana.says("/learn@another_bot", group)
    await server.settled()
    assert by_bot(ana, group) == []


@pytest.mark.parametrize("version", ["10.3", "10.0"])
async def test_an_invitation_in_the_group_leads_each_one_to_a_check_in_of_their_own(
    version: Version, clock: MovableClock, tmp_path: Path
) -> None:
    async with TelegramServer(now=clock.now, version=version) as server, chatting(tmp_path, server, clock) as bot:
        everybody_agreed(bot)
        ana, ben = server.person("Ana"), server.person("Ben")
        group = server.group("Fibro friends", members=[ana, ben])
        await has_daily(GROUP_CHECKIN, bot, group, clock)
        clock.forward(hours=1)
        invited = await ana.sees(in_=group, button="Check in")
        tap = await ana.taps("Check in", invited)
        assert tap is not None
        await ana.is_told(tap)
        if version == "10.0":
            assert tap.url.startswith("https://t.me/spoonlight_bot?start=")
            await ana.starts(tap.url.partition("start=")[2])
            await ana.sees(QUESTION)
        else:
            assert (await ana.sees(QUESTION, in_=group)).is_ephemeral
        await server.settled()
        assert [one.text for one in by_bot(ben, group)] == [invited.text]
        assert server.spec_violations == []
