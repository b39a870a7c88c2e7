"""The stores that the two loops live on: schedules (what falls due) and the outbox (what must be sent)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.model.delivery import Delivery, DeliveryState, NewDelivery, Receipt, Settlement
from core.model.identity import Address, Platform
from core.model.message import Outbound
from core.model.occurrence import NewOccurrence, Occurrence, Outcome
from core.model.schedule import DueSlot, NewSchedule, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """Moves one schedule on: from the slot that was read, to the next one (None: it is over)."""

    schedule_id: int
    seen: DueSlot
    next_slot: DueSlot | None


class ScheduleStore(Protocol):
    """Rows, not jobs: they cost no memory and survive everything."""

    async def add(self, schedule: NewSchedule, *, next_slot: DueSlot | None, now: datetime) -> Schedule: ...

    async def get(self, schedule_id: int) -> Schedule | None: ...

    async def of_member(self, member_id: int) -> Sequence[Schedule]:
        """Those that have something still to come, in the order of adding."""
        ...

    async def of_group(self, group_id: int) -> Sequence[Schedule]: ...

    async def remove(self, schedule_id: int, *, member_id: int | None = None, group_id: int | None = None) -> bool:
        """Removes it for its owner only. False: it was gone, or belongs to somebody else."""
        ...

    async def change(self, schedule: Schedule, *, member_id: int) -> bool:
        """Keeps its rule, its payload, its next slot and its pause as they stand in `schedule`, for its member only.

        It wakes, when it was asleep. False: it is gone, or belongs to somebody else.
        """
        ...

    async def fall_asleep(self, address: Address) -> int:
        """A member's own schedules to a place that cannot be reached sleep; returns how many."""
        ...

    async def count_asleep(self) -> int:
        """How many sleep, of everybody."""
        ...

    async def remove_over(self, day: date, *, limit: int) -> int:
        """Removes some of those whose last slot was before `day`; returns how many."""
        ...

    async def next_due_at(self) -> datetime | None:
        """When the earliest one falls due (aware UTC). One look at an index, whatever the number of rows."""
        ...

    async def due(self, now: datetime, *, limit: int) -> Sequence[Schedule]:
        """Due at or before `now`, earliest first."""
        ...

    async def coming(self, now: datetime, *, after_id: int, limit: int) -> Sequence[Schedule]:
        """Those due later than `now`, by their ids, from behind `after_id` on."""
        ...

    async def advance(self, moves: Sequence[Advance]) -> frozenset[int]:
        """Compare-and-set, all in one statement: returns the ids that were still at the slot that was seen."""
        ...


class OccurrenceStore(Protocol):
    """The times that reminders came, and what was tapped under them. For the member alone."""

    async def note(self, together: Sequence[NewOccurrence]) -> Sequence[Occurrence]:
        """Those that come in one message, of one member."""
        ...

    async def get(self, occurrence_id: int, *, member_id: int) -> Occurrence | None:
        """Only ever the member's own."""
        ...

    async def of_bundle(self, bundle: int, *, member_id: int) -> Sequence[Occurrence]: ...

    async def answer(self, occurrence_id: int, outcome: Outcome, *, member_id: int, now: datetime) -> bool:
        """A second tap changes the answer. False: not one of this member's."""
        ...

    async def latest_of(
        self, member_id: int, *, limit: int, offset: int = 0, answered: bool = False
    ) -> Sequence[Occurrence]:
        """Newest first; `answered`: only those that something was tapped under."""
        ...

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        """As check-ins: removes what is older than its member wants it kept."""
        ...


class MissedStore(Protocol):
    """How many slots passed without a message, by day and purpose: seen by operators, and about nobody."""

    async def add(self, purpose: str, number: int, *, day: date) -> None: ...

    async def since(self, day: date) -> Mapping[str, int]:
        """By purpose, from that day (UTC) on."""
        ...

    async def forget_before(self, day: date) -> int: ...


class OutboxStore(Protocol):
    """The durable queue of messages."""

    async def put(self, deliveries: Sequence[NewDelivery]) -> int:
        """Queues them; one whose key exists is left out. Returns how many were new."""
        ...

    async def known(self, keys: Collection[str]) -> frozenset[str]:
        """Those of these occurrence keys that were queued once."""
        ...

    async def latest_due_at(self) -> datetime | None:
        """When the one that was queued last was due."""
        ...

    async def next_at(self, platforms: Sequence[Platform]) -> datetime | None:
        """When the next one may be claimed: the earliest due time, retry time or end of a lease."""
        ...

    async def claim(
        self, platforms: Sequence[Platform], *, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[Delivery]:
        """Takes due ones and those whose lease ran out, by lane and then by due time, each with a new fence.

        One that a crashed worker had begun to send comes back with `maybe_sent` True.
        """
        ...

    async def begin(self, claims: Sequence[Delivery]) -> frozenset[int]:
        """Commits to "sending" before bytes leave. Returns the ids that are still ours by their fence."""
        ...

    async def settle(self, settlements: Sequence[Settlement]) -> frozenset[int]:
        """Records how they ended. Returns the ids whose fence still held; the others belong to another worker."""
        ...

    async def amend(
        self, purpose: str, post_id: int, message: Outbound | None, *, now: datetime, expires_at: datetime
    ) -> int:
        """Changes a post (None: takes it back) in each place where it stands or will stand; returns in how many.

        What has not left is changed, or dropped, in the queue. What has left, or is leaving, gets an edit or a
        withdrawal of its own: one for each place, the newest wins. After a withdrawal the post stands nowhere: whoever
        wants it back posts it anew, under new keys.
        """
        ...

    async def receipts(self, purpose: str, post_id: int) -> Sequence[Receipt]:
        """Where a post stands."""
        ...

    async def readdress(self, old: Address, new: Address) -> int:
        """Sends what waits for one chat to another; returns how many."""
        ...

    async def counts(self) -> Mapping[DeliveryState, int]: ...

    async def waiting_for(self, member_id: int) -> int:
        """How many messages to a member wait to be sent."""
        ...

    async def forget_ended_before(self, at: datetime) -> int:
        """Drops rows of deliveries that ended and were due before `at`; returns how many. Receipts of posts stay."""
        ...
