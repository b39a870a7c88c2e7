"""The stores of moderators' work: the record of what they did, and the places where they are told of something."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.model.group_act import ActKind, GroupAct
from core.model.identity import Address


class ActStore(Protocol):
    """The record of a group's acts. Who acted goes when that member is forgotten; the act stays."""

    async def add(self, group_id: int, kind: ActKind, *, by: int | None, about: str = "", now: datetime) -> None: ...

    async def latest(self, group_id: int, *, limit: int, offset: int = 0) -> Sequence[GroupAct]:
        """Newest first."""
        ...

    async def of_member(self, member_id: int) -> Sequence[GroupAct]:
        """What one member did in all groups, oldest first."""
        ...

    async def forget_before(self, at: datetime) -> int:
        """Removes acts older than `at`; returns how many."""
        ...


class DeskStore(Protocol):
    """The group's desk: the private chats and moderators' rooms where its moderators hear of something."""

    async def add(self, group_id: int, address: Address, *, member_id: int | None) -> bool:
        """`member_id`: whose private chat it is, None for a room. False: it was there already."""
        ...

    async def remove(self, group_id: int, address: Address) -> bool: ...

    async def of(self, group_id: int) -> Sequence[tuple[Address, int | None]]:
        """The places with the member whose private chat it is, in the order of adding."""
        ...

    async def groups_of(self, member_id: int) -> Sequence[int]:
        """The groups at whose desk this member sits."""
        ...
