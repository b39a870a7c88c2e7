"""Made-up days for the tests of the page for a doctor. Every number in them is chosen by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from core.features.report.content import Told
from core.insight.daybook import daybook
from core.insight.peg import PegMean
from core.model.checkin import Answer, Checkin
from core.model.flare import Flare
from core.model.measure import Measure, MeasureKind

LAST = date(2026, 11, 22)
NAMES = (
    Measure(key="pain", kind=MeasureKind.SCALE, label="Pain"),
    Measure(key="fatigue", kind=MeasureKind.SCALE, label="Tiredness"),
    Measure(key="sleep", kind=MeasureKind.SCALE, label="Sleep last night"),
    Measure(key="mood", kind=MeasureKind.SCALE, label="Low mood"),
    Measure(key="poor_sleep", kind=MeasureKind.TRIGGER, label="Poor sleep"),
    Measure(key="headache", kind=MeasureKind.SYMPTOM, label="Headache"),
    Measure(key="own-abc123", kind=MeasureKind.COUNT, label="Naps"),
)


def told(
    days: int,
    *,
    every: int = 2,
    questions: Sequence[str] = (),
    notes: Sequence[tuple[date, str]] = (),
    flares: Sequence[tuple[date, date]] = (),
) -> Told:
    """`days` days that end on LAST, each `every`-th one (0: none) with pain 6, tiredness 8, sleep 4, mood 3."""
    first = LAST - timedelta(days=days - 1)
    answered = range(0, days, every) if every else range(0)
    kept = [_checkin(first + timedelta(days=day), number) for number, day in enumerate(answered)]
    stretches = [Flare(id=1, member_id=1, began_on=began, until=until) for began, until in flares]
    pegs = [PegMean(day=first + timedelta(days=day), mean=5.0) for day in range(6, days if kept else 0, 7)]
    book = daybook(kept, stretches, NAMES, first=first, last=LAST)
    return Told(book=book, pegs=pegs, questions=tuple(questions), notes=tuple(notes))


def _checkin(day: date, number: int) -> Checkin:
    given = [("pain", 6), ("fatigue", 8), ("sleep", 4), ("mood", 3), ("own-abc123", 1)]
    given += [("poor_sleep", 1)] if number % 3 == 0 else []
    given += [("headache", 1)] if number % 5 == 0 else []
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Checkin(
        id=number,
        member_id=1,
        questionnaire="daily",
        local_date=day,
        opened_at=at,
        closed_at=at,
        answers=tuple(Answer(measure=measure, value=value) for measure, value in given),
    )
