"""Due schedules become queued messages: once each, never in a burst, and one fault never holds up the others."""

import asyncio
import logging
import sqlite3
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.library.words import Words
from core.model.message import Outbound
from core.model.schedule import Daily, DueSlot, Interval, Once, Recurrence, Schedule, Unit
from core.ports import Composition, UnitOfWork
from core.scheduling import planner as planner_module
from core.scheduling import turns as turns_module
from core.scheduling.recurrence import next_due
from core.scheduling.turns import turn_of
from core.storage import Storage
from tests.fakes import NINE, MovableClock, masters
from tests.outbox import until
from tests.planning import Desk, purpose
from tests.stage import account_of, private_with


@pytest.fixture
def desk(storage: Storage, clock: MovableClock, words: Words) -> Desk:
    return Desk(storage, clock, words)


async def test_what_is_due_is_queued_once_and_the_schedule_moves_on(desk: Desk) -> None:
    schedule = await desk.keeps()
    assert await desk.planner.plan_due() == 1
    assert await desk.planner.plan_due() == 0
    [queued] = await desk.waiting()
    assert (queued.key, queued.due_at) == (f"{schedule.id}/2026-03-02/09:00", NINE)
    assert queued.expires_at == NINE + timedelta(hours=2)
    assert await desk.next_slot(schedule) == DueSlot(
        at=NINE + timedelta(days=1), local_date=date(2026, 3, 3), slot="09:00"
    )
    assert desk.queued == 1


async def test_two_planners_on_one_database_queue_each_message_once(desk: Desk, database_url: str) -> None:
    for number in range(50):
        await desk.keeps(by=f"p{number}")
    second = await Storage.open(database_url, masters())
    other = Desk(second, desk.clock, desk.words)
    counts = await asyncio.gather(desk.planner.plan_due(), other.planner.plan_due())
    assert sum(counts) == 50
    assert len(await desk.waiting()) == 50
    await second.close()


async def test_a_schedule_that_another_planner_moved_meanwhile_is_left_alone(desk: Desk) -> None:
    schedule = await desk.keeps()
    async with desk.storage.unit_of_work() as uow:
        stale = await uow.schedules.due(NINE, limit=5)
    await desk.planner.plan_due()
    async with desk.storage.unit_of_work() as uow:
        assert await desk.planner._plan(stale, frozenset(), uow, NINE) == 0
    assert len(await desk.waiting()) == 1
    assert (await desk.next_slot(schedule)).at == NINE + timedelta(days=1)  # type: ignore[union-attr]  # it has one


async def test_missed_days_never_come_in_a_burst(desk: Desk) -> None:
    await desk.keeps()
    desk.clock.forward(days=5, hours=1)
    assert await desk.planner.plan_due() == 1
    assert await desk.texts() == ["prompt for 2026-03-07 09:00"]


