"""The only way that the core learns what time it is."""

import asyncio
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits for it. The real one reads the machine; the preview's and the tests' can be moved."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    async def sleep_until(self, at: datetime | None) -> None:
        """Returns when `at` (aware UTC) has come, at once when it has passed; with None, never.

        A clock that is moved past `at` wakes the sleeper at once. Cancel it to stop waiting.
        """
        ...


async def sleep_or_alarm(clock: Clock, at: datetime | None, alarm: asyncio.Event) -> None:
    """Returns when `at` has come or the alarm is set, whichever is first; with None it waits for the alarm alone."""
    sleeping = asyncio.ensure_future(clock.sleep_until(at))
    waiting = asyncio.ensure_future(alarm.wait())
    try:
        await asyncio.wait((sleeping, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sleeping, waiting):
            task.cancel()
        await asyncio.gather(sleeping, waiting, return_exceptions=True)
