"""One time that a reminder came, and what the member tapped under it. For the member alone."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What was tapped. Nothing tapped is nothing said: it is never counted against anybody."""

    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOccurrence:
    """A reminder that is about to be sent. `local_date` and `slot` name it; `label` is what it was called then."""

    member_id: int
    schedule_id: int
    local_date: date
    slot: str
    due_at: datetime
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence(NewOccurrence):
    """A kept one. `bundle` is the id of the first of those that came in one message; its own id when it came alone."""

    id: int
    bundle: int
    outcome: Outcome | None = None
    answered_at: datetime | None = None
