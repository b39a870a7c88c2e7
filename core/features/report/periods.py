"""Which days a page for the doctor looks back over. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

PERIODS: Final = {"30d": 30, "90d": 90, "6m": 182, "1y": 365}
"""Days of each period; the last one is today."""

USUAL: Final = "90d"

SINCE: Final = "visit"
"""From the member's last appointment on."""

_NUMBERS: Final = {"30": "30d", "90": "90d", "3": "90d", "6": "6m", "1": "1y", "12": "1y", "365": "1y", "180": "6m"}


def first_day(period: str, today: date, visited: date | None) -> date:
    """The first day of a period whose last one is today. Without a visit, "since" is the usual one."""
    if period == SINCE and visited is not None:
        return visited
    return today - timedelta(days=PERIODS.get(period, PERIODS[USUAL]) - 1)


def last_visit(days: Iterable[date], today: date) -> date | None:
    """The newest appointment that is over, at most a year ago."""
    past = [day for day in days if today - timedelta(days=PERIODS["1y"]) < day < today]
    return max(past, default=None)


def period_named(text: str) -> str:
    """What somebody typed behind the command ("6 months", "90d"); the usual one where nothing is understood."""
    said = text.casefold()
    if "since" in said or "last" in said or SINCE in said:
        return SINCE
    digits = "".join(letter for letter in said if letter.isdecimal())
    if "year" in said:
        return "1y"
    return _NUMBERS.get(digits, USUAL)
