"""A period week by week, for the doctor's page."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.insight.daybook import Daybook


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Monday to Sunday, cut to the period. `means`: of each measure's recorded days; absent where there are none."""

    first: date
    last: date
    days: int
    recorded: int
    means: Mapping[str, float]


def weeks(daybook: Daybook) -> tuple[Week, ...]:
    """All weeks that the period touches, oldest first, also those in which nothing was recorded."""
    lead = daybook.first.weekday()
    recorded = Counter((day + lead) // 7 for day in daybook.recorded)
    sums: dict[int, dict[str, tuple[float, int]]] = defaultdict(dict)
    for key, values in daybook.values.items():
        for day, value in values.items():
            week = sums[(day + lead) // 7]
            total, count = week.get(key, (0.0, 0))
            week[key] = total + value, count + 1
    return tuple(
        Week(
            first=daybook.first + timedelta(days=max(start, 0)),
            last=daybook.first + timedelta(days=min(start + 7, daybook.days) - 1),
            days=min(start + 7, daybook.days) - max(start, 0),
            recorded=recorded[number],
            means={key: total / count for key, (total, count) in sums[number].items()},
        )
        for number, start in enumerate(range(-lead, daybook.days, 7))
    )
