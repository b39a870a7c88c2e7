"""The Telegram stand-in on the wire: updates, webhooks, faults, files and texts, with a real python-telegram-bot."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from telegram import (
    Bot,
    ForceReply,
    InputMediaDocument,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.standins import telegram_faults as faults
from tests.standins.telegram_formatting import FormattingError, parse_html
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


async def test_updates_are_kept_until_a_later_offset_confirms_them(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana")
    for text in ("one", "two", "three"):
        await ana.says(text)
    first = await bot.get_updates(limit=2)
    assert [u.update_id for u in await bot.get_updates()] == [u.update_id for u in first] + [first[-1].update_id + 1]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["three"]
    waiting = asyncio.create_task(
        bot.get_updates(offset=rest[-1].update_id + 1, timeout=5, allowed_updates=["message"])
    )
    await server.polling()
    await ana.blocks()
    await ana.says("four")
    assert [u.message.text for u in await waiting if u.message] == ["four"]


async def test_the_second_of_two_pollers_ends_the_first(server: TelegramServer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await server.polling()
    async with Bot(server.token, base_url=server.base_url) as second:
        await second.get_updates(timeout=0)
    with pytest.raises(Conflict, match=r"(?i)terminated by other getupdates"):
        await first


async def test_files_go_both_ways_and_pins_and_deletions_are_seen(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana", started=True)
    await bot.send_document(ana.id, b"pain,6", filename="report.csv", caption="<i>Yours</i>", parse_mode="HTML")
    seen = await ana.sees("Yours")
    got = await (await bot.get_file(seen.file_id)).download_as_bytearray()
    assert (bytes(got), seen.file_name) == (b"pain,6", "report.csv")
    await bot.edit_message_media(InputMediaDocument(b"pain,7", filename="new.csv"), ana.id, seen.message_id)
    assert server.what_sees(ana)[-1].file_name == "new.csv"
    await bot.send_photo(ana.id, b"\x89PNG...", caption="Your week")
    await bot.pin_chat_message(ana.id, (await ana.sees("Your week")).message_id)
    assert (await ana.sees("Your week")).pinned
    await bot.delete_message(ana.id, seen.message_id)
    assert "new.csv" not in [m.file_name for m in server.what_sees(ana)]
    await ana.sends_file(b"%PDF", name="letter.pdf", mime="application/pdf")
    update = (await bot.get_updates())[-1]
    assert update.message is not None
    assert update.message.document is not None
    assert bytes(await (await update.message.document.get_file()).download_as_bytearray()) == b"%PDF"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("pain < 4", 'Unsupported start tag "" at byte offset 5'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a <b", "Unclosed start tag at byte offset 2"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(broken: str, words: str) -> None:
    with pytest.raises(FormattingError) as caught:
        parse_html(broken)
    assert str(caught.value) == words


async def test_texts_are_measured_after_parsing_and_keep_their_entities(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana", started=True)
    text = '🌿 <b>Rest &amp; <tg-spoiler>tea</tg-spoiler></b> <tg-time unix="1790000000" format="wt">at 9</tg-time>'
    sent = await bot.send_message(ana.id, text, parse_mode="HTML")
    assert sent.text == "🌿 Rest & tea at 9"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 3, 10),
        ("spoiler", 10, 3),
        ("date_time", 14, 4),
    ]
    await bot.send_message(ana.id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    for bad, words in (("x" * 4097, "too long"), ("  ", "text is empty")):
        with pytest.raises(BadRequest, match=words):
            await bot.send_message(ana.id, bad)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(ana.id, b"x", caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await bot.send_message(ana.id, "<b>x", parse_mode="HTML")
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text(text, ana.id, sent.message_id, parse_mode="HTML")
    with pytest.raises(BadRequest, match="replied not found"):
        await bot.send_message(ana.id, "x", reply_parameters=ReplyParameters(999))


async def test_the_server_fails_when_it_is_told_to(
    server: TelegramServer, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the library warns about its old type else, and a warning is an error
    ana = server.person("Ana", started=True)
    script: list[tuple[faults.Fault, type[Exception], bool]] = [
        (faults.answer_lost(), NetworkError, True),
        (faults.never_taken(), NetworkError, False),
        (faults.reset(), NetworkError, False),
        (faults.too_many(3), RetryAfter, False),
        (faults.moved(-1005), ChatMigrated, False),
        (faults.forbidden(), Forbidden, False),
        (faults.bad_request("TOPIC_CLOSED"), BadRequest, False),
        (faults.server_error(502), NetworkError, False),
        (faults.garbled(), Exception, True),
    ]
    for number, (fault, kind, arrives) in enumerate(script):
        server.faults.on("sendMessage", fault, nth=2)
        await bot.send_message(ana.id, f"before {number}")
        with pytest.raises(kind):
            await bot.send_message(ana.id, f"during {number}")
        await bot.send_message(ana.id, f"after {number}")
        texts = [seen.text for seen in server.what_sees(ana)]
        assert (f"during {number}" in texts, f"after {number}" in texts) == (arrives, True)
    server.faults.on("sendMessage", faults.silence(carried_out=True))
    with pytest.raises(TimedOut):
        await bot.send_message(ana.id, "waits", read_timeout=0.1)
    assert await ana.sees("waits")
    outcomes = [call.outcome for call in server.calls("sendMessage")]
    assert outcomes[:3] == ["ok", "answer lost", "ok"]


async def test_a_webhook_gets_updates_with_its_secret_and_again_after_a_failure(
    server: TelegramServer, bot: Bot
) -> None:
    got: list[tuple[str, int]] = []

    async def take(request: web.Request) -> web.Response:
        got.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["update_id"]))
        return web.Response(status=500 if len(got) == 1 else 200)

    receiver = web.Application()
    receiver.router.add_post("/hook", take)
    runner = web.AppRunner(receiver, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
        with pytest.raises(Conflict):
            await bot.get_updates()
        await server.person("Ana").says("hello")
        await server.settled()
        assert got == [("s3cret", 101), ("s3cret", 101)]
        info = await bot.get_webhook_info()
        assert info.last_error_message is not None
        await bot.delete_webhook()
        assert not await bot.get_updates()
    finally:
        await runner.cleanup()


async def test_the_world_and_the_address_outlive_an_outage(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana", started=True)
    await bot.send_message(ana.id, "before")
    address = server.base_url
    await server.stop()
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "during")
    await server.start()
    await bot.send_message(ana.id, "after")
    assert server.base_url == address
    assert [seen.text for seen in server.what_sees(ana)] == ["before", "after"]


async def test_a_poll_that_the_bot_gives_up_is_forgotten(server: TelegramServer, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await server.polling()
    poll.cancel()
    await server.world.bell.until(lambda: True if server.updates.polls_waiting == 0 else None, within=2)
    await server.person("Ana").says("still there?")
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["still there?"]


async def test_an_update_can_come_twice_and_a_long_text_comes_in_parts(server: TelegramServer, bot: Bot) -> None:
    ana = server.person("Ana")
    await ana.says("x" * 10_000)
    parts = await bot.get_updates()
    assert [len(u.message.text) for u in parts if u.message and u.message.text] == [4096, 4096, 1808]
    first = parts[0].to_dict()
    server.updates.replay(parts[0].update_id, "message", first["message"])
    again = await bot.get_updates(offset=parts[-1].update_id + 1)
    assert [u.update_id for u in again] == [parts[0].update_id]
    await bot.send_message(ana.id, "And why?", reply_markup=ForceReply())
    assert (await ana.sees("And why?")).prompt == {"force_reply": True}
    await ana.edits(server.what_sees(ana)[0], "shorter")
    edited = (await bot.get_updates(offset=-1))[0].edited_message
    assert edited is not None
    assert edited.text == "shorter"
