"""One schedule's turn at one moment: which of its slots has come, what comes after it, and whether it is held. Pure,
but for one look at the members' quiet hours."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from core.model.rhythm import QuietHours, Rhythm
from core.model.schedule import DueSlot, Schedule
from core.ports import Purpose, UnitOfWork
from core.scheduling.recurrence import next_due

log = logging.getLogger(__name__)

_next_due = lru_cache(maxsize=1024)(next_due)
"""Many have "every day at 9" in one zone: what falls due together is reckoned once."""

PUT_OFF: Final = timedelta(hours=1)
"""When a rule that cannot be reckoned is looked at again."""

_STEPS: Final = 500
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One schedule's turn: its newest due slot, what comes after it, and how many older slots were passed over.

    `put_off`: it moves on, and nothing is queued for it now: its rule failed, or it is held over quiet hours.
    """

    schedule: Schedule
    seen: DueSlot
    slot: DueSlot
    after: DueSlot | None
    missed: int
    put_off: bool = False


async def hold_quiet(
    turns: Sequence[Turn], purposes: Mapping[str, Purpose], uow: UnitOfWork, now: datetime
) -> Sequence[Turn]:
    """Those that fall into their member's quiet hours wait until these end, with the same date and slot: what was held
    then comes together. One that would be worth nothing by then (a check-in of a day that is over) comes at its time:
    a reminder that never comes is worse than one in the evening."""
    heeding = [turn for turn in turns if _heeds(turn, purposes)]
    if not heeding:
        return turns
    members = {turn.schedule.member_id for turn in heeding if turn.schedule.member_id is not None}
    rhythms = await uow.members.rhythms(members)
    held: dict[int, Turn] = {}
    for turn in heeding:
        purpose, rhythm = purposes[turn.schedule.purpose], rhythms.get(turn.schedule.member_id or 0)
        held[turn.schedule.id] = _held(turn, purpose, rhythm, now)
    return [held.get(turn.schedule.id, turn) for turn in turns]


@lru_cache(maxsize=1024)  # what falls due together, in one zone and within the usual quiet hours, is reckoned once
def end_of_quiet(quiet: QuietHours, zone: str, at: datetime) -> datetime | None:
    """When the quiet hours that `at` (aware UTC) falls into are over, aware UTC; None when it falls into none."""
    local = at.astimezone(ZoneInfo(zone))
    if not quiet.hold(local.time()):
        return None
    day = local.date() if local.time() < quiet.ends else local.date() + _ONE_DAY
    return datetime.combine(day, quiet.ends, ZoneInfo(zone)).astimezone(at.tzinfo)


def over_at(purpose: Purpose, schedule: Schedule, slot: DueSlot) -> datetime:
    """Until when this slot is still worth sending (aware UTC)."""
    over = slot.at + purpose.good_for
    if not purpose.same_day:
        return over
    midnight = datetime.combine(slot.local_date + _ONE_DAY, time(), ZoneInfo(schedule.recurrence.zone))
    return min(over, midnight.astimezone(over.tzinfo))


def _heeds(turn: Turn, purposes: Mapping[str, Purpose]) -> bool:
    purpose = purposes.get(turn.schedule.purpose)
    return (
        purpose is not None
        and not turn.put_off
        and turn.schedule.member_id is not None
        and purpose.heeds_quiet(turn.schedule)
    )


def _held(turn: Turn, purpose: Purpose, rhythm: Rhythm | None, now: datetime) -> Turn:
    """A slot inside quiet hours counts from their end, also when nobody looked in between; one that comes late into
    quiet hours waits for theirs."""
    if rhythm is None or rhythm.quiet is None:
        return turn
    zone = rhythm.zone or turn.schedule.recurrence.zone
    slot = _after_quiet(turn.slot, turn.slot.at, purpose, turn.schedule, rhythm.quiet, zone)
    if slot.at <= now <= over_at(purpose, turn.schedule, slot):
        slot = _after_quiet(slot, now, purpose, turn.schedule, rhythm.quiet, zone)
    if slot.at > now:
        return replace(turn, after=slot, put_off=True)
    return replace(turn, slot=slot)


def _after_quiet(
    slot: DueSlot, at: datetime, purpose: Purpose, schedule: Schedule, quiet: QuietHours, zone: str
) -> DueSlot:
    """The slot at the end of the quiet hours around `at`; as it was where there are none, or it would come too late."""
    over = end_of_quiet(quiet, zone, at)
    if over is None:
        return slot
    later = replace(slot, at=over)
    return later if over_at(purpose, schedule, later) > over else slot


def turn_of(schedule: Schedule, seen: DueSlot, now: datetime) -> Turn:
    """The newest slot that is due at `now`, and the one after it.

    `missed` is exact up to 500; a rule that fires so often is then looked at from one day before `now`.
    """
    slot, missed = seen, 0
    after = _next_due(schedule.recurrence, slot.at)
    while after is not None and after.at <= now:
        slot, missed = after, missed + 1
        start = max(slot.at, now - _ONE_DAY) if missed == _STEPS else slot.at
        after = _next_due(schedule.recurrence, start)
    return Turn(schedule=schedule, seen=seen, slot=slot, after=after, missed=missed)


def turn_or_put_off(schedule: Schedule, seen: DueSlot, now: datetime) -> Turn:
    """One rule that cannot be reckoned (a zone that is no more) must not stop everybody's; it keeps its slot."""
    try:
        return turn_of(schedule, seen, now)
    except Exception as error:
        log.error("action=reckon schedule=%d error=%s", schedule.id, type(error).__name__)
        later = replace(seen, at=now + PUT_OFF)
        return Turn(schedule=schedule, seen=seen, slot=seen, after=later, missed=0, put_off=True)
