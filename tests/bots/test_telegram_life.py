"""A moderator's posts, and what life brings on Telegram: moves, blocks, lost topics, limits, restarts, bad input."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.bootstrap import SupportBot
from core.features.learning import GROUP_SNIPPET
from core.model.identity import Account, Platform
from tests.bots.spoonlight_bot import running_bot
from tests.bots.telegram_chat import chatting, has_daily, on_telegram
from tests.fakes import MovableClock
from tests.standins.telegram_faults import answer_lost, never_taken, server_error, too_many
from tests.standins.telegram_server import Group, Person, TelegramServer

SECRET_WORDS = "my secret marmalade sorrow"


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
def ana(server: TelegramServer, bot: SupportBot) -> Person:  # noqa: ARG001 - the bot runs
    return server.person("Ana")


@pytest.fixture
def maya(server: TelegramServer, bot: SupportBot) -> Person:  # noqa: ARG001 - the bot runs
    return server.person("Maya", started=True)


async def test_a_moderator_sets_a_daily_post_and_it_comes(
    server: TelegramServer, maya: Person, ana: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", members=[ana], admins=[maya])
    await sets_daily_snippet(maya, group)
    assert ana.screen(group) == []
    clock.forward(hours=1)
    await ana.sees("Today's short read", in_=group, button="Read more in private")
    await ana.taps("Read more in private", in_=group)
    await ana.sees("Not medical advice.")


async def sets_daily_snippet(maya: Person, group: Group) -> None:
    """At 10:00 by the clock of London; it is 9:00 there."""
    await maya.says("/group schedule", group)
    await maya.sees("This group's daily posts", in_=group, button="Set the time zone")
    await maya.taps("Set the time zone", in_=group)
    await maya.sees("private chat", in_=group, button="Open our private chat")
    await maya.taps("Open our private chat", in_=group)
    await maya.sees("Which city or country should I go by?")
    await maya.says("London")
    await maya.sees("By the clock of London.", button="Short read")
    await maya.says("/group schedule snippet every day at 10", group)
    await maya.sees("It will come every day at 10:00 am.", in_=group)


async def test_a_member_may_not_press_a_moderators_button(server: TelegramServer, maya: Person, ana: Person) -> None:
    group = server.group("Fibro friends", members=[ana], admins=[maya])
    await sets_daily_snippet(maya, group)
    undo = await maya.sees("It will come every day", in_=group, button="Undo")
    data = undo.button("Undo")
    assert data is not None
    tap = ana.forges_tap(undo, data.data)
    assert (
        await ana.is_told(tap)
        == "That button is too old, or it belongs to someone else. Type /help and I will show you fresh ones."
    )
    await ana.says("/group schedule", group)
    await ana.sees("I can answer that in private.", in_=group)
    await ana.taps("Open our private chat", in_=group)
    await ana.sees("Only this group's moderators can do that.")


async def test_a_forged_button_gets_a_kind_line(ana: Person) -> None:
    await ana.starts()
    welcome = await ana.sees("Hello, I am Spoonlight.")
    tap = ana.forges_tap(welcome, "AAAAAAAA*.checkin.begin:daily")
    assert "too old" in await ana.is_told(tap)


async def test_a_daily_reminder_arrives(ana: Person, clock: MovableClock) -> None:
    await ana.says("/timezone Leeds")
    await ana.sees("clock of")
    await ana.says("/remind stretch every day at 10 am")
    await ana.sees("every day at 10:00 am")
    clock.forward(hours=1)
    await ana.sees("When you are ready.", button="Done")


async def test_a_group_that_moves_keeps_its_daily_post(
    server: TelegramServer, bot: SupportBot, ana: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", members=[ana], kind="group")
    await has_daily(GROUP_SNIPPET, bot, group, clock)
    await group.moves()
    await server.settled()
    clock.forward(hours=1)
    await ana.sees("Today's short read", in_=group)
    assert all(one.outcome == "ok" for one in server.calls("sendMessage"))


async def test_a_move_that_nobody_told_us_of_is_learnt_at_the_next_post(
    server: TelegramServer, bot: SupportBot, ana: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", members=[ana], kind="group")
    await has_daily(GROUP_SNIPPET, bot, group, clock)
    server.updates.allow(["callback_query"])
    await group.moves()
    clock.forward(hours=1)
    await ana.sees("Today's short read", in_=group)
    clock.forward(days=1)
    await server.called("sendMessage", times=3)
    assert [one.outcome == "ok" for one in server.calls("sendMessage")] == [False, True, True]


async def test_a_topic_that_is_gone_gives_its_post_to_the_main_room(
    server: TelegramServer, bot: SupportBot, maya: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", admins=[maya], topics=["Daily"])
    await has_daily(GROUP_SNIPPET, bot, group, clock, thread=group.topic_id("Daily"))
    clock.forward(hours=1)
    assert (await maya.sees("Today's short read", in_=group)).thread_id == group.topic_id("Daily")
    group.deletes_topic("Daily")
    clock.forward(days=1)
    assert (await maya.sees("Today's short read", in_=group)).thread_id is None


async def test_a_closed_general_topic_is_never_named(
    server: TelegramServer, bot: SupportBot, maya: Person, clock: MovableClock
) -> None:
    group = server.group("Fibro friends", admins=[maya], topics=["Daily"])
    await has_daily(GROUP_SNIPPET, bot, group, clock, thread=1)
    clock.forward(hours=1)
    await maya.sees("Today's short read", in_=group)
    assert "message_thread_id" not in server.calls("sendMessage")[-1].params


async def test_somebody_who_blocks_is_left_alone_until_they_come_back(
    server: TelegramServer, bot: SupportBot, ana: Person, clock: MovableClock
) -> None:
    await ana.says("/timezone Leeds")
    await ana.says("/remind stretch every day at 10 am")
    await ana.sees("every day at 10:00 am")
    await ana.blocks()
    await server.settled()
    assert not await is_reachable(bot, ana)
    clock.forward(hours=1)
    await server.settled()
    await ana.starts()
    await ana.sees("Hello, I am Spoonlight.")
    assert await is_reachable(bot, ana)


async def is_reachable(bot: SupportBot, person: Person) -> bool:
    async with bot.open_unit() as uow:
        return await uow.members.is_reachable(Account(platform=Platform.TELEGRAM, user_id=str(person.id)))


async def test_a_flood_limit_is_waited_out(server: TelegramServer, ana: Person) -> None:
    server.faults.on("sendMessage", too_many(1))
    await ana.starts()
    await ana.sees("Hello, I am Spoonlight.")
    assert len(server.calls("sendMessage")) == 2


async def test_a_connection_that_never_took_the_words_is_not_trusted_to_have(
    server: TelegramServer, ana: Person
) -> None:
    """Nobody can know whether it arrived: a live answer is not said twice."""
    server.faults.on("sendMessage", answer_lost())
    await ana.starts()
    await ana.sees("Hello, I am Spoonlight.")
    await server.settled()
    assert len(server.calls("sendMessage")) == 1


async def test_polling_goes_on_after_faults(server: TelegramServer, ana: Person) -> None:
    server.faults.on("getUpdates", server_error(), times=2)
    await ana.starts()
    await ana.sees("Hello, I am Spoonlight.", within=8)
    server.faults.on("getUpdates", never_taken())
    await ana.says("/help")
    await ana.sees("What I can do", within=8)


async def test_an_album_gets_one_kind_line_and_nothing_of_it_is_fetched(server: TelegramServer, ana: Person) -> None:
    for name in ("one.png", "two.png", "three.png"):
        await ana.sends_file(b"\x89PNG", name=name, mime="image/png")
    await ana.sends_file(b"%PDF", name="letter.pdf", mime="application/pdf", caption="is fibro autoimmune")
    await ana.sees("not currently classed as autoimmune")
    await server.settled()
    refusals = [one for one in ana.screen() if one.post.sender.is_bot and "I cannot open pictures" in one.text]
    assert len(refusals) == 1
    assert server.calls("getFile") == []


async def test_ten_thousand_characters_and_a_wall_of_emoji_get_kind_answers(
    server: TelegramServer, ana: Person
) -> None:
    await ana.says("pain " * 2000)
    await ana.sees("That is a lot to take in at once.")
    await server.settled()
    assert len([one for one in ana.screen() if one.post.sender.is_bot]) == 1
    await ana.says("🥄" * 900)
    await ana.sees("I do not know that one")


async def test_an_unknown_command_in_private_gets_a_kind_line(ana: Person) -> None:
    await ana.says("/weather")
    await ana.sees("I do not know that one. Type /help")


async def test_logs_hold_no_words_and_no_token(
    server: TelegramServer, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    server.faults.on("sendMessage", server_error(500, SECRET_WORDS))
    await ana.says(f"/remind {SECRET_WORDS} tomorrow at 9")
    await ana.says(SECRET_WORDS)
    await server.settled()
    assert SECRET_WORDS not in caplog.text
    assert server.token not in caplog.text


async def test_what_was_taken_in_before_the_process_died_is_handled_once_by_the_next(
    server: TelegramServer, clock: MovableClock, tmp_path: Path
) -> None:
    ana = server.person("Ana")
    async with running_bot(tmp_path, clock) as bot:
        async with on_telegram(bot, server):
            await ana.starts()
            await ana.sees("Hello, I am Spoonlight.")
            await server.settled()
        for words in ("/help", "/menu"):
            await ana.says(words)
        async with bot.open_unit() as uow:
            taken = {str(one.id): json.dumps(one.as_json()) for one in server.updates.pending}
            await uow.inbox.take_in(Platform.TELEGRAM, taken, now=clock.now())
            await uow.commit()
    async with chatting(tmp_path, server, clock):
        await ana.sees("What would you like?")
        await server.settled()
    shown = [one.text.splitlines()[0] for one in ana.screen() if one.post.sender.is_bot]
    assert shown == ["Hello, I am Spoonlight.", "What I can do", "What would you like?"]


async def test_an_update_is_kept_before_it_is_confirmed(
    server: TelegramServer, clock: MovableClock, tmp_path: Path
) -> None:
    """The database fails at the first batch: Telegram is not told that we have it, and it comes again."""
    ana = server.person("Ana")
    async with running_bot(tmp_path, clock) as bot, on_telegram(bot, server):
        whole, failing = bot._storage.unit_of_work, 2

        def sometimes() -> object:
            nonlocal failing
            if failing and asyncio.current_task() is not None:
                failing -= 1
                raise OSError("disk full")
            return whole()

        bot._storage.unit_of_work = sometimes  # type: ignore[method-assign,assignment]  # the fault itself
        await ana.starts()
        await ana.sees("Hello, I am Spoonlight.", within=8)


async def test_an_update_that_comes_twice_has_one_answer(server: TelegramServer, ana: Person) -> None:
    await ana.says("/help")
    (update,) = server.updates.pending
    await server.settled()
    server.updates.replay(update.id, update.kind, update.payload)
    await server.settled()
    assert sum(one.post.sender.is_bot for one in ana.screen()) == 1


async def test_people_do_not_wait_for_each_other(server: TelegramServer, ana: Person) -> None:
    everybody = [ana, *(server.person(f"P{number}", username=f"person{number}") for number in range(8))]
    await asyncio.gather(*(one.starts() for one in everybody))
    await asyncio.gather(*(one.sees("Hello, I am Spoonlight.") for one in everybody))
