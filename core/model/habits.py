"""How a member likes to check in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """`opens`: the set behind "Check in". `all_at_once`: asked on one page, where the platform has such pages."""

    opens: str = "daily"
    all_at_once: bool = False
