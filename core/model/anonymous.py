"""What somebody sends to their group, or to its moderators, without a name. Nothing here can hold a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AnonymousKind(StrEnum):
    """Whom it is for."""

    QUESTION = "question"  # the whole group, once a moderator said yes
    LINE = "line"  # the moderators alone, who can answer


class AnonymousState(StrEnum):
    """Where it stands. waiting -> one of the ends below; posted -> withdrawn."""

    WAITING = "waiting"
    POSTED = "posted"
    ANSWERED = "answered"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"  # posted, and taken out of the group again by its moderators


@dataclass(frozen=True, slots=True, kw_only=True)
class AnonymousNote:
    """`words` are empty once they are no longer kept; `answer` is what the moderators wrote back.

    `came_on` is all that is known of when it came.
    """

    id: int
    group_id: int
    kind: AnonymousKind
    state: AnonymousState
    came_on: date
    words: str = ""
    answer: str = ""
