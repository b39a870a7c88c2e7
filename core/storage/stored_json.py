"""Rules, actions and small payloads as versioned JSON text, exact in both directions.

By hand and not through pydantic, because a thousand schedules may fall due in one minute. An unknown version or kind
raises StoredUnreadable, so that the row can be parked.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final, assert_never

from core.errors import StoredUnreadable
from core.model.action import Action
from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Rule, Unit, Weekday, Weekly

VERSION: Final = 1

_dump: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def recurrence_to_json(recurrence: Recurrence) -> str:
    """One line of ASCII."""
    return _dump(
        {
            "v": VERSION,
            "rule": _rule(recurrence.rule),
            "zone": recurrence.zone,
            "starts_on": _day(recurrence.starts_on),
            "ends_on": _day(recurrence.ends_on),
            "exceptions": sorted(day.isoformat() for day in recurrence.exceptions),
        }
    )


@lru_cache(maxsize=1024)  # many members share a rule, and it is never changed in place
def recurrence_from_json(stored: str) -> Recurrence:
    """Reads what `recurrence_to_json` wrote. Raises StoredUnreadable."""
    try:
        known = opened(stored)
        return Recurrence(
            rule=_read_rule(known["rule"]),
            zone=known["zone"],
            starts_on=_read_day(known["starts_on"]),
            ends_on=_read_day(known["ends_on"]),
            exceptions=frozenset(date.fromisoformat(day) for day in known["exceptions"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredUnreadable(f"a stored rule cannot be read ({type(error).__name__})") from None


def action_to_json(action: Action) -> str:
    """One line of ASCII; unlike `Action.pack` it has no limit."""
    return _dump({"v": VERSION, "action": [action.route, *action.args]})


def action_from_json(stored: str) -> Action:
    """Reads what `action_to_json` wrote. Raises StoredUnreadable."""
    try:
        return read_action(opened(stored)["action"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoredUnreadable(f"a stored action cannot be read ({type(error).__name__})") from None


def texts_to_json(texts: Mapping[str, str]) -> str:
    """A flat table of short texts."""
    return _dump({"v": VERSION, "texts": dict(texts)})


def texts_from_json(stored: str) -> Mapping[str, str]:
    """Reads what `texts_to_json` wrote. Raises StoredUnreadable."""
    return dict(_texts(stored))


@lru_cache(maxsize=1024)  # many schedules carry the same few texts
def _texts(stored: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(opened(stored)["texts"].items())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredUnreadable(f"stored texts cannot be read ({type(error).__name__})") from None


def opened(stored: str) -> dict[str, Any]:
    """The table in a stored text. Raises ValueError when it is not JSON or of another version."""
    known = json.loads(stored)
    if not isinstance(known, dict) or known.get("v") != VERSION:
        raise ValueError("another version")
    return known


def read_action(known: list[str]) -> Action:
    """An action from its list: the route, then the arguments."""
    route, *args = known
    return Action(route=route, args=tuple(args))


def _rule(rule: Rule) -> dict[str, Any]:
    match rule:
        case Once():
            return {"kind": "once", "at": rule.at.isoformat()}
        case Daily():
            return {"kind": "daily", "times": _times(rule.times), "every": rule.every, "anchor": _day(rule.anchor)}
        case Weekly():
            days = sorted(day.value for day in rule.days)
            counted = {"every": rule.every, "anchor": _day(rule.anchor)}
            return {"kind": "weekly", "times": _times(rule.times), "days": days, **counted}
        case Monthly():
            return {"kind": "monthly", "times": _times(rule.times), "day": rule.day}
        case Interval():
            window = [rule.window_start.isoformat(), rule.window_end.isoformat()]
            return {"kind": "interval", "every": rule.every, "unit": rule.unit, "window": window}
    assert_never(rule)


def _read_rule(known: dict[str, Any]) -> Rule:
    match known["kind"]:
        case "once":
            return Once(at=datetime.fromisoformat(known["at"]))
        case "daily":
            return Daily(times=_read_times(known), every=known["every"], anchor=_read_day(known["anchor"]))
        case "weekly":
            days = frozenset(Weekday(day) for day in known["days"])
            anchor = _read_day(known["anchor"])
            return Weekly(times=_read_times(known), days=days, every=known["every"], anchor=anchor)
        case "monthly":
            return Monthly(times=_read_times(known), day=known["day"])
        case "interval":
            start, end = (time.fromisoformat(edge) for edge in known["window"])
            return Interval(every=known["every"], unit=Unit(known["unit"]), window_start=start, window_end=end)
    raise ValueError("another kind of rule")


def _times(times: tuple[time, ...]) -> list[str]:
    return [at.isoformat() for at in times]


def _read_times(known: dict[str, Any]) -> tuple[time, ...]:
    return tuple(time.fromisoformat(at) for at in known["times"])


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(known: str | None) -> date | None:
    return None if known is None else date.fromisoformat(known)
