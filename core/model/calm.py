"""A group's quiet days: a pause of all its posts, and a hard day without cheerful ones."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """Until when (aware UTC); None, or a moment that is over: no such time."""

    paused_until: datetime | None = None
    hard_until: datetime | None = None

    def held_until(self, at: datetime, *, cheerful: bool) -> datetime | None:
        """Until when a post that is meant for `at` is held back; None when it may come."""
        ends = [self.paused_until, *([self.hard_until] if cheerful else [])]
        return max((end for end in ends if end is not None and at < end), default=None)
