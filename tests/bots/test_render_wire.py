"""Hostile messages through the whole sending part, over real HTTP: no send is refused, nothing rings, none comes twice.

With SPOONLIGHT_SPECS_DIR each request is also held against the platform's own specification.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import discord
import pytest
from hypothesis import strategies as st

from bots.discord import answering
from bots.discord.transport import DiscordTransport
from bots.telegram.render import Renderer
from bots.telegram.rights import Rights
from bots.telegram.sending import Sender
from bots.telegram.transport import TelegramTransport
from bots.telegram.wire import wire_bot
from core.dispatch.signing import ButtonSigner
from core.errors import MessageGone
from core.model.identity import Address, Platform
from core.model.message import Outbound, message
from tests.bots.discord_running import spoonlight
from tests.bots.spoonlight_bot import everybody_agreed
from tests.fakes import MovableClock, english
from tests.hostile import held, many, messages
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_server import DiscordServer, Logged
from tests.standins.telegram_server import TelegramServer

SIGNER = ButtonSigner(b"a secret of the tests alone")


@many
def test_telegram_refuses_no_hostile_message(examples: int) -> None:
    with _running() as runner, _telegram(runner) as (server, transport):
        ana = server.person("Ana", started=True)
        group = server.group("Fibro friends", members=[ana])
        chats = [
            Address(platform=Platform.TELEGRAM, conversation=str(ana.id), private=True),
            Address(platform=Platform.TELEGRAM, conversation=str(group.id)),
        ]

        @held(examples, messages, st.sampled_from(chats))
        def check(sent: Outbound, chat: Address) -> None:
            receipt = runner.run(transport.send(chat, sent, key="k"))
            assert [one.outcome for one in server.log] == ["ok"] * len(receipt.message_ids)
            assert server.spec_violations == []
            server.log.clear()

        _ = check


@many
def test_discord_refuses_no_hostile_message_and_rings_nobody(examples: int) -> None:
    with _running() as runner, _discord(runner) as (server, transport):
        ana = server.person("Ana")
        general = server.guild("Fibro friends", members=[ana]).channel("general")
        place = Address(platform=Platform.DISCORD, conversation=str(general.id))
        count = 0

        @held(examples, messages)
        def check(sent: Outbound) -> None:
            nonlocal count
            count += 1
            receipt = runner.run(transport.send(place, sent, key=f"key-{count}"))
            assert len(receipt.message_ids) == len(server.requests)
            assert [one for one in server.requests if one.status != 200] == []
            assert [one for one in server.messages.every if one.pings] == []
            assert [one for one in server.requests if not _rings_nobody(one)] == []
            assert server.spec_violations == []
            server.requests.clear()

        _ = check


async def test_every_way_of_speaking_on_discord_rings_nobody(tmp_path: Path) -> None:
    """A command's answer, one that came late, a tap, a notice, a form, a private chat, an edit and a post."""
    async with DiscordServer() as server:
        with aimed_at(server):
            async with spoonlight(server, tmp_path, MovableClock()) as bot:
                everybody_agreed(bot)
                ana, maya = server.person("Ana"), server.person("Maya")
                general = server.guild("Fibro @everyone", members=[ana], moderators=[maya]).channel("general")
                await ana.slash("checkin", {}, in_=general)
                for tap in ("6", "4", "Skip", "2", "3"):
                    await ana.taps(tap)
                await ana.sees("Saved. Thank you.")
                await ana.slash("remind", {"what": "call @everyone", "when": "every day at 10"}, in_=general)
                await ana.slash("start")
                await ana.dms("is fibro autoimmune?")
                await ana.sees_button("Another")
                await ana.mentions_bot("is fibro autoimmune?", in_=general)
                await ana.sees_button("Show me", in_=general)
                await maya.slash(
                    "group schedule", {"what": "snippet", "when": "every day at 10", "place": "Leeds"}, in_=general
                )
    spoken = [one for one in server.requests if _speaks(one)]
    assert {_way(one) for one in spoken} == {"POST callback", "POST messages", "POST webhooks"}
    assert [(one.method, one.path, one.body) for one in spoken if not _rings_nobody(one)] == []
    assert server.spec_violations == []


