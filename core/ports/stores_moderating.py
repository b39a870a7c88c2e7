"""The stores of moderators' work: whom a group named, what they did, and where they are told of something."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.model.group_act import ActKind, GroupAct
from core.model.identity import Address
from core.model.naming import Named, NamedIn, Rank


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

    async def call_room(self, group_id: int, member_id: int, *, until: datetime) -> None:
        """This member is about to choose a moderators' room for the group; an earlier choice of theirs ends."""
        ...

    async def room_called(self, member_id: int, *, now: datetime) -> int | None:
        """The group for which this member chooses a room now."""
        ...

    async def end_room_call(self, member_id: int) -> None: ...

    async def forget_calls(self, before: datetime) -> int:
        """Drops choices that were open until then; returns how many."""
        ...


class NamingStore(Protocol):
    """Whom a group named as its moderators. It says nothing of those whom the platform says."""

    async def name(self, group_id: int, member_id: int, *, now: datetime) -> bool:
        """False: they were named already. What they asked for is answered by it."""
        ...

    async def unname(self, group_id: int, member_id: int) -> bool: ...

    async def is_named(self, group_id: int, member_id: int) -> bool: ...

    async def people(self, group_id: int) -> Sequence[Named]:
        """In the order of naming."""
        ...

    async def of_member(self, member_id: int) -> Sequence[NamedIn]:
        """Where this member is named, or asked to be."""
        ...

    async def name_rank(self, group_id: int, rank: Rank) -> bool:
        """False: it was named already."""
        ...

    async def unname_rank(self, group_id: int, rank: Rank) -> bool: ...

    async def ranks(self, group_id: int) -> Sequence[Rank]: ...

    async def call(self, group_id: int, *, until: datetime) -> None:
        """Members may say until then that they would like to help."""
        ...

    async def is_calling(self, group_id: int, *, now: datetime) -> bool: ...

    async def ask(self, group_id: int, member_id: int, *, now: datetime) -> bool:
        """This member would like to help. False: they said so already."""
        ...

    async def asks(self, group_id: int) -> Sequence[Named]:
        """Who waits for an answer, oldest first."""
        ...

    async def end_ask(self, group_id: int, member_id: int) -> bool: ...

    async def forget_before(self, *, calls: datetime, asks: datetime) -> int:
        """Drops calls that were open until then, and wishes from before then; returns how many."""
        ...
