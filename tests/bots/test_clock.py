"""The real clock: it tells aware UTC, and notices within a minute that the machine's time was moved."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bots.clock import SystemClock
from tests.fakes import NINE


class Machine:
    """A machine whose time passes only when somebody sleeps; `jumps` moves it during the sleep of that number."""

    def __init__(self, jumps: dict[int, timedelta] | None = None) -> None:
        self.time = NINE
        self.slept: list[float] = []
        self._jumps = jumps or {}

    def tell(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds) + self._jumps.get(len(self.slept), timedelta())
        await asyncio.sleep(0)


def test_it_tells_aware_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)


async def test_a_time_that_has_passed_is_not_waited_for() -> None:
    machine = Machine()
    await SystemClock(machine.tell, machine.sleep).sleep_until(NINE - timedelta(seconds=1))
    assert machine.slept == []


async def test_it_returns_when_the_time_has_come_and_not_before() -> None:
    machine = Machine()
    await SystemClock(machine.tell, machine.sleep).sleep_until(NINE + timedelta(minutes=10, seconds=7))
    assert machine.time == NINE + timedelta(minutes=10, seconds=7)


async def test_a_machine_that_woke_from_suspend_is_noticed_within_a_minute() -> None:
    machine = Machine({3: timedelta(hours=9)})
    await SystemClock(machine.tell, machine.sleep).sleep_until(NINE + timedelta(hours=8))
    assert len(machine.slept) == 3
    assert max(machine.slept) <= 60


async def test_a_machine_that_was_set_back_waits_for_the_new_time() -> None:
    machine = Machine({1: -timedelta(hours=1)})
    await SystemClock(machine.tell, machine.sleep).sleep_until(NINE + timedelta(minutes=1))
    assert machine.time == NINE + timedelta(minutes=1)
    assert sum(machine.slept) == 60 + 3600


async def test_without_a_time_it_waits_until_it_is_cancelled() -> None:
    waiting = asyncio.create_task(SystemClock(lambda: NINE).sleep_until(None))
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
