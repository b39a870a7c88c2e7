"""The real bot on the real Telegram adapter, before the Telegram stand-in, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bots.telegram.app import TelegramApp
from core.bootstrap import SupportBot
from core.ports import Clock
from tests.bots.spoonlight_bot import running_bot
from tests.standins.telegram_server import TelegramServer


@asynccontextmanager
async def on_telegram(bot: SupportBot, server: TelegramServer) -> AsyncIterator[TelegramApp]:
    """The app, polling; cancelled at the end as the runner would."""
    app = TelegramApp(bot, token=server.token, api_url=server.base_url, file_url=server.base_file_url)
    running = asyncio.create_task(app.run())
    polling = asyncio.create_task(server.polling())
    try:
        await asyncio.wait((running, polling), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        await polling
        server.bot_idle = app.idle
        yield app
    finally:
        server.bot_idle = None
        for task in (running, polling):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def chatting(folder: Path, server: TelegramServer, clock: Clock) -> AsyncIterator[SupportBot]:
    """The whole: content, storage, planner, and the app in front of the server."""
    async with running_bot(folder, clock) as bot, on_telegram(bot, server):
        yield bot
