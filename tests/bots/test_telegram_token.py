"""How the Telegram part ends, and how it goes on when somebody else wants its updates."""

import asyncio
import logging
from pathlib import Path

import pytest

from bots.telegram.app import TelegramApp
from core.bootstrap import SupportBot
from core.errors import TokenRevoked
from tests.bots.spoonlight_bot import running_bot
from tests.bots.telegram_chat import on_telegram
from tests.fakes import MovableClock
from tests.standins.telegram_faults import Fault, How
from tests.standins.telegram_server import TelegramServer

PATIENCE = 10


def app_on(bot: SupportBot, server: TelegramServer, token: str) -> TelegramApp:
    return TelegramApp(bot, token=token, api_url=server.base_url, file_url=server.base_file_url)


async def test_a_wrong_token_ends_it_at_once_and_stands_in_no_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramServer() as server, running_bot(tmp_path, MovableClock()) as bot:
        with pytest.raises(TokenRevoked) as caught:
            await asyncio.wait_for(app_on(bot, server, "999:another").run(), PATIENCE)
    assert "999:another" not in repr(caught.value)
    assert "999:another" not in "".join(record.getMessage() for record in caplog.records if record.name != "httpx")


async def test_a_token_that_is_revoked_while_it_runs_ends_it(tmp_path: Path) -> None:
    async with TelegramServer() as server, running_bot(tmp_path, MovableClock()) as bot:
        running = asyncio.create_task(app_on(bot, server, server.token).run())
        await server.polling()
        old, server.token = server.token, "999:another"
        assert old != server.token
        await server.person("Ana").starts()
        with pytest.raises(TokenRevoked):
            await asyncio.wait_for(running, PATIENCE)


async def test_another_process_with_the_token_is_told_of_once_and_waited_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    text = "Conflict: terminated by other getUpdates request"
    async with TelegramServer() as server, running_bot(tmp_path, MovableClock()) as bot, on_telegram(bot, server):
        ana = server.person("Ana")
        server.faults.on("getUpdates", Fault(how=How.REFUSED, code=409, description=text), times=2)
        await ana.starts()
        await ana.sees("Hello, I am Spoonlight.", within=PATIENCE)
    assert caplog.text.count("error=Conflict") == 1


async def test_a_webhook_that_somebody_set_is_taken_away(tmp_path: Path) -> None:
    async with TelegramServer() as server, running_bot(tmp_path, MovableClock()) as bot, on_telegram(bot, server):
        ana = server.person("Ana")
        text = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
        server.faults.on("getUpdates", Fault(how=How.REFUSED, code=409, description=text))
        await ana.starts()
        await ana.sees("Hello, I am Spoonlight.", within=PATIENCE)
        assert "true" not in str(server.calls("deleteWebhook")[0].params.get("drop_pending_updates", "")).lower()


async def test_commands_are_registered_for_each_kind_of_chat_and_only_when_they_changed(tmp_path: Path) -> None:
    async with TelegramServer() as server, running_bot(tmp_path, MovableClock()) as bot:
        async with on_telegram(bot, server):
            pass
        async with on_telegram(bot, server):
            pass
        assert len(server.calls("setMyCommands")) == 3
        listed = {scope: [one["command"] for one in there] for (scope, _), there in server.desk.commands.items()}
        assert set(listed) == {"all_private_chats", "all_group_chats", "all_chat_administrators"}
        assert "checkin" in listed["all_private_chats"]
        assert ("group" in listed["all_group_chats"], "group" in listed["all_chat_administrators"]) == (False, True)
        assert listed["all_chat_administrators"].count("group") == 1
        private = server.desk.commands["all_group_chats", ""]
        assert all(one.get("is_ephemeral") for one in private)
        assert not any(one.get("is_ephemeral") for one in server.desk.commands["all_private_chats", ""])
