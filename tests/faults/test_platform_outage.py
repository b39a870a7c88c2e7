"""One platform is down: the other goes on as if nothing were, and the lost one comes back by itself."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.runner import platform_services
from bots.settings import Settings
from bots.supervision import keep_all_running
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import MovableClock
from tests.faults.lives import READY_WITHIN, Lives
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_server import TelegramServer


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server
        assert server.spec_violations == []


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server
        assert server.spec_violations == []


async def test_each_platform_goes_on_while_the_other_is_down_and_comes_back_by_itself(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    tara, dina = telegram.person("Tara"), discord.person("Dina")
    async with Lives(tmp_path, telegram=telegram, discord=discord).life():
        await telegram.polling(READY_WITHIN)
        await discord.gateway.connected(within=READY_WITHIN)

        await discord.stops_listening(gateway_too=True)
        await tara.starts()
        await tara.sees("Hello, I am Spoonlight.")
        await discord.listens_again()
        await discord.gateway.connected(within=READY_WITHIN)
        await dina.dms("menu")
        await dina.sees_button("Check in", within=READY_WITHIN)

        await telegram.stop()
        await dina.slash("help")
        await dina.sees("What I can do")
        await tara.says("/help")
        await telegram.start()
        await tara.sees("What I can do", within=READY_WITHIN)


async def test_a_platform_that_is_down_at_the_start_is_tried_again_until_it_answers(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    tara, dina = telegram.person("Tara"), discord.person("Dina")
    settings = Settings(
        _env_file=None,
        telegram_token=telegram.token,
        telegram_api_url=telegram.base_url.removesuffix("/bot"),
        discord_token=discord.token,
        discord_api_url=discord.rest_url,
        discord_gateway_url=discord.gateway_url,
        spoonlight_data_dir=tmp_path,
    )
    pauses, stop = MovableClock(), asyncio.Event()
    await discord.stops_listening(gateway_too=True)
    with aimed_at(discord):
        async with running_bot(tmp_path, MovableClock()) as bot:
            running = asyncio.create_task(keep_all_running(platform_services(settings, bot), [], pauses, stop))
            await tara.starts()
            await tara.sees("Hello, I am Spoonlight.", within=READY_WITHIN)
            await discord.listens_again()
            async with asyncio.timeout(READY_WITHIN):
                while pauses.waits_for is None:  # noqa: ASYNC110 - the clock of the tests does not tell
                    await asyncio.sleep(0.02)
            pauses.forward(minutes=1)
            await discord.gateway.connected(within=READY_WITHIN)
            await dina.dms("menu")
            await dina.sees_button("Check in")
            stop.set()
            assert await running
