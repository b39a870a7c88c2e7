"""The weekly PEG: pain, enjoyment, activity. Its mean is the mean of all three, and there is none without all three.

Source: Krebs et al. 2009, J Gen Intern Med 24(6):733-738. No meaning is read into the number here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.insight.daybook import PEG
from core.model.checkin import Checkin


@dataclass(frozen=True, slots=True, kw_only=True)
class PegMean:
    """One filled PEG: the day it was filled on, and its mean from 0 to 10."""

    day: date
    mean: float


def peg_means(checkins: Iterable[Checkin], *, first: date, last: date) -> tuple[PegMean, ...]:
    """One for each PEG with all three answers, oldest first. A skipped answer makes it an unfilled one."""
    found = []
    for checkin in checkins:
        given = {one.measure: one.value for one in checkin.answers if one.measure in PEG and one.value is not None}
        if len(given) == len(PEG) and first <= checkin.local_date <= last:
            found.append((checkin.local_date, checkin.opened_at, sum(given.values()) / len(PEG)))
    return tuple(PegMean(day=day, mean=mean) for day, _, mean in sorted(found))
