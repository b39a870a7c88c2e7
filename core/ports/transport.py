"""What the core asks of a platform. Each adapter implements it; errors come translated (core.errors)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.model.delivery import Receipt
from core.model.identity import Account, Address, Platform, Role
from core.model.message import Outbound
from core.model.naming import RankThere


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do, so that the core can choose and never has to ask which platform it is.

    `forms`: asks several fields in one modal. `text_limit`: characters a message. `dedupes`: sending again with the
    same key inside `dedupe_seconds` makes no second copy.
    """

    forms: bool
    text_limit: int
    dedupes: bool = False
    dedupe_seconds: int = 0


class Transport(Protocol):
    """Speaks first: sends, edits and withdraws messages outside an open interaction, and asks for roles and files."""

    platform: Platform
    capabilities: Capabilities

    async def send(self, address: Address, message: Outbound, *, key: str) -> Receipt:
        """Returns only when the platform has accepted the message. `key` lets the platform drop a second copy.

        Raises a TransportError whose class says what is known.
        """
        ...

    async def edit(self, receipt: Receipt, message: Outbound) -> Receipt:
        """Puts another message in the place of a sent one, and returns what stands there now. "Not changed" counts as
        done. Raises MessageGone when somebody took it away, and another TransportError when it cannot be changed.
        """
        ...

    async def withdraw(self, receipt: Receipt) -> None:
        """Takes a sent message away. One that is already gone counts as done. Raises TransportError."""
        ...

    async def role_of(self, account: Account, address: Address) -> Role | None:
        """What the platform says somebody may do there now, kept at most 60 s; None for a stranger."""
        ...

    async def ranks_of(self, account: Account, address: Address) -> frozenset[str]:
        """The platform's own roles that somebody has there now (core.model.naming.Rank), kept at most 60 s.

        None for a stranger, and where the platform has no roles that a group makes for itself.
        """
        ...

    async def ranks_in(self, address: Address) -> Sequence[RankThere]:
        """The roles that a group there can name, highest first. Nobody is asked for what everybody or a bot has."""
        ...

    async def fetch(self, ref: str, *, limit: int) -> bytes:
        """What is in a file that somebody offered (`FileOffered.ref`), at most `limit` bytes. Kept nowhere.

        Raises FileTooLarge as soon as that is known, and another TransportError when it cannot be had.
        """
        ...
