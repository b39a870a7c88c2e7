"""What happens only once (we came into a group, a chat moved) is not lost when the database fails at that moment."""

from pathlib import Path

import pytest

from bots.discord import answering
from bots.telegram import intake
from core.bootstrap import SupportBot
from core.features.learning import GROUP_SNIPPET
from core.ports import UnitOfWork
from tests.bots.discord_running import GREETING, spoonlight
from tests.bots.telegram_chat import chatting, has_daily
from tests.fakes import MovableClock
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_server import TelegramServer

SOON = (0.01, 0.01)


def fails_at_first(bot: SupportBot, times: int) -> None:
    """The router's next transactions cannot be opened."""
    whole, left = bot.router._open_unit, iter(range(times))

    def opened() -> UnitOfWork:
        if next(left, None) is not None:
            raise OSError("disk full")
        return whole()

    bot.router._open_unit = opened


async def test_on_telegram_a_group_is_greeted_and_its_move_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "TRY_AGAIN", SOON)
    clock = MovableClock()
    async with TelegramServer(now=clock.now) as server, chatting(tmp_path, server, clock) as bot:
        maya = server.person("Maya")
        group = server.group("Fibro friends", admins=[maya], bot="left", kind="group")
        fails_at_first(bot, 2)
        await group.adds_bot(maya)
        await maya.sees(GREETING, in_=group)
        await has_daily(GROUP_SNIPPET, bot, group, clock)
        fails_at_first(bot, 2)
        await group.moves()
        await server.settled()
        clock.forward(hours=1)
        await maya.sees("Today's short read", in_=group)
        assert all(one.outcome == "ok" for one in server.calls("sendMessage"))


async def test_on_discord_a_server_is_greeted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "TELL_AGAIN", SOON)
    async with DiscordServer() as server:
        with aimed_at(server):
            async with spoonlight(server, tmp_path, MovableClock()) as bot:
                ana = server.person("Ana")
                await ana.slash("start")
                fails_at_first(bot, 2)
                general = server.guild("Fibro friends", members=[ana]).channel("general")
                await ana.sees(GREETING, in_=general)
