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

BATCH: Final = 250
"""Schedules moved on in one transaction: the commit hardly counts, and the loop stands still for 10 to 15 ms."""

LATE_AFTER: Final = timedelta(minutes=5)
"""From here on a message says that it is late, where its purpose wants that."""

AFTER_FAULT: Final = timedelta(seconds=5)
"""The pause after the database failed us."""

PUT_OFF: Final = timedelta(hours=1)
"""When a rule that cannot be reckoned is looked at again."""

_STEPS: Final = 500
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One schedule's turn: its newest due slot, what comes after it, and how many older slots were passed over.

    `broken`: its rule or its composer failed; it moves on, and nothing is queued for it.
    """

    schedule: Schedule
    seen: DueSlot
    slot: DueSlot
    after: DueSlot | None
    missed: int
    broken: bool = False


class _ComposerFailed(Exception):
    """Carries the schedule whose composer raised; what it had written is rolled back with the transaction."""

    def __init__(self, schedule_id: int) -> None:
        super().__init__(f"schedule {schedule_id}")
        self.schedule_id = schedule_id


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
            await sleep_or_alarm(self._clock, await self._look(), self._alarm)

    async def plan_due(self) -> int:
        """Queues everything that is due now; returns how many messages were queued.

        A composer that raises has its writes undone and its one slot left out. To find it, a batch is taken apart:
        each of its schedules gets a transaction of its own.
        """
        total, alone, broken = 0, 0, frozenset[int]()
        while True:
            limit = 1 if alone else BATCH
            try:
                found, queued = await self._plan_batch(limit, broken)
            except _ComposerFailed as failed:
                alone, broken = alone or BATCH, broken | {failed.schedule_id}
                continue
            alone, total = max(0, alone - 1), total + queued
            if queued:
                self._on_queued()
            if found < limit:
                return total

    async def _look(self) -> datetime | None:
        """Plans what is due; returns when to look again."""
        try:
            await self.plan_due()
            async with self._open_unit() as uow:
                return await uow.schedules.next_due_at()
        except Exception as error:
            log.error("action=plan error=%s", type(error).__name__)
            return self._clock.now() + AFTER_FAULT

    async def _plan_batch(self, limit: int, broken: frozenset[int]) -> tuple[int, int]:
        """Plans up to `limit` schedules in one transaction; returns how many it found and how many it queued."""
        async with self._open_unit() as uow:
            now = self._clock.now()
            due = await uow.schedules.due(now, limit=limit)
            queued = await self._plan(due, broken, uow, now) if due else 0
            await uow.commit()
        return len(due), queued

    async def _plan(self, due: Sequence[Schedule], broken: frozenset[int], uow: UnitOfWork, now: datetime) -> int:
        turns = [_turn_or_put_off(one, one.next_slot, now) for one in due if one.next_slot is not None]
        moved = await uow.schedules.advance(
            [Advance(schedule_id=turn.schedule.id, seen=turn.seen, next_slot=turn.after) for turn in turns]
        )
        deliveries: list[NewDelivery] = []
        for turn in turns:
            schedule_id = turn.schedule.id
            if turn.broken or schedule_id in broken or schedule_id not in moved:
                continue
            if (delivery := await self._delivery(turn, uow, now)) is not None:
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
            raise _ComposerFailed(turn.schedule.id) from error


def turn_of(schedule: Schedule, seen: DueSlot, now: datetime) -> Turn:
    """The newest slot that is due at `now`, and the one after it.

    `missed` is exact up to 500; a rule that fires so often is then looked at from one day before `now`.
    """
    slot, missed = seen, 0
    after = next_due(schedule.recurrence, slot.at)
    while after is not None and after.at <= now:
        slot, missed = after, missed + 1
        start = max(slot.at, now - _ONE_DAY) if missed == _STEPS else slot.at
        after = next_due(schedule.recurrence, start)
    return Turn(schedule=schedule, seen=seen, slot=slot, after=after, missed=missed)


def _turn_or_put_off(schedule: Schedule, seen: DueSlot, now: datetime) -> Turn:
    """One rule that cannot be reckoned (a zone that is no more) must not stop everybody's; it keeps its slot."""
    try:
        return turn_of(schedule, seen, now)
    except Exception as error:
        log.error("action=reckon schedule=%d error=%s", schedule.id, type(error).__name__)
        later = replace(seen, at=now + PUT_OFF)
        return Turn(schedule=schedule, seen=seen, slot=seen, after=later, missed=0, broken=True)
