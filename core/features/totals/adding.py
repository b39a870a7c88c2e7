"""Adds up a week of several people, and says nothing of a day with too few of them. It knows no group and no member."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from statistics import fmean
from typing import Final

from core.model.checkin import Checkin

MIN_PEOPLE: Final = 5
"""A day counts with at least so many people who gave that number. Below it, somebody who knows their own number and
can guess one or two others could work out the rest; and one bad day of one person would show in the group's number."""

MEASURES: Final = ("pain", "tiredness")
"""What is added up, in the order of telling."""

DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """`days`: on how many of the seven there were enough people. `numbers`: a whole number for each measure with such
    a day. Nothing else leaves the sum: no head count, no day, no person."""

    days: int
    numbers: Mapping[str, int]


class Sum:
    """Takes in one person after the other."""

    def __init__(self) -> None:
        self._given: dict[str, dict[date, list[float]]] = {measure: defaultdict(list) for measure in MEASURES}

    def add(self, checkins: Sequence[Checkin]) -> None:
        """All of one person. Several check-ins of a day are that day's mean; skipped and missing are no number."""
        given: dict[tuple[str, date], list[int]] = defaultdict(list)
        for checkin in checkins:
            for answer in checkin.answers:
                if answer.measure in self._given and answer.value is not None:
                    given[answer.measure, checkin.local_date].append(answer.value)
        for (measure, day), values in given.items():
            self._given[measure][day].append(fmean(values))

    def week(self) -> Week | None:
        """Each day weighs the same, however many people it has. None: no day had enough of them."""
        enough = {
            measure: {day: fmean(means) for day, means in days.items() if len(means) >= MIN_PEOPLE}
            for measure, days in self._given.items()
        }
        numbers = {measure: _whole(fmean(days.values())) for measure, days in enough.items() if days}
        if not numbers:
            return None
        return Week(days=len({day for days in enough.values() for day in days}), numbers=numbers)


def _whole(value: float) -> int:
    return floor(value + 0.5)
