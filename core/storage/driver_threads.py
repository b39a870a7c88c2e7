"""The threads that the SQLite driver works in, so that a closed database has none left.

A query that is cancelled gives its connection up at once; the driver's thread ends by itself a moment later.
"""

import asyncio
from threading import Thread
from typing import Any, Final
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

_LONGEST_QUERY: Final = 6.0
"""Seconds; a query waits at most five for a locked file."""


class DriverThreads:
    """Those of one engine, from its first connection on. PostgreSQL's driver has none."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._threads: WeakSet[Thread] = WeakSet()
        event.listen(engine.sync_engine, "connect", self._note)

    async def ended(self) -> None:
        """Returns when none runs any more; close the engine first."""
        await asyncio.gather(*(asyncio.to_thread(one.join, _LONGEST_QUERY) for one in list(self._threads)))

    def _note(self, connection: Any, _record: object) -> None:
        thread = getattr(connection.driver_connection, "_thread", None)  # aiosqlite has no public name for it
        if isinstance(thread, Thread):
            self._threads.add(thread)
