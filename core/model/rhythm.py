"""When a member wants to be left alone: quiet hours at their own wall time."""

from dataclasses import dataclass
from datetime import time
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From `starts` (included) to `ends` (excluded), local wall time; over midnight when `ends` is the earlier one."""

    starts: time
    ends: time

    def hold(self, at: time) -> bool:
        """Whether this wall time is quiet."""
        if self.starts <= self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends


USUAL_QUIET: Final = QuietHours(starts=time(22, 0), ends=time(7, 30))
"""What is kept quiet for whoever chose nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """What the planner must know of a member: their zone (None until told), and their quiet hours (None: never)."""

    zone: str | None
    quiet: QuietHours | None
