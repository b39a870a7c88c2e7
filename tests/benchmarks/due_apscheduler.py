"""Measures APScheduler's memory store: jobs due together -> their coroutines begun.

Run in a process of its own: `python -m tests.benchmarks.due_apscheduler 1000`.
"""

import asyncio
import logging
import sys
import time
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from tests.benchmarks.report import report
from tests.benchmarks.rows import NEVER
from tests.benchmarks.stall import StallWatch

_ADDING = 2.0  # seconds for a thousand jobs, with room to spare
_GIVE_UP = 10.0


async def measure(due: int) -> None:
    """Prints seconds from due to the last one begun (or NEVER), the loop's longest stall, and how many it lost."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    fired: list[float] = []

    async def fire() -> None:
        fired.append(time.time())

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.start()
    at = (datetime.now(UTC) + timedelta(seconds=3 + _ADDING * due / 1000)).replace(microsecond=0)
    for _ in range(due):
        scheduler.add_job(fire, "cron", hour=at.hour, minute=at.minute, second=at.second)
    if datetime.now(UTC) >= at:
        raise SystemExit("adding the jobs took longer than was left until they were due")
    await asyncio.sleep(at.timestamp() - time.time() - 0.1)
    worked = time.process_time()
    async with StallWatch() as watch:
        await until_quiet(fired, due)
    cpu = time.process_time() - worked
    scheduler.shutdown(wait=False)
    seconds = max(fired, default=NEVER) - at.timestamp()
    report(seconds=seconds, cpu=cpu, stall=watch.longest, fired=len(fired), lost=due - len(fired))


async def until_quiet(fired: list[float], due: int) -> None:
    """Waits until all have fired, or until nothing has happened for a second after the due time."""
    ends = time.monotonic() + _GIVE_UP
    seen = -1
    while len(fired) < due and time.monotonic() < ends and (seen < len(fired) or not fired):
        seen = len(fired)
        await asyncio.sleep(1.0 if fired else 0.2)


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1])))
