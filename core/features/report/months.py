"""A long time month by month: how many days were recorded in each, and its mean of each measure. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from core.insight.daybook import Daybook
from core.insight.telling import number
from core.model.measure import Measure
from core.ports import Phrasebook

_Month = tuple[int, int]


def month_table(
    book: Daybook, shown: Sequence[Measure], words: Phrasebook
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The head and the rows, one for each month that the period touches; empty ones in a row share theirs."""
    days = Counter(_month_of(book, day) for day in range(book.days))
    recorded = Counter(_month_of(book, day) for day in book.recorded)
    given: dict[_Month, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in shown:
        for day, value in book.values.get(one.key, {}).items():
            given[_month_of(book, day)][one.key].append(value)
    head = (words("report.month_head"), words("insight.week_recorded"), *(one.label for one in shown))
    rows = tuple(
        (
            _span(together, words),
            words(
                "insight.week_days",
                recorded=sum(recorded[one] for one in together),
                days=sum(days[one] for one in together),
            ),
            *(_mean(given[together[0]][one.key], words) for one in shown),
        )
        for together in _rows(days, recorded)
    )
    return head, rows


def _rows(days: Mapping[_Month, int], recorded: Mapping[_Month, int]) -> list[list[_Month]]:
    """Each month alone; months in a row without an answer share a line, which says so once."""
    rows: list[list[_Month]] = []
    for month in days:
        if rows and not recorded[month] and not recorded[rows[-1][-1]]:
            rows[-1].append(month)
        else:
            rows.append([month])
    return rows


def _span(months: Sequence[_Month], words: Phrasebook) -> str:
    named = [
        words("report.month", month=words.pick("times.months", month - 1), year=year)
        for year, month in (months[0], months[-1])
    ]
    return named[0] if len(months) == 1 else words("insight.days", first=named[0], last=named[1])


def _month_of(book: Daybook, day: int) -> _Month:
    on: date = book.first + timedelta(days=day)
    return on.year, on.month


def _mean(values: Sequence[float], words: Phrasebook) -> str:
    return number(sum(values) / len(values), words) if values else words("insight.week_none")
