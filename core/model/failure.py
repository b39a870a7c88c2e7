"""Why something for a group did not arrive, as moderators are told it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.model.identity import Address


class FailureCause(StrEnum):
    """`data/words/en/failures.yaml` says each one in plain words, and what to do about it."""

    CLOSED = "closed"  # the chat is gone, or the bot was removed from it
    NO_RIGHTS = "no_rights"  # the bot is there, but may not write
    TOPIC_GONE = "topic_gone"  # it went to the main room instead
    REFUSED = "refused"  # the platform does not take the message
    NOT_SENT = "not_sent"  # the platform could not be reached, time and again
    LATE = "late"  # its time had passed
    UNSURE = "unsure"  # it may have arrived; it is not sent twice
    NOT_CHANGED = "not_changed"  # a change or a withdrawal did not reach what stands there

    @property
    def ends_with_success(self) -> bool:
        """Whether the next post that arrives there proves that it is over."""
        return self in (FailureCause.CLOSED, FailureCause.NO_RIGHTS, FailureCause.NOT_SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One cause at one place of a group. `at`: when what failed was due (aware UTC)."""

    id: int
    group_id: int
    cause: FailureCause
    place: Address
    at: datetime
