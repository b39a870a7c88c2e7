"""How gently a member wants to be asked, and what they were told once."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gentleness:
    """`low_energy`: one question a day and no nudges. `asked_on`: the last day on which that one question came.
    `welcomed_on`: the day of the last line about coming back. Days are the member's own.
    """

    low_energy: bool = False
    asked_on: date | None = None
    welcomed_on: date | None = None
