"""Says moments and rules in words: "Tuesday 1 December, 9:00 am", "every weekday at 7:45 am"."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Weekday, Weekly
from core.ports import Phrasebook

_WORKDAYS = frozenset({Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI})


def said_moment(at: datetime, zone: str, words: Phrasebook) -> str:
    """Day, date and clock time of an aware instant, as a person in `zone` would say it."""
    local = at.astimezone(ZoneInfo(zone))
    return words("times.moment", day=said_day(local.date(), words), time=said_time(local.time(), words))


def said_day(day: date, words: Phrasebook) -> str:
    """A date such as "Tuesday 1 December"."""
    return words(
        "times.day",
        weekday=words.pick("times.weekdays", day.weekday()),
        number=day.day,
        month=words.pick("times.months", day.month - 1),
    )


def said_time(at: time, words: Phrasebook) -> str:
    """A clock time such as "9:00 am"."""
    half = words("times.am" if at.hour < 12 else "times.pm")
    return words("times.clock", hour=(at.hour - 1) % 12 + 1, minute=f"{at.minute:02d}", half=half, hour24=at.hour)


def said_place(zone: str) -> str:
    """The place that an IANA zone is called by: "London" for Europe/London."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def said_rule(recurrence: Recurrence, words: Phrasebook) -> str:
    """The rule in one phrase, fit for the middle of a sentence."""
    match recurrence.rule:
        case Once(at=at):
            return words("times.once", day=said_day(at.date(), words), time=said_time(at.time(), words))
        case Daily(times=times, every=1):
            return words("times.daily", times=_said_times(times, words))
        case Daily(times=times, every=every):
            return words("times.every_days", count=every, times=_said_times(times, words))
        case Weekly(times=times, days=days, every=every):
            key = "times.weekly" if every == 1 else "times.every_weeks"
            return words(key, count=every, days=_said_days(days, words), times=_said_times(times, words))
        case Monthly(times=times, day=None):
            return words("times.monthly_last", times=_said_times(times, words))
        case Monthly(times=times, day=day):
            return words("times.monthly", day=day, times=_said_times(times, words))
        case Interval(every=every, unit=unit, window_start=start, window_end=end):
            return words(
                f"times.interval_{unit}", count=every, start=said_time(start, words), end=said_time(end, words)
            )


def _said_days(days: frozenset[Weekday], words: Phrasebook) -> str:
    if days == _WORKDAYS:
        return words("times.weekday")
    return _joined((words.pick("times.weekdays", day) for day in sorted(days)), words)


def _said_times(times: Iterable[time], words: Phrasebook) -> str:
    return _joined((said_time(at, words) for at in sorted(times)), words)


def _joined(parts: Iterable[str], words: Phrasebook) -> str:
    *first, last = parts
    return words("times.and", first=", ".join(first), last=last) if first else last
