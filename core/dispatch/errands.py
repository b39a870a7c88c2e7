"""What a handler needs from outside its transaction: a file, something that takes long to make, how it
would end, or which roles there are.

A handler asks as if the answer were there. When it is not, the attempt is undone, the errand is run while nothing of
the attempt is open, and the handler runs anew from the beginning. So a slow platform never holds the writer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar, cast

from core.errors import ChatReplaced, MessageRefused, PlaceGone, SpoonlightError, Unreachable
from core.model.identity import Account, Address
from core.model.naming import RankThere
from core.ports import Transport, UnitOfWork, UnitOfWorkFactory

T = TypeVar("T")

_OUT_OF_REACH = (Unreachable, PlaceGone, ChatReplaced, MessageRefused)
"""In a chat that is out of reach nobody has a role, and there is none."""


class ErrandWanted(SpoonlightError):
    """Stops an attempt until an errand is done. Nobody but the router catches it."""

    def __init__(self, name: str, run: Callable[[], Awaitable[object]]) -> None:
        super().__init__("an errand must be done first")
        self.name = name
        self.run = run


class Errands:
    """Those of one event, each done once. What Spoonlight raised on purpose during one is raised to the handler."""

    def __init__(self, transport: Transport, open_unit: UnitOfWorkFactory, making: asyncio.Semaphore) -> None:
        """`making` has a place for each that may be made at once."""
        self._transport = transport
        self._open_unit = open_unit
        self._making = making
        self._outcomes: dict[str, object] = {}

    async def fetch(self, ref: str, *, limit: int, read: Callable[[bytes], T]) -> T:
        """What `read` makes, in a thread, of a file of at most `limit` bytes that the platform holds.

        Raises FileTooLarge, another TransportError, or what `read` raises.
        """

        async def run() -> T:
            return await asyncio.to_thread(read, await self._transport.fetch(ref, limit=limit))

        return await self._done(f"fetch {ref}", run)

    async def ranks_of(self, account: Account, address: Address) -> frozenset[str]:
        """The platform's own roles that somebody has there now. Raises TransportError."""

        async def run() -> frozenset[str]:
            try:
                return await self._transport.ranks_of(account, address)
            except _OUT_OF_REACH:
                return frozenset()

        return await self._done(f"ranks of {account} in {address}", run)

    async def ranks_in(self, address: Address) -> Sequence[RankThere]:
        """The roles that a group there can name. Raises TransportError."""

        async def run() -> Sequence[RankThere]:
            try:
                return await self._transport.ranks_in(address)
            except _OUT_OF_REACH:
                return ()

        return await self._done(f"ranks in {address}", run)

    async def rehearse(self, name: str, play: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """What `play` returns in a transaction of its own that is never committed."""

        async def run() -> T:
            async with self._open_unit() as uow:
                return await play(uow)

        return await self._done(f"rehearse {name}", run)

    async def make(self, name: str, function: Callable[[], T]) -> T:
        """What a pure function returns, called once in a thread, as soon as few enough others are being made.

        It is the function of the attempt that first asked; the name tells it from the others of one event.
        """

        async def run() -> T:
            async with self._making:
                return await asyncio.to_thread(function)

        return await self._done(f"make {name}", run)

    async def do(self, wanted: ErrandWanted) -> None:
        """Runs one errand and keeps how it ended."""
        try:
            self._outcomes[wanted.name] = await wanted.run()
        except SpoonlightError as error:
            self._outcomes[wanted.name] = error

    async def _done(self, name: str, run: Callable[[], Awaitable[T]]) -> T:
        if name not in self._outcomes:
            raise ErrandWanted(name, run)
        outcome = self._outcomes[name]
        if isinstance(outcome, SpoonlightError):
            raise outcome
        return cast(T, outcome)