async def test_an_answer_that_came_late_rings_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the place of the promise, or comes behind it."""
    monkeypatch.setattr(answering, "PATIENCE", 0.0)
    async with DiscordServer() as server:
        with aimed_at(server):
            async with spoonlight(server, tmp_path, MovableClock()) as bot:
                everybody_agreed(bot)
                ana = server.person("Ana")
                general = server.guild("Fibro @everyone", members=[ana]).channel("general")
                await ana.slash("checkin", {}, in_=general)
                await ana.sees_button("6", in_=general)
                await ana.taps("6")
                await ana.slash("timezone", {"place": "@everyone"}, in_=general)
                await server.was_asked("PATCH", "/webhooks/", times=2)
    spoken = [one for one in server.requests if _speaks(one)]
    assert "PATCH webhooks" in {_way(one) for one in spoken}
    assert [(one.method, one.path, one.body) for one in spoken if not _rings_nobody(one)] == []


def test_an_edit_by_our_own_hand_rings_nobody() -> None:
    with _running() as runner, _discord(runner) as (server, transport):
        ana = server.person("Ana")
        general = server.guild("Fibro friends", members=[ana]).channel("general")
        place = Address(platform=Platform.DISCORD, conversation=str(general.id))
        receipt = runner.run(transport.send(place, message("hello @everyone"), key="k"))
        runner.run(transport.edit(receipt, message(f"hello <@{ana.id}>", *["@here " * 900] * 2)))
        runner.run(transport.edit(replace(receipt, message_ids=receipt.message_ids[:1]), message("short @here")))
        assert {one.method for one in server.requests if _speaks(one)} == {"POST", "PATCH"}
        assert [one for one in server.requests if _speaks(one) and not _rings_nobody(one)] == []


def test_an_edit_returns_what_stands_there_then_and_knows_what_is_gone() -> None:
    with _running() as runner, _discord(runner) as (server, transport):
        general = server.guild("Fibro friends", members=[server.person("Ana")]).channel("general")
        place = Address(platform=Platform.DISCORD, conversation=str(general.id))
        receipt = runner.run(transport.send(place, message("short"), key="k"))
        longer = runner.run(transport.edit(receipt, message(*["longer " * 250] * 2)))
        assert longer.message_ids[:1] == receipt.message_ids
        assert len(longer.message_ids) == 2
        assert runner.run(transport.edit(longer, message("short again"))) == receipt
        runner.run(transport.withdraw(longer))
        with pytest.raises(MessageGone):
            runner.run(transport.edit(receipt, message("too late")))


def _way(one: Logged) -> str:
    return f"{one.method} {next(part for part in ('callback', 'webhooks', 'messages') if part in one.path)}"


def _speaks(one: Logged) -> bool:
    return bool(_said(one).get("content")) and "/commands" not in one.path


def _rings_nobody(one: Logged) -> bool:
    return _said(one).get("allowed_mentions") == {"parse": []}


def _said(one: Logged) -> dict[str, object]:
    """The message in a request; that of a first answer lies one step deeper."""
    body = one.body if isinstance(one.body, dict) else {}
    inner = body.get("data", body)
    return inner if isinstance(inner, dict) else {}


@contextmanager
def _running() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@contextmanager
def _telegram(runner: asyncio.Runner) -> Iterator[tuple[TelegramServer, TelegramTransport]]:
    server = TelegramServer()
    runner.run(server.start())
    wire = wire_bot(server.token, server.base_url, server.base_file_url)
    try:
        runner.run(wire.initialize())
        renderer = Renderer(signer=SIGNER, words=english(), username=wire.username)
        sender = Sender(wire, renderer)
        server.log.clear()
        yield server, TelegramTransport(wire=wire, sender=sender, renderer=renderer, rights=Rights(wire))
    finally:
        runner.run(wire.shutdown())
        runner.run(server.stop())


@contextmanager
def _discord(runner: asyncio.Runner) -> Iterator[tuple[DiscordServer, DiscordTransport]]:
    server = runner.run(DiscordServer().start())

    async def logged_in() -> discord.Client:
        client = discord.Client(intents=discord.Intents.none(), allowed_mentions=discord.AllowedMentions.none())
        await client.login(server.token)
        return client

    with aimed_at(server):
        client = runner.run(logged_in())
        server.requests.clear()
        try:
            yield server, DiscordTransport(client, SIGNER)
        finally:
            runner.run(client.close())
            runner.run(server.stop())
