"""What a member would like the group's moderators to share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MOST_WAITING: Final = 3
"""How many suggestions of one member may wait in one group."""

DECIDED_KEPT: Final = timedelta(days=30)
"""How long a suggestion is kept after moderators decided."""


class SuggestionState(StrEnum):
    """It waits until the first moderator decides."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSuggestion:
    """In the member's own words. `link` is http(s) or empty."""

    group_id: int
    member_id: int
    title: str
    link: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion(NewSuggestion):
    """A stored one. Moments are aware UTC."""

    id: int
    state: SuggestionState
    sent_at: datetime
    decided_at: datetime | None
