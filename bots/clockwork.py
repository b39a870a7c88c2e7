"""The process's own housekeeping by APScheduler: a safety tick for the loops, and letting go of what was kept.

It holds no member's reminder: those are rows, and the planner reads them.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bots.housekeeping import Chore
from core.bootstrap import SupportBot

log = logging.getLogger(__name__)

TICK: Final = timedelta(seconds=30)
"""The planner and the workers look again at least this often, whatever was not told to them."""

SOON: Final = timedelta(minutes=1)
"""After the start, and before the first hourly chore."""

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

    async def tidy(self) -> None:
        """Lets go of what has been kept for as long as was said; it counts only what went."""
        gone = await self._bot.tidy()
        log.info("action=tidy %s", " ".join(f"{name}={count}" for name, count in gone.items()))


def scheduler_of(clockwork: Clockwork, hourly: Sequence[Chore] = ()) -> AsyncIOScheduler:
    """The jobs, not started yet. A late one still runs, and several late ones run once. All but the tick run first
    a little after the start, so that a process that is often restarted does them, too."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    scheduler.add_job(clockwork.tick, "interval", seconds=TICK.total_seconds(), id="tick")
    first = datetime.now(UTC) + SOON
    ours: Sequence[Chore] = (("forget_old_events", clockwork.forget_old_events), ("tidy", clockwork.tidy))
    for name, chore in (*ours, *hourly):
        scheduler.add_job(chore, "interval", hours=1, id=name, next_run_time=first)
    return scheduler


@asynccontextmanager
async def wound_up(bot: SupportBot, hourly: Sequence[Chore] = ()) -> AsyncIterator[None]:
    """Runs the housekeeping as long as the block lasts."""
    scheduler = scheduler_of(Clockwork(bot), hourly)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
