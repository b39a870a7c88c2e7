"""What people type into the form of a resource: how they skip a question, and what is a web address."""

import re
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
