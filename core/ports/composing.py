"""What a feature promises for each purpose that it schedules: who composes it, and how surely it must arrive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.model.delivery import Lane, Promise
from core.model.message import Outbound
from core.model.schedule import DueSlot, Schedule
from core.ports.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What a composer may look at: one due slot of one schedule, inside the planner's transaction."""

    schedule: Schedule
    slot: DueSlot
    uow: UnitOfWork
    now: datetime


class Composer(Protocol):
    """Writes the message of one due slot."""

    async def __call__(self, due: Composition) -> Outbound | None:
        """None: there is nothing to say this time; the schedule goes on all the same."""
        ...


class JointComposer(Protocol):
    """Writes one message for all that falls due together for one member in one place."""

    async def __call__(self, due: Sequence[Composition]) -> Outbound | None:
        """None: there is nothing to say this time."""
        ...


class PostOf(Protocol):
    """Names the post that one due slot is, so that it can be changed or withdrawn later."""

    async def __call__(self, due: Composition) -> int | None:
        """Asked after its message was written."""
        ...


def _never(_: Schedule) -> bool:
    return False


def _own_post(schedule: Schedule) -> int | None:
    return schedule.id if schedule.group_id is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """A kind of scheduled message.

    `good_for`: how long after its minute it is still worth sending; then it expires and is counted, never sent late
    in a burst. `same_day`: it also ends with the local day of its slot. `late_label`: whether one that comes more than
    a few minutes late says so. `heeds_quiet`: whether a schedule of this purpose is held over its member's quiet hours.
    `compose_together`: writes what falls due together; without it each schedule has its own message. `health`: its
    message may tell or ask about somebody's health, so it never goes to a platform where nothing of that is kept, also
    when the member's other account cannot be reached. `post_of`: under which number what it sends to a group can be
    changed and taken back later (`OutboxStore.amend`); the schedule's own, as a rule. `renews`: whether a new post of
    this schedule takes the one before it away, once it has arrived. `post_at`: the number for one slot, where each
    slot is a post of its own. `cheerful`: it is held back on a group's hard day.
    `rests`: a group's pause holds it; False for what moderators must hear all the same.
    """

    name: str
    compose: Composer
    lane: Lane
    promise: Promise
    good_for: timedelta
    same_day: bool = False
    late_label: bool = False
    heeds_quiet: Callable[[Schedule], bool] = _never
    compose_together: JointComposer | None = None
    health: bool = False
    post_of: Callable[[Schedule], int | None] = _own_post
    renews: Callable[[Schedule], bool] = _never
    post_at: PostOf | None = None
    cheerful: bool = False
    rests: bool = True
