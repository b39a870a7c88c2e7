"""After the machine's clock was ahead and is right again: schedules come back to the slots that it jumped over.

It queues nothing. A slot that was queued while the clock was ahead is not given out a second time.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from core.model.schedule import Schedule, occurrence_key
from core.ports import UnitOfWork, UnitOfWorkFactory
from core.ports.queues import Advance
from core.scheduling.recurrence import next_due

log = logging.getLogger(__name__)

STEP: Final = timedelta(minutes=10)
"""A clock that goes back by less is only being set right; nothing is looked through for that."""

_AT_ONCE: Final = 100
_A_MOMENT: Final = timedelta(seconds=1)
_ONE_DAY: Final = timedelta(days=1)


async def was_ahead(uow: UnitOfWork, now: datetime) -> bool:
    """Whether there are traces of a time that has not come yet: a queued slot, or missed ones of days to come."""
    latest = await uow.outbox.latest_due_at()
    if latest is not None and latest > now + STEP:
        return True
    return bool(await uow.missed.since((now + _ONE_DAY).date()))


async def bring_back(open_unit: UnitOfWorkFactory, now: datetime) -> int:
    """Each schedule gets the next slot that its rule has from `now` on; returns how many had a later one."""
    last, brought = 0, 0
    while True:
        async with open_unit() as uow:
            coming = await uow.schedules.coming(now, after_id=last, limit=_AT_ONCE)
            moves = await _unsent(coming, [move for one in coming if (move := _earlier(one, now))], uow)
            brought += len(await uow.schedules.advance(moves))
            await uow.commit()
        if len(coming) < _AT_ONCE:
            if brought:
                log.warning("action=clock_was_ahead schedules=%d", brought)
            return brought
        last = coming[-1].id


def _earlier(schedule: Schedule, now: datetime) -> Advance | None:
    """Back to the rule's own next slot; None where that is the one that is due next, held over quiet hours or not."""
    seen = schedule.next_slot
    try:
        paused = schedule.paused_until
        first = next_due(schedule.recurrence, now if paused is None else max(now, paused - _A_MOMENT))
    except Exception as error:  # a zone that is no more: the planner puts it off
        log.error("action=reckon schedule=%d error=%s", schedule.id, type(error).__name__)
        return None
    if seen is None or first is None or first.at >= seen.at or first == replace(seen, at=first.at):
        return None
    return Advance(schedule_id=schedule.id, seen=seen, next_slot=first)


async def _unsent(schedules: Sequence[Schedule], moves: Sequence[Advance], uow: UnitOfWork) -> list[Advance]:
    """The same, past every slot that was queued already; one that has no other before its present slot is left out."""
    rules = {one.id: one.recurrence for one in schedules}
    unsent: list[Advance] = []
    while moves:
        keys = {move: occurrence_key(move.schedule_id, move.next_slot) for move in moves if move.next_slot is not None}
        queued = await uow.outbox.known(set(keys.values()))
        unsent += [move for move, key in keys.items() if key not in queued]
        again: list[Advance] = []
        for move, key in keys.items():
            if key in queued and move.next_slot is not None:
                following = next_due(rules[move.schedule_id], move.next_slot.at)
                if following is not None and following.at < move.seen.at:
                    again.append(replace(move, next_slot=following))
        moves = again
    return unsent
