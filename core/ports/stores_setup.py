"""The store of what a group is made of: its chats, how far its setup has come, and how two groups become one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.model.group_chat import GroupChat, JoinOffer
from core.model.identity import Address


class SetupStore(Protocol):
    """Whoever calls has asked for rights in each group that is named."""

    async def step(self, group_id: int) -> str | None:
        """Where its setup stands; None when it waits for nothing."""
        ...

    async def keep_step(self, group_id: int, step: str | None) -> None: ...

    async def chats(self, group_id: int) -> Sequence[GroupChat]:
        """Those that Spoonlight is in, in the order of adding."""
        ...

    async def set_room(self, group_id: int, chat_id: int, room: str | None) -> bool:
        """Its posts go there from now on, and so do the scheduled ones that went to its earlier room. False: the group
        has no such chat."""
        ...

    async def take_posts(self, group_id: int, chat_id: int, *, takes: bool) -> bool:
        """A chat that takes none loses what is scheduled there. False: it was so already, or there is no such chat."""
        ...

    async def move_posts(self, group_id: int, to: Address, purposes: Collection[str]) -> int:
        """What is scheduled for these purposes anywhere in a chat goes to that room of it; returns how many."""
        ...

    async def make_code(self, group_id: int, code: str, *, until: datetime) -> None:
        """Ends the group's earlier code. Only a keyed hash of it is kept."""
        ...

    async def take(self, code: str, *, group_id: int, now: datetime, until: datetime) -> JoinOffer | None:
        """Typed in a chat of this group: from now on it is this group's alone, until `until`. None: there is no such
        code (any more), or it is the group's own."""
        ...

    async def taken(self, group_id: int, *, now: datetime) -> JoinOffer | None:
        """The code that was typed there and has not been answered yet."""
        ...

    async def end_code(self, code_id: int) -> None: ...

    async def forget_codes(self, before: datetime) -> int:
        """Drops codes that were good until then; returns how many."""
        ...

    async def join(self, kept_id: int, other_id: int) -> None:
        """All that the other group has becomes the kept one's, and the other one is no more, in this transaction. Where
        a group has one of a kind, the kept group's own stays."""
        ...

    async def take_out(self, group_id: int, chat_id: int) -> bool:
        """A chat leaves with what is scheduled or waits for it, and is known no more. False: there is no such chat, or
        it is the group's only one."""
        ...

    async def delete(self, group_id: int) -> bool:
        """Everything of the group, its key included. False: it was gone."""
        ...
