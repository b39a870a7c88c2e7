"""Small diaries for the tests of core.insight: check-ins on numbered days, and the names of what is in them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from core.model.checkin import Answer, Checkin
from core.model.measure import Measure, MeasureKind

FIRST = date(2026, 3, 4)
"""A Wednesday."""

NAMES = (
    Measure(key="pain", kind=MeasureKind.SCALE, label="Pain"),
    Measure(key="sleep", kind=MeasureKind.SCALE, label="Sleep last night"),
    Measure(key="mood", kind=MeasureKind.SCALE, label="Low mood"),
    Measure(key="own-k3f9qa", kind=MeasureKind.SCALE, label="Jaw"),
    Measure(key="walked", kind=MeasureKind.YES_NO, label="Walked"),
    Measure(key="cups", kind=MeasureKind.COUNT, label="Cups of coffee"),
    Measure(key="stood", kind=MeasureKind.TRIGGER, label="Stood a lot"),
    Measure(key="poor_sleep", kind=MeasureKind.TRIGGER, label="Poor sleep"),
    Measure(key="headache", kind=MeasureKind.SYMPTOM, label="Headache"),
)
MEASURES = {one.key: one for one in NAMES}


def checkin(day: int, /, **said: int | None) -> Checkin:
    """One on the day that comes `day` days after FIRST."""
    on = FIRST + timedelta(days=day)
    at = datetime.combine(on, time(9), UTC)
    return Checkin(
        id=day,
        member_id=1,
        questionnaire="daily",
        local_date=on,
        opened_at=at,
        closed_at=at,
        answers=tuple(Answer(measure=key, value=value) for key, value in said.items()),
    )


def on_days(days: Iterable[int], **said: int | None) -> list[Checkin]:
    """The same on each of these days."""
    return [checkin(day, **said) for day in days]
