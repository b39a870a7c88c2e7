"""A delivery worker in front of a real outbox, with what a test wants to put in and look up."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from core.delivery.limiter import RateLimiter, Rates
from core.delivery.worker import LEASE, DeliveryWorker
from core.features.failures import telling
from core.library.words import Words
from core.model.delivery import Delivery, Lane, NewDelivery, Promise
from core.model.identity import Address, Platform
from core.model.message import Outbound, message
from core.ports import Clock, Transport, UnitOfWorkFactory
from core.storage import Storage
from tests.fakes import NINE, FakeTransport, MovableClock

FAST = Rates(per_second=100_000)
ANA = Address(platform=Platform.TELEGRAM, conversation="ana", private=True)
BEN = Address(platform=Platform.TELEGRAM, conversation="ben", private=True)
CHAT = Address(platform=Platform.TELEGRAM, conversation="-100")


def new_delivery(
    key: str,
    *,
    to: Address = ANA,
    promise: Promise = Promise.AT_LEAST_ONCE,
    lane: Lane = Lane.DUE,
    due_at: datetime = NINE,
    good_for: timedelta = timedelta(hours=3),
    says: Outbound | None = None,
) -> NewDelivery:
    return NewDelivery(
        key=key,
        address=to,
        message=says or message(f"words of {key}"),
        purpose="test",
        lane=lane,
        promise=promise,
        due_at=due_at,
        expires_at=due_at + good_for,
    )


class GatedLimiter(RateLimiter):
    """Lets nobody through until its gate is opened."""

    def __init__(self) -> None:
        super().__init__(FAST)
        self.gate = asyncio.Event()
        self.waiting = 0

    async def turn(self, lane: Lane, address: Address) -> None:
        self.waiting += 1
        await self.gate.wait()
        await super().turn(lane, address)


class Outbox:
    """The queue as a test sees it, and workers that empty it."""

    def __init__(self, storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> None:
        self.storage = storage
        self.clock = clock
        self.words = words
        self.transport = transport
        self.worker = self.another_worker()

    def another_worker(
        self,
        *,
        transport: Transport | None = None,
        limiter: RateLimiter | None = None,
        open_unit: UnitOfWorkFactory | None = None,
        clock: Clock | None = None,
    ) -> DeliveryWorker:
        shown = clock or self.clock
        return DeliveryWorker(
            transport=transport or self.transport,
            limiter=limiter or RateLimiter(FAST),
            open_unit=open_unit or self.storage.unit_of_work,
            clock=shown,
            words=self.words,
            tell=telling(self.words, shown),
        )

    async def put(self, *deliveries: NewDelivery) -> None:
        async with self.storage.unit_of_work() as uow:
            await uow.outbox.put(deliveries)
            await uow.commit()

    async def counts(self) -> dict[str, int]:
        """How many are in which state; states with none are left out."""
        async with self.storage.unit_of_work() as uow:
            counts = await uow.outbox.counts()
        return {state.value: number for state, number in counts.items() if number}

    async def next_at(self) -> datetime | None:
        async with self.storage.unit_of_work() as uow:
            return await uow.outbox.next_at([self.transport.platform])

    async def claimed_by_a_worker_that_crashes(self, *, in_sending: bool, lease: timedelta = LEASE) -> None:
        """Another worker takes everything that is due, and is never heard of again."""
        async with self.storage.unit_of_work() as uow:
            claims = await uow.outbox.claim([self.transport.platform], now=self.clock.now(), lease=lease, limit=100)
            if in_sending:
                await uow.outbox.begin(claims)
            await uow.commit()

    async def looked_at_first(self) -> Delivery:
        """What a next worker would be given: the one delivery that is ready, claimed for a moment only."""
        async with self.storage.unit_of_work() as uow:
            claims = await uow.outbox.claim([self.transport.platform], now=self.clock.now(), lease=LEASE, limit=2)
        return claims[0]


async def until(happened: Callable[[], bool]) -> None:
    """Gives the loop time until it happened; the test's own patience is five seconds."""
    async with asyncio.timeout(5):
        while not happened():  # noqa: ASYNC110 - what happens is in a database or a fake, neither of which tells
            await asyncio.sleep(0.005)
