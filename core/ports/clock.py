"""The only way that the core learns what time it is."""

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
