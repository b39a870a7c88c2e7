"""A worker dies at every single point of its way: the next one neither loses the message nor sends it too often."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.delivery import worker as worker_module
from core.delivery.worker import LEASE
from core.model.delivery import Promise, Receipt
from core.model.identity import Address
from core.model.message import Outbound
from core.ports import UnitOfWork
from core.storage import Storage
from tests.fakes import FakeTransport, MovableClock, english, masters
from tests.outbox import Outbox, new_delivery

COMMITS = ("claim", "begin", "settle")
POINTS = (*(f"{when} {commit}" for commit in COMMITS for when in ("before", "after")), "before send", "after send")


class Mortal:
    """A worker's database and platform; from one point on nothing that it asks for ever comes back."""

    def __init__(self, storage: Storage, dies_at: str) -> None:
        self._storage = storage
        self._dies_at = dies_at
        self._commits = iter(COMMITS)
        self.dead = asyncio.Event()

    def open_unit(self) -> UnitOfWork:
        unit = self._storage.unit_of_work()
        commit = unit.commit

        async def mortal_commit() -> None:
            point = next(self._commits)
            if self._dies_at == f"before {point}":
                await unit.__aexit__(None, None, None)  # a dead process holds no lock
            await self.passes(f"before {point}")
            await commit()
            await self.passes(f"after {point}")

        unit.commit = mortal_commit  # type: ignore[method-assign]  # the one fault that cannot be had on demand
        return unit

    async def passes(self, point: str) -> None:
        if point == self._dies_at:
            self.dead.set()
        if self.dead.is_set():
            await asyncio.get_running_loop().create_future()


class MortalTransport(FakeTransport):
    """Accepts, or dies before or after it."""

    def __init__(self, mortal: Mortal, *, dedupes: bool) -> None:
        super().__init__(dedupes=dedupes, dedupe_seconds=120 if dedupes else 0)
        self._mortal = mortal

    async def send(self, address: Address, message: Outbound, *, key: str) -> Receipt:
        await self._mortal.passes("before send")
        receipt = await super().send(address, message, key=key)
        await self._mortal.passes("after send")
        return receipt


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(f"sqlite:///{tmp_path / 'outbox.db'}", masters())
    yield opened
    await opened.close()


@pytest.mark.parametrize("dedupes", [False, True], ids=["telegram", "discord"])
@pytest.mark.parametrize("promise", list(Promise))
@pytest.mark.parametrize("point", POINTS)
async def test_whatever_the_point_of_death_the_next_worker_does_what_was_promised(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, point: str, promise: Promise, dedupes: bool
) -> None:
    monkeypatch.setattr(worker_module, "GRACE", 0.0)
    clock, words = MovableClock(), english()
    mortal = Mortal(storage, point)
    transport = MortalTransport(mortal, dedupes=dedupes)
    outbox = Outbox(storage, clock, words, transport)
    await outbox.put(new_delivery("a", promise=promise))
    dying = asyncio.create_task(outbox.another_worker(open_unit=mortal.open_unit).send_due())
    await mortal.dead.wait()

    clock.move_to(clock.now() + LEASE)
    heir = FakeTransport(dedupes=dedupes, dedupe_seconds=120 if dedupes else 0)
    await outbox.another_worker(transport=heir).send_due()
    first, second = [[sent.text for sent in one.sent] for one in (transport, heir)]
    repeated = words("delivery.repeat") + "\nwords of a"
    in_sending = point in ("after begin", "before send", "after send", "before settle")
    match promise, in_sending, dedupes:
        case _ if point == "after settle":
            assert (second, await outbox.counts()) == ([], {"sent": 1})
        case _, False, _:
            assert (first, second, await outbox.counts()) == ([], ["words of a"], {"sent": 1})
        case _, True, True:
            assert (second, await outbox.counts()) == (["words of a"], {"sent": 1})
        case Promise.AT_LEAST_ONCE, True, False:
            assert (second, await outbox.counts()) == ([repeated], {"sent": 1})
        case _:
            assert (second, await outbox.counts()) == ([], {"unknown": 1})
    dying.cancel()
    await asyncio.wait([dying])
