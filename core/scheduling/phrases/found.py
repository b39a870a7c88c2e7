"""What reading a phrase can come to: a rule that is certain enough to confirm, or one short question. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from core.model.schedule import Recurrence, Weekday


class WhenKind(StrEnum):
    """The kinds of rule that `try when` names."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    WEEKDAYS = "weekdays"
    MONTHLY = "monthly"
    INTERVAL = "interval"


class Question(StrEnum):
    """The one thing to ask back; the sentence for each is in the words of the reminders."""

    WHICH_HALF = "which_half"  # morning or evening
    WHICH_TIME = "which_time"
    WHICH_DAY = "which_day"
    WHICH_DATE = "which_date"  # 5/12 is two dates; or the date named does not exist
    WHICH_ONE = "which_one"  # a choice, a refusal or two things that cannot both be so
    ONCE_OR_REPEAT = "once_or_repeat"
    ALREADY_PAST = "already_past"
    NO_SUCH_RULE = "no_such_rule"  # clear, but a rule that we do not keep (yearly, first Monday)
    NOT_UNDERSTOOD = "not_understood"


class Assumed(StrEnum):
    """What the words left open and we filled in; the confirmation shows it and lets it be changed."""

    TIME = "time"  # no clock time was said
    WEEK = "week"  # "next friday" may also mean the one after


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """The step of a rule; `unit` is minutes, hours, days or weeks."""

    n: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenFound:
    """A phrase that was understood. `first_due` is aware, in the asker's zone; `rest` is what was not about time."""

    kind: WhenKind
    recurrence: Recurrence
    first_due: datetime
    times: tuple[time, ...] = ()
    days: tuple[Weekday, ...] = ()
    day_of_month: int | None = None
    last_day: bool = False
    every: Every | None = None
    assumed: frozenset[Assumed] = frozenset()
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One button under a question: the phrase it stands for (`understand` reads it) and its time, if that is all."""

    phrase: str
    at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenUnclear:
    """A phrase that would need a guess: ask `question` with at most four buttons instead."""

    question: Question
    choices: tuple[Choice, ...] = ()


class Unclear(Exception):  # no error: the way out of the grammar, caught in `understand`
    """Carries the question up from wherever the reading stopped."""

    def __init__(self, question: Question, *choices: Choice) -> None:
        super().__init__(question.value)
        self.question = question
        self.choices = choices


def to_jsonable(found: WhenFound | WhenUnclear) -> Mapping[str, object]:
    """The shape that `spoonlight try when` prints: only the fields that apply."""
    if isinstance(found, WhenUnclear):
        return {"kind": "unclear"}
    shape: dict[str, object] = {"kind": found.kind.value}
    if found.times:
        shape["times"] = [each.isoformat("minutes") for each in found.times]
    if found.days:
        shape["days"] = [day.name.lower() for day in found.days]
    if found.kind is WhenKind.MONTHLY:
        shape["day_of_month"] = "last" if found.last_day else found.day_of_month
    if found.every is not None:
        shape["every"] = {"n": found.every.n, "unit": found.every.unit}
    shape["first_due"] = found.first_due.isoformat(timespec="seconds")
    return shape
