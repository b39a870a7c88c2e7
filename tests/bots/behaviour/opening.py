"""Starts the bot on each platform, and ends it. One line for each adapter in OPENINGS."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from tests.bots.behaviour.core_stage import CoreStage
from tests.bots.behaviour.discord_stage import on_discord
from tests.bots.behaviour.preview_stage import on_preview
from tests.bots.behaviour.simcord_stage import on_simcord
from tests.bots.behaviour.stage import Stage
from tests.bots.behaviour.telegram_stage import on_telegram_stage
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import MovableClock

Opening = Callable[[Path], AbstractAsyncContextManager[Stage]]


@asynccontextmanager
async def on_core(folder: Path, *, forms: bool) -> AsyncIterator[Stage]:
    clock = MovableClock()
    async with running_bot(folder, clock) as bot:
        yield CoreStage(bot, clock, forms=forms)


OPENINGS: dict[str, Opening] = {
    "core": lambda folder: on_core(folder, forms=False),
    "core-forms": lambda folder: on_core(folder, forms=True),
    "preview-telegram": lambda folder: on_preview(folder, "telegram"),
    "preview-discord": lambda folder: on_preview(folder, "discord"),
    "telegram": lambda folder: on_telegram_stage(folder, "10.3"),
    "simcord": on_simcord,
    "discord": on_discord,
}

OLD_TELEGRAM = "telegram-10.0"
"""Only for what is private in a group: that server knows no private answers there."""

PRIVATELY: dict[str, Opening] = OPENINGS | {OLD_TELEGRAM: lambda folder: on_telegram_stage(folder, "10.0")}
