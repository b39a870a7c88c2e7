"""The store of a group's regular posts: what was shown when, and its quiet days."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.model.calm import Calm
from core.model.rotation import Chosen, NewChosen


class PostStore(Protocol):
    """A post is one slot of one kind, whatever the number of places; its id names it for receipts."""

    async def set_calm(self, group_id: int, calm: Calm) -> None: ...

    async def calm_of(self, group_ids: Collection[int]) -> Mapping[int, Calm]:
        """Of those of them that were ever paused, or had a hard day."""
        ...

    async def chose(self, new: NewChosen) -> int:
        """Remembers what a slot shows; returns the post's id."""
        ...

    async def chosen_for(self, group_id: int, kind: str, slot: str) -> Chosen | None:
        """What was chosen for this slot, in whatever place it came first."""
        ...

    async def last_chosen(self, group_id: int, kind: str) -> Mapping[str, int]:
        """Each item that was ever shown, with the id of the post that showed it last: a higher one is later."""
        ...

    async def of_kind(self, group_id: int, kind: str, *, item: str | None = None, limit: int = 50) -> Sequence[int]:
        """The ids of its posts (of those that showed this item), newest first."""
        ...

    async def posted_since(self, group_id: int, purpose: str, since: datetime) -> frozenset[int]:
        """The ids of the group's posts of another purpose that were due since then."""
        ...
