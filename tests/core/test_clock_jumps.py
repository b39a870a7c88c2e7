"""The machine's clock is set forward, back, or steps to and fro: nothing comes twice, nothing is lost unseen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.library.words import Words
from core.scheduling.recurrence import next_due
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


async def test_a_clock_that_was_a_month_ahead_and_is_right_again_silences_nothing(desk: Desk) -> None:
    kept = await desk.keeps()
    assert await looks_at(desk, timedelta(), 30 * DAY, HOUR) == 2
    following = await desk.next_slot(kept)
    assert following is not None
    assert following.at == NINE + DAY
    assert await looks_at(desk, DAY, 2 * DAY) == 4


async def test_what_was_sent_while_the_clock_was_ahead_is_not_sent_again_on_its_own_day(desk: Desk) -> None:
    await desk.keeps()
    assert await looks_at(desk, 3 * DAY, -HOUR) == 1
    assert await looks_at(desk, timedelta(), DAY, 2 * DAY) == 4
    assert await looks_at(desk, 3 * DAY) == 4
    assert await looks_at(desk, 4 * DAY) == 5


@pytest.mark.parametrize(("ahead", "sent"), [(30 * DAY, 1), (30 * DAY + 3 * HOUR, 0)])
async def test_a_start_notices_that_the_clock_was_ahead_before(desk: Desk, ahead: timedelta, sent: int) -> None:
    """Also when what fell due meanwhile was missed, and nothing was sent."""
    kept = await desk.keeps()
    assert await looks_at(desk, ahead) == sent
    desk.clock.move_to(NINE - HOUR)
    desk.planner = desk.another_planner()
    await desk.planner.plan_due()
    following = await desk.next_slot(kept)
    assert following is not None
    assert following.at == NINE


async def test_a_pause_is_not_cut_short_by_a_clock_that_steps_back(desk: Desk) -> None:
    kept = await desk.keeps()
    resumes = NINE + 5 * DAY
    async with desk.storage.unit_of_work() as uow:
        schedule = await uow.schedules.get(kept.id)
        assert schedule is not None
        assert schedule.member_id is not None
        paused = replace(schedule, paused_until=resumes - HOUR, next_slot=next_due(schedule.recurrence, resumes - HOUR))
        await uow.schedules.change(paused, member_id=schedule.member_id)
        await uow.commit()
    assert await looks_at(desk, 2 * HOUR, -HOUR) == 0
    following = await desk.next_slot(kept)
    assert following is not None
    assert following.at == resumes
