"""`python -m tests.faults.later 80`: the same process as `python -m bots run`, with a clock that is 80 seconds ahead.

So the lease that a killed process held is over at once, and nobody has to wait for it.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from bots.clock import SystemClock
from bots.logs import set_up_logs
from bots.runner import opened, platform_services, until_stopped
from bots.settings import Settings, read_settings


async def live(settings: Settings, ahead: timedelta) -> int:
    clock = SystemClock(lambda: datetime.now(UTC) + ahead)
    async with opened(settings, settings.database, clock) as bot:
        return await until_stopped(bot, platform_services(settings, bot), clock)


if __name__ == "__main__":
    known = read_settings()
    set_up_logs(known.secrets)
    sys.exit(asyncio.run(live(known, timedelta(seconds=float(sys.argv[1])))))
