"""The pages of trends, with the longest names and numbers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from core.features.trends import pages
from core.features.trends.periods import PERIODS
from core.insight.daybook import daybook
from core.insight.patterns import Findings, Pattern, Timing
from core.insight.telling import lines
from core.model.checkin import Answer, Checkin
from core.model.flare import Flare
from core.model.measure import Measure, MeasureKind
from tests.house.page_kit import Page, knowledge

FIRST = date(2025, 9, 30)
OWN = [
    Measure(key=f"own-{kind.value[:5]}{number}", kind=kind, label=f"{number} of my four long words")
    for kind in MeasureKind
    for number in range(8)
]


def trend_pages() -> Iterator[Page]:
    words = knowledge().words
    questions = knowledge().content.checkins.questions.values()
    scales = [Measure(key=one.id, kind=MeasureKind.SCALE, label=one.label) for one in questions]
    for period, days in PERIODS.items():
        book = daybook(
            [_checkin(day, [*scales, *OWN], days) for day in range(days)],
            [Flare(id=n, member_id=1, began_on=_on(n * 2), until=_on(n * 2)) for n in range(3)],
            [*scales, *OWN],
            first=FIRST,
            last=_on(days - 1),
        )
        recorded = book.of_kind(MeasureKind.SCALE)
        for shown in (scales[:3], scales[:1], OWN[:3], OWN[:1]):
            yield Page(f"trends/{period}", pages.trend_page(book, shown, recorded, b"", period, words))
        for number in range(len(lines(book, words)) // pages.LINES_ON_A_PAGE + 1):
            yield Page(f"trends/each/{period}", pages.each_page(lines(book, words), period, number, words))
        yield Page(f"trends/plain/{period}", pages.plain_page(book, scales[:3], period, words))
        yield Page(f"trends/empty/{period}", pages.empty_page(period, words))
        yield Page(f"trends/pick/{period}", pages.pick_page(recorded, period, words))
        for found in (*_found(), Findings(patterns=(), compared=True), Findings(patterns=(), compared=False)):
            for number in range(2):
                yield Page(f"trends/patterns/{period}", pages.patterns_page(found, period, number, words))


def _found() -> Iterator[Findings]:
    for timing in Timing:
        for mean, other in ((10.0, 2.2), (2.2, 10.0)):
            one = Pattern(
                cue=OWN[-1], timing=timing, measure=OWN[0], mean=mean, days=199, other_mean=other, other_days=166
            )
            yield Findings(patterns=(one,) * 3, compared=True)


def _checkin(day: int, measures: list[Measure], days: int) -> Checkin:
    """High in one half and low in the other; each measure less often than the one before."""
    value = 9 if day < days // 2 else 2
    at = datetime(2026, 9, 30, tzinfo=UTC)
    answers = tuple(
        Answer(measure=one.key, value=value) for number, one in enumerate(measures) if day % (number % 4 + 1) == 0
    )
    return Checkin(
        id=day, member_id=1, questionnaire="d", local_date=_on(day), opened_at=at, closed_at=at, answers=answers
    )


def _on(day: int) -> date:
    return FIRST + timedelta(days=day)
