"""The loop that sends what is queued for one platform: claim, wait for the turn, commit "sending", send, record.

What follows from how a send ended is decided in outcome.py; this file composes nothing.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from core.delivery.carrying import carry_out
from core.delivery.ledger import DeliveryLedger, Tell, nobody_told
from core.delivery.limiter import RateLimiter
from core.delivery.outcome import after_error, after_receipt, before_sending, hold_back, not_here
from core.delivery.reach import OneAtATime, follow, remember, unreachable_of
from core.errors import OutcomeUnknown, Throttled, TokenRevoked, TransportError, Unreachable
from core.model.delivery import Delivery, DeliveryState, Settlement
from core.model.identity import Address
from core.ports import Clock, Phrasebook, Transport, UnitOfWorkFactory, sleep_or_alarm

log = logging.getLogger(__name__)

AT_ONCE: Final = 60
"""In flight at the same time: two seconds of Telegram's pace, so that what is claimed is soon sent."""

REFILL: Final = 15
"""More are claimed when so many places are free: one commit for several claims."""

PATIENCE: Final = 10.0
"""Seconds that a claim waits for its turn. Then it goes back to the queue, so that a busy chat holds up no other."""

LONGEST_SEND: Final = 60.0
"""Seconds for one send; beyond it nobody knows whether it arrived."""

LEASE: Final = timedelta(seconds=75)
"""Longer than PATIENCE and LONGEST_SEND together; a crashed worker's claims come back after it.

Short enough that Discord, which drops copies for two minutes, still knows what a crashed worker was sending.
"""

GRACE: Final = 10.0
"""Seconds that a stopping worker gives to the sends that have begun."""

AFTER_FAULT: Final = timedelta(seconds=5)
"""The pause after the database failed us."""

_RECORD_AGAIN: Final = (0.2, 1.0, 5.0, None)


