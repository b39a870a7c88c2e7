"""The real clock. It sleeps in short slices, so that a machine whose clock was moved is noticed within a minute."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

SLICE: Final = 30.0
"""Seconds of one slice: after a suspend or an NTP step the sleeper looks again this soon."""


def _machine_time() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    """core.ports.Clock on the machine's own time. `tell` and `sleep` stand in for it in tests."""

    def __init__(
        self,
        tell: Callable[[], datetime] = _machine_time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._tell = tell
        self._sleep = sleep

    def now(self) -> datetime:
        return self._tell()

    async def sleep_until(self, at: datetime | None) -> None:
        while at is None or (left := (at - self._tell()).total_seconds()) > 0:
            await self._sleep(SLICE if at is None else min(left, SLICE))
