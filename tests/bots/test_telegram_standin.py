"""A conversation with a small python-telegram-bot bot through the Telegram stand-in, over real HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.standins.telegram_server import TelegramServer

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]


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


@pytest.fixture
async def app(server: TelegramServer) -> AsyncIterator[App]:
    """A small bot with a command, a button and ears for members, polling like any other."""
    one = ApplicationBuilder().token(server.token).base_url(server.base_url).base_file_url(server.base_file_url).build()
    one.add_handler(CommandHandler("start", _greets))
    one.add_handler(CommandHandler("checkin", _asks))
    one.add_handler(CallbackQueryHandler(_takes))
    one.add_handler(ChatMemberHandler(_minds, ChatMemberHandler.ANY_CHAT_MEMBER))
    one.add_handler(MessageHandler(filters.StatusUpdate.NEW_CHAT_MEMBERS, _welcomes))
    one.add_handler(MessageHandler(filters.ALL, _hears))
    async with one:
        await one.start()
        assert one.updater is not None
        await one.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        await server.polling()  # only then does the server know which updates the bot wants
        yield one
        await one.updater.stop()
        await one.stop()


KEYS = InlineKeyboardMarkup([[InlineKeyboardButton(f"Pain {n}", callback_data=f"pain:{n}") for n in (4, 6)]])


async def _greets(update: Update, context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text(f"Hello. You came by {context.args}.", reply_markup=KEYS)


async def _asks(update: Update, context: Context) -> None:
    """Answers a private command in a group with a message for that person alone, as 10.3 wants it."""
    message = update.message
    assert message is not None
    assert message.from_user is not None
    extra = {
        "ephemeral_message_parameters": {"receiver_user_id": message.from_user.id},
        "reply_parameters": {"ephemeral_message_id": message.api_kwargs.get("ephemeral_message_id", 0)},
    }
    await context.bot.send_message(message.chat_id, "How is your pain?", reply_markup=KEYS, api_kwargs=extra)


async def _takes(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    await query.answer("Thank you")
    extra = getattr(query.message, "api_kwargs", {})
    if "ephemeral_message_id" in extra:
        where = {"receiver_user_id": query.from_user.id, "ephemeral_message_id": extra["ephemeral_message_id"]}
        where |= {"chat_id": query.message.chat.id, "text": f"Saved <b>{query.data}</b>", "parse_mode": "HTML"}
        await context.bot.do_api_request("editEphemeralMessageText", api_kwargs=where)
    else:
        await query.edit_message_text(f"Saved {query.data}")


async def _welcomes(update: Update, _: Context) -> None:
    assert update.message is not None
    await update.message.reply_text(f"Welcome, {update.message.new_chat_members[0].first_name}.")


async def _minds(update: Update, context: Context) -> None:
    change = update.chat_member or update.my_chat_member
    assert change is not None
    context.bot_data.setdefault("changes", []).append(
        (change.new_chat_member.user.first_name, change.old_chat_member.status, change.new_chat_member.status)
    )


async def _hears(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    context.bot_data.setdefault("heard", []).append(message.text)


@pytest.mark.usefixtures("app")
async def test_a_person_starts_taps_and_sees_the_message_change(server: TelegramServer) -> None:
    ana = server.person("Ana")
    await ana.starts("abc")
    first = await ana.sees("You came by ['abc']")
    assert first.buttons == ("Pain 4", "Pain 6")
    tap = await ana.taps("Pain 6")
    assert await ana.is_told(tap) == "Thank you"
    edited = await ana.sees("Saved pain:6")
    assert (edited.edited, edited.buttons, edited.message_id) == (True, (), first.message_id)
    with pytest.raises(LookupError, match="sees no button 'Pain 6'"):
        await ana.taps("Pain 6")
    assert [seen.by for seen in server.what_sees(ana)] == ["Ana", "Spoonlight"]


async def test_a_private_command_in_a_group_is_seen_by_one_person_only(server: TelegramServer, app: App) -> None:
    ana, ben = server.person("Ana"), server.person("Ben")
    group = server.group("Fibro friends", members=[ana, ben])
    command = BotCommand("checkin", "A few questions", api_kwargs={"is_ephemeral": True})
    await app.bot.set_my_commands([command], BotCommandScopeAllGroupChats())
    kept = await app.bot.get_my_commands(BotCommandScopeAllGroupChats())
    assert kept[0].api_kwargs == {"is_ephemeral": True}
    said = await ana.says("/checkin", in_=group)
    asked = await ana.sees("How is your pain?", in_=group)
    assert (said.message_id, said.is_ephemeral, asked.is_ephemeral) == (0, True, True)
    await ana.taps("Pain 6", in_=group)
    saved = await ana.sees("Saved pain:6", in_=group)
    assert saved.entities == ({"offset": 6, "length": 6, "type": "bold"},)
    assert server.what_sees(ben, group) == []
    ana.restarts_app(group)
    assert server.what_sees(ana, group) == []


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(server: TelegramServer, app: App) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana])
    await app.bot.send_message(group.id, "Good morning")
    morning = await ana.sees("Good morning", in_=group)
    await ana.says("a private matter", in_=group)
    await ana.says("/checkin@another_bot", in_=group)
    await ana.says("@spoonlight_bot are you there", in_=group)
    await ana.says("thanks", in_=group, reply_to=morning)
    await server.settled()
    assert app.bot_data["heard"] == ["@spoonlight_bot are you there", "thanks"]


async def test_joins_and_standing_reach_an_admin_bot(server: TelegramServer, app: App) -> None:
    ana, ben, mod = server.person("Ana"), server.person("Ben"), server.person("Mod")
    group = server.group("Fibro friends", members=[ana], admins=[mod], bot="left")
    await group.adds_bot(by=mod, as_admin=True)
    await ben.joins(group)
    await ana.sees("Welcome, Ben.", in_=group)
    await ben.becomes("restricted", group)
    await ana.leaves(group)
    await server.settled()
    assert app.bot_data["changes"] == [
        ("Spoonlight", "left", "administrator"),
        ("Ben", "left", "member"),
        ("Ben", "member", "restricted"),
        ("Ana", "member", "left"),
    ]
    member = await app.bot.get_chat_member(group.id, ben.id)
    admins = await app.bot.get_chat_administrators(group.id)
    assert (member.status, [a.user.first_name for a in admins]) == ("restricted", ["Mod", "Spoonlight"])


async def test_a_link_button_to_the_bot_opens_the_private_chat(server: TelegramServer, app: App) -> None:
    ana = server.person("Ana")
    group = server.group("Fibro friends", members=[ana])
    link = InlineKeyboardButton("In private", url="https://t.me/spoonlight_bot?start=tok_1")
    await app.bot.send_message(group.id, "Let us talk", reply_markup=InlineKeyboardMarkup([[link]]))
    assert await ana.taps("In private") is None
    await ana.sees("You came by ['tok_1']")
