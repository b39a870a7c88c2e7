"""The stores of a group's shelf: what members suggest for it, and what became of the links on it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from core.model.link_check import LinkToCheck, LinkTrouble, ShelfItem
from core.model.suggestion import NewSuggestion, Suggestion, SuggestionState


class SuggestionStore(Protocol):
    """What members would like moderators to share. A suggestion goes with its member."""

    async def add(self, suggestion: NewSuggestion, *, now: datetime) -> Suggestion: ...

    async def get(self, suggestion_id: int) -> Suggestion | None: ...

    async def next_waiting(self, group_id: int, *, after: int = 0) -> Suggestion | None:
        """The oldest one that waits, behind the one with the id `after`."""
        ...

    async def count_waiting(self, group_id: int, *, by: int | None = None) -> int:
        """`by`: of one member alone."""
        ...

    async def decide(self, suggestion_id: int, state: SuggestionState, *, now: datetime) -> bool:
        """False when it does not wait any more: somebody was faster, or its member took it back."""
        ...

    async def take_back(self, suggestion_id: int, *, member_id: int) -> bool:
        """Deletes it, if it is this member's and still waits."""
        ...

    async def of_member(self, member_id: int) -> Sequence[Suggestion]:
        """Oldest first."""
        ...

    async def forget_decided(self, before: datetime) -> int: ...


class ShelfStore(Protocol):
    """How the links of kept resources are, and which resources somebody should look at."""

    async def to_check(self, *, well_before: datetime, ill_before: datetime, limit: int) -> Sequence[LinkToCheck]:
        """Kept resources of all groups, longest unchecked first: never looked at, or last looked at before
        `well_before`; with trouble that was found only once, before `ill_before`."""
        ...

    async def note(self, resource_id: int, link: str, trouble: LinkTrouble | None, *, now: datetime) -> None:
        """What was found behind `link`. Trouble is counted as long as the same link stays in trouble."""
        ...

    async def groups_with_items(self, today: date) -> Sequence[int]:
        """Groups that may have something to look at."""
        ...

    async def items(self, group_id: int, today: date) -> Sequence[ShelfItem]:
        """What somebody should look at: links that are broken, and resources whose review date has come."""
        ...

    async def item(self, resource_id: int, today: date) -> ShelfItem | None:
        """One resource, whether it needs a look or not; None when it is not in the library."""
        ...

    async def is_fine(self, resource_id: int, *, until: date) -> None:
        """Asks nobody about it until then: neither for its link nor for its review date, if it has one."""
        ...
