"""What a member taps about themselves. A missing answer stays missing: it is never a zero."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One measure of one check-in: 0-10, 0-99 for a count, 1 for a tick, None when it was skipped. `measure` is a
    `Measure.key`. `answered_at` is aware UTC.
    """

    measure: str
    value: int | None
    answered_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkin:
    """One check-in of one member. `local_date` is the member's own day. `closed_at` is None while it waits.

    `note` is what the member wrote beside the answers, empty when nothing.
    """

    id: int
    member_id: int
    questionnaire: str
    local_date: date
    opened_at: datetime
    closed_at: datetime | None
    answers: tuple[Answer, ...]
    note: str = ""
