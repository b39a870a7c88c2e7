"""The store that joins two accounts of one person, puts them back, and keeps where each thing is delivered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from core.model.identity import Account, Address, Platform
from core.model.linking import Joined, Offer


class LinkStore(Protocol):
    """All of it is about one person; nobody else is ever told."""

    async def make_code(self, code: str, *, member_id: int, platform: Platform, until: datetime) -> None:
        """Ends the member's earlier code. Only a keyed hash of it is kept."""
        ...

    async def take(self, code: str, *, member_id: int, now: datetime, until: datetime) -> Offer | None:
        """Somebody typed it: from now on it is theirs alone, until `until`. None: there is no such code (any more)."""
        ...

    async def taken(self, member_id: int, *, now: datetime) -> Offer | None:
        """The code that this member typed and has not answered yet."""
        ...

    async def end_code(self, code_id: int) -> None: ...

    async def wrong_try(self, member_id: int, *, now: datetime) -> None: ...

    async def tries_since(self, member_id: int, at: datetime) -> int: ...

    async def forget_before(self, *, codes: datetime, tries: datetime) -> int:
        """Drops codes that were good until then, and tries from before then; returns how many."""
        ...

    async def waits_for_an_end(self, member_id: int) -> bool:
        """Whether the member has health answers whose yes was taken back: they go soon, and are joined to nothing."""
        ...

    async def join(self, kept_id: int, other_id: int, *, settings_of: int, now: datetime) -> None:
        """All that the other member has becomes the kept one's, in this transaction. `settings_of`: the id of the one
        of the two whose time zone and quiet hours count. Answers are kept as long as the longer wish of the two.

        Raises ConsentMissing when a side has health answers and its yes to them has ended.
        """
        ...

    async def joined(self, member_id: int) -> Joined | None:
        """None when nothing was joined, or it can no longer be put back."""
        ...

    async def separate(self, member_id: int) -> bool:
        """What the other one brought goes back to it; what was added since stays with the account that it was set on,
        and with the kept one where that is not known. False: nothing can be put back."""
        ...

    async def part(self, leaving: Account, *, stays: Account, now: datetime) -> None:
        """An account begins anew as a member of its own; everything stays with the other one."""
        ...

    async def take_apart(self, member_id: int, *, stays: Account, now: datetime) -> bool:
        """Joined accounts become two members again: as they were while that can be done, else all stays with `stays`
        and the other begins anew. Their yes to being joined ends. False: nothing is joined."""
        ...

    async def old_joins(self, before: datetime, *, limit: int) -> list[int]:
        """Members whose joining can be made final."""
        ...

    async def make_final(self, member_id: int) -> None:
        """Lets go of what was kept to put them back."""
        ...

    async def deliver_to(self, member_id: int, platform: Platform | None) -> int:
        """Private schedules come to the account on that platform from now on; None: each where it was set. Returns
        how many moved."""
        ...

    async def deliver_one(self, member_id: int, schedule_id: int, platform: Platform) -> bool:
        """One private schedule of theirs comes to the account on that platform from now on. False: there is no such
        schedule or account."""
        ...

    async def away_from(self, member_id: int) -> Mapping[Platform, int]:
        """How many schedules come somewhere else than where they were set, by the platform of the setting."""
        ...

    async def fall_back(self, address: Address) -> Address | None:
        """A private place cannot be reached: what should come there comes to another account of the same member.
        None: there is none that can be reached, and nothing was moved."""
        ...

    async def elsewhere(self, address: Address) -> Address | None:
        """Where `fall_back` would lead; it moves nothing."""
        ...
