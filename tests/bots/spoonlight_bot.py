"""The whole real bot without a platform: real content, a real SQLite file, its planner running."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path

from core.bootstrap import SupportBot, build
from core.knowledge import Knowledge, load_knowledge
from core.model.identity import Account
from core.model.inbound import ButtonTapped, CommandGiven, Inbound, TextSaid
from core.model.reply import Replies
from core.ports import Clock, Transport
from tests.fakes import CONTENT, masters
from tests.newest_database import at_newest_step
from tests.stage import agreed


@cache
def real_knowledge() -> Knowledge:
    """The content of data/, read once for all tests of a process."""
    return load_knowledge(CONTENT)


def everybody_agreed(bot: SupportBot) -> SupportBot:
    """For tests of an adapter: whoever acts said yes to check-ins before. How that is asked is tested on its own."""
    known: set[Account] = set()
    handle = bot.handle

    async def after_a_yes(inbound: Inbound, transport: Transport) -> Replies:
        account = inbound.origin.account
        asks = isinstance(inbound, CommandGiven | TextSaid | ButtonTapped) and not inbound.origin.anonymous
        if asks and account not in known:
            known.add(account)
            await agreed(bot.open_unit, account, bot.clock.now())
        return await handle(inbound, transport)

    bot.handle = after_a_yes  # type: ignore[method-assign]  # only for as long as the test runs
    return bot


@asynccontextmanager
async def running_bot(folder: Path, clock: Clock) -> AsyncIterator[SupportBot]:
    """Opened on `folder`/spoonlight.db, so that a second one in the same folder is the same bot after a restart."""
    url = await at_newest_step(folder / "spoonlight.db")
    bot = await build(knowledge=real_knowledge(), database_url=url, clock=clock, masters=masters())
    planning = asyncio.create_task(bot.planner.run())
    try:
        yield bot
    finally:
        planning.cancel()
        with suppress(asyncio.CancelledError):
            await planning
        await bot.close()
