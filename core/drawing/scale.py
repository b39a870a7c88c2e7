"""Where days and values lie in a chart: points of the lines, and the marks under them. Pure arithmetic, no drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MARKED_BY_DAY = 120
_STEPS = ((45, 1), (120, 3), (800, 7))
"""So many days are drawn with so many of them as one point: more points, and nobody could read three lines."""
_MOST_MARKS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark on the line of days: where, in days from the first, with one line of text and perhaps a second."""

    at: float
    above: str
    below: str = ""


def days_a_point(days: int) -> int:
    """How many days share one point of a line."""
    return next((step for most, step in _STEPS if days <= most), 28)


def runs(values: Sequence[float | None], step: int) -> Iterator[list[tuple[float, float]]]:
    """What is joined, as (day, value): the means of about `step` days each, which share all days evenly.

    Where nothing was recorded, a run ends.
    """
    run: list[tuple[float, float]] = []
    points = max(1, round(len(values) / step))
    for point in range(points):
        begins, ends = point * len(values) // points, (point + 1) * len(values) // points
        given = [min(10.0, max(0.0, one)) for one in values[begins:ends] if one is not None]
        if given:
            run.append(((begins + ends) / 2, sum(given) / len(given)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def drawn(values: Sequence[float | None]) -> list[float]:
    """The heights of a line's points, for whoever has to be told what a chart shows."""
    return [value for run in runs(values, days_a_point(len(values))) for _, value in run]


def marks(first: date, days: int, months: Sequence[str]) -> list[Mark]:
    """At most eight marks: days and their months below; or months, and their years below; or years."""
    if days <= _MARKED_BY_DAY:
        return list(_day_marks(first, days, months))
    return list(_month_marks(first, days, months))


def apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles near the wanted ones (given from the top), each with its height to itself between top and bottom."""
    middles: list[float] = []
    under = top
    for middle, height in zip(wanted, heights, strict=True):
        middles.append(max(middle, under + height / 2))
        under = middles[-1] + height / 2
    over = bottom
    for number in reversed(range(len(middles))):
        middles[number] = min(middles[number], over - heights[number] / 2)
        over = middles[number] - heights[number] / 2
    return middles


def _day_marks(first: date, days: int, months: Sequence[str]) -> Iterator[Mark]:
    step = next(one for one in (1, 2, 7, 14, 28) if days <= one * _MOST_MARKS or one == 28)
    said: int | None = None
    for number in range(0, days, step):
        day = first + timedelta(days=number)
        yield Mark(at=number + 0.5, above=str(day.day), below="" if day.month == said else months[day.month - 1])
        said = day.month


def _month_marks(first: date, days: int, months: Sequence[str]) -> Iterator[Mark]:
    begun = list(_months_begun(first, days))
    step = next(one for one in (1, 2, 3, 4, 6, 12) if len(begun) <= one * _MOST_MARKS or one == 12)
    if step == 12:
        years = [day for day in begun if day.month == 1]
        apart = -(-len(years) // _MOST_MARKS) if years else 1
        yield from (Mark(at=(day - first).days, above=str(day.year)) for day in years[::apart])
        return
    chosen = [day for day in begun if (day.month - 1) % step == 0]
    said: int | None = None
    for day in chosen:
        below = "" if day.year == said else str(day.year)
        yield Mark(at=(day - first).days, above=months[day.month - 1], below=below)
        said = day.year


def _months_begun(first: date, days: int) -> Iterator[date]:
    last = first + timedelta(days=days - 1)
    day = first if first.day == 1 else _next_month(first)
    while day <= last:
        yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
