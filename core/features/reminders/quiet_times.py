"""Reads quiet hours as people type them ("10pm to 7", "22:00-7:30"). What it fills in, the confirmation shows."""

import re
from datetime import time
from typing import Final

from core.model.rhythm import QuietHours

_BETWEEN: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill?\b|\band\b)\s*")  # noqa: RUF001 - phones write such dashes
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?(?:\s*o.?clock)?")
_NAMED: Final = {"midnight": time(0), "noon": time(12), "midday": time(12)}
_EVENING_FROM: Final = 6
_HALF: Final = 12


def quiet_hours_in(typed: str) -> QuietHours | None:
    """None when it is not two times, or twice the same. Without am or pm they begin in the evening and end in the
    morning, as nights do."""
    words = typed.strip().lower()
    for lead in ("from ", "between "):
        words = words.removeprefix(lead)
    parts = _BETWEEN.split(words)
    if len(parts) != 2:
        return None
    starts, ends = _time(parts[0], evening=True), _time(parts[1], evening=False)
    return None if starts is None or ends is None or starts == ends else QuietHours(starts=starts, ends=ends)


def _time(part: str, *, evening: bool) -> time | None:
    if part in _NAMED:
        return _NAMED[part]
    found = _CLOCK.fullmatch(part)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= _HALF):
        return None
    if half:
        hour = hour % _HALF + (_HALF if half == "p" else 0)
    elif hour == _HALF:
        hour = 0
    elif evening and _EVENING_FROM <= hour < _HALF and not found[1].startswith("0"):
        hour += _HALF
    return time(hour, minute)
