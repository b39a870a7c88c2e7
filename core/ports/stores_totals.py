"""The store of who wants to be counted in which group's totals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.totals import Counted


class TotalsStore(Protocol):
    """What is in it is told to the member alone: never to a group, nor to its moderators."""

    async def join(self, group_id: int, member_id: int, *, platform: Platform, since: datetime) -> bool:
        """False when they are counted there already: the first moment stays."""
        ...

    async def leave(self, group_id: int, member_id: int) -> Counted | None:
        """What ended, so that it can be put back; None when they were not counted there."""
        ...

    async def leave_all(self, member_id: int) -> int:
        """Ends it in every group; returns in how many."""
        ...

    async def end(self, group_id: int) -> int:
        """Ends it for everybody in this group; returns for how many."""
        ...

    async def groups_of(self, member_id: int) -> Sequence[Counted]:
        """Oldest first."""
        ...

    async def counted(
        self, group_id: int, *, before: datetime, versions: Mapping[ConsentPurpose, int]
    ) -> Sequence[int]:
        """The ids of members who joined before then, are not leaving, and have a live yes to each of these words."""
        ...
