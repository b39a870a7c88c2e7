"""Writes "sending" and "how it ended" to the outbox, many at a time: while one commit runs, the next ones gather.

One commit for each message would be ruled by the disk's fsync (48 a second on a bad day); gathered, it never is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from core.model.delivery import Delivery, Settlement
from core.model.failure import Failure
from core.ports import UnitOfWork, UnitOfWorkFactory

Tell = Callable[[UnitOfWork, Sequence[Failure]], Awaitable[None]]
"""Queues what a group's moderators hear of failures."""


async def nobody_told(uow: UnitOfWork, failures: Sequence[Failure]) -> None:
    """For a worker without moderators."""


@dataclass(slots=True)
class _Entry:
    entry: Delivery | Settlement
    held: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class DeliveryLedger:
    """Both calls return after the commit: True when the claim is still ours, False when another worker has it."""

    def __init__(self, open_unit: UnitOfWorkFactory, tell: Tell = nobody_told) -> None:
        """`tell` is asked in each transaction that found a failure: what it queues is committed with it."""
        self._open_unit = open_unit
        self._tell = tell
        self._entries: list[_Entry] = []
        self._writing: asyncio.Task[None] | None = None

    async def begin(self, claim: Delivery) -> bool:
        """Commits that bytes may leave from now on."""
        return await self._write(claim)

    async def settle(self, settlement: Settlement) -> bool:
        """Commits how a claim ended."""
        return await self._write(settlement)

    async def _write(self, entry: Delivery | Settlement) -> bool:
        waiting = _Entry(entry)
        self._entries.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await waiting.held

    async def _write_all(self) -> None:
        while self._entries:
            batch, self._entries = self._entries, []
            try:
                held = await self._commit(batch)
            except Exception as error:
                for waiting in batch:
                    if not waiting.held.done():
                        waiting.held.set_exception(error)
                continue
            except asyncio.CancelledError:
                for waiting in batch + self._entries:
                    waiting.held.cancel()
                raise
            for waiting, ours in zip(batch, held, strict=True):
                if not waiting.held.done():
                    waiting.held.set_result(ours)

    async def _commit(self, batch: list[_Entry]) -> list[bool]:
        claims = [waiting.entry for waiting in batch if isinstance(waiting.entry, Delivery)]
        settlements = [waiting.entry for waiting in batch if isinstance(waiting.entry, Settlement)]
        async with self._open_unit() as uow:
            begun = await uow.outbox.begin(claims) if claims else frozenset[int]()
            settled = await uow.outbox.settle(settlements) if settlements else frozenset[int]()
            if settled and (failures := uow.failures.fresh()):
                await self._tell(uow, failures)
            await uow.commit()
        return [
            waiting.entry.id in begun if isinstance(waiting.entry, Delivery) else waiting.entry.delivery_id in settled
            for waiting in batch
        ]
