"""A group's posts on Telegram itself: topics, the general one, a topic that is deleted, and content warnings."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.bootstrap import SupportBot
from core.features.learning import GROUP_SNIPPET
from core.model.identity import Account, Address, Platform, private_address
from core.model.resource import NewResource, ResourceState
from tests.bots.telegram_chat import chatting, has_daily
from tests.fakes import MovableClock
from tests.standins.telegram_server import Group, Person, TelegramServer


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def server(clock: MovableClock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(now=clock.now) as one:
        yield one
        assert one.spec_violations == []


@pytest.fixture
async def bot(server: TelegramServer, clock: MovableClock, tmp_path: Path) -> AsyncIterator[SupportBot]:
    async with chatting(tmp_path, server, clock) as one:
        yield one


@pytest.fixture
def maya(server: TelegramServer, bot: SupportBot) -> Person:  # noqa: ARG001 - the bot runs
    return server.person("Maya", started=True)


async def knows_the_clock(bot: SupportBot, group: Group, clock: MovableClock) -> int:
    """The group goes by the clock of London; returns its id."""
    async with bot.open_unit() as uow:
        chat = Address(platform=Platform.TELEGRAM, conversation=str(group.id))
        kept = await uow.groups.founded(chat, now=clock.now())
        await uow.groups.set_zone(kept.id, "Europe/London")
        await uow.commit()
    return kept.id


async def test_a_post_that_is_set_up_in_a_topic_comes_to_that_topic(clock: MovableClock, tmp_path: Path) -> None:
    """An older server: there a command is a message of its topic."""
    async with (
        TelegramServer(now=clock.now, version="10.0") as server,
        chatting(tmp_path, server, clock) as bot,
    ):
        maya = server.person("Maya", started=True)
        group = server.group("Fibro friends", admins=[maya], topics=["Daily"])
        await knows_the_clock(bot, group, clock)
        await maya.says("/group schedule snippet every day at 10", group, topic="Daily")
        await maya.sees("I can answer that in private.", in_=group)
        clock.forward(hours=1)
        assert (await maya.sees("Today's short read", in_=group)).thread_id == group.topic_id("Daily")
        assert server.spec_violations == []


async def test_a_post_that_is_set_up_in_the_general_topic_names_no_topic(
    server: TelegramServer, bot: SupportBot, maya: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", admins=[maya], topics=["Daily"])
    await knows_the_clock(bot, group, clock)
    await maya.says("/group schedule snippet every day at 10", group)
    await maya.sees("It will come every day at 10:00 am.", in_=group)
    clock.forward(hours=1)
    assert (await maya.sees("Today's short read", in_=group)).thread_id is None
    assert "message_thread_id" not in server.calls("sendMessage")[-1].params


async def test_moderators_are_told_once_that_a_topic_is_gone(
    server: TelegramServer, bot: SupportBot, maya: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", admins=[maya], topics=["Daily"])
    group_id = await knows_the_clock(bot, group, clock)
    account = Account(platform=Platform.TELEGRAM, user_id=str(maya.user.id))
    async with bot.open_unit() as uow:
        member = await uow.members.welcome(account, now=clock.now())
        await uow.desk.add(group_id, private_address(account), member_id=member.id)
        await uow.commit()
    await has_daily(GROUP_SNIPPET, bot, group, clock, thread=group.topic_id("Daily"))
    group.deletes_topic("Daily")
    clock.forward(hours=1)
    assert (await maya.sees("Today's short read", in_=group)).thread_id is None
    await maya.sees("topic")
    clock.forward(days=1)
    await server.settled()
    assert len([one for one in maya.screen() if "topic" in one.text]) == 1


async def test_a_warning_is_a_spoiler_in_the_rotation_of_the_library(
    server: TelegramServer, bot: SupportBot, maya: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", admins=[maya])
    group_id = await knows_the_clock(bot, group, clock)
    async with bot.open_unit() as uow:
        new = NewResource(group_id=group_id, title="A sad story", link="", why="It is hard.", content_warning="loss")
        kept = await uow.resources.add(new, now=clock.now())
        await uow.resources.set_state(kept.id, ResourceState.KEPT, if_state=ResourceState.DRAFT)
        await uow.commit()
    await maya.says("/group schedule resource every day at 10", group)
    await maya.sees("It will come every day at 10:00 am.", in_=group)
    clock.forward(hours=1)
    await maya.sees("Content warning: loss.", in_=group)
    assert "<tg-spoiler>It is hard.</tg-spoiler>" in server.calls("sendMessage")[-1].params["text"]


async def test_a_new_post_takes_the_place_of_the_one_before(
    server: TelegramServer, bot: SupportBot, maya: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", admins=[maya])
    await knows_the_clock(bot, group, clock)
    await maya.says("/group schedule snippet every day at 10", group)
    await maya.says("/group schedule snippet", group)
    await maya.sees("At what time each day?", in_=group, button="Replace the old one")
    await maya.taps("Replace the old one", in_=group)
    await maya.sees("Each new one takes the place of the one before.", in_=group)
    clock.forward(hours=1)
    await maya.sees("Today's short read", in_=group)
    await server.settled()
    clock.forward(days=1)
    await server.called("deleteMessage")
    await server.settled()
    assert len([one for one in maya.screen(group) if "Today's short read" in one.text]) == 1
