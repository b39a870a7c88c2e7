"""A long time month by month: how many days were recorded in each, and its mean of each measure. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from core.insight.daybook import Daybook
from core.insight.telling import number
from core.model.measure import Measure
from core.ports import Phrasebook


def month_table(
    book: Daybook, shown: Sequence[Measure], words: Phrasebook
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The head and the rows, one for each month that the period touches, the empty ones too."""
    days = Counter(_month_of(book, day) for day in range(book.days))
    recorded = Counter(_month_of(book, day) for day in book.recorded)
    given: dict[tuple[int, int], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in shown:
        for day, value in book.values.get(one.key, {}).items():
            given[_month_of(book, day)][one.key].append(value)
    head = (words("report.month_head"), words("insight.week_recorded"), *(one.label for one in shown))
    rows = tuple(
        (
            words("report.month", month=words.pick("times.months", month - 1), year=year),
            words("insight.week_days", recorded=recorded[year, month], days=count),
            *(_mean(given[year, month][one.key], words) for one in shown),
        )
        for (year, month), count in days.items()
    )
    return head, rows


def _month_of(book: Daybook, day: int) -> tuple[int, int]:
    on: date = book.first + timedelta(days=day)
    return on.year, on.month


def _mean(values: Sequence[float], words: Phrasebook) -> str:
    return number(sum(values) / len(values), words) if values else words("insight.week_none")
