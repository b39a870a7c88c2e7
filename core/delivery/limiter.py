"""Paces everything that is sent with one token, in three lanes: a live reply never waits behind a broadcast.

Waiting here costs no attempt and blocks no other conversation. Time is the event loop's monotonic time, in seconds.
"""

import asyncio
import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from core.model.delivery import Lane
from core.model.identity import Address

_WINDOW_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What a platform allows: messages a second with one token, seconds between two in one chat, and a group's minute.

    Sources: Telegram's bot FAQ (about 30/s, 1/s a chat, 20/min a group); Discord's rate limit page (50/s).
    """

    per_second: float
    chat_gap: float = 0.0
    group_per_minute: int = 0


@dataclass(order=True, slots=True)
class _Waiter:
    lane: Lane
    turn: int
    address: Address = field(compare=False)
    granted: "asyncio.Future[None]" = field(compare=False)


class RateLimiter:
    """One for each token. `turn` returns when it is this message's turn."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._turns = count()
        self._waiting: list[_Waiter] = []
        self._next_send = 0.0
        self._next_in_chat: dict[Address, float] = {}
        self._sent_in_group: dict[Address, deque[float]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, lane: Lane, address: Address) -> None:
        """Waits for this message's turn. Cancelling gives the turn up."""
        loop = asyncio.get_running_loop()
        waiter = _Waiter(lane=lane, turn=next(self._turns), address=address.whole_chat, granted=loop.create_future())
        heapq.heappush(self._waiting, waiter)
        self._grant()
        await waiter.granted

    def pause(self, seconds: float, address: Address | None = None) -> None:
        """The platform asked for a pause: of one conversation, or (None) of the whole token."""
        until = asyncio.get_running_loop().time() + seconds
        if address is None:
            self._next_send = max(self._next_send, until)
        else:
            chat = address.whole_chat
            self._next_in_chat[chat] = max(self._next_in_chat.get(chat, 0.0), until)

    def _grant(self) -> None:
        """Lets through whoever may go now, best lane first, and sets one timer for the next."""
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            now = loop.time()
            ready_at, waiter = self._first_ready(now)
            if ready_at > now:
                self._timer = loop.call_at(ready_at, self._grant)
                return
            self._waiting.remove(waiter)
            heapq.heapify(self._waiting)
            if not waiter.granted.done():
                self._note_sent(waiter, now)
                waiter.granted.set_result(None)

    def _first_ready(self, now: float) -> tuple[float, _Waiter]:
        """The best waiter that may go now, or the one that may go soonest, with its time."""
        soonest: tuple[float, _Waiter] | None = None
        for waiter in sorted(self._waiting):
            at = max(self._next_send, self._chat_ready_at(waiter))
            if at <= now:
                return at, waiter
            if soonest is None or at < soonest[0]:
                soonest = (at, waiter)
        assert soonest is not None  # noqa: S101 - the caller never asks an empty queue
        return soonest

    def _chat_ready_at(self, waiter: _Waiter) -> float:
        ready_at = self._next_in_chat.get(waiter.address, 0.0)
        sent = self._sent_in_group.get(waiter.address)
        if sent is not None and waiter.lane is not Lane.REPLY and len(sent) >= self._rates.group_per_minute:
            ready_at = max(ready_at, sent[-self._rates.group_per_minute] + _WINDOW_SECONDS)
        return ready_at

    def _note_sent(self, waiter: _Waiter, now: float) -> None:
        self._next_send = max(self._next_send, now) + 1.0 / self._rates.per_second
        if waiter.lane is not Lane.REPLY and self._rates.chat_gap:
            self._next_in_chat[waiter.address] = now + self._rates.chat_gap
        if self._rates.group_per_minute and not waiter.address.private:
            sent = self._sent_in_group.setdefault(waiter.address, deque(maxlen=self._rates.group_per_minute))
            sent.append(now)
        self._forget_quiet_chats(now)

    def _forget_quiet_chats(self, now: float) -> None:
        """Keeps memory in step with what is active now, not with everybody who was ever written to."""
        if len(self._next_in_chat) > 5_000:
            self._next_in_chat = {chat: at for chat, at in self._next_in_chat.items() if at > now}
        if len(self._sent_in_group) > 5_000:
            self._sent_in_group = {
                chat: sent for chat, sent in self._sent_in_group.items() if sent[-1] + _WINDOW_SECONDS > now
            }