async def test_what_is_long_past_is_let_go_and_counted(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    schedule = await desk.keeps()
    desk.clock.forward(days=3, hours=5)
    assert await desk.planner.plan_due() == 0
    assert await desk.texts() == []
    assert f"action=missed schedule={schedule.id} slots=4" in caplog.text
    assert (await desk.next_slot(schedule)).at == NINE + timedelta(days=4)  # type: ignore[union-attr]  # it goes on


async def test_a_late_message_says_so_where_its_purpose_wants_that(desk: Desk, words: Words) -> None:
    await desk.keeps("labelled")
    await desk.keeps("prompt", by="ben")
    desk.clock.forward(minutes=20)
    await desk.planner.plan_due()
    line = "prompt for 2026-03-02 09:00"
    assert sorted(await desk.texts()) == sorted([f"{words('delivery.late')}\n{line}", line])


async def test_a_few_minutes_are_not_late(desk: Desk) -> None:
    await desk.keeps("labelled")
    desk.clock.forward(minutes=5)
    await desk.planner.plan_due()
    assert await desk.texts() == ["prompt for 2026-03-02 09:00"]


async def test_a_single_reminder_is_over_after_its_moment(desk: Desk) -> None:
    schedule = await desk.keeps(rule=Once(at=NINE.replace(tzinfo=None)))
    await desk.planner.plan_due()
    assert await desk.texts() == ["prompt for 2026-03-02 09:00"]
    assert await desk.next_slot(schedule) is None


async def test_a_composer_with_nothing_to_say_queues_nothing_and_goes_on(desk: Desk) -> None:
    schedule = await desk.keeps("silent")
    assert await desk.planner.plan_due() == 0
    assert (await desk.next_slot(schedule)).at == NINE + timedelta(days=1)  # type: ignore[union-attr]  # it goes on


async def test_a_composer_that_raises_stops_no_others_and_leaves_nothing_half_written(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.keeps(by="before")
    broken = await desk.keeps("broken", by="cleo")
    also_broken = await desk.keeps("broken", by="dan")
    await desk.keeps(by="after")
    assert await desk.planner.plan_due() == 2
    assert {each.address.conversation for each in await desk.waiting()} == {"before", "after"}
    for schedule in (broken, also_broken):
        assert (await desk.next_slot(schedule)).at == NINE + timedelta(days=1)  # type: ignore[union-attr]  # goes on
    async with desk.storage.unit_of_work() as uow:
        member = await uow.members.of(account_of("cleo"))
    assert member is not None
    assert member.zone is None
    assert "error=RuntimeError" in caplog.text
    assert "words of a member" not in caplog.text


async def test_an_unknown_purpose_keeps_its_row_and_goes_on(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    schedule = await desk.keeps("from_the_future")
    await desk.keeps(by="ben")
    assert await desk.planner.plan_due() == 1
    assert (await desk.next_slot(schedule)).at == NINE + timedelta(days=1)  # type: ignore[union-attr]  # it goes on
    assert "error=unknown_purpose" in caplog.text


async def test_a_rule_that_cannot_be_reckoned_keeps_its_slot_and_is_looked_at_again(desk: Desk) -> None:
    schedule = await desk.keeps(zone="Mars/Base")
    await desk.keeps(by="ben")
    assert await desk.planner.plan_due() == 1
    put_off = await desk.next_slot(schedule)
    assert put_off == DueSlot(at=NINE + turns_module.PUT_OFF, local_date=date(2026, 3, 2), slot="09:00")


async def test_more_than_one_batch_is_planned_in_one_go(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner_module, "BATCH", 4)
    for number in range(11):
        await desk.keeps("broken" if number == 5 else "prompt", by=f"p{number}")
    assert await desk.planner.plan_due() == 10


async def test_a_running_planner_sleeps_until_the_next_row_and_wakes_for_a_new_one(desk: Desk) -> None:
    tomorrow = NINE + timedelta(days=1)
    await desk.keeps()
    running = asyncio.create_task(desk.planner.run())
    await until(lambda: desk.clock.waits_for == tomorrow)
    assert desk.queued == 1
    await desk.keeps("silent", rule=Daily(times=(time(12, 0),)), seen=NINE)
    desk.planner.wake()
    await until(lambda: desk.clock.waits_for == NINE + timedelta(hours=3))
    desk.clock.move_to(tomorrow)
    await until(lambda: desk.queued == 2)
    running.cancel()
    await asyncio.wait([running])


async def test_a_running_planner_goes_on_after_the_database_failed(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    failing = 1

    def open_unit() -> UnitOfWork:
        nonlocal failing
        if failing:
            failing -= 1
            raise sqlite3.OperationalError("database is locked")
        return desk.storage.unit_of_work()

    await desk.keeps()
    running = asyncio.create_task(desk.another_planner(open_unit=open_unit).run())
    await until(lambda: desk.clock.waits_for == NINE + planner_module.AFTER_FAULT)
    assert "action=plan error=OperationalError" in caplog.text
    desk.clock.forward(seconds=5)
    await until(lambda: desk.queued == 1)
    running.cancel()
    await asyncio.wait([running])


async def test_a_planner_that_is_stopped_in_the_middle_has_planned_nothing(desk: Desk) -> None:
    reached = asyncio.Event()

    async def hangs(_due: Composition) -> Outbound:
        reached.set()
        await asyncio.get_running_loop().create_future()
        raise AssertionError("never")

    schedule = await desk.keeps()
    planning = asyncio.create_task(desk.another_planner({"prompt": purpose("prompt", hangs)}).plan_due())
    await reached.wait()
    planning.cancel()
    await asyncio.wait([planning])
    assert await desk.next_slot(schedule) == schedule.next_slot
    assert await desk.planner.plan_due() == 1


def every_five_minutes(slot: DueSlot | None) -> Schedule:
    rule = Interval(every=5, unit=Unit.MINUTES, window_start=time(0, 0), window_end=time(23, 59))
    return Schedule(
        id=1,
        purpose="prompt",
        recurrence=Recurrence(rule=rule, zone="UTC"),
        address=private_with("ana"),
        member_id=1,
        next_slot=slot,
    )


def test_a_turn_after_a_long_sleep_takes_the_newest_slot_and_counts_the_others() -> None:
    seen = DueSlot(at=NINE, local_date=date(2026, 3, 2), slot="09:00")
    turn = turn_of(every_five_minutes(seen), seen, NINE + timedelta(minutes=12))
    assert (turn.slot.slot, turn.missed) == ("09:10", 2)
    assert turn.after is not None
    assert turn.after.slot == "09:15"


def test_a_year_of_sleep_is_caught_up_without_counting_every_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counted(recurrence: Recurrence, after: datetime) -> DueSlot | None:
        nonlocal asked
        asked += 1
        return next_due(recurrence, after)

    monkeypatch.setattr(turns_module, "_next_due", counted)
    seen = DueSlot(at=NINE, local_date=date(2026, 3, 2), slot="09:00")
    turn = turn_of(every_five_minutes(seen), seen, datetime(2027, 3, 2, 9, 1, tzinfo=UTC))
    assert (turn.slot.local_date, turn.slot.slot) == (date(2027, 3, 2), "09:00")
    assert asked < 1_000
