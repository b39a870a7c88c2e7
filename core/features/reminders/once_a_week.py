"""The three questions of the week: asked by themselves once a week, on a day and at a time that the member chose."""

from datetime import time
from typing import Final

from core.model.schedule import Monthly, Rule, Weekly
from core.ports import Phrasebook
from core.scheduling.saying import said_time

USUAL: Final = (("sunday", 10), ("sunday", 18), ("saturday", 10), ("monday", 9))
"""Days and hours that are offered; the first is the usual one."""

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_once_a_week(rule: Rule) -> bool:
    """Or rarer: the questions are about a whole week."""
    match rule:
        case Weekly(times=times, days=days):
            return len(times) == 1 and len(days) == 1
        case Monthly(times=times):
            return len(times) == 1
        case _:
            return False


def usual_weeks(words: Phrasebook) -> list[tuple[str, str]]:
    """Phrases to choose from, each with its label."""
    return [(f"every {day} at {hour:02d}:00", _label(day, time(hour), words)) for day, hour in USUAL]


def _label(day: str, at: time, words: Phrasebook) -> str:
    name = words.pick("times.weekdays", _DAYS.index(day))
    return words("reminders.every_week_at", day=name, time=said_time(at, words))
