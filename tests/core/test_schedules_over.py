"""A schedule that nothing will come of any more: counted when its slot was missed, and gone a month later."""

from datetime import timedelta

import pytest

from core.library.words import Words
from core.model.schedule import Once
from core.storage import Storage
from core.upkeep import OVER_KEPT, tidy
from tests.fakes import NINE, MovableClock
from tests.planning import Desk

DAY = timedelta(days=1)
AT_NINE_ONCE = Once(at=NINE.replace(tzinfo=None))


@pytest.fixture
def desk(storage: Storage, clock: MovableClock, words: Words) -> Desk:
    return Desk(storage, clock, words)


async def test_what_was_put_off_into_a_stop_is_counted_as_missed_and_swept_a_month_later(desk: Desk) -> None:
    snoozed = await desk.keeps(rule=AT_NINE_ONCE)
    desk.clock.move_to(NINE + DAY)
    assert await desk.planner.plan_due() == 0
    async with desk.storage.unit_of_work() as uow:
        assert await uow.missed.since(NINE.date()) == {"prompt": 1}
    assert (await tidy(desk.storage.unit_of_work, NINE + OVER_KEPT))["schedules"] == 0
    assert (await tidy(desk.storage.unit_of_work, NINE + OVER_KEPT + DAY))["schedules"] == 1
    async with desk.storage.unit_of_work() as uow:
        assert await uow.schedules.get(snoozed.id) is None


async def test_what_still_comes_is_never_swept_and_what_came_once_stays_for_a_month(desk: Desk) -> None:
    daily, once = await desk.keeps(), await desk.keeps(rule=AT_NINE_ONCE, by="ben")
    assert await desk.planner.plan_due() == 2
    assert (await tidy(desk.storage.unit_of_work, NINE + 10 * DAY))["schedules"] == 0
    async with desk.storage.unit_of_work() as uow:
        kept = await uow.schedules.get(once.id)
        assert kept is not None
        assert kept.next_slot is None
    assert (await tidy(desk.storage.unit_of_work, NINE + 400 * DAY))["schedules"] == 1
    async with desk.storage.unit_of_work() as uow:
        assert await uow.schedules.get(daily.id) is not None


async def test_one_whose_rule_has_nothing_to_come_when_it_is_kept_goes_too(desk: Desk) -> None:
    await desk.keeps(rule=AT_NINE_ONCE, seen=NINE + DAY)
    assert (await tidy(desk.storage.unit_of_work, NINE + OVER_KEPT))["schedules"] == 0
    assert (await tidy(desk.storage.unit_of_work, NINE + OVER_KEPT + DAY))["schedules"] == 1
