"""Turns check-ins into days: what was recorded on each local day of a period, and on which days nothing was.

It draws no conclusion, and knows no words. A skipped answer is no answer; what was not asked is missing, never zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.model.checkin import Checkin
from core.model.flare import Flare
from core.model.measure import Measure, MeasureKind

PEG: Final = frozenset({"peg_pain", "peg_enjoyment", "peg_activity"})
"""The weekly questions look back over a week: they are no part of any day (core.insight.peg reckons them)."""

TICKED: Final = frozenset({MeasureKind.SYMPTOM, MeasureKind.TRIGGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Daybook:
    """`days` local days from `first`. A day is known by its place in the period: 0 is `first`.

    `measures`: what has at least one answer, the most recorded first. `values`: for each of them that is not ticked,
    the mean of each day's answers; a day without one is not in it. `ticks`: the days on which a thing was ticked.
    `recorded`: the days with any answer at all. `flares`: stretches of days inside the period, with both ends.
    """

    first: date
    days: int
    measures: tuple[Measure, ...]
    values: Mapping[str, Mapping[int, float]]
    ticks: Mapping[str, frozenset[int]]
    recorded: frozenset[int]
    flares: tuple[tuple[date, date], ...]

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.first + timedelta(days=self.days - 1)

    def of_kind(self, *kinds: MeasureKind) -> tuple[Measure, ...]:
        """The recorded measures of these kinds, the most recorded first."""
        return tuple(one for one in self.measures if one.kind in kinds)

    def line(self, key: str) -> tuple[float | None, ...]:
        """One value for each day of the period, None for a gap."""
        values = self.values.get(key, {})
        return tuple(values.get(day) for day in range(self.days))


def daybook(
    checkins: Iterable[Checkin], flares: Iterable[Flare], names: Iterable[Measure], *, first: date, last: date
) -> Daybook:
    """The days from `first` to `last`, both included. What lies outside is left out; the order does not matter.

    An answer whose measure is not in `names` still makes its day a recorded one.
    """
    known = {one.key: one for one in names}
    start, days = first.toordinal(), (last - first).days + 1
    given: dict[str, dict[int, list[int]]] = {key: {} for key in known}
    recorded: set[int] = set()
    for checkin in checkins:
        day = checkin.local_date.toordinal() - start
        if not 0 <= day < days:
            continue
        for answer in checkin.answers:
            value, key = answer.value, answer.measure
            if value is None or key in PEG:
                continue
            recorded.add(day)
            by_day = given.get(key)
            if by_day is None:
                continue
            if day in by_day:
                by_day[day].append(value)
            else:
                by_day[day] = [value]
    values, ticks = _apart(given, known)
    counts = {key: len(on) for key, on in (*values.items(), *ticks.items())}
    measures = sorted((known[key] for key in counts), key=lambda one: -counts[one.key])
    return Daybook(
        first=first,
        days=days,
        measures=tuple(measures),
        values=values,
        ticks=ticks,
        recorded=frozenset(recorded),
        flares=_inside(flares, first, last),
    )


def _apart(
    given: Mapping[str, Mapping[int, Sequence[int]]], known: Mapping[str, Measure]
) -> tuple[dict[str, dict[int, float]], dict[str, frozenset[int]]]:
    """Values of each day, and days of each tick; nothing for what was never given."""
    values: dict[str, dict[int, float]] = {}
    ticks: dict[str, frozenset[int]] = {}
    for key, by_day in given.items():
        if known[key].kind in TICKED:
            if on := frozenset(day for day, said in by_day.items() if any(said)):
                ticks[key] = on
        elif by_day:
            values[key] = {day: sum(said) / len(said) for day, said in by_day.items()}
    return values, ticks


def _inside(flares: Iterable[Flare], first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Flares cut to the period, oldest first; stretches that touch or overlap are one."""
    cut = sorted((max(one.began_on, first), min(one.until, last)) for one in flares)
    joined: list[tuple[date, date]] = []
    for began, until in cut:
        if began > until:
            continue
        if joined and began <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((began, until))
    return tuple(joined)
