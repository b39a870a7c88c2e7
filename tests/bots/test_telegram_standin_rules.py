"""The Telegram stand-in keeps Telegram's rules about who may write where; asked by a real python-telegram-bot."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.standins.telegram_server import TelegramServer


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
async def server(hand: Hand) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(now=hand) as one:
        yield one
        assert one.spec_violations == []


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    one = Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url)
    async with one:
        yield one


KEYS = InlineKeyboardMarkup([[InlineKeyboardButton(f"Pain {n}", callback_data=f"pain:{n}") for n in (4, 6)]])


async def test_an_older_server_forgets_the_mark_and_would_post_in_public(hand: Hand) -> None:
    async with TelegramServer(version="10.0", now=hand) as server:
        ana, ben = server.person("Ana"), server.person("Ben")
        group = server.group("Fibro friends", members=[ana, ben])
        async with Bot(server.token, base_url=server.base_url) as bot:
            await bot.set_my_commands([BotCommand("checkin", "Ask", api_kwargs={"is_ephemeral": True})])
            assert (await bot.get_my_commands())[0].api_kwargs == {}
            whisper = {"ephemeral_message_parameters": {"receiver_user_id": ana.id}}
            await bot.send_message(group.id, "For Ana alone", api_kwargs=whisper)
            assert (await ben.sees("For Ana alone", in_=group)).is_ephemeral is False
            with pytest.raises(Exception, match="not found"):
                await bot.do_api_request("deleteEphemeralMessage", api_kwargs={"chat_id": group.id})


async def test_a_private_answer_is_refused_after_fifteen_seconds_unless_the_bot_is_an_admin(
    server: TelegramServer, bot: Bot, hand: Hand
) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    group = server.group("Fibro friends", members=[ana, ben])
    await bot.send_message(group.id, "All: how are you?", reply_markup=KEYS)
    tap = await ana.taps("Pain 4", in_=group)
    assert tap is not None
    to_ana = {"receiver_user_id": ana.id}
    in_place = to_ana | {"callback_query_id": tap.id, "replace_callback_query_message": True}

    async def whispers(text: str, wish: dict[str, Any]) -> None:
        await bot.send_message(group.id, text, api_kwargs={"ephemeral_message_parameters": wish})

    await whispers("Only yours", in_place)
    assert [seen.text for seen in server.what_sees(ana, group)] == ["Only yours"]
    assert [seen.text for seen in server.what_sees(ben, group)] == ["All: how are you?"]
    with pytest.raises(BadRequest):
        await whispers("For the wrong one", in_place | {"receiver_user_id": ben.id})
    hand.time += timedelta(seconds=16)
    with pytest.raises(BadRequest, match=r"(?i)query_id_invalid"):
        await whispers("Too late", to_ana | {"callback_query_id": tap.id})
    with pytest.raises(BadRequest):
        await whispers("With no reason", to_ana)
    await group.makes_bot("administrator", by=ana)
    await whispers("At any time", to_ana)
    assert (await ana.sees("At any time", in_=group)).is_ephemeral
    ana.goes_offline()
    await whispers("Lost", to_ana)
    assert "Lost" not in [seen.text for seen in server.what_sees(ana, group)]


async def test_private_chats_open_close_and_break_as_telegrams_do(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(ana.id, "Hello")
    await ana.starts()
    await bot.send_message(ana.id, "Hello")
    await ana.blocks()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ana.id, "Hello")
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await bot.send_message(99, "Hello")
    kinds = [next(k for k in u.to_dict() if k != "update_id") for u in await bot.get_updates()]
    assert kinds == ["message", "my_chat_member"]


async def test_an_anonymous_admin_hides_in_words_and_shows_in_taps(server: TelegramServer, bot: Bot) -> None:
    mod = server.person("Mod")
    group = server.group("Fibro friends", admins=[mod])
    await bot.send_message(group.id, "Choose", reply_markup=KEYS)
    await mod.says("/group", in_=group, anonymously=True)
    await mod.taps("Pain 4", in_=group)
    said, tapped = await bot.get_updates()
    assert said.message is not None
    assert said.message.from_user is not None
    assert said.message.sender_chat is not None
    assert (said.message.from_user.id, said.message.sender_chat.id) == (1087968824, group.id)
    assert tapped.callback_query is not None
    assert tapped.callback_query.from_user.id == mod.id


async def test_topics_are_found_by_id_and_the_general_one_is_not(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana], topics=["Flares"])
    topic = group.topic_id("Flares")
    await bot.send_message(group.id, "Here", message_thread_id=topic)
    assert (await ana.sees("Here", in_=group)).thread_id == topic
    await ana.says("/help", in_=group, topic="Flares")
    here = await ana.sees("Here", in_=group)
    await bot.send_message(group.id, "In general")
    general = await ana.sees("In general", in_=group)
    await ana.says("yes", in_=group, reply_to=general)
    in_topic, in_general = [u.message for u in await bot.get_updates()]
    assert in_topic is not None
    assert in_general is not None
    assert (in_topic.is_topic_message, in_topic.message_thread_id) == (True, here.thread_id)
    assert (in_general.is_topic_message, in_general.message_thread_id) == (None, general.message_id)
    for thread in (1, 777):
        with pytest.raises(BadRequest, match=r"[Mm]essage thread not found"):
            await bot.send_message(group.id, "Nowhere", message_thread_id=thread)
    group.closes_topic("Flares")
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(group.id, "Closed", message_thread_id=topic)


async def test_a_group_that_becomes_a_supergroup_leaves_a_forwarding_address(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana], kind="group")
    old = group.id
    new = await group.moves()
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old, "Hello")
    assert caught.value.new_chat_id == new == group.id
    notices = [u.message for u in await bot.get_updates() if u.message]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in notices] == [
        (old, new, None),
        (new, None, old),
    ]
    await bot.send_message(new, "Moved house")
    await ana.sees("Moved house", in_=group)


async def test_a_bot_that_was_put_out_or_may_not_pin_is_told_so(server: TelegramServer, bot: Bot) -> None:
    mod = server.person("Mod")
    group = server.group("Fibro friends", admins=[mod])
    sent = await bot.send_message(group.id, "Today's note")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to manage pinned"):
        await bot.pin_chat_message(group.id, sent.message_id)
    await group.makes_bot("administrator", by=mod)
    await bot.pin_chat_message(group.id, sent.message_id)
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    await group.removes_bot(by=mod)
    with pytest.raises(Forbidden, match="kicked from the supergroup chat"):
        await bot.send_message(group.id, "Hello?")
    kinds = [next(k for k in u.to_dict() if k != "update_id") for u in await bot.get_updates()]
    assert kinds == ["my_chat_member", "message", "my_chat_member"]


async def test_buttons_that_copy_or_are_disabled_ask_the_bot_nothing(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana", started=True)
    rows = [[{"text": "Copy the number", "copy_text": {"text": "116 123"}}, {"text": "Done", "disabled": {}}]]
    await bot.send_message(ana.id, "A helpline", api_kwargs={"reply_markup": {"inline_keyboard": rows}})
    await ana.taps("Copy the number")
    assert ana.clipboard == "116 123"
    with pytest.raises(LookupError, match="disabled"):
        await ana.taps("Done")
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Long", callback_data="é" * 33)]])
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ana.id, "Too long", reply_markup=keys)
    server.spec_violations.clear()  # wrong on purpose
    assert not await bot.get_updates()


async def test_a_stale_or_forged_tap_reaches_the_bot_as_it_would(server: TelegramServer, bot: Bot, hand: Hand) -> None:
    ana = server.person("Ana", started=True)
    sent = await bot.send_message(ana.id, "Old question", reply_markup=KEYS)
    old = await ana.sees("Old question")
    await bot.delete_message(ana.id, sent.message_id)
    tap = ana.forges_tap(old, "admin:erase")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.data, query.message is not None and query.message.is_accessible) == ("admin:erase", False)
    hand.time += timedelta(minutes=5)
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(tap.id)
