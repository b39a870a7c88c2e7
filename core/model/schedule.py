"""When something should happen: rules at wall time in a zone, and the schedules that own them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import IntEnum, StrEnum

from core.model.identity import Address


class Weekday(IntEnum):
    """As `date.weekday()` counts."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6


class Unit(StrEnum):
    """What an interval counts."""

    MINUTES = "minutes"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """One moment: `at` is naive local wall time."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """Every `every` days, counted from `anchor` (needed when `every` > 1), at each of `times` (local wall time)."""

    times: tuple[time, ...]
    every: int = 1
    anchor: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """On `days` of every `every`-th week, counted from the week of `anchor` (needed when `every` > 1)."""

    times: tuple[time, ...]
    days: frozenset[Weekday]
    every: int = 1
    anchor: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """On one day of each month, 1-31; None is the last day. A short month's last day stands in for a missing one."""

    times: tuple[time, ...]
    day: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Every so many minutes or hours from `window_start` to `window_end` (local wall time) of each day."""

    every: int
    unit: Unit
    window_start: time
    window_end: time


Rule = Once | Daily | Weekly | Monthly | Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A rule in an IANA zone, between two dates (both included), without the excepted local dates."""

    rule: Rule
    zone: str
    starts_on: date | None = None
    ends_on: date | None = None
    exceptions: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSlot:
    """One due instance: `at` is aware UTC; `local_date` and `slot` ("HH:MM" wall time) name it for good."""

    at: datetime
    local_date: date
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    """A schedule before it is kept. Exactly one of `member_id` and `group_id` owns it.

    `purpose` names who composes the message; `payload` is what that composer needs (short texts).
    """

    purpose: str
    recurrence: Recurrence
    address: Address
    member_id: int | None = None
    group_id: int | None = None
    payload: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(NewSchedule):
    """A kept schedule. `next_slot` is the one due next, None when nothing more will come.

    `paused_until` (aware UTC): nothing comes before then. `asleep`: its member cannot be reached; it sleeps until they
    are back.
    """

    id: int
    next_slot: DueSlot | None
    paused_until: datetime | None = None
    asleep: bool = False


def occurrence_key(schedule_id: int, slot: DueSlot) -> str:
    """The unique key of one due instance: no crash and no clock change can make a second of it."""
    return f"{schedule_id}/{slot.local_date.isoformat()}/{slot.slot}"
