"""Takes live replies through the limiter, and tries again what certainly did not arrive.

It never repeats what may have arrived.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from core.delivery.limiter import RateLimiter
from core.errors import NotSent, Throttled
from core.model.delivery import Lane
from core.model.identity import Address

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

TRIES: Final = 4
_PAUSE: Final = 0.5
_LONGEST_WAIT: Final = 60.0


class Courier:
    """One for each token."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter

    async def carry(self, address: Address, send: Callable[[], Awaitable[Answer]]) -> Answer:
        """Returns the answer. Raises TransportError when it was refused, is unknown, or never got through."""
        for left in reversed(range(TRIES)):
            await self._limiter.turn(Lane.REPLY, address)
            try:
                return await send()
            except Throttled as error:
                self._limiter.pause(error.seconds, None if error.everywhere else address)
                if not left or error.seconds > _LONGEST_WAIT:
                    raise
                log.warning("action=reply throttled=%.0f", error.seconds)
            except NotSent:
                if not left:
                    raise
                await asyncio.sleep(_PAUSE * 2 ** (TRIES - 1 - left))
        raise NotSent("no tries left")
