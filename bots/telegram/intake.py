"""Between the poller and the handling: what reached us waits in the database until it is handled.

In order for each person in each chat, and side by side for different ones, so that one slow answer holds up nobody
else. Nobody's line grows without end: what one person sends beyond it is let go, but never a call for help.
What a killed process left unhandled is picked up at the next start.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum, auto
from typing import Final

from bots.telegram.opening import LONG_AGO
from core.errors import FactNotHandled, TokenRevoked
from core.model.identity import Platform
from core.ports import Clock, UnitOfWorkFactory
from core.ports.stores import WaitingEvent

log = logging.getLogger(__name__)

AT_ONCE: Final = 32
MOST: Final = 200
"""Started at the same time; what is beyond waits in the database."""

IN_LINE: Final = 30
"""Of one person in one chat; nobody can read so many answers at once."""

TRY_AGAIN: Final = (1.0, 3.0, 9.0)
"""Seconds before a fact that could not be handled is tried again, in its place in the line."""

TRIES: Final = len(TRY_AGAIN)
"""Further tries of an event whose handling failed or ended with the process; then it is given up."""

GRACE: Final = 5.0
_AFTER_FAULT: Final = 1.0

Handle = Callable[[WaitingEvent, float], Awaitable[None]]
"""Handles one event (its arrival in the event loop's time).

Raises TokenRevoked, and FactNotHandled for what nobody will tell again.
"""


class Press(Enum):
    """How an update takes its place in a line that is full."""

    CAN_BE_SENT_AGAIN = auto()
    AT_ONCE = auto()  # a call for help: it is handled beside the line
    HAPPENS_ONCE = auto()  # nobody will tell it again: it is taken in always


class Intake:
    """`line_of` names the line that an update stands in; only one of a line is handled at a time."""

    def __init__(
        self,
        *,
        open_unit: UnitOfWorkFactory,
        clock: Clock,
        handle: Handle,
        line_of: Callable[[str], str],
        press_of: Callable[[str], Press] = lambda _: Press.HAPPENS_ONCE,
    ) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._handle = handle
        self._line_of = line_of
        self._press_of = press_of
        self._in_line: dict[str, str] = {}
        self._alarm = asyncio.Event()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._lines: dict[str, deque[WaitingEvent]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._arrived: dict[str, float] = {}
        self._busy: set[str] = set()
        self._done: set[str] = set()
        self._left_over: set[str] = set()
        self._passing: dict[str, str] = {}
        self._stopping = asyncio.Event()
        self._more = False
        self._revoked: TokenRevoked | None = None

    async def take_in(self, events: Mapping[str, str]) -> None:
        """Returns when they are durable. Raises what the database raises; then none of them is taken in."""
        placed = self._placed(events)
        if len(placed) < len(events):
            log.warning("action=shed events=%d", len(events) - len(placed))
        kept = {event_id: events[event_id] for event_id in placed}
        async with self._open_unit() as uow:
            await uow.inbox.take_in(Platform.TELEGRAM, kept, now=self._clock.now())
            await uow.commit()
        now = asyncio.get_running_loop().time()
        for event_id, line in placed.items():
            self._arrived.setdefault(event_id, now)
            self._in_line.setdefault(event_id, line)
        self._quiet.clear()
        self._alarm.set()

    def pass_by(self, event_id: str, native: str) -> None:
        """Handles an event from memory alone, in its place in the line; nothing of it is ever written down."""
        if event_id in self._busy:
            return
        placed = self._placed({event_id: native})
        if not placed:
            log.warning("action=shed events=1")
            return
        self._arrived.setdefault(event_id, asyncio.get_running_loop().time())
        self._in_line.setdefault(event_id, placed[event_id])
        self._passing[event_id] = self._line_of(native)
        self._start([WaitingEvent(event_id=event_id, native=native, tries=0)])

    def passes_by(self, native: str) -> bool:
        """Whether something of this line is just being handled from memory alone: what follows may belong to it."""
        return bool(self._passing) and self._line_of(native) in self._passing.values()

    def _placed(self, events: Mapping[str, str]) -> dict[str, str]:
        """The line of each event that is taken in."""
        waiting = Counter(self._in_line.values())
        placed: dict[str, str] = {}
        for event_id, native in events.items():
            line = self._line_of(native)
            if waiting[line] >= IN_LINE and (press := self._press_of(native)) is not Press.HAPPENS_ONCE:
                line = f"{line}/beside"
                if press is Press.CAN_BE_SENT_AGAIN or waiting[line] >= IN_LINE:
                    continue
            waiting[line] += 1
            placed[event_id] = line
        return placed

    async def run(self) -> None:
        """Handles what waits, until it is cancelled; then what has begun gets 5 s. Raises TokenRevoked."""
        try:
            await self._persist(self._look_for_left_over)
            while self._revoked is None:
                self._alarm.clear()
                await self._persist(self._start_waiting)
                await self._alarm.wait()
        finally:
            await self._finish()
        raise self._revoked

    async def idle(self) -> None:
        """Returns when nothing is being handled and nothing waits to be."""
        waits = True
        while waits:
            await self._quiet.wait()
            async with self._open_unit() as uow:
                waits = bool(await uow.inbox.waiting(Platform.TELEGRAM, limit=1)) or not self._quiet.is_set()
            await asyncio.sleep(0)

    async def _persist(self, work: Callable[[], Awaitable[None]]) -> None:
        """Again after a pause while the database fails."""
        while True:
            try:
                await work()
            except Exception as error:
                log.error("action=inbox error=%s", type(error).__name__)
                await asyncio.sleep(_AFTER_FAULT)
            else:
                return

    async def _look_for_left_over(self) -> None:
        """What waits before anything was taken in: an earlier process may have died of one of these."""
        async with self._open_unit() as uow:
            rows = await uow.inbox.waiting(Platform.TELEGRAM, limit=10 * MOST)
        self._left_over = {row.event_id for row in rows}

    async def _start_waiting(self) -> None:
        """Starts what is new. What was handled and could not be marked so is marked now, and not handled again."""
        done = frozenset(self._done)
        async with self._open_unit() as uow:
            limit = len(self._busy) + len(done) + MOST
            rows = await uow.inbox.waiting(Platform.TELEGRAM, limit=limit)
            unmarked = [row for row in rows if row.event_id in done]
            for row in unmarked:
                await uow.inbox.first_time(Platform.TELEGRAM, row.event_id, now=self._clock.now())
            if unmarked:
                await uow.commit()
        self._done -= done
        new = [row for row in rows if row.event_id not in self._busy | self._done | done]
        room = max(0, MOST - len(self._busy))
        self._more = len(new) > room or len(rows) == limit
        self._start(new[:room])
        if not self._busy:
            self._quiet.set()
            self._in_line.clear()

    def _start(self, events: Sequence[WaitingEvent]) -> None:
        for event in events:
            self._busy.add(event.event_id)
            self._quiet.clear()
            line = self._in_line.setdefault(event.event_id, self._line_of(event.native))
            if line in self._lines:
                self._lines[line].append(event)
                continue
            self._lines[line] = deque([event])
            task = asyncio.create_task(self._work(line))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, line: str) -> None:
        """One after the other, until the line is empty."""
        waiting = self._lines[line]
        try:
            while waiting and self._revoked is None:
                event = waiting.popleft()
                over = await self._see_through(event)
                self._busy.discard(event.event_id)
                self._in_line.pop(event.event_id, None)
                if self._passing.pop(event.event_id, None) is None and over:
                    self._done.add(event.event_id)
                if self._more:
                    self._alarm.set()
                elif not self._busy:
                    self._quiet.set()
        finally:
            del self._lines[line]

    async def _see_through(self, event: WaitingEvent) -> bool:
        """Tries until it is handled or given up; False when the process stops before: it stays in the database."""
        arrived = self._arrived.pop(event.event_id, LONG_AGO)
        counted = event.event_id in self._left_over
        for pause in (*TRY_AGAIN, None):
            if counted and not await self._may_try_again(event):
                break
            async with self._places:
                if await self._try(event, arrived):
                    return True
            counted = True
            if pause is not None and await self._stops_within(pause):
                return False
        log.error("action=give_up event=%s", event.event_id)
        return True

    async def _may_try_again(self, event: WaitingEvent) -> bool:
        """Counted before it begins, so that one that kills the process each time comes to an end."""
        try:
            async with self._open_unit() as uow:
                tries = await uow.inbox.count_try(Platform.TELEGRAM, event.event_id)
                await uow.commit()
        except Exception as error:
            log.error("action=inbox error=%s", type(error).__name__)
            return True
        return tries <= TRIES

    async def _stops_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()

    async def _try(self, event: WaitingEvent, arrived: float) -> bool:
        """False: it must be told again."""
        try:
            await self._handle(event, arrived)
        except FactNotHandled:
            log.warning("action=handle event=%s error=FactNotHandled", event.event_id)
            return False
        except TokenRevoked as error:
            self._revoked = error
            self._alarm.set()
        except Exception as error:
            # The text of an error may hold a member's words: its type only.
            log.error("action=handle event=%s error=%s", event.event_id, type(error).__name__)
        return True

    async def _finish(self) -> None:
        """Nothing new begins: what waits in the lines still waits in the database."""
        self._stopping.set()
        for waiting in self._lines.values():
            waiting.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
