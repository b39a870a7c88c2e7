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
        """Whether the one who acts is a moderator of that group now, by what the platform says of any of its chats."""
        for chat in await self.uow.groups.chats(group_id):
            if chat == self.origin.address.whole_chat and self.origin.role is not None:
                role: Role | None = self.origin.role
            elif chat.platform == self.origin.account.platform and not self.origin.anonymous:
                role = await self.ask_role(self.origin.account, chat)
            else:
                continue
            if role is Role.MODERATOR:
                return True
        return False


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
