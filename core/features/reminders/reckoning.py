"""When a kept reminder comes next, after something about it has changed. No date and time of it ever comes twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.model.identity import Member
from core.model.schedule import Daily, DueSlot, Once, Recurrence, Schedule
from core.scheduling.days import times_of
from core.scheduling.recurrence import next_due

NOT_BEFORE: Final = "not_before"
"""In a payload: the name of the first slot that had not come yet when the reminder was moved to another zone."""

SOON: Final = timedelta(days=1)
"""A single moment nearer than this was meant as it is, and follows no traveller."""

MOST_COUNTED: Final = 500
_MOST_LOOKED_AT: Final = 48
_A_MOMENT: Final = timedelta(seconds=1)


def next_of(schedule: Schedule, after: datetime) -> DueSlot | None:
    """The first slot after that moment (aware UTC) which did not come before."""
    slot = next_due(schedule.recurrence, after)
    first = schedule.payload.get(NOT_BEFORE, "")
    if isinstance(schedule.recurrence.rule, Once):
        return slot
    while slot is not None and _name(slot) < first:
        slot = next_due(schedule.recurrence, slot.at)
    return slot


def paused(schedule: Schedule, until: datetime) -> Schedule:
    """Nothing comes before `until`. A single moment inside the pause is not lost: it comes after it, at its own time of
    the day."""
    slot = next_of(schedule, until - _A_MOMENT)
    if slot is None and schedule.next_slot is not None:
        slot = replace(schedule.next_slot, at=_same_time_after(schedule, until))
    return replace(schedule, paused_until=until, next_slot=slot)


def resumed(schedule: Schedule, now: datetime) -> Schedule:
    """Goes on at once; a single moment that passed during the pause comes now."""
    slot = next_of(schedule, now)
    if slot is None and schedule.next_slot is not None:
        slot = replace(schedule.next_slot, at=now)
    return replace(schedule, paused_until=None, next_slot=slot)


def awake(schedule: Schedule, now: datetime) -> Schedule:
    """Goes on from now; what passed while it slept does not come again. A pause holds."""
    after = now if schedule.paused_until is None else max(now, schedule.paused_until - _A_MOMENT)
    waiting = schedule.next_slot
    return replace(schedule, next_slot=waiting if waiting and waiting.at > now else next_of(schedule, after))


def moved_to(zone: str, schedule: Schedule, now: datetime) -> Schedule | None:
    """The same rule by the clock of another zone; None when it stays as it is, because it would be lost or is near.

    It goes on with the date and time that it would have had next: one that has come already is never told again, and
    one whose time has passed in the new zone is let go.
    """
    waiting = schedule.next_slot
    if waiting is None or schedule.recurrence.zone == zone:
        return None
    if isinstance(schedule.recurrence.rule, Once) and waiting.at < now + SOON:
        return None
    payload = {**schedule.payload, NOT_BEFORE: _name(waiting)}
    moved = replace(schedule, recurrence=replace(schedule.recurrence, zone=zone), payload=payload)
    after = now if moved.paused_until is None else max(now, moved.paused_until - _A_MOMENT)
    slot = next_of(moved, after)
    return None if slot is None else replace(moved, next_slot=slot)


def slots_passed(schedule: Schedule, now: datetime) -> int:
    """How many of its times passed while it slept, at most 500."""
    slot, count = schedule.next_slot, 0
    while slot is not None and slot.at <= now and count < MOST_COUNTED:
        count += 1
        slot = next_due(schedule.recurrence, slot.at)
    return count


def quiet_slot(schedule: Schedule, member: Member) -> DueSlot | None:
    """The first of its coming slots that lies in the member's quiet hours, None when they hold none."""
    slot = schedule.next_slot
    zone = ZoneInfo(member.zone or schedule.recurrence.zone)
    for _ in range(min(len(times_of(schedule.recurrence.rule)), _MOST_LOOKED_AT)):
        if slot is None or member.quiet is None:
            return None
        if member.quiet.hold(slot.at.astimezone(zone).time()):
            return slot
        slot = next_due(schedule.recurrence, slot.at)
    return None


def _same_time_after(schedule: Schedule, until: datetime) -> datetime:
    daily = Daily(times=times_of(schedule.recurrence.rule))
    found = next_due(Recurrence(rule=daily, zone=schedule.recurrence.zone), until - _A_MOMENT)
    return found.at if found is not None else until


def _name(slot: DueSlot) -> str:
    return f"{slot.local_date.isoformat()} {slot.slot}"
