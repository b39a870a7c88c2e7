"""The real bot on the real Telegram adapter, before the Telegram stand-in, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import time
from pathlib import Path

from bots.telegram.app import TelegramApp
from core.bootstrap import SupportBot
from core.model.identity import Address, Platform
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.ports import Clock
from core.scheduling.recurrence import next_due
from tests.bots.spoonlight_bot import running_bot
from tests.standins.telegram_server import Group, TelegramServer


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


async def has_daily(purpose: str, bot: SupportBot, group: Group, clock: Clock, *, thread: int | None = None) -> None:
    """A group's post at 10:00 UTC, set up long ago."""
    chat = Address(platform=Platform.TELEGRAM, conversation=str(group.id), thread=str(thread) if thread else None)
    rule = Recurrence(rule=Daily(times=(time(10),)), zone="UTC")
    async with bot.open_unit() as uow:
        kept = await uow.groups.founded(chat.whole_chat, now=clock.now())
        new = NewSchedule(purpose=purpose, recurrence=rule, address=chat, group_id=kept.id)
        await uow.schedules.add(new, next_slot=next_due(rule, clock.now()), now=clock.now())
        await uow.commit()
    bot.wake()
