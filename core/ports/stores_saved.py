"""The store of what members saved for themselves. Nobody but the member can read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved resource, by its id; it may be gone since. `saved_at` is aware UTC."""

    resource_id: int
    saved_at: datetime


class SavedStore(Protocol):
    """Saved resources, and the groups in whose library a member has looked."""

    async def add(self, member_id: int, resource_id: int, *, now: datetime) -> bool:
        """False: it was there already."""
        ...

    async def remove(self, member_id: int, resource_id: int) -> bool: ...

    async def has(self, member_id: int, resource_id: int) -> bool: ...

    async def of(self, member_id: int) -> Sequence[Saved]:
        """Newest first."""
        ...

    async def looked_in(self, member_id: int, group_id: int, *, now: datetime) -> None: ...

    async def groups_of(self, member_id: int) -> Sequence[int]:
        """In whose libraries they looked, in the order of the first time. They may have left since."""
        ...
