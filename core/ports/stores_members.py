"""The store of people and their accounts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.model.identity import Account, Member
from core.model.rhythm import QuietHours, Rhythm


class MemberStore(Protocol):
    """People, found by any of their accounts."""

    async def of(self, account: Account) -> Member | None: ...

    async def get(self, member_id: int) -> Member | None: ...

    async def welcome(self, account: Account, *, now: datetime) -> Member:
        """The member behind an account, made on first sight."""
        ...

    async def set_zone(self, member_id: int, zone: str) -> None: ...

    async def set_reachable(self, account: Account, reachable: bool) -> None:
        """Remembers whether this account can be written to in private."""
        ...

    async def is_reachable(self, account: Account) -> bool: ...

    async def unreachable(self, accounts: Collection[Account]) -> frozenset[Account]:
        """Those among them that cannot be written to, in one look."""
        ...

    async def accounts_of(self, member_id: int) -> Sequence[Account]: ...

    async def set_quiet(self, member_id: int, quiet: QuietHours | None) -> None:
        """When reminders are held; None for never."""
        ...

    async def rhythms(self, member_ids: Collection[int]) -> Mapping[int, Rhythm]:
        """In one look, for the planner."""
        ...

    async def set_plain_text(self, member_id: int, wanted: bool) -> None:
        """Whether they read plain text (core.model.plain_text)."""
        ...

    async def plain_readers(self, member_ids: Collection[int]) -> frozenset[int]:
        """Those among them who read plain text, in one look, for the planner."""
        ...

    async def keep_answers(self, member_id: int, days: int | None) -> None:
        """How long their answers are kept; None for as long as they stay."""
        ...

    async def leave(self, member_id: int, *, at: datetime) -> None:
        """They left: all of it is forgotten at that moment, unless they come back before. The first leaving counts."""
        ...

    async def stay(self, member_id: int) -> bool:
        """They are back. True when they had been leaving."""
        ...

    async def leaving(self, before: datetime, *, limit: int) -> Sequence[int]:
        """The ids of members whose time to be forgotten has come."""
        ...

    async def forget(self, member_id: int, *, now: datetime) -> None:
        """Everything of this member goes in this transaction, what waits for them and their key included.

        The erasure itself is noted, without a name, so that no restored backup brings them back.
        """
        ...
