"""Paces everything that is sent with one token, in three lanes: a live reply never waits behind a broadcast.

Waiting here costs no attempt and blocks no other conversation. Time is the event loop's monotonic time, in seconds.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Final

from core.model.delivery import Lane
from core.model.identity import Address

_WINDOW_SECONDS: Final = 60.0
_MANY_CHATS: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What a platform allows: messages a second with one token, seconds between two in one chat, and a group's minute.

    Sources: Telegram's bot FAQ (about 30/s, 1/s a chat, 20/min a group); Discord's rate limit page (50/s).
    """

    per_second: float
    chat_gap: float = 0.0
    group_per_minute: int = 0


@dataclass(slots=True, eq=False)
class _Waiter:
    lane: Lane
    address: Address
    granted: "asyncio.Future[None]"


class RateLimiter:
    """One for each token. `turn` returns when it is this message's turn.

    A waiter stands in one of two heaps: `_ready`, best lane and oldest first, or `_held`, when its own chat may not
    get anything yet, soonest first. So letting one through costs the same however many wait.
    """

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._turns = count()
        self._ready: list[tuple[Lane, int, _Waiter]] = []
        self._held: list[tuple[float, int, _Waiter]] = []
        self._next_send = 0.0
        self._paused: dict[Address, float] = {}
        self._next_in_chat: dict[Address, float] = {}
        self._sent_in_group: dict[Address, deque[float]] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, lane: Lane, address: Address) -> None:
        """Waits for this message's turn. Cancelling gives the turn up."""
        loop = asyncio.get_running_loop()
        waiter = _Waiter(lane=lane, address=address.whole_chat, granted=loop.create_future())
        heappush(self._ready, (lane, next(self._turns), waiter))
        self._grant()
        await waiter.granted

    def closed_for(self, lane: Lane, address: Address) -> float:
        """Seconds until this chat may get a message of this lane, as far as is known now; 0.0 when it may."""
        opens = max(self._next_send, self._chat_ready_at(lane, address.whole_chat))
        return max(0.0, opens - asyncio.get_running_loop().time())

    def pause(self, seconds: float, address: Address | None = None) -> None:
        """The platform asked for a pause: of one conversation, or (None) of the whole token."""
        until = asyncio.get_running_loop().time() + seconds
        if address is None:
            self._next_send = max(self._next_send, until)
        else:
            chat = address.whole_chat
            self._paused[chat] = max(self._paused.get(chat, 0.0), until)

    def _grant(self) -> None:
        """Lets through whoever may go now, best lane first, and sets one timer for the next."""
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = loop.time()
        while self._held and self._held[0][0] <= now:
            _, turn, waiter = heappop(self._held)
            heappush(self._ready, (waiter.lane, turn, waiter))
        while self._ready and self._next_send <= now:
            lane, turn, waiter = heappop(self._ready)
            if waiter.granted.done():
                continue  # it gave its turn up
            ready_at = self._chat_ready_at(lane, waiter.address)
            if ready_at > now:
                heappush(self._held, (ready_at, turn, waiter))
                continue
            self._note_sent(waiter, now)
            waiter.granted.set_result(None)
        if self._ready:
            self._timer = loop.call_at(self._next_send, self._grant)
        elif self._held:
            self._timer = loop.call_at(max(self._held[0][0], self._next_send), self._grant)

    def _chat_ready_at(self, lane: Lane, chat: Address) -> float:
        """Platforms forgive a live reply that comes close behind another message; a pause they asked for holds all."""
        ready_at = self._paused.get(chat, 0.0)
        if lane is Lane.REPLY:
            return ready_at
        ready_at = max(ready_at, self._next_in_chat.get(chat, 0.0))
        sent = self._sent_in_group.get(chat)
        if sent is not None and len(sent) >= self._rates.group_per_minute:
            ready_at = max(ready_at, sent[0] + _WINDOW_SECONDS)
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
        if len(self._next_in_chat) > _MANY_CHATS:
            self._next_in_chat = {chat: at for chat, at in self._next_in_chat.items() if at > now}
        if len(self._paused) > _MANY_CHATS:
            self._paused = {chat: at for chat, at in self._paused.items() if at > now}
        if len(self._sent_in_group) > _MANY_CHATS:
            self._sent_in_group = {
                chat: sent for chat, sent in self._sent_in_group.items() if sent[-1] + _WINDOW_SECONDS > now
            }
