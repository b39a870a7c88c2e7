"""The kinds of post that a group can have, and how a moderator's phrase becomes a rule that fits one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from core.model.identity import Platform
from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Rule, Weekday, Weekly
from core.ports import Phrasebook
from core.scheduling.phrases import Question, WhenFound, WhenUnclear, understand

EVERY_DAY: Final = "every day"
"""How a phrase begins that the time buttons make, for a post that comes each day."""

ALL_DAYS: Final = frozenset(Weekday)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPost:
    """A kind of post that a group can have. `name` is its short word in commands and in words files.

    It is not offered on the platforms of `not_on`. `weekly_on`: it comes once a week, on that day if nothing else is
    said; None: each day. `fewest`: with fewer people it stays silent, and moderators are told so.
    """

    purpose: str
    name: str
    not_on: frozenset[Platform] = frozenset()
    weekly_on: Weekday | None = None
    fewest: int | None = None

    def label(self, words: Phrasebook) -> str:
        """What moderators call it."""
        return words(f"groups.post_{self.name}")

    @property
    def every(self) -> str:
        """How a phrase for its usual rule begins."""
        return EVERY_DAY if self.weekly_on is None else f"every {self.weekly_on.name.lower()}"

    def fits(self, recurrence: Recurrence) -> bool:
        """Whether it may come so often: a weekly one has one day and one time."""
        match recurrence.rule:
            case Weekly(times=times, days=days):
                return self.weekly_on is None or len(times) == len(days) == 1
            case _:
                return self.weekly_on is None


def repeating(when: str, post: GroupPost, now: datetime, zone: str) -> WhenFound | WhenUnclear:
    """What was typed, as a rule that repeats: a time alone means every day, or the usual day of a weekly post."""
    found = understand(when, now=now, zone=zone)
    if not isinstance(found, WhenFound) or isinstance(found.recurrence.rule, Once):
        found = understand(f"{post.every} {when}", now=now, zone=zone)
    if isinstance(found, WhenFound) and (isinstance(found.recurrence.rule, Once) or not post.fits(found.recurrence)):
        return WhenUnclear(question=Question.ONCE_OR_REPEAT)
    return found


def days_of(rule: Rule) -> frozenset[Weekday]:
    """On which days of each week it comes; none where it goes by another count."""
    match rule:
        case Weekly(days=days, every=1):
            return days
        case Daily(every=1) | Interval():
            return ALL_DAYS
        case _:
            return frozenset()


def on_days(rule: Rule, days: frozenset[Weekday]) -> Rule:
    """The same times on other days of each week."""
    times = _times_of(rule)
    return Daily(times=times) if days == ALL_DAYS else Weekly(times=times, days=days)


def toggled(post: GroupPost, rule: Rule, day: Weekday) -> Rule | None:
    """With this day, or without it; None when it is the last one. A weekly post moves to the day."""
    if post.weekly_on is not None:
        return on_days(rule, frozenset({day}))
    days = days_of(rule) ^ {day}
    return on_days(rule, days) if days else None


def of_name(posts: Sequence[GroupPost], name: str) -> GroupPost | None:
    """By its short word."""
    return next((post for post in posts if post.name == name.lower()), None)


def _times_of(rule: Rule) -> tuple[time, ...]:
    match rule:
        case Once(at=at):
            return (at.time(),)
        case Interval(window_start=start):
            return (start,)
        case Daily(times=times) | Weekly(times=times) | Monthly(times=times):
            return times
