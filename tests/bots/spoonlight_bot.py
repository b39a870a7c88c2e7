"""The whole real bot without a platform: real content, a real SQLite file, its planner running."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path

from core.bootstrap import Knowledge, SupportBot, build, load_knowledge
from core.ports import Clock
from tests.fakes import CONTENT, masters

SECRET = b"a secret of the tests alone, 32 b"


@cache
def real_knowledge() -> Knowledge:
    """The content of data/, read once for all tests of a process."""
    return load_knowledge(CONTENT)


@asynccontextmanager
async def running_bot(folder: Path, clock: Clock) -> AsyncIterator[SupportBot]:
    """Opened on `folder`/spoonlight.db, so that a second one in the same folder is the same bot after a restart."""
    url = f"sqlite:///{folder / 'spoonlight.db'}"
    bot = await build(knowledge=real_knowledge(), database_url=url, clock=clock, masters=masters())
    planning = asyncio.create_task(bot.planner.run())
    try:
        yield bot
    finally:
        planning.cancel()
        with suppress(asyncio.CancelledError):
            await planning
        await bot.close()
