"""The loop that turns due schedules into queued messages: the next slot and the message in one transaction.

It sends nothing itself. A slot whose time is long past is counted and let go; nothing ever comes in a burst.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from core.model.delivery import NewDelivery
from core.model.message import Outbound, note
from core.model.schedule import DueSlot, Schedule, occurrence_key
from core.ports import Clock, Composition, Phrasebook, Purpose, UnitOfWork, UnitOfWorkFactory, sleep_or_alarm
from core.ports.queues import Advance
from core.scheduling.recurrence import next_due

log = logging.getLogger(__name__)

BATCH: Final = 500
"""Schedules moved on in one transaction: large enough that the commit does not count, small enough not to stall."""

LATE_AFTER: Final = timedelta(minutes=5)
"""From here on a message says that it is late, where its purpose wants that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One schedule's turn: its newest due slot, what comes after it, and how many older slots were passed over."""

    schedule: Schedule
    seen: DueSlot
    slot: DueSlot
    after: DueSlot | None
    missed: int


class Planner:
    """Sleeps until the next row falls due, or until `wake` tells it that rows have changed."""

    def __init__(
        self,
        *,
        open_unit: UnitOfWorkFactory,
        clock: Clock,
        purposes: Mapping[str, Purpose],
        words: Phrasebook,
        on_queued: Callable[[], None] = lambda: None,
    ) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._purposes = purposes
        self._words = words
        self._on_queued = on_queued
        self._alarm = asyncio.Event()

    def wake(self) -> None:
        """Looks again at once: a schedule was added or changed, or the clock was moved."""
        self._alarm.set()

    async def run(self) -> None:
        """Plans for ever. Cancel it to stop; what it had not committed is planned again at the next start."""
        while True:
            self._alarm.clear()
            await self.plan_due()
            async with self._open_unit() as uow:
                at = await uow.schedules.next_due_at()
            await sleep_or_alarm(self._clock, at, self._alarm)

    async def plan_due(self) -> int:
        """Queues everything that is due now; returns how many messages were queued."""
        total = 0
        while True:
            async with self._open_unit() as uow:
                now = self._clock.now()
                due = await uow.schedules.due(now, limit=BATCH)
                queued = await self._plan(due, uow, now) if due else 0
                await uow.commit()
            total += queued
            if queued:
                self._on_queued()
            if len(due) < BATCH:
                return total

    async def _plan(self, due: Sequence[Schedule], uow: UnitOfWork, now: datetime) -> int:
        turns = [turn_of(schedule, schedule.next_slot, now) for schedule in due if schedule.next_slot is not None]
        moved = await uow.schedules.advance(
            [Advance(schedule_id=turn.schedule.id, seen=turn.seen, next_slot=turn.after) for turn in turns]
        )
        deliveries: list[NewDelivery] = []
        for turn in turns:
            if turn.schedule.id in moved and (delivery := await self._delivery(turn, uow, now)) is not None:
                deliveries.append(delivery)
        return await uow.outbox.put(deliveries)

    async def _delivery(self, turn: Turn, uow: UnitOfWork, now: datetime) -> NewDelivery | None:
        schedule, slot = turn.schedule, turn.slot
        purpose = self._purposes.get(schedule.purpose)
        if purpose is None:
            # Written by a newer or older Spoonlight. The row stays and goes on; only this slot has no message.
            log.error("action=plan schedule=%d error=unknown_purpose", schedule.id)
            return None
        expired = now > slot.at + purpose.good_for
        if turn.missed or expired:
            log.warning("action=missed schedule=%d slots=%d", schedule.id, turn.missed + expired)
        if expired or (message := await self._compose(purpose, turn, uow, now)) is None:
            return None
        if purpose.late_label and now > slot.at + LATE_AFTER:
            message = replace(message, blocks=(note(self._words("delivery.late")), *message.blocks))
        return NewDelivery(
            key=occurrence_key(schedule.id, slot),
            address=schedule.address,
            message=message,
            purpose=purpose.name,
            lane=purpose.lane,
            promise=purpose.promise,
            due_at=slot.at,
            expires_at=slot.at + purpose.good_for,
            member_id=schedule.member_id,
            group_id=schedule.group_id,
        )

    async def _compose(self, purpose: Purpose, turn: Turn, uow: UnitOfWork, now: datetime) -> Outbound | None:
        due = Composition(schedule=turn.schedule, slot=turn.slot, uow=uow, now=now)
        try:
            return await purpose.compose(due)
        except Exception as error:
            # One broken message must not hold up everybody else's. The text may hold a member's words: type only.
            log.error("action=compose schedule=%d error=%s", turn.schedule.id, type(error).__name__)
            return None


def turn_of(schedule: Schedule, seen: DueSlot, now: datetime) -> Turn:
    """The newest slot that is due at `now`, and the one after it."""
    slot, missed = seen, 0
    after = next_due(schedule.recurrence, slot.at)
    while after is not None and after.at <= now:
        slot, missed = after, missed + 1
        after = next_due(schedule.recurrence, slot.at)
    return Turn(schedule=schedule, seen=seen, slot=slot, after=after, missed=missed)
