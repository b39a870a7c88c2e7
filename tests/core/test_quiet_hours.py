"""Quiet hours at the planner: what falls into them is held, comes together when they end, and is never lost."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import pytest

from core.library.words import Words
from core.model.message import Outbound, message
from core.model.rhythm import QuietHours
from core.model.schedule import Daily
from core.ports import Composition
from core.scheduling.turns import end_of_quiet
from core.storage import Storage
from tests.fakes import NINE, MovableClock
from tests.planning import Desk, purpose
from tests.stage import account_of

ELEVEN_PM, HALF_PAST_SEVEN = NINE.replace(hour=23), NINE.replace(hour=7, minute=30) + timedelta(days=1)
LATE = Daily(times=(time(23, 0),))


async def joined(due: Sequence[Composition]) -> Outbound:
    return message(" and ".join(one.slot.slot for one in due))


PURPOSES = {
    one.name: one
    for one in (
        purpose("held", heeds_quiet=lambda _: True, compose_together=joined),
        purpose("loud"),
        purpose("of_the_day", heeds_quiet=lambda _: True, same_day=True, good_for=timedelta(hours=24)),
    )
}


@pytest.fixture
def desk(storage: Storage, clock: MovableClock, words: Words) -> Desk:
    made = Desk(storage, clock, words)
    made.planner = made.another_planner(PURPOSES)
    return made


async def test_what_falls_into_quiet_hours_comes_when_they_end_as_one_message(desk: Desk) -> None:
    for hour in (22, 23):
        await desk.keeps("held", rule=Daily(times=(time(hour, 0),)), seen=NINE)
    for at in (NINE.replace(hour=22), ELEVEN_PM, HALF_PAST_SEVEN - timedelta(minutes=1)):
        desk.clock.move_to(at)
        await desk.planner.plan_due()
        assert await desk.texts() == []
    desk.clock.move_to(HALF_PAST_SEVEN)
    await desk.planner.plan_due()
    assert await desk.texts() == ["22:00 and 23:00"]


async def test_a_held_one_comes_once_and_its_rule_goes_on_as_it_was(desk: Desk) -> None:
    kept = await desk.keeps("held", rule=LATE, seen=NINE)
    for at in (ELEVEN_PM, HALF_PAST_SEVEN, HALF_PAST_SEVEN + timedelta(hours=1)):
        desk.clock.move_to(at)
        await desk.planner.plan_due()
    assert len(await desk.texts()) == 1
    following = await desk.next_slot(kept)
    assert following is not None
    assert following.at == ELEVEN_PM + timedelta(days=1)


async def test_what_the_member_wants_at_any_hour_is_not_held(desk: Desk) -> None:
    await desk.keeps("loud", rule=LATE, seen=NINE)
    desk.clock.move_to(ELEVEN_PM)
    await desk.planner.plan_due()
    assert len(await desk.texts()) == 1


async def test_a_check_in_of_the_evening_comes_at_its_time_since_tomorrow_it_would_be_another_days(desk: Desk) -> None:
    await desk.keeps("of_the_day", rule=LATE, seen=NINE)
    desk.clock.move_to(ELEVEN_PM)
    await desk.planner.plan_due()
    assert len(await desk.texts()) == 1


async def test_what_was_due_long_before_the_quiet_hours_is_missed_and_not_kept_for_the_morning(desk: Desk) -> None:
    await desk.keeps("held")
    desk.clock.move_to(ELEVEN_PM)
    await desk.planner.plan_due()
    desk.clock.move_to(HALF_PAST_SEVEN)
    await desk.planner.plan_due()
    assert await desk.texts() == []
    async with desk.storage.unit_of_work() as uow:
        assert await uow.missed.since(NINE.date()) == {"held": 1}


async def test_what_would_have_been_held_is_not_missed_when_nobody_looked_in_the_night(desk: Desk) -> None:
    """The bot was down from ten in the evening to eight in the morning."""
    await desk.keeps("held", rule=LATE, seen=NINE)
    desk.clock.move_to(HALF_PAST_SEVEN + timedelta(minutes=30))
    await desk.planner.plan_due()
    assert await desk.texts() == ["prompt for 2026-03-02 23:00"]


async def test_quiet_hours_are_the_members_own_and_can_be_none(desk: Desk) -> None:
    await desk.keeps("held", rule=LATE, seen=NINE)
    async with desk.storage.unit_of_work() as uow:
        member = await uow.members.of(account_of("ana"))
        assert member is not None
        await uow.members.set_quiet(member.id, None)
        await uow.commit()
    desk.clock.move_to(ELEVEN_PM)
    await desk.planner.plan_due()
    assert len(await desk.texts()) == 1


@pytest.mark.parametrize(
    ("at", "over"),
    [
        ("2026-03-02T21:59", None),
        ("2026-03-02T22:00", "2026-03-03T07:30"),
        ("2026-03-03T07:29", "2026-03-03T07:30"),
        ("2026-03-03T07:30", None),
    ],
)
def test_quiet_hours_end_in_the_morning_after(at: str, over: str | None) -> None:
    quiet = QuietHours(starts=time(22), ends=time(7, 30))
    found = end_of_quiet(quiet, "UTC", datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert found == (None if over is None else datetime.fromisoformat(over).replace(tzinfo=UTC))


def test_quiet_hours_follow_the_clock_of_the_place_through_a_clock_change() -> None:
    """Berlin goes one hour on in that night: 7:30 there is 5:30 UTC, not 6:30."""
    quiet = QuietHours(starts=time(22), ends=time(7, 30))
    evening = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert end_of_quiet(quiet, "Europe/Berlin", evening) == datetime(2026, 3, 29, 5, 30, tzinfo=UTC)
