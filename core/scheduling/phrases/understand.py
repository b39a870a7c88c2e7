"""From the facts of a phrase to a rule with its first due time. What needs a guess becomes a question instead."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Rule, Unit, Weekday, Weekly
from core.scheduling.days import times_of
from core.scheduling.phrases import dates
from core.scheduling.phrases.found import (
    Assumed,
    Choice,
    Every,
    Question,
    Unclear,
    WhenFound,
    WhenKind,
    WhenUnclear,
)
from core.scheduling.phrases.hours import EXACT, MORNING, SPREAD, times_said, window_said
from core.scheduling.phrases.reading import Facts, read
from core.scheduling.phrases.tokens import WORKING
from core.scheduling.recurrence import next_due
from core.scheduling.zone import zone as open_zone

_GENERAL = tuple(
    Choice(phrase=phrase) for phrase in ("in 1 hour", "this evening", "tomorrow morning", "every day at 9am")
)
_EVERY_DAY = frozenset(Weekday)
_WAKING = 8 * 60  # minutes of the day


def understand(text: str, *, now: datetime, zone: str) -> WhenFound | WhenUnclear:
    """What `text` means at `now` (aware) for somebody in `zone` (IANA name). Raises UnknownZone."""
    here = now.astimezone(open_zone(zone)).replace(microsecond=0)
    try:
        facts = read(text)
        return _found(facts, here, zone)
    except Unclear as unclear:
        return WhenUnclear(question=unclear.question, choices=unclear.choices or _GENERAL)
    except OverflowError:
        return WhenUnclear(question=Question.WHICH_DATE, choices=_GENERAL)


def _found(facts: Facts, here: datetime, zone: str) -> WhenFound:
    wall = here.replace(tzinfo=None)
    times = times_said(facts, wall)
    if facts.per_day is not None and not (facts.per_day == 1 and times):
        times = _spread(facts.per_day, times)
    rule = _rule(facts, times, here)
    recurrence = Recurrence(rule=rule, zone=zone)
    if not isinstance(rule, Once):
        recurrence = _bounded(recurrence, facts, wall.date())
    elif facts.starts or facts.ends or facts.lasts or facts.left_out:
        raise Unclear(Question.ONCE_OR_REPEAT)
    return _checked(facts, recurrence, here)


def _checked(facts: Facts, recurrence: Recurrence, here: datetime) -> WhenFound:
    """The rule with its first due time; a rule counted in steps starts at that very date."""
    rule = recurrence.rule
    plain = replace(rule, every=1) if isinstance(rule, Daily | Weekly) and rule.every > 1 else rule
    due = next_due(replace(recurrence, rule=plain), here.astimezone(UTC))
    if due is None:
        raise Unclear(Question.ALREADY_PAST, Choice(phrase="tomorrow morning"), Choice(phrase="in 1 hour"))
    if isinstance(rule, Daily | Weekly) and plain is not rule:
        recurrence = replace(recurrence, rule=replace(rule, anchor=due.local_date))
    assumed = set()
    said = facts.clocks or any(part.name in EXACT for part in facts.parts)
    if not said and facts.from_now is None and not isinstance(rule, Interval):
        assumed.add(Assumed.TIME)
    if any(token.name == "next" for token in facts.day_tokens):
        assumed.add(Assumed.WEEK)
    days = tuple(sorted(rule.days)) if isinstance(rule, Weekly) else ()
    shown = times_of(rule) if not isinstance(rule, Interval) or facts.window else ()
    return WhenFound(
        kind=_kind(rule),
        recurrence=recurrence,
        first_due=due.at.astimezone(here.tzinfo),
        times=shown,
        days=days,
        day_of_month=rule.day if isinstance(rule, Monthly) else None,
        last_day=isinstance(rule, Monthly) and rule.day is None,
        every=_every(rule),
        assumed=frozenset(assumed),
        rest=facts.rest,
    )


def _kind(rule: Rule) -> WhenKind:
    match rule:
        case Weekly(days=days, every=1) if days == WORKING:
            return WhenKind.WEEKDAYS
        case _:
            return WhenKind(type(rule).__name__.lower())


def _every(rule: Rule) -> Every | None:
    match rule:
        case Interval():
            return Every(n=rule.every, unit=rule.unit.value)
        case Daily(every=n) if n > 1:
            return Every(n=n, unit="days")
        case Weekly(every=n) if n > 1:
            return Every(n=n, unit="weeks")
        case _:
            return None


def _spread(count: int, times: tuple[time, ...]) -> tuple[time, ...]:
    if times and len(times) != count:
        raise Unclear(Question.WHICH_TIME)
    if not times and count not in SPREAD:
        raise Unclear(Question.WHICH_TIME)
    return times or SPREAD[count]


def _rule(facts: Facts, times: tuple[time, ...], here: datetime) -> Rule:
    wall = here.replace(tzinfo=None)
    unit = facts.step[1] if facts.step else ""
    if facts.step and facts.step[0] < 1:
        raise Unclear(Question.NOT_UNDERSTOOD)
    if unit in ("minutes", "hours"):
        return _interval(facts, wall)
    if facts.month_day is not None or unit in ("months", "years", "seconds"):
        return _monthly(facts, times or (MORNING,), unit)
    if facts.step or facts.per_day or facts.left_out or _is_habit(facts, times):
        return _repeating(facts, times or (MORNING,))
    if len(times) > 1:
        raise Unclear(Question.WHICH_TIME, *(Choice(phrase=each.isoformat("minutes"), at=each) for each in times[:4]))
    return Once(at=dates.moment(facts, times[0] if times else None, here))


def _is_habit(facts: Facts, times: tuple[time, ...]) -> bool:
    if facts.day or facts.ahead is not None or facts.from_now is not None:
        if facts.habit:
            raise Unclear(Question.ONCE_OR_REPEAT)
        return False
    habit = facts.habit or any(part.plural for part in facts.parts)
    if habit or len(facts.days) > 1:
        if not habit and any(token.tag == "G" for token in facts.day_tokens):
            raise Unclear(Question.WHICH_DAY)
        return True
    return not facts.days and len(times) > 1


def _repeating(facts: Facts, times: tuple[time, ...]) -> Rule:
    if facts.day or facts.from_now is not None or facts.ahead is not None:
        raise Unclear(Question.ONCE_OR_REPEAT)
    every, unit = facts.step or (1, "")
    days = facts.days or (_EVERY_DAY if facts.left_out else frozenset())
    days -= facts.left_out
    if unit == "weeks" or days:
        if not days:
            raise Unclear(Question.WHICH_DAY)
        if unit == "days" and every > 1:
            raise Unclear(Question.WHICH_ONE)
        if unit != "days" and days == _EVERY_DAY and every == 1:
            return Daily(times=times)
        return Weekly(times=times, days=days, every=every)
    return Daily(times=times, every=every)


def _monthly(facts: Facts, times: tuple[time, ...], unit: str) -> Rule:
    if unit == "months" and facts.step == (1, "months") and facts.month_day is None:
        if facts.day is None or facts.day.name != "day":
            raise Unclear(Question.WHICH_DAY)
        return Monthly(times=times, day=int(facts.day.number))
    if facts.step and facts.step != (1, "months"):
        raise Unclear(Question.NO_SUCH_RULE)
    if facts.days or facts.day or facts.ahead is not None or facts.from_now is not None:
        raise Unclear(Question.WHICH_ONE)
    return Monthly(times=times, day=facts.month_day or None)


def _interval(facts: Facts, wall: datetime) -> Rule:
    """Without a window the slots count from now, so that the first is one step away."""
    if facts.days or facts.day or facts.month_day is not None or facts.clocks or facts.from_now is not None:
        raise Unclear(Question.NO_SUCH_RULE)
    every, name = facts.step or (1, "hours")
    unit = Unit(name)
    step = every * (60 if unit is Unit.HOURS else 1)
    start, end = window_said(facts)
    if start is None:
        ahead = (wall + timedelta(minutes=step)).time()
        minute = (ahead.hour * 60 + ahead.minute) % step
        if end is not None and minute < _WAKING:
            minute += -(-(_WAKING - minute) // step) * step
        start = time(minute // 60 % 24, minute % 60)
    return Interval(every=every, unit=unit, window_start=start, window_end=end or time(23, 59))


def _bounded(recurrence: Recurrence, facts: Facts, today: date) -> Recurrence:
    starts = dates.day_named(facts.starts, today) if facts.starts else None
    ends = dates.day_named(facts.ends, today) if facts.ends else None
    if facts.lasts:
        if ends is not None:
            raise Unclear(Question.WHICH_DATE)
        amount, unit = facts.lasts
        due = next_due(replace(recurrence, starts_on=starts), datetime.combine(today, time(), UTC))
        first = starts or (due.local_date if due else today)
        ends = dates.later(first, amount, unit) - timedelta(days=1)
    return replace(recurrence, starts_on=starts, ends_on=ends)
