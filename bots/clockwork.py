"""The process's own housekeeping by APScheduler: a safety tick for the loops, and forgetting handled events.

It holds no member's reminder: those are rows, and the planner reads them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from core.bootstrap import SupportBot

TICK: Final = timedelta(seconds=30)
"""The planner and the workers look again at least this often, whatever was not told to them."""

INBOX_KEPT: Final = timedelta(days=7)
"""How long a handled event is remembered, so that the same one told twice has one effect."""


class Clockwork:
    """What is done again and again. The times are counted by the bot's clock."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def tick(self) -> None:
        """Both loops look again."""
        self._bot.wake()

    async def forget_old_events(self) -> None:
        """Drops handled events that nobody can tell us again."""
        await self._bot.forget_handled_before(self._bot.clock.now() - INBOX_KEPT)


def scheduler_of(clockwork: Clockwork) -> AsyncIOScheduler:
    """The jobs, not started yet. A late one still runs, and several late ones run once."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    scheduler.add_job(clockwork.tick, "interval", seconds=TICK.total_seconds(), id="tick")
    scheduler.add_job(clockwork.forget_old_events, "interval", hours=1, id="forget_old_events")
    return scheduler


@asynccontextmanager
async def wound_up(bot: SupportBot) -> AsyncIterator[None]:
    """Runs the housekeeping as long as the block lasts."""
    scheduler = scheduler_of(Clockwork(bot))
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
