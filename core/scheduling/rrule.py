"""Writes a repeating rule as RFC 5545 lines, for export and for people who know them. It decides no fire."""

from collections import defaultdict
from datetime import UTC, datetime, time
from typing import assert_never

from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Rule, Weekly
from core.scheduling.days import times_of
from core.scheduling.zone import zone

_DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_OF_SHORTEST = 28


def to_rrule(recurrence: Recurrence) -> str:
    """One RRULE line for each minute of the hour that is used, with DTSTART before and EXDATE after where they apply.

    Times like 08:00 and 20:30 need two lines, because BYHOUR and BYMINUTE multiply. Raises ValueError for a single
    moment, UnknownZone for a wrong zone.
    """
    rule = recurrence.rule
    base = _base(rule)
    if recurrence.ends_on is not None:
        end = datetime.combine(recurrence.ends_on, time(23, 59, 59), zone(recurrence.zone)).astimezone(UTC)
        base += f";UNTIL={end:%Y%m%dT%H%M%SZ}"
    lines = _start(recurrence)
    lines += [f"RRULE:{base};{clock}" for clock in _clocks(rule)]
    lines += [
        f"EXDATE;TZID={recurrence.zone}:{datetime.combine(day, wall):%Y%m%dT%H%M%S}"
        for day in sorted(recurrence.exceptions)
        for wall in times_of(rule)
    ]
    return "\n".join(lines)


def _start(recurrence: Recurrence) -> list[str]:
    rule = recurrence.rule
    anchor = rule.anchor if isinstance(rule, Daily | Weekly) else None
    first = recurrence.starts_on or anchor
    times = times_of(rule)
    if first is None or not times:
        return []
    return [f"DTSTART;TZID={recurrence.zone}:{datetime.combine(first, times[0]):%Y%m%dT%H%M%S}"]


def _base(rule: Rule) -> str:
    match rule:
        case Daily():
            return "FREQ=DAILY" + _interval(rule.every)
        case Weekly():
            days = ",".join(_DAY_NAMES[day] for day in sorted(rule.days))
            return f"FREQ=WEEKLY{_interval(rule.every)};BYDAY={days}"
        case Monthly(day=None):
            return "FREQ=MONTHLY;BYMONTHDAY=-1"
        case Monthly(day=int(day)) if day > _LAST_OF_SHORTEST:
            days = ",".join(str(each) for each in range(_LAST_OF_SHORTEST, day + 1))
            return f"FREQ=MONTHLY;BYMONTHDAY={days};BYSETPOS=-1"
        case Monthly():
            return f"FREQ=MONTHLY;BYMONTHDAY={rule.day}"
        case Interval():
            return "FREQ=DAILY"
        case Once():
            raise ValueError("a single moment has no repeating rule")
        case _:
            assert_never(rule)


def _interval(every: int) -> str:
    return f";INTERVAL={every}" if every > 1 else ""


def _clocks(rule: Rule) -> list[str]:
    if isinstance(rule, Monthly) and rule.day is not None and rule.day > _LAST_OF_SHORTEST:
        return [f"BYHOUR={wall.hour};BYMINUTE={wall.minute}" for wall in times_of(rule)]
    hours: dict[int, list[int]] = defaultdict(list)
    for wall in times_of(rule):
        hours[wall.minute].append(wall.hour)
    return [f"BYHOUR={','.join(str(hour) for hour in each)};BYMINUTE={minute}" for minute, each in hours.items()]
