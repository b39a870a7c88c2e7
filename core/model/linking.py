"""Two accounts of one person: the code that one makes and the other types, and what is known once they are joined."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.model.identity import Platform

CODE_GOOD_FOR: Final = timedelta(minutes=10)
"""How long a code waits to be typed; and how long, once typed, it waits for the yes."""

APART_FOR: Final = timedelta(days=7)
"""How long everything can be put back as it was."""

MOST_TRIES: Final = 5
TRIES_WITHIN: Final = timedelta(hours=1)
"""So many wrong codes may be typed within that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A code that was typed: `maker_id` made it, on `platform`, and whoever typed it has it alone now."""

    code_id: int
    maker_id: int
    platform: Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two accounts that became one member at `joined_at` (aware UTC), and can be put back as they were until
    `apart_until`. `moved` came with its own things; `kept` gave the member its place."""

    kept: Platform
    moved: Platform
    joined_at: datetime
    apart_until: datetime
