"""Rules as plain JSON values with telling names, exact in both directions: for the file that a member takes along.

What is read comes from a file that somebody may have written, so nothing in it is trusted.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final, assert_never

from core.errors import UnknownZone
from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Rule, Unit, Weekday, Weekly
from core.scheduling.zone import zone

_MOST_TIMES: Final = 48
_MOST_EXCEPTIONS: Final = 1000
_LONGEST_STEP: Final = 1000
_LAST_DAY: Final = 31


def to_plain(recurrence: Recurrence) -> dict[str, Any]:
    """Dates, times and names as texts; times are local wall time in `zone`."""
    return {
        **_rule(recurrence.rule),
        "zone": recurrence.zone,
        "starts_on": _day(recurrence.starts_on),
        "ends_on": _day(recurrence.ends_on),
        "except_on": sorted(day.isoformat() for day in recurrence.exceptions),
    }


def from_plain(known: Mapping[str, Any]) -> Recurrence:
    """Reads what `to_plain` wrote. Raises ValueError for anything else."""
    try:
        recurrence = Recurrence(
            rule=_read_rule(known),
            zone=str(known["zone"]),
            starts_on=_read_day(known["starts_on"]),
            ends_on=_read_day(known["ends_on"]),
            exceptions=frozenset(date.fromisoformat(day) for day in _short(known["except_on"], _MOST_EXCEPTIONS)),
        )
        zone(recurrence.zone)
    except (KeyError, TypeError, AttributeError, OverflowError, UnknownZone) as error:
        raise ValueError("not a rule") from error
    return recurrence


def _rule(rule: Rule) -> dict[str, Any]:
    match rule:
        case Once():
            return {"repeats": "once", "at": rule.at.isoformat()}
        case Daily():
            counted = {"every": rule.every, "counted_from": _day(rule.anchor)}
            return {"repeats": "days", **counted, "times": _times(rule.times)}
        case Weekly():
            days = [Weekday(day).name.lower() for day in sorted(rule.days)]
            counted = {"every": rule.every, "counted_from": _day(rule.anchor)}
            return {"repeats": "weeks", **counted, "on": days, "times": _times(rule.times)}
        case Monthly():
            return {"repeats": "months", "on": "last" if rule.day is None else rule.day, "times": _times(rule.times)}
        case Interval():
            window = {"from": rule.window_start.isoformat(), "until": rule.window_end.isoformat()}
            return {"repeats": rule.unit.value, "every": rule.every, **window}
    assert_never(rule)


def _read_rule(known: Mapping[str, Any]) -> Rule:
    match known["repeats"]:
        case "once":
            at = datetime.fromisoformat(known["at"])
            if at.tzinfo is not None:
                raise ValueError("not a wall time")
            return Once(at=at)
        case "days":
            every, anchor = _read_step(known)
            return Daily(times=_read_times(known), every=every, anchor=anchor)
        case "weeks":
            every, anchor = _read_step(known)
            days = frozenset(Weekday[day.upper()] for day in _short(known["on"], len(Weekday)))
            return Weekly(times=_read_times(known), days=_some(days), every=every, anchor=anchor)
        case "months":
            day = None if known["on"] == "last" else _whole(known["on"], _LAST_DAY)
            return Monthly(times=_read_times(known), day=day)
        case Unit.MINUTES | Unit.HOURS as unit:
            start, end = _wall(known["from"]), _wall(known["until"])
            if end < start:
                raise ValueError("the window ends before it begins")
            return Interval(
                every=_whole(known["every"], _LONGEST_STEP), unit=Unit(unit), window_start=start, window_end=end
            )
    raise ValueError("another kind of rule")


def _read_step(known: Mapping[str, Any]) -> tuple[int, date | None]:
    every, anchor = _whole(known["every"], _LONGEST_STEP), _read_day(known["counted_from"])
    if every > 1 and anchor is None:
        raise ValueError("nothing to count from")
    return every, anchor


def _times(times: tuple[time, ...]) -> list[str]:
    return [at.isoformat() for at in times]


def _read_times(known: Mapping[str, Any]) -> tuple[time, ...]:
    times = tuple(_wall(at) for at in _short(known["times"], _MOST_TIMES))
    if not times:
        raise ValueError("no time at all")
    return times


def _wall(text: str) -> time:
    at = time.fromisoformat(text)
    if at.tzinfo is not None:
        raise ValueError("not a wall time")
    return at


def _whole(number: Any, most: int) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise ValueError("not a number that fits")
    return number


def _short(items: Any, most: int) -> list[str]:
    if not isinstance(items, list) or len(items) > most:
        raise ValueError("not a list that fits")
    return items


def _some(days: frozenset[Weekday]) -> frozenset[Weekday]:
    if not days:
        raise ValueError("no day at all")
    return days


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(known: str | None) -> date | None:
    return None if known is None else date.fromisoformat(known)
