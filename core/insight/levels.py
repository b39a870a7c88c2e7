"""How much of something there was in a period, and whether its second half differs from its first.

A change is looked for inside the period, and not against the period before: so all that is said can be seen in the
chart beside it, and no older answers need to be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.insight.daybook import Daybook
from core.model.measure import Measure

FEWEST_DAYS_OF_A_HALF: Final = 5
"""Recorded days that each half must have. With fewer, one day that is 5 points off moves a mean by more than 1."""

LEAST_CHANGE: Final = 1.0
"""Points on a scale from 0 to 10. What is nearer than that is said to be about the same."""


class Way(StrEnum):
    """Where the second half lies, seen from the first. Neither is better."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The means of both halves, rounded to one decimal; `way` is what these rounded numbers say."""

    earlier: float
    later: float
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """`mean`, `lowest` and `highest` are of daily values. `days`: how many days had one.

    `change` is None where a half has too few.
    """

    measure: Measure
    mean: float
    lowest: float
    highest: float
    days: int
    change: Change | None


def level(daybook: Daybook, measure: Measure) -> Level | None:
    """None for what was not recorded in the period, and for ticks, which have no level."""
    values = daybook.values.get(measure.key)
    if not values:
        return None
    return Level(
        measure=measure,
        mean=sum(values.values()) / len(values),
        lowest=min(values.values()),
        highest=max(values.values()),
        days=len(values),
        change=_change(values, daybook.days),
    )


def _change(values: Mapping[int, float], days: int) -> Change | None:
    """The middle day of an odd period belongs to neither half."""
    half = days // 2
    earlier = [value for day, value in values.items() if day < half]
    later = [value for day, value in values.items() if day >= days - half]
    if min(len(earlier), len(later)) < FEWEST_DAYS_OF_A_HALF:
        return None
    before, after = (round(sum(some) / len(some), 1) for some in (earlier, later))
    return Change(earlier=before, later=after, way=_way(round(after - before, 1)))


def _way(difference: float) -> Way:
    if abs(difference) < LEAST_CHANGE:
        return Way.SAME
    return Way.HIGHER if difference > 0 else Way.LOWER
