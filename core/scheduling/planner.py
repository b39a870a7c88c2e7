"""The loop that turns due schedules into queued messages: the next slot and the message in one transaction.

It sends nothing itself. A slot whose time is long past is counted and let go; nothing ever comes in a burst.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from core.model.delivery import Act, NewDelivery
from core.model.message import Outbound, note
from core.model.plain_text import in_plain_text
from core.model.schedule import Schedule, occurrence_key
from core.ports import Clock, Composition, Phrasebook, Purpose, UnitOfWork, UnitOfWorkFactory, sleep_or_alarm
from core.ports.queues import Advance
from core.scheduling.calm import hold_calm
from core.scheduling.jumps import STEP, bring_back, was_ahead
from core.scheduling.turns import Turn, hold_quiet, over_at, turn_or_put_off

log = logging.getLogger(__name__)

BATCH: Final = 500
"""Schedules moved on in one transaction: the commit hardly counts, and nobody waits long for their turn to write."""

_AT_ONCE: Final = 100
"""Messages written before the loop may turn to somebody else."""

LATE_AFTER: Final = timedelta(minutes=5)
"""From here on a message says that it is late, where its purpose wants that."""

AFTER_FAULT: Final = timedelta(seconds=5)
"""The pause after the database failed us."""


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
        self._looked_at: datetime | None = None

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
        await self._heed_clock()
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

    async def _heed_clock(self) -> None:
        """A clock that was ahead has moved schedules on too far: at the start, and when it steps back."""
        now, before = self._clock.now(), self._looked_at
        if before is None:
            async with self._open_unit() as uow:
                ahead = await was_ahead(uow, now)
        else:
            ahead = now < before - STEP
        if ahead:
            await bring_back(self._open_unit, now)
        self._looked_at = now

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
        reckoned = [turn_or_put_off(one, one.next_slot, now) for one in due if one.next_slot is not None]
        turns = await hold_quiet(reckoned, self._purposes, uow, now)
        turns = await hold_calm(turns, self._purposes, uow, now)
        moved = await uow.schedules.advance(
            [Advance(schedule_id=turn.schedule.id, seen=turn.seen, next_slot=turn.after) for turn in turns]
        )
        mine = [
            turn for turn in turns if turn.schedule.id in moved and not (turn.put_off or turn.schedule.id in broken)
        ]
        ready, missed = self._worth_sending(mine, now)
        for name, slots in missed.items():
            await uow.missed.add(name, slots, day=now.date())
        gathered, queued = _gathered(ready), 0
        plain = await _plain_readers(ready, uow)
        for start in range(0, len(gathered), _AT_ONCE):
            chosen = gathered[start : start + _AT_ONCE]
            written = [await self._delivery(purpose, together, uow, now) for purpose, together in chosen]
            queued += await uow.outbox.put([_as_read(one, plain) for one in written if one is not None])
        return queued

    def _worth_sending(self, turns: Sequence[Turn], now: datetime) -> tuple[list[tuple[Purpose, Turn]], Counter[str]]:
        """Those that still are; and how many slots of each purpose were passed over or came too late: these are
        counted, never sent in a burst."""
        ready: list[tuple[Purpose, Turn]] = []
        counted: Counter[str] = Counter()
        for turn in turns:
            purpose, slots = self._purposes.get(turn.schedule.purpose), turn.missed
            if purpose is None:
                # Written by a newer or older Spoonlight. The row stays and goes on; only this slot has no message.
                log.error("action=plan schedule=%d error=unknown_purpose", turn.schedule.id)
            elif now <= over_at(purpose, turn.schedule, turn.slot):
                ready.append((purpose, turn))
            else:
                slots += 1
            if slots:
                log.warning("action=missed schedule=%d slots=%d", turn.schedule.id, slots)
                counted[turn.schedule.purpose] += slots
        return ready, counted

    async def _delivery(
        self, purpose: Purpose, together: Sequence[Turn], uow: UnitOfWork, now: datetime
    ) -> NewDelivery | None:
        """One message for all of them, under the key of the first."""
        message = await self._compose(purpose, together, uow, now)
        if message is None:
            return None
        first, slot = together[0].schedule, together[0].slot
        if purpose.late_label and now > slot.at + LATE_AFTER:
            message = replace(message, blocks=(note(self._words("delivery.late")), *message.blocks))
        return NewDelivery(
            key=occurrence_key(first.id, slot),
            address=first.address,
            message=message,
            purpose=purpose.name,
            lane=purpose.lane,
            promise=purpose.promise,
            due_at=slot.at,
            expires_at=over_at(purpose, first, slot),
            member_id=first.member_id,
            group_id=first.group_id,
            post_id=await _post_of(purpose, together[0], uow, now),
            act=Act.RENEW if purpose.renews(first) else Act.SEND,
        )

    async def _compose(
        self, purpose: Purpose, together: Sequence[Turn], uow: UnitOfWork, now: datetime
    ) -> Outbound | None:
        due = [Composition(schedule=turn.schedule, slot=turn.slot, uow=uow, now=now) for turn in together]
        try:
            if purpose.compose_together is not None and len(due) > 1:
                return await purpose.compose_together(due)
            return await purpose.compose(due[0])
        except Exception as error:
            # One broken message must not hold up everybody else's. The text may hold a member's words: type only.
            failed = together[0].schedule.id
            log.error("action=compose schedule=%d error=%s", failed, type(error).__name__)
            raise _ComposerFailed(failed) from error


async def _post_of(purpose: Purpose, turn: Turn, uow: UnitOfWork, now: datetime) -> int | None:
    if purpose.post_at is None:
        return purpose.post_of(turn.schedule)
    return await purpose.post_at(Composition(schedule=turn.schedule, slot=turn.slot, uow=uow, now=now))


async def _plain_readers(ready: Sequence[tuple[Purpose, Turn]], uow: UnitOfWork) -> frozenset[int]:
    asked = {turn.schedule.member_id for _, turn in ready}
    return await uow.members.plain_readers([one for one in asked if one is not None])


def _as_read(delivery: NewDelivery, plain: frozenset[int]) -> NewDelivery:
    if delivery.member_id not in plain:
        return delivery
    return replace(delivery, message=in_plain_text(delivery.message))


def _gathered(ready: Sequence[tuple[Purpose, Turn]]) -> list[tuple[Purpose, list[Turn]]]:
    """What comes as one message: of one member, in one place, for a purpose that can be told together."""
    gathered: dict[object, tuple[Purpose, list[Turn]]] = {}
    for purpose, turn in ready:
        one = turn.schedule
        alone = purpose.compose_together is None or one.member_id is None
        key = one.id if alone else (purpose.name, one.member_id, one.address)
        gathered.setdefault(key, (purpose, []))[1].append(turn)
    return list(gathered.values())
