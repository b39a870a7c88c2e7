"""Private answers that wait for a person to come through the door into the private chat.

A start link can be seen and shared by a whole group: so it carries only a number, it works once, for a quarter of an
hour, and for that one person. What waits is kept in memory alone; after a restart the door leads to the welcome.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Final

from core.model.message import Outbound

WAITS_SECONDS: Final = 15 * 60.0
_MOST: Final = 1_000
_BYTES: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    user: int
    messages: tuple[Outbound, ...]
    until: float


class Doorstep:
    """One for each process."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def keep(self, user: int, messages: Sequence[Outbound]) -> str:
        """Returns what stands behind `?start=`."""
        self._sweep()
        payload = f"w{token_urlsafe(_BYTES)}"
        until = asyncio.get_running_loop().time() + WAITS_SECONDS
        self._kept[payload] = _Kept(user=user, messages=tuple(messages), until=until)
        return payload

    def take(self, payload: str, user: int) -> tuple[Outbound, ...]:
        """What waits for this person, once; nothing for anybody else."""
        self._sweep()
        kept = self._kept.get(payload)
        if kept is None or kept.user != user:
            return ()
        del self._kept[payload]
        return kept.messages

    def _sweep(self) -> None:
        now = asyncio.get_running_loop().time()
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest].until > now and len(self._kept) < _MOST:
                return
            del self._kept[oldest]
