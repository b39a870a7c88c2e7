"""The machine's clock is set forward, back, or steps to and fro: nothing comes twice, nothing is lost unseen."""

from datetime import timedelta

import pytest

from core.library.words import Words
from core.storage import Storage
from tests.fakes import NINE, MovableClock
from tests.planning import Desk

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def desk(storage: Storage, clock: MovableClock, words: Words) -> Desk:
    return Desk(storage, clock, words)


async def looks_at(desk: Desk, *moments: timedelta) -> int:
    """Plans at each of these distances from nine o'clock; returns how many messages there are in all."""
    for moment in moments:
        desk.clock.move_to(NINE + moment)
        await desk.planner.plan_due()
    return await desk.queued_in_all()


async def test_after_the_clock_was_set_back_over_a_slot_it_does_not_come_again(desk: Desk) -> None:
    await desk.keeps()
    assert await looks_at(desk, timedelta(), -HOUR, -SECOND, timedelta(), HOUR) == 1


async def test_a_clock_that_was_a_day_behind_brings_each_day_once_when_it_is_right_again(desk: Desk) -> None:
    await desk.keeps()
    assert await looks_at(desk, timedelta(), -DAY, -DAY + HOUR, timedelta(), DAY) == 2


async def test_small_steps_to_and_fro_around_a_slot_bring_it_once(desk: Desk) -> None:
    await desk.keeps()
    steps = [SECOND * number for number in (-2, 1, -1, 0, 2, -3, 1)]
    assert await looks_at(desk, *steps) == 1


async def test_a_clock_that_was_an_hour_ahead_sent_early_and_does_not_send_again(desk: Desk) -> None:
    """At eight it said nine. What was sent then is the nine o'clock of that day."""
    await desk.keeps()
    assert await looks_at(desk, HOUR, -HOUR, timedelta(), HOUR) == 1


async def test_a_clock_that_was_a_month_ahead_misses_what_it_jumped_over_and_says_so(desk: Desk) -> None:
    """What was counted as missed is not made up for in a burst; the rule goes on where the clock had been."""
    kept = await desk.keeps()
    assert await looks_at(desk, 30 * DAY + 3 * HOUR) == 0
    async with desk.storage.unit_of_work() as uow:
        assert sum((await uow.missed.since(NINE.date())).values()) == 31
    following = await desk.next_slot(kept)
    assert following is not None
    assert following.at == NINE + 31 * DAY
