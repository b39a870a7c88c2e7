"""Which days are looked back over, and how people ask for them: "7d", "3 months", "last yaer"."""

import re
from difflib import get_close_matches
from typing import Final

PERIODS: Final = {"7d": 7, "30d": 30, "90d": 90, "1y": 365}
"""Days of each period; the last one is today."""

USUAL: Final = "30d"

_DAYS: Final = {
    "d": 1,
    "day": 1,
    "w": 7,
    "wk": 7,
    "week": 7,
    "fortnight": 14,
    "m": 30,
    "mo": 30,
    "month": 30,
    "quarter": 90,
    "y": 365,
    "yr": 365,
    "year": 365,
}
_NUMBERS: Final = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"twelve": 12, "thirty": 30, "ninety": 90, "half": 0.5, "few": 3, "couple": 2},
}
_LONGEST_NUMBER: Final = 4
_NEAR, _VERY_NEAR = 0.7, 0.8


def period_named(text: str) -> str:
    """The shortest period that covers what was asked for; the usual one where nothing is understood."""
    count, days = 1.0, 0.0
    for word in re.findall(r"[0-9]+|[a-z]+", text.lower())[:12]:
        if word.isdecimal():
            count = float(word[:_LONGEST_NUMBER])
        elif (number := _nearest(word, _NUMBERS)) is not None:
            count = number
        elif (unit := _nearest(word, _DAYS)) is not None:
            days, count = count * unit, 1.0
            break
    else:
        days = count if count > 1 else 0.0
    if not days:
        return USUAL
    return next((name for name, covers in PERIODS.items() if days <= covers), "1y")


def _nearest(word: str, known: dict[str, int] | dict[str, float]) -> float | None:
    """Short words must be right; a longer one may have a slip in it, and stand in the plural."""
    for form in (word, word.removesuffix("s")):
        if form in known:
            return known[form]
    if len(word) < 3:
        return None
    near = get_close_matches(
        word.removesuffix("s"),
        [one for one in known if len(one) > 2],
        n=1,
        cutoff=_NEAR if len(word) > 3 else _VERY_NEAR,
    )
    return known[near[0]] if near else None
