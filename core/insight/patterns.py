"""Looks for days that go together: a measure after poor sleep, after a trigger, or beside a symptom.

The rule of which days are compared:
- Poor sleep (the question about last night at POOR or more, or its tick): the same date, since it tells of the night
  before that date. "Other days" are dates on which the night was told of and was not poor.
- A trigger: the date after it. Nobody knows at which hour something was ticked, and the next date is surely later.
- A symptom: the same date. The two are said to come together, and neither is said to come after the other.
"Other days" of a tick are the recorded dates without it, from the first date on which it was ever ticked: before that
it may not have been asked for. Both sides count only the days that have a value of the measure itself.

Nothing here is a proof, and whoever says it says so.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.insight.daybook import Daybook
from core.model.measure import Measure, MeasureKind

FEWEST_DAYS_OF_A_SIDE: Final = 10
MOST_PATTERNS: Final = 3

LEAST_DIFFERENCE: Final = 1.0
"""Points on a scale from 0 to 10."""

LEAST_ERRORS: Final = 3.5
"""How many of its own standard errors a difference must be. Nine cues and five scales are 41 pairs, and chance alone
makes some of them differ by a point. In made-up diaries of 90 days without any connection, 99 of 100 were told of a
pattern by LEAST_DIFFERENCE alone, 88 with 2 errors, 21 with 3, and 3 with 3.5."""

NIGHTS: Final = frozenset({"sleep", "poor_sleep"})
"""Measures that tell of the night before their date."""

POOR: Final = 6.0
"""A night from here on, where 10 is the worst, is called poor."""


class Timing(StrEnum):
    """How the days of a pattern lie to what was recorded."""

    AFTER_NIGHT = "after_night"
    AFTER = "after"
    WITH = "with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """`measure` was `mean` on the `days` days that go with `cue`, and `other_mean` on `other_days` other days.

    Both means are rounded to one decimal.
    """

    cue: Measure
    timing: Timing
    measure: Measure
    mean: float
    days: int
    other_mean: float
    other_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """At most three patterns, the clearest first. `compared`: whether any two sides had enough days at all."""

    patterns: tuple[Pattern, ...]
    compared: bool


def findings(daybook: Daybook) -> Findings:
    """What stands out in a period. It takes every pair of a cue and a scale into account."""
    found: list[tuple[float, Pattern]] = []
    compared = False
    for cue, timing, on, off in _cues(daybook):
        for measure in daybook.of_kind(MeasureKind.SCALE):
            if cue.key == measure.key or (cue.key in NIGHTS and measure.key in NIGHTS):
                continue
            sides = _sides(daybook.values[measure.key], on, off)
            if sides is None:
                continue
            compared = True
            if (pattern := _pattern(cue, timing, measure, *sides)) is not None:
                found.append((abs(pattern.mean - pattern.other_mean), pattern))
    clearest = sorted(found, key=lambda one: -one[0])
    return Findings(patterns=_each_said_once(pattern for _, pattern in clearest), compared=compared)


def _cues(daybook: Daybook) -> Iterator[tuple[Measure, Timing, Collection[int], Collection[int]]]:
    """Each with the days that go with it, and the other days."""
    for measure in daybook.measures:
        if measure.key in NIGHTS and measure.kind is MeasureKind.SCALE:
            nights = daybook.values[measure.key]
            poor = {day for day, value in nights.items() if value >= POOR}
            yield measure, Timing.AFTER_NIGHT, poor, nights.keys() - poor
        elif (ticked := daybook.ticks.get(measure.key)) is not None:
            begun = min(ticked)
            without = {day for day in daybook.recorded - ticked if day > begun}
            if measure.key in NIGHTS:
                yield measure, Timing.AFTER_NIGHT, ticked, without
            elif measure.kind is MeasureKind.TRIGGER:
                yield measure, Timing.AFTER, {day + 1 for day in ticked}, {day + 1 for day in without}
            else:
                yield measure, Timing.WITH, ticked, without


def _sides(
    values: Mapping[int, float], on: Collection[int], off: Collection[int]
) -> tuple[list[float], list[float]] | None:
    """The values of both kinds of days, None where either has too few."""
    with_it = [values[day] for day in on if day in values]
    if len(with_it) < FEWEST_DAYS_OF_A_SIDE:
        return None
    without = [values[day] for day in off if day in values]
    return None if len(without) < FEWEST_DAYS_OF_A_SIDE else (with_it, without)


def _pattern(
    cue: Measure, timing: Timing, measure: Measure, with_it: list[float], without: list[float]
) -> Pattern | None:
    """None where the difference is small, or so small beside the days' own ups and downs that chance may explain it."""
    (mean, spread), (other, other_spread) = _mean_and_error(with_it), _mean_and_error(without)
    difference = round(abs(round(mean, 1) - round(other, 1)), 1)
    if difference < LEAST_DIFFERENCE or difference < LEAST_ERRORS * (spread + other_spread) ** 0.5:
        return None
    return Pattern(
        cue=cue,
        timing=timing,
        measure=measure,
        mean=round(mean, 1),
        days=len(with_it),
        other_mean=round(other, 1),
        other_days=len(without),
    )


def _mean_and_error(values: list[float]) -> tuple[float, float]:
    """The mean, and the square of its standard error."""
    count = len(values)
    mean = sum(values) / count
    return mean, max(0.0, sum([value * value for value in values]) / count - mean * mean) / (count - 1)


def _each_said_once(patterns: Iterator[Pattern]) -> tuple[Pattern, ...]:
    """The first of those that would be told in the same words: poor nights are known by a number and by a tick."""
    told: dict[tuple[str, str], Pattern] = {}
    for one in patterns:
        cue = Timing.AFTER_NIGHT.value if one.timing is Timing.AFTER_NIGHT else one.cue.key
        told.setdefault((cue, one.measure.key), one)
    return tuple(told.values())[:MOST_PATTERNS]
