"""What people type into the form of a resource: how they skip a question, what is a web address, which are tags."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

_LINK: Final = re.compile(r"https?://[^\s.]+\.\S+", re.IGNORECASE)
_BARE_LINK: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_NOTHING: Final = frozenset({"no", "none", "nothing", "skip", "n/a", "na", "nil", "-"})


def without_skip(typed: str) -> str:
    """What was typed; empty for the words by which people skip a question."""
    return "" if typed.strip(" .!/").casefold() in _NOTHING else typed


def address_in(typed: str) -> str:
    """The web address that was typed, "https://" put before one that came without; empty when it is none."""
    if _LINK.fullmatch(typed):
        return typed
    return f"https://{typed}" if _BARE_LINK.fullmatch(typed) else ""


def tags_in(typed: str) -> tuple[str, ...]:
    """The tags that were typed with commas between them, each once."""
    tags = (tag.strip(" #") for tag in typed.replace(";", ",").split(","))
    return tuple({tag.casefold(): tag for tag in reversed([one for one in tags if one])}.values())[::-1]


def months_later(day: date, months: int) -> date:
    """The same day so many months on; a shorter month's last day stands in."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
