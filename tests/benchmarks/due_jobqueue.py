"""Measures python-telegram-bot's JobQueue: daily jobs due together -> their callbacks begun.

Run in a process of its own: `python -m tests.benchmarks.due_jobqueue 1000`.
"""

import asyncio
import logging
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.ext import Application

from tests.benchmarks.due_apscheduler import until_quiet
from tests.benchmarks.report import report
from tests.benchmarks.rows import NEVER
from tests.benchmarks.stall import StallWatch

_ADDING = 3.0  # seconds for a thousand jobs, with room to spare


async def measure(due: int) -> None:
    """Prints seconds from due to the last one begun (or NEVER), the loop's longest stall, and how many it lost."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    fired: list[float] = []

    async def fire(_: Any) -> None:
        fired.append(time.time())

    application = Application.builder().token("1:made-up").build()  # the queue alone would not keep it alive
    queue = application.job_queue
    if queue is None:
        raise SystemExit("python-telegram-bot has no JobQueue here")
    await queue.start()
    at = (datetime.now(UTC) + timedelta(seconds=3 + _ADDING * due / 1000)).replace(microsecond=0)
    for _ in range(due):
        queue.run_daily(fire, at.timetz())
    if datetime.now(UTC) >= at:
        raise SystemExit("adding the jobs took longer than was left until they were due")
    await asyncio.sleep(at.timestamp() - time.time() - 0.1)
    worked = time.process_time()
    async with StallWatch() as watch:
        await until_quiet(fired, due)
    cpu = time.process_time() - worked
    await queue.stop(wait=False)
    seconds = max(fired, default=NEVER) - at.timestamp()
    report(seconds=seconds, cpu=cpu, stall=watch.longest, fired=len(fired), lost=due - len(fired))


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1])))
