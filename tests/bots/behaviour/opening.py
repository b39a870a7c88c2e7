"""Starts the bot on each platform, and ends it. One line for each adapter in OPENINGS."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from core.bootstrap import Knowledge, build
from tests.bots.behaviour.core_stage import CoreStage
from tests.bots.behaviour.stage import Stage
from tests.fakes import MovableClock

Opening = Callable[[Knowledge, Path], AbstractAsyncContextManager[Stage]]
SECRET = b"a secret of the tests alone, 32 b"


@asynccontextmanager
async def on_core(knowledge: Knowledge, folder: Path, *, forms: bool) -> AsyncIterator[Stage]:
    clock = MovableClock()
    bot = await build(
        knowledge=knowledge, database_url=f"sqlite:///{folder / 'spoonlight.db'}", clock=clock, secret=SECRET
    )
    try:
        yield CoreStage(bot, clock, forms=forms)
    finally:
        await bot.close()


OPENINGS: dict[str, Opening] = {
    "core": lambda knowledge, folder: on_core(knowledge, folder, forms=False),
    "core-forms": lambda knowledge, folder: on_core(knowledge, folder, forms=True),
}
