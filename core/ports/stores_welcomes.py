"""The store of how groups greet people who are new in them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.model.identity import Account, Address
from core.model.welcome import Welcome


class WelcomeStore(Protocol):
    """Who was greeted is kept as a hash that nobody can read back, and for a year at most."""

    async def of(self, group_id: int) -> Welcome:
        """Off, with the built-in words, where nothing was chosen."""
        ...

    async def turn(self, group_id: int, *, on: bool) -> bool:
        """False: it was so already."""
        ...

    async def write(self, group_id: int, rules: str) -> None:
        """The moderators' own words; empty for the built-in ones."""
        ...

    async def greeting(self, chats: Sequence[Address]) -> Sequence[Address]:
        """Those of these chats whose group greets people. One look, whatever their number."""
        ...

    async def first_time(self, group_id: int, account: Account, *, now: datetime) -> bool:
        """Notes that this person is greeted in this group; False when they were before."""
        ...

    async def plan(self, chat: Address, *, now: datetime, wait: timedelta, apart: timedelta) -> datetime | None:
        """When this chat is greeted next: after `wait`, and `apart` from the last time.

        None when one is planned that has not come yet: it greets whoever is new meanwhile, too.
        """
        ...

    async def forget_before(self, at: datetime) -> int:
        """Removes who was greeted before then; returns how many."""
        ...
