"""Turns a rule at wall time in a zone into instants. The one place that decides a next fire; it reads no clock.

The policy, for every IANA zone and every clock change:

- A time that does not exist (the clocks went forward over it) fires once, shifted by the gap: 02:30 in a gap of
  one hour fires at 03:30 wall time. That is the instant which 02:30 would have been by the old offset.
- A time that exists twice (the clocks went back) fires at the first of the two, and not again.
- Every selected local date fires exactly once at each of its times. A date that does not exist at all (Pacific/Apia
  had no 2011-12-30) is left out.
- Two times of one rule that a gap moves to the same instant are one fire, under the name of the earlier time.
- A monthly rule for day 29, 30 or 31 fires on the last day of a month that is shorter.
- An interval counts wall-clock slots from the start of its window, anew each day.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.model.schedule import DueSlot, Once, Recurrence
from core.scheduling.days import ONE_DAY, Clock, clocks_of, next_date
from core.scheduling.rrule import to_rrule
from core.scheduling.zone import zone

__all__ = ["instant", "next_due", "to_rrule", "zone"]

_LONGEST_SHIFT = 4  # hours; no gap but the date line's is longer, so only before this hour may yesterday still be due
_LATE = 24 - _LONGEST_SHIFT  # ... and only at a time from this hour on
_NO_GAP = timedelta()
_NOON = time(12)
_HALF_A_DAY = timedelta(hours=12)


def next_due(recurrence: Recurrence, after: datetime) -> DueSlot | None:
    """The first due slot strictly after `after` (aware UTC), or None when nothing more will come.

    Raises UnknownZone when the recurrence's zone is not one.
    """
    place = zone(recurrence.zone)
    rule = recurrence.rule
    if isinstance(rule, Once):
        return _single(recurrence, rule, place, after)
    local = after.astimezone(place)
    start = local.date()
    clocks = clocks_of(rule)
    if not clocks:
        return None
    if local.hour < _LONGEST_SHIFT and clocks[-1].wall.hour >= _LATE:
        start -= ONE_DAY
    day = _selected(recurrence, start)
    while day is not None:
        offset = _steady_offset(place, day)
        for clock in clocks:
            if offset is not None:
                if (at := datetime.combine(day, clock.wall, UTC) - offset) > after:
                    return DueSlot(at=at, local_date=day, slot=clock.name)
                continue
            wall = datetime.combine(day, clock.wall, place)
            at = wall.astimezone(UTC)
            if at > after:
                slot = DueSlot(at=at, local_date=day, slot=clock.name)
                if wall.utcoffset() == datetime.combine(day, clock.again, place).utcoffset():
                    return slot
                if (gap := _gap(day, clock, place)) < ONE_DAY:
                    return _earliest(slot, recurrence, place, after) if gap else slot
        day = _selected(recurrence, day + ONE_DAY)
    return None


def instant(wall: datetime, place: ZoneInfo) -> datetime:
    """The UTC instant of a naive wall time by the policy above; `fold=1` in `wall` is honoured."""
    return wall.replace(tzinfo=place).astimezone(UTC)


def _single(recurrence: Recurrence, rule: Once, place: ZoneInfo, after: datetime) -> DueSlot | None:
    day = rule.at.date()
    at = instant(rule.at, place)
    if at <= after or day in recurrence.exceptions:
        return None
    if recurrence.ends_on is not None and day > recurrence.ends_on:
        return None
    return DueSlot(at=at, local_date=day, slot=rule.at.time().isoformat("minutes"))


def _selected(recurrence: Recurrence, start: date) -> date | None:
    """The first selected date from `start` on that is within bounds and not excepted."""
    first, last = recurrence.starts_on, recurrence.ends_on
    if first is not None and first > start:
        start = first
    day = next_date(recurrence.rule, start)
    while day is not None and day in recurrence.exceptions:
        day = next_date(recurrence.rule, day + ONE_DAY)
    return None if day is None or (last is not None and day > last) else day


@lru_cache(maxsize=4096)  # what falls due together shares its zones and dates
def _steady_offset(place: ZoneInfo, day: date) -> timedelta | None:
    """The offset of a date that lies more than a day from any change of the clocks; None near one."""
    noon = datetime.combine(day, _NOON, place)
    offset = noon.utcoffset()
    around = (noon + half_days * _HALF_A_DAY for half_days in (-3, -2, -1, 1, 2, 3))
    return offset if all(moment.utcoffset() == offset for moment in around) else None


def _gap(day: date, clock: Clock, place: ZoneInfo) -> timedelta:
    """How long the gap is that this wall time falls into; zero when it exists. A day long: the date itself does not."""
    old = datetime.combine(day, clock.wall, place).utcoffset()
    new = datetime.combine(day, clock.again, place).utcoffset()
    return new - old if old is not None and new is not None and new > old else _NO_GAP


def _earliest(found: DueSlot, recurrence: Recurrence, place: ZoneInfo, after: datetime) -> DueSlot:
    """A shifted slot may stand behind a later slot of its own date or of the next: take whichever comes first."""
    best = found
    following = _selected(recurrence, found.local_date + ONE_DAY)
    days = [found.local_date] if following is None else [found.local_date, following]
    for day in days:
        for clock in clocks_of(recurrence.rule):
            at = datetime.combine(day, clock.wall, place).astimezone(UTC)
            if after < at < best.at and _gap(day, clock, place) < ONE_DAY:
                best = DueSlot(at=at, local_date=day, slot=clock.name)
    return best
