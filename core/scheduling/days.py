"""Which local dates and wall times a rule selects. Plain calendar sums: it knows no zone and no instant."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import assert_never

from core.model.schedule import Daily, Interval, Monthly, Once, Rule, Unit, Weekday, Weekly

ONE_DAY = timedelta(days=1)
_DAY_MINUTES = 24 * 60
_FIRST_MONDAY = date(1970, 1, 5)  # counts days and weeks for a rule that was given no anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One wall time, the same time on its second pass (`fold=1`), and its slot name."""

    wall: time
    again: time
    name: str


def clocks_of(rule: Rule) -> tuple[Clock, ...]:
    """The wall times of a selected date, in order, each once."""
    match rule:
        case Daily() | Weekly() | Monthly():
            return _in_order(rule.times)
        case Interval():
            return _in_order(_window(rule.every, rule.unit, rule.window_start, rule.window_end))
        case Once():
            return _in_order((rule.at.time(),))
        case _:
            assert_never(rule)


def times_of(rule: Rule) -> tuple[time, ...]:
    """The same as bare times."""
    return tuple(clock.wall for clock in clocks_of(rule))


def next_date(rule: Rule, day: date) -> date | None:
    """The first date at or after `day` that the rule selects."""
    match rule:
        case Daily():
            if rule.every == 1:
                return day
            gone = (day - (rule.anchor or _FIRST_MONDAY)).days % max(rule.every, 1)
            return day + timedelta(days=rule.every - gone) if gone else day
        case Weekly():
            return _next_weekly(rule, day)
        case Monthly():
            found = _day_in_month(rule, day.year, day.month)
            return found if found >= day else _day_in_month(rule, *_month_after(day))
        case Interval():
            return day
        case Once():
            return rule.at.date() if rule.at.date() >= day else None
        case _:
            assert_never(rule)


@lru_cache(maxsize=4096)
def _in_order(times: tuple[time, ...]) -> tuple[Clock, ...]:
    return tuple(
        Clock(wall=wall, again=wall.replace(fold=1), name=wall.isoformat("minutes"))
        for wall in sorted({each.replace(fold=0, second=0, microsecond=0) for each in times})
    )


@lru_cache(maxsize=4096)
def _window(every: int, unit: Unit, start: time, end: time) -> tuple[time, ...]:
    """A window that ends before it starts runs over midnight; each slot belongs to its own wall date."""
    step = max(every, 1) * (60 if unit is Unit.HOURS else 1)
    first = start.hour * 60 + start.minute
    last = end.hour * 60 + end.minute
    if last < first:
        last += _DAY_MINUTES
    slots = {minute % _DAY_MINUTES for minute in range(first, last + 1, step)}
    return tuple(time(minute // 60, minute % 60) for minute in sorted(slots))


def _next_weekly(rule: Weekly, day: date) -> date | None:
    if not rule.days:
        return None
    today = day.weekday()
    if rule.every > 1:
        anchor = rule.anchor or _FIRST_MONDAY
        gone = ((day - anchor).days + anchor.weekday()) // 7 % rule.every
        if gone:
            day += timedelta(days=7 * (rule.every - gone) - today)
            today = 0
    ahead, wraps = _steps(rule.days)[today]
    if wraps and rule.every > 1:
        return day + ahead + timedelta(days=7 * (rule.every - 1))
    return day + ahead if ahead else day


@lru_cache(maxsize=256)
def _steps(days: frozenset[Weekday]) -> tuple[tuple[timedelta, bool], ...]:
    """For each weekday: how far the next selected one is, and whether it lies in the next week."""
    steps = []
    for today in range(7):
        ahead = min((day - today) % 7 for day in days)
        steps.append((timedelta(days=ahead), today + ahead > Weekday.SUN))
    return tuple(steps)


def _day_in_month(rule: Monthly, year: int, month: int) -> date:
    """A short month's last day stands in for a day that it does not have."""
    length = monthrange(year, month)[1]
    return date(year, month, min(rule.day or length, length))


def _month_after(day: date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
