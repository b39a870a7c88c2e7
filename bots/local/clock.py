"""The preview's clock: real time plus an offset, so that tomorrow morning can come at once. It knows no schedule."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from core.ports import Clock


def _real_time() -> datetime:
    return datetime.now(UTC)


class MovableClock(Clock):
    """core.ports.Clock that goes on by itself and can be moved; those who wait for a time wake when it is passed."""

    def __init__(self, real_time: Callable[[], datetime] = _real_time) -> None:
        """`real_time` tells aware UTC."""
        self._real_time = real_time
        self._offset = timedelta()
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self._real_time() + self._offset

    async def sleep_until(self, at: datetime | None) -> None:
        while at is None or self.now() < at:
            moved = self._moved
            left = None if at is None else (at - self.now()).total_seconds()
            try:
                async with asyncio.timeout(left):
                    await moved.wait()
            except TimeoutError:
                continue

    @property
    def offset(self) -> timedelta:
        """How far it is ahead of real time."""
        return self._offset

    def move_to(self, at: datetime) -> None:
        """From now on it tells `at` (aware UTC) and goes on from there."""
        self._move(at - self._real_time())

    def forward(self, delta: timedelta) -> None:
        """Lets so much time pass at once."""
        self._move(self._offset + delta)

    def back_to_real_time(self) -> None:
        """Tells real time again. What has happened meanwhile stays as it is."""
        self._move(timedelta())

    def _move(self, offset: timedelta) -> None:
        self._offset = offset
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