class DeliveryWorker:
    """One for each platform, so that one platform's trouble never holds up another's."""

    def __init__(
        self,
        *,
        transport: Transport,
        limiter: RateLimiter,
        open_unit: UnitOfWorkFactory,
        clock: Clock,
        words: Phrasebook,
        never: frozenset[str] = frozenset(),
        tell: Tell = nobody_told,
    ) -> None:
        """`tell` queues what moderators hear of failures. `never`: purposes that this platform gets nothing of,
        wherever their messages come from."""
        self._transport = transport
        self._limiter = limiter
        self._open_unit = open_unit
        self._clock = clock
        self._words = words
        self._never = never
        self._tell = tell
        self._ledger = DeliveryLedger(open_unit, tell)
        self._alarm = asyncio.Event()
        self._sends: dict[int, asyncio.Task[None]] = {}
        self._claims: dict[int, tuple[Delivery, datetime]] = {}  # of each send: its newest claim, and its lease's end
        self._begun: set[int] = set()
        self._again: set[int] = set()
        self._gone: set[Address] = set()  # private places of what is in flight, known to be out of reach
        self._one_at_a_time = OneAtATime()
        self._full = False
        self._revoked: TokenRevoked | None = None

    def wake(self) -> None:
        """Looks again at once: something was queued, or the clock was moved."""
        self._alarm.set()

    async def run(self) -> None:
        """Sends for ever. Raises TokenRevoked when the platform does not know us any more.

        Cancel it to stop: what has begun is finished (10 s at most), what has not goes back to the queue.
        """
        self._revoked = None
        try:
            while self._revoked is None:
                self._alarm.clear()
                await sleep_or_alarm(self._clock, await self._look(), self._alarm)
        finally:
            await self._finish()
        raise self._revoked

    async def send_due(self) -> int:
        """Sends everything that may go now and waits for the end of it; returns how many claims were handled."""
        handled = 0
        while self._revoked is None:
            started = await self._fill()
            handled += started
            if not self._sends:
                return handled
            wanted = asyncio.FIRST_COMPLETED if self._full else asyncio.ALL_COMPLETED
            await asyncio.wait(self._sends.values(), return_when=wanted)
        await self._finish()
        raise self._revoked

    async def _look(self) -> datetime | None:
        """Starts what is ready; returns when to look again, None when a finished send will tell."""
        try:
            await self._fill()
            if self._full:
                return None
            async with self._open_unit() as uow:
                return await uow.outbox.next_at([self._transport.platform])
        except Exception as error:
            log.error("action=claim error=%s", type(error).__name__)
            return self._clock.now() + AFTER_FAULT

    async def _fill(self) -> int:
        """Claims and starts as many as there are places for; returns how many."""
        room = AT_ONCE - len(self._sends)
        claims = await self._claim(room) if room else ()
        for claim in claims:
            self._start(claim)
        self._full = len(claims) == room
        return len(claims)

    async def _claim(self, limit: int) -> Sequence[Delivery]:
        async with self._open_unit() as uow:
            now = self._clock.now()
            claims = await uow.outbox.claim([self._transport.platform], now=now, lease=LEASE, limit=limit)
            places = {claim.address for claim in claims if claim.address.private}
            if failures := uow.failures.fresh():
                await self._tell(uow, failures)
            self._gone = self._gone - places | (await unreachable_of(places, uow) if places else set())
            await uow.commit()
        for claim in claims:
            self._claims[claim.id] = (claim, now + LEASE)
        return claims

    def _start(self, claim: Delivery) -> None:
        if (running := self._sends.get(claim.id)) is not None and not running.done():
            return  # the clock went past our own lease: the send that runs goes on under the new fence
        task = asyncio.create_task(self._deliver(claim))
        self._sends[claim.id] = task
        task.add_done_callback(lambda ended: self._ended(claim.id, ended))

    def _ended(self, delivery_id: int, task: asyncio.Task[None]) -> None:
        if self._sends.get(delivery_id) is task:
            del self._sends[delivery_id], self._claims[delivery_id]
            self._begun.discard(delivery_id)
        if not self._sends:
            self._gone.clear()
        refill = self._full and len(self._sends) <= AT_ONCE - REFILL
        if self._revoked is not None or refill or delivery_id in self._again:
            self._alarm.set()  # one to be tried again may be due long before its old lease would have ended
        self._again.discard(delivery_id)

    async def _deliver(self, claim: Delivery) -> None:
        """From a claim to its settlement. Never raises for what went wrong: the others' messages go on."""
        try:
            ended = self._not_now(claim) or await self._in_turn(claim)
            async with self._one_at_a_time.at(claim.address):
                ended = ended or self._not_now(claim)
                if ended is None:
                    if (begun := await self._begin(claim)) is None:
                        return
                    claim = begun
                    ended = self._too_late_for_lease(claim) or await self._attempt(claim)
            await self._settle(claim, ended)
        except asyncio.CancelledError:
            if claim.id not in self._begun:
                await self._settle(claim, hold_back(claim, self._clock.now(), "the worker stopped"))
            raise
        except Exception as error:
            # Its lease brings it back. The text of an error may hold a member's words: its type only.
            log.error("action=deliver delivery=%d error=%s", claim.id, type(error).__name__)

    async def _begin(self, claim: Delivery) -> Delivery | None:
        """The claim as it is now, committed: while it waited for its turn, its words may have been changed, and we may
        have claimed it anew. None when it is not ours any more."""
        while True:
            newest = self._claims[claim.id][0]
            if await self._ledger.begin(newest):
                return newest
            if self._claims[claim.id][0].fence == newest.fence:
                return None

    def _not_now(self, claim: Delivery) -> Settlement | None:
        now = self._clock.now()
        if self._revoked is not None:
            return after_error(claim, self._revoked, self._transport.capabilities, now)
        if claim.address in self._gone:
            return after_error(claim, Unreachable("known before"), self._transport.capabilities, now)
        if claim.purpose in self._never:
            return not_here(claim)
        return before_sending(claim, self._transport.capabilities, now)

    async def _in_turn(self, claim: Delivery) -> Settlement | None:
        """None when it is this message's turn; otherwise it steps back, and leaves its place to others."""
        pause = self._limiter.closed_for(claim.lane, claim.address)
        if pause <= PATIENCE:
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._limiter.turn(claim.lane, claim.address)
            except TimeoutError:
                pause = max(1.0, self._limiter.closed_for(claim.lane, claim.address))
            else:
                return None
        return hold_back(claim, self._clock.now() + timedelta(seconds=pause), "its chat is busy")

    def _too_late_for_lease(self, claim: Delivery) -> Settlement | None:
        """Never sends what another worker may claim before this send has ended."""
        now = self._clock.now()
        if now + timedelta(seconds=LONGEST_SEND) > self._claims[claim.id][1]:
            return hold_back(claim, now, "its lease was nearly over")
        self._begun.add(claim.id)
        return None

    async def _attempt(self, claim: Delivery) -> Settlement:
        capabilities = self._transport.capabilities
        try:
            async with asyncio.timeout(LONGEST_SEND):
                stands = await carry_out(claim, self._transport, self._words, self._clock.now())
                return after_receipt(claim, stands)
        except TransportError as error:
            await self._heed(claim, error)
            return after_error(claim, error, capabilities, self._clock.now())
        except Exception as error:
            # A fault of ours, or no end in sight; whether bytes left is not known.
            log.error("action=send delivery=%d error=%s", claim.id, type(error).__name__)
            return after_error(claim, OutcomeUnknown("a fault of ours"), capabilities, self._clock.now())

    async def _heed(self, claim: Delivery, error: TransportError) -> None:
        """What an error teaches beyond this one message."""
        match error:
            case Throttled(seconds=seconds, everywhere=everywhere):
                self._limiter.pause(seconds, None if everywhere else claim.address)
            case TokenRevoked():
                self._revoked = error
            case Unreachable() if claim.address.private:
                self._gone.add(claim.address)
            case _:
                pass
        await remember(error, claim, self._open_unit, self._words)

    async def _settle(self, claim: Delivery, settlement: Settlement) -> None:
        if settlement.state is DeliveryState.UNREACHABLE and claim.address.private:
            await follow(claim, self._open_unit)
        ours, tried = False, 0
        while not ours and tried != (fence := self._claims[claim.id][0].fence):
            tried = fence
            ours = await self._record(replace(settlement, fence=fence))
        if settlement.retry_at is not None:
            self._again.add(claim.id)
        level = logging.INFO if settlement.state in (DeliveryState.SENT, DeliveryState.DUE) else logging.WARNING
        log.log(
            level,
            "action=settle delivery=%d purpose=%s state=%s ours=%s cause=%s",
            claim.id,
            claim.purpose,
            settlement.state,
            ours,
            settlement.cause,
        )

    async def _record(self, settlement: Settlement) -> bool:
        """Tries again when the database fails: a sent message that is not recorded would be sent twice."""
        for pause in _RECORD_AGAIN:
            try:
                return await self._ledger.settle(settlement)
            except Exception as error:
                log.error("action=settle delivery=%d error=%s", settlement.delivery_id, type(error).__name__)
                if pause is not None:
                    await asyncio.sleep(pause)
        return False

    async def _finish(self) -> None:
        """Nothing new leaves; what has begun gets a little time, so that the next start knows how it ended."""
        for delivery_id, task in self._sends.items():
            if delivery_id not in self._begun:
                task.cancel()
        if self._sends:
            await asyncio.wait(self._sends.values(), timeout=GRACE)
        for task in self._sends.values():
            task.cancel()
