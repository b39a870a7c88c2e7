"""Flare days, as the member said: a stretch of days on which little is asked and extras rest."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Flare:
    """From `began_on` to `until`, both included, in the member's own days.

    `over`: the member said so, and it rests nothing any more, also on its last day. Its days stay flare days.
    """

    id: int
    member_id: int
    began_on: date
    until: date
    over: bool = False
