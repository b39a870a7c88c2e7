"""What happens to messages on their way when workers crash, stop or are too slow, and when the database fails."""

import asyncio
import logging
import sqlite3
from datetime import timedelta
from types import TracebackType

import pytest

from core.delivery import worker as worker_module
from core.delivery.ledger import DeliveryLedger
from core.delivery.limiter import RateLimiter, Rates
from core.errors import TokenRevoked, Unreachable
from core.library.words import Words
from core.model.delivery import DeliveryState, Promise, Settlement
from core.ports import UnitOfWork
from core.storage import Storage
from tests.fakes import NINE, FakeTransport, MovableClock
from tests.outbox import BEN, CHAT, GatedLimiter, Outbox, new_delivery, until


@pytest.fixture
def outbox(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Outbox:
    return Outbox(storage, clock, words, transport)


def texts(outbox: Outbox) -> list[str]:
    return [each.text for each in outbox.transport.sent]


class FailingUnits:
    """Opens real units of work, but the next few cannot be committed."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.failing = 0
        self.failed = 0

    def __call__(self) -> UnitOfWork:
        unit = self._storage.unit_of_work()
        commit = unit.commit

        async def failing_commit() -> None:
            if self.failing:
                self.failing -= 1
                self.failed += 1
                raise sqlite3.OperationalError("database is locked")
            await commit()

        unit.commit = failing_commit  # type: ignore[method-assign]  # the one fault that cannot be had on demand
        return unit


async def test_what_a_crashed_worker_had_only_claimed_is_sent_when_its_lease_ends(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    await outbox.claimed_by_a_worker_that_crashes(in_sending=False)
    assert await outbox.worker.send_due() == 0
    outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    assert texts(outbox) == ["words of a"]


async def test_what_a_crashed_worker_was_sending_comes_once_more_and_says_so(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"))
    await outbox.claimed_by_a_worker_that_crashes(in_sending=True)
    outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    assert texts(outbox) == [f"{outbox.words('delivery.repeat')}\nwords of a"]


async def test_what_a_crashed_worker_was_sending_and_must_not_come_twice_is_left_unknown(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    await outbox.claimed_by_a_worker_that_crashes(in_sending=True)
    outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    assert texts(outbox) == []
    assert await outbox.counts() == {"unknown": 1}


async def test_a_platform_that_drops_copies_gets_a_crashed_send_again_with_its_key(outbox: Outbox) -> None:
    outbox.transport = FakeTransport(dedupes=True, dedupe_seconds=300)
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    await outbox.claimed_by_a_worker_that_crashes(in_sending=True)
    outbox.clock.forward(minutes=2)
    await outbox.another_worker().send_due()
    assert [(each.key, each.text) for each in outbox.transport.sent] == [("a", "words of a")]


async def test_a_send_that_has_begun_when_the_worker_is_stopped_is_finished_and_recorded(outbox: Outbox) -> None:
    outbox.transport.gate = asyncio.Event()
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    running = asyncio.create_task(outbox.worker.run())
    await until(lambda: len(outbox.transport.tried) == 1)
    running.cancel()
    await asyncio.sleep(0.01)
    assert not running.done()
    outbox.transport.gate.set()
    await asyncio.wait([running])
    assert running.cancelled()
    assert await outbox.counts() == {"sent": 1}


async def test_a_claim_that_waits_for_its_turn_when_the_worker_is_stopped_goes_back_at_once(outbox: Outbox) -> None:
    worker = outbox.another_worker(limiter=RateLimiter(Rates(per_second=0.2)))
    await outbox.put(new_delivery("a"), new_delivery("b", to=BEN))
    running = asyncio.create_task(worker.run())
    await until(lambda: len(outbox.transport.sent) == 1)
    running.cancel()
    await asyncio.wait([running])
    assert await outbox.counts() == {"sent": 1, "due": 1}
    again = await outbox.looked_at_first()
    assert (again.attempts, again.maybe_sent) == (0, False)
    await outbox.worker.send_due()
    assert texts(outbox) == ["words of a", "words of b"]


async def test_a_worker_that_is_stopped_hard_leaves_a_send_as_maybe_sent(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "GRACE", 0.05)
    outbox.transport.gate = asyncio.Event()
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    running = asyncio.create_task(outbox.worker.run())
    await until(lambda: len(outbox.transport.tried) == 1)
    running.cancel()
    await asyncio.wait([running])
    assert await outbox.counts() == {"sending": 1}
    outbox.clock.forward(minutes=2)
    await outbox.another_worker().send_due()
    assert await outbox.counts() == {"unknown": 1}


async def test_a_refused_token_stops_the_worker_after_the_others_have_finished(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"), new_delivery("b", to=BEN))
    outbox.transport.fails(TokenRevoked("401"), conversation="ana")
    with pytest.raises(TokenRevoked):
        await outbox.worker.run()
    assert texts(outbox) == ["words of b"]
    assert await outbox.counts() == {"sent": 1, "due": 1}


async def test_a_send_without_end_is_cut_off_and_counts_as_unknown(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "LONGEST_SEND", 0.05)
    outbox.transport.gate = asyncio.Event()
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    await outbox.worker.send_due()
    assert await outbox.counts() == {"unknown": 1}


async def test_a_claim_whose_lease_is_nearly_over_is_not_sent_but_put_back(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"))
    limiter = GatedLimiter()
    sending = asyncio.create_task(outbox.another_worker(limiter=limiter).send_due())
    await until(lambda: limiter.waiting == 1)
    outbox.clock.forward(seconds=30)
    limiter.gate.set()
    await sending
    assert len(outbox.transport.tried) == 1
    assert await outbox.counts() == {"sent": 1}


async def test_another_workers_claim_after_our_lease_is_never_sent_by_us(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"))
    limiter = GatedLimiter()
    sending = asyncio.create_task(outbox.another_worker(limiter=limiter).send_due())
    await until(lambda: limiter.waiting == 1)
    outbox.clock.forward(minutes=2)
    await outbox.claimed_by_a_worker_that_crashes(in_sending=False)
    limiter.gate.set()
    await sending
    assert outbox.transport.tried == []


async def test_moving_the_clock_past_a_lease_in_the_middle_of_a_send_makes_no_second_copy(outbox: Outbox) -> None:
    outbox.transport.gate = asyncio.Event()
    await outbox.put(new_delivery("a"))
    running = asyncio.create_task(outbox.worker.run())
    await until(lambda: len(outbox.transport.tried) == 1)
    outbox.clock.forward(hours=1)
    outbox.worker.wake()
    await until(lambda: outbox.clock.waits_for == NINE + timedelta(hours=1) + worker_module.LEASE)
    outbox.transport.gate.set()
    await until(lambda: not outbox.worker._sends)
    running.cancel()
    await asyncio.wait([running])
    assert len(outbox.transport.tried) == 1
    assert await outbox.counts() == {"sent": 1}


async def test_a_sent_message_is_recorded_although_the_database_fails_once(outbox: Outbox) -> None:
    units = FailingUnits(outbox.storage)
    worker = outbox.another_worker(open_unit=units)
    await outbox.put(new_delivery("a"))
    outbox.transport.gate = asyncio.Event()
    sending = asyncio.create_task(worker.send_due())
    await until(lambda: len(outbox.transport.tried) == 1)
    units.failing = 1
    outbox.transport.gate.set()
    await sending
    assert units.failed == 1
    assert await outbox.counts() == {"sent": 1}


async def test_what_an_error_teaches_may_fail_without_hiding_how_the_send_ended(outbox: Outbox) -> None:
    units = FailingUnits(outbox.storage)
    worker = outbox.another_worker(open_unit=units)
    await outbox.put(new_delivery("a"))
    outbox.transport.gate = asyncio.Event()
    outbox.transport.fails(Unreachable("blocked"))
    sending = asyncio.create_task(worker.send_due())
    await until(lambda: len(outbox.transport.tried) == 1)
    units.failing = 1
    outbox.transport.gate.set()
    await sending
    assert await outbox.counts() == {"unreachable": 1}


async def test_a_running_worker_goes_on_after_the_database_failed(outbox: Outbox) -> None:
    units = FailingUnits(outbox.storage)
    units.failing = 1
    running = asyncio.create_task(outbox.another_worker(open_unit=units).run())
    await outbox.put(new_delivery("a"))
    await until(lambda: outbox.clock.waits_for == NINE + worker_module.AFTER_FAULT)
    assert texts(outbox) == []
    outbox.clock.forward(seconds=5)
    await until(lambda: len(outbox.transport.sent) == 1)
    running.cancel()
    await asyncio.wait([running])


async def test_no_words_of_a_message_reach_the_log(outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="core.delivery")
    await outbox.put(new_delivery("a"), new_delivery("b", to=BEN), new_delivery("c", to=CHAT))
    outbox.transport.fails(ValueError("words of a"), conversation="ana")
    outbox.transport.fails(Unreachable("words of b"), conversation="ben")
    await outbox.worker.send_due()
    assert "action=settle" in caplog.text
    assert "words of" not in caplog.text


async def test_the_ledger_tells_each_caller_of_a_failed_commit_and_goes_on(outbox: Outbox) -> None:
    units = FailingUnits(outbox.storage)
    ledger = DeliveryLedger(units)
    units.failing = 1
    stranger = Settlement(delivery_id=999, fence=1, state=DeliveryState.SENT)
    results = await asyncio.gather(*(ledger.settle(stranger) for _ in range(3)), return_exceptions=True)
    assert [type(result) for result in results] == [sqlite3.OperationalError] * 3
    assert await ledger.settle(stranger) is False


async def test_nobody_waits_for_ever_when_the_ledger_is_stopped() -> None:
    reached = asyncio.Event()

    class Stuck:
        """Never opens."""

        async def __aenter__(self) -> UnitOfWork:
            reached.set()
            await asyncio.get_running_loop().create_future()
            raise AssertionError("never")

        async def __aexit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None: ...

    ledger = DeliveryLedger(Stuck)  # type: ignore[arg-type]  # only its two ends are used
    settling = asyncio.create_task(ledger.settle(Settlement(delivery_id=1, fence=1, state=DeliveryState.SENT)))
    await reached.wait()
    assert ledger._writing is not None
    ledger._writing.cancel()
    done, _ = await asyncio.wait([settling], timeout=1)
    assert settling in done
    assert settling.cancelled()
