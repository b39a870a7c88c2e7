"""Fetching what somebody sent: to its limit and no further, from the right place alone, its address told nowhere."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from bots.discord.fetching import DISCORDS_OWN
from bots.discord.fetching import fetched as fetched_from_discord
from bots.telegram.fetching import fetched as fetched_from_telegram
from bots.telegram.wire import WireBot, wire_bot
from core.errors import FileTooLarge, MessageRefused, NotSent, TransportError
from tests.standins.telegram_server import TelegramServer

CONTENT = b"what is in it"
SECRET = "a-sign-that-opens-the-file"


@asynccontextmanager
async def place_of_files() -> AsyncIterator[BaseTestServer]:
    """A file, one without an end, one that leads elsewhere, one that is gone."""

    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(1000):
            await answer.write(b"x" * 1000)
        return answer

    async def elsewhere(_: web.Request) -> web.Response:
        raise web.HTTPFound("/file")

    async def whole(_: web.Request) -> web.Response:
        return web.Response(body=CONTENT)

    app = web.Application()
    app.router.add_get("/file", whole)
    app.router.add_get("/endless", endless)
    app.router.add_get("/elsewhere", elsewhere)
    async with TestServer(app) as server:
        yield server


@asynccontextmanager
async def on_telegram(server: TelegramServer) -> AsyncIterator[WireBot]:
    bot = wire_bot(server.token, server.base_url, server.base_file_url)
    await bot.initialize()
    try:
        yield bot
    finally:
        await bot.shutdown()


async def from_discord(server: BaseTestServer, path: str, *, limit: int = 100) -> bytes:
    origin = f"http://{server.host}:{server.port}"
    return await fetched_from_discord(f"{origin}{path}?hm={SECRET}", limit=limit, origins=frozenset({origin}))


async def test_a_file_on_discord_comes_whole_and_its_address_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with place_of_files() as server:
        assert await from_discord(server, "/file", limit=len(CONTENT)) == CONTENT
    told = [one.getMessage() for one in caplog.records if one.name != "aiohttp.access"]  # that is the server's own log
    assert SECRET not in "".join(told)


@pytest.mark.parametrize(
    ("path", "error"),
    [("/file", FileTooLarge), ("/endless", FileTooLarge), ("/elsewhere", MessageRefused), ("/gone", MessageRefused)],
)
async def test_what_is_too_long_or_leads_elsewhere_is_left_where_it_is(path: str, error: type[TransportError]) -> None:
    async with place_of_files() as server:
        with pytest.raises(error) as refusal:
            await from_discord(server, path, limit=5)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "file:///etc/passwd",
        "http://cdn.discordapp.com/a.json",
        "https://cdn.discordapp.com.example.org/a.json",
        "https://cdn.discordapp.com@example.org/a.json",
        "https://cdn.discordapp.com:444/a.json",
        "https://127.0.0.1/a.json",
        "http://[::1/a.json",
    ],
)
async def test_nothing_is_fetched_from_anywhere_but_where_discord_keeps_files(url: str) -> None:
    with pytest.raises(MessageRefused):
        await fetched_from_discord(url, limit=100, origins=DISCORDS_OWN)


async def test_a_place_of_files_that_is_out_of_reach_is_told_without_its_address() -> None:
    async with place_of_files() as server:
        origin = f"http://{server.host}:{server.port}"
    with pytest.raises(NotSent) as refusal:
        await fetched_from_discord(f"{origin}/file?hm={SECRET}", limit=100, origins=frozenset({origin}))
    assert SECRET not in str(refusal.value)
    assert refusal.value.__cause__ is None


async def test_a_file_on_telegram_comes_whole_and_the_token_is_in_no_log_of_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="bots")
    async with TelegramServer() as server, on_telegram(server) as bot:
        sent = server.world.add_file("a.json", "application/json", CONTENT)
        assert await fetched_from_telegram(bot, sent.file_id, limit=len(CONTENT)) == CONTENT
        assert server.token not in "".join(one.getMessage() for one in caplog.records if one.name.startswith("bots"))


async def test_a_file_on_telegram_that_is_too_long_or_unknown_is_not_fetched() -> None:
    async with TelegramServer() as server, on_telegram(server) as bot:
        sent = server.world.add_file("a.json", "application/json", CONTENT)
        with pytest.raises(FileTooLarge):
            await fetched_from_telegram(bot, sent.file_id, limit=5)
        with pytest.raises(MessageRefused):
            await fetched_from_telegram(bot, "no such file", limit=5)


async def test_a_telegram_file_that_is_longer_than_was_said_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with TelegramServer() as server, on_telegram(server) as bot:
        sent = server.world.add_file("a.json", "application/json", b"x" * 500_000)
        unsized = await bot.get_file(sent.file_id)

        async def says_nothing_of_size(*_: object) -> object:
            with unsized._unfrozen():
                unsized.file_size = None
            return unsized

        monkeypatch.setattr(WireBot, "get_file", says_nothing_of_size)
        with pytest.raises(FileTooLarge):
            await fetched_from_telegram(bot, sent.file_id, limit=1000)
