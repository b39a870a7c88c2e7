"""What a handler may touch: one open unit of work, the time, the words, and who is asking. Nothing else."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.dispatch.errands import Errands
from core.errors import NobodyBehind
from core.model.action import Action
from core.model.identity import Account, Address, Member, Role
from core.model.inbound import Origin
from core.ports import Capabilities, Phrasebook, UnitOfWork

AskRole = Callable[[Account, Address], Awaitable[Role | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The ports of one handling. `now` is aware UTC and stands still while the handler runs.

    A handler may be run anew from its beginning (when a role or an errand came first), so it changes nothing but `uow`.
    What must change in memory goes into `later`, which is done once, after the commit. `veiled`: nothing is written
    down of who acts (core.dispatch.table.Veil).
    """

    origin: Origin
    uow: UnitOfWork
    now: datetime
    words: Phrasebook
    capabilities: Capabilities
    ask_role: AskRole
    errands: Errands
    veiled: bool = False
    later: list[Callable[[], None]] = field(default_factory=list)

    async def member(self) -> Member:
        """The person who acts, made on first sight. Raises NobodyBehind for anonymous admins and channels.

        Somebody who was leaving is back by acting: nothing of theirs is forgotten.
        """
        if self.origin.anonymous:
            raise NobodyBehind("only a person can have this")
        member = await self.uow.members.welcome(self.origin.account, now=self.now)
        if member.leaves_at is None:
            return member
        await self.uow.members.stay(member.id)
        return replace(member, leaves_at=None)

    async def moderates(self, group_id: int) -> bool:
        """Whether the one who acts is a moderator of that group now: the platform says so, or the group named them."""
        return await self.runs(group_id) or await self.is_named(group_id)

    async def runs(self, group_id: int) -> bool:
        """Whether the platform itself says so of any of its chats: only they change who else moderates."""
        for chat in await self.uow.groups.chats(group_id):
            if await self._role_in(chat) is Role.MODERATOR:
                return True
        return False

    async def is_named(self, group_id: int) -> bool:
        """Whether the group named them, or a role that they have; whoever is no longer in the group has no rights."""
        if self.origin.anonymous:
            return False
        platform = self.origin.account.platform
        chats = [chat for chat in await self.uow.groups.chats(group_id) if chat.platform is platform]
        named = {rank.id for rank in await self.uow.naming.ranks(group_id) if rank.platform is platform}
        if named:
            for chat in chats:
                if named & await self._ranks_in(chat):
                    return True
        member = await self.uow.members.of(self.origin.account)
        if member is None or not await self.uow.naming.is_named(group_id, member.id):
            return False
        return await self.is_in(group_id)

    async def is_in(self, group_id: int) -> bool:
        """Whether the platform says that they are in any of its chats."""
        for chat in await self.uow.groups.chats(group_id):
            if await self._role_in(chat) is not None:
                return True
        return False

    async def _role_in(self, chat: Address) -> Role | None:
        if chat == self.origin.address.whole_chat and self.origin.role is not None:
            return self.origin.role
        if chat.platform is not self.origin.account.platform or self.origin.anonymous:
            return None
        return await self.ask_role(self.origin.account, chat)

    async def _ranks_in(self, chat: Address) -> frozenset[str]:
        if chat == self.origin.address.whole_chat and self.origin.ranks is not None:
            return self.origin.ranks
        return await self.errands.ranks_of(self.origin.account, chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A tapped button whose signature was read. `message_private`: nobody else sees the message it sits in."""

    origin: Origin
    action: Action
    message_private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A filled form: every required field is there, and each value fits its field."""

    origin: Origin
    action: Action
    values: dict[str, str]
