"""The stores of what a member tracks in their own way, and of how they like to check in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.model.habits import Habits
from core.model.measure import Measure, MeasureKind
from core.model.tracked import Tracked


class TrackedStore(Protocol):
    """A member's own measures and marks, their place in the own set, and their last use."""

    async def of(self, member_id: int) -> Sequence[Tracked]:
        """All of them, retired ones included: the own set in its order, then the others in the order of making."""
        ...

    async def add(self, member_id: int, kind: MeasureKind, label: str) -> Tracked:
        """A new one that the member named; its key is made here. Raises ConsentMissing."""
        ...

    async def relabel(self, member_id: int, key: str, label: str) -> bool:
        """False: not one of theirs. Raises ConsentMissing."""
        ...

    async def place(self, member_id: int, measures: Sequence[Measure]) -> None:
        """The own set is these now, in this order. Raises ConsentMissing."""
        ...

    async def used(self, member_id: int, measure: Measure, *, now: datetime) -> None:
        """It was ticked just now. Raises ConsentMissing."""
        ...

    async def remove(self, member_id: int, key: str) -> bool:
        """It leaves the set and is retired; its label stays beside the answers. False: not one of theirs."""
        ...

    async def take_up(self, member_id: int, key: str) -> bool:
        """A retired one is offered again. False: not one of theirs."""
        ...

    async def bring_back(self, member_id: int, tracked: Sequence[Tracked]) -> int:
        """Adds those whose key is not there; returns how many. Raises ConsentMissing."""
        ...


class HabitStore(Protocol):
    """One row a member, made at the first change."""

    async def get(self, member_id: int) -> Habits:
        """The usual ones, until a member changed something."""
        ...

    async def known(self, member_id: int) -> bool:
        """Whether a member ever changed something."""
        ...

    async def change(self, member_id: int, *, opens: str | None = None, all_at_once: bool | None = None) -> None:
        """What is None stays as it is."""
        ...

    async def set_aside(self, member_id: int, record: str, *, now: datetime) -> None:
        """Keeps one deleted check-in for an undo, in the place of an earlier one. Raises ConsentMissing."""
        ...

    async def take_back(self, member_id: int) -> str | None:
        """What was set aside; it is no longer there after that."""
        ...

    async def forget_aside(self, before: datetime) -> int:
        """Drops what was set aside earlier than that; returns how many."""
        ...
