"""The stores behind kindness: flares, and how gently a member wants to be asked."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from core.model.flare import Flare
from core.model.gentleness import Gentleness


class FlareStore(Protocol):
    """Flares of each member, at most one for a day. A flare tells about health: nothing is kept without a consent."""

    async def begin(self, member_id: int, began_on: date, until: date) -> Flare:
        """A new one. Raises ConsentMissing where there is no live consent to check-ins."""
        ...

    async def get(self, flare_id: int, *, member_id: int) -> Flare | None:
        """Only ever the member's own."""
        ...

    async def on(self, member_id: int, day: date) -> Flare | None:
        """The one that goes on that day, and was not said to be over."""
        ...

    async def between(self, member_id: int, first: date, last: date) -> Sequence[Flare]:
        """All that touch these days (both included), those that are over too; oldest first."""
        ...

    async def change(self, flare: Flare) -> bool:
        """Keeps its last day and whether it is over. Raises ConsentMissing for a later last day without a consent.

        False: it is gone, or not this member's.
        """
        ...

    async def remove(self, flare_id: int, *, member_id: int) -> bool: ...

    async def untold(self, member_id: int, day: date) -> Sequence[Flare]:
        """Those whose last day is before `day`, and whose end nobody spoke of yet."""
        ...

    async def told(self, flare_id: int) -> None:
        """Their end was spoken of, or needs no word."""
        ...

    async def all_of(self, member_id: int) -> Sequence[Flare]:
        """Oldest first."""
        ...

    async def bring_back(self, member_id: int, earlier: Sequence[Flare]) -> int:
        """Adds earlier ones whose days no kept flare touches; returns how many. Raises ConsentMissing."""
        ...

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        """As check-ins: removes those that ended longer ago than their member wants them kept."""
        ...


class GentlenessStore(Protocol):
    """One row a member, made when it is first needed."""

    async def of(self, member_id: int) -> Gentleness: ...

    async def keep(self, member_id: int, wanted: Gentleness) -> None: ...
