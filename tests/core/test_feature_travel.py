"""Travel: asked once for each new place; home time stays, or the reminders follow, and no date comes twice (T4)."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.features.reminders.reckoning import moved_to, next_of
from core.model.schedule import Daily, Once, Recurrence, Schedule
from core.scheduling.recurrence import next_due
from tests.core.company import Company, Person
from tests.fakes import words_of
from tests.stage import account_of, private_with

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Pacific/Apia", "Pacific/Pago_Pago", "Asia/Kolkata")


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in Berlin, and stretches every day at nine, by the clock there."""
    person = here.member()
    await person.command("timezone Berlin")
    await person.command("remind stretch every day at 9am")
    await person.command("quiet off")
    return person


async def dates_until(here: Company, end: datetime, zone: str) -> list[date]:
    """The local dates on which something came, looked at every quarter of an hour."""
    came: list[date] = []
    while here.clock.now() < end:
        here.clock.forward(minutes=15)
        came += [here.clock.now().astimezone(ZoneInfo(zone)).date() for _ in await here.due()]
    return came


async def test_the_question_is_asked_once_for_a_new_place(here: Company, ana: Person) -> None:
    said = await ana.command("timezone Sydney")
    assert said == (
        "Thank you. I will use the clock of Sydney. For you it is now Monday 2 March, 8:00 pm.\n"
        "One of your reminders goes by the clock of Berlin. What is best for you?"
    )
    assert list(ana.buttons) == ["Keep home time (Berlin)", "Follow Sydney time"]
    assert "stay as they were" in await ana.taps("Keep home time (Berlin)")
    assert "What is best" not in await ana.command("timezone Sydney")
    assert "Next: Tuesday 3 March, 9:00 am." in await ana.command("reminders")
    here.clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_nobody_is_asked_who_has_no_reminder_by_another_clock(here: Company) -> None:
    ben = here.member("ben")
    await ben.command("timezone Berlin")
    assert "What is best" not in await ben.command("timezone Sydney")


async def test_going_west_on_the_day_brings_no_second_one_on_that_date(here: Company, ana: Person) -> None:
    here.clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert len(await here.due()) == 1, "nine in Berlin"
    here.clock.forward(minutes=30)
    await ana.command("timezone New York")
    assert "each still comes once." in await ana.taps("Follow New York time")
    assert "Next: Wednesday 4 March, 9:00 am." in await ana.command("reminders")
    came = await dates_until(here, datetime(2026, 3, 6, 15, 0, tzinfo=UTC), "America/New_York")
    assert came == [date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)]


async def test_a_pause_taken_back_after_a_journey_west_brings_no_second_one_either(here: Company, ana: Person) -> None:
    here.clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert len(await here.due()) == 1
    here.clock.forward(minutes=30)
    await ana.command("timezone New York")
    await ana.taps("Follow New York time")
    await ana.command("reminders")
    await ana.taps("Pause all")
    await ana.taps("A week")
    await ana.taps("Undo")
    came = await dates_until(here, datetime(2026, 3, 4, 15, 0, tzinfo=UTC), "America/New_York")
    assert came == [date(2026, 3, 4)]


async def test_going_west_before_it_came_brings_it_at_the_new_nine(here: Company, ana: Person) -> None:
    here.clock.move_to(datetime(2026, 3, 3, 7, 0, tzinfo=UTC))
    await ana.command("timezone New York")
    await ana.taps("Follow New York time")
    came = await dates_until(here, datetime(2026, 3, 4, 15, 0, tzinfo=UTC), "America/New_York")
    assert came == [date(2026, 3, 3), date(2026, 3, 4)]


async def test_going_east_brings_the_next_new_nine_and_none_twice(here: Company, ana: Person) -> None:
    here.clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    assert len(await here.due()) == 1
    here.clock.forward(minutes=30)
    await ana.command("timezone Sydney")
    await ana.taps("Follow Sydney time")
    came = await dates_until(here, datetime(2026, 3, 5, 23, 0, tzinfo=UTC), "Australia/Sydney")
    assert came == [date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)]


async def test_following_over_a_clock_change_keeps_nine_and_every_date_once(here: Company, ana: Person) -> None:
    here.clock.move_to(datetime(2026, 3, 27, 7, 59, tzinfo=UTC))
    await here.due()
    here.clock.move_to(datetime(2026, 3, 27, 8, 0, tzinfo=UTC))
    assert len(await here.due()) == 1, "nine in Berlin, two days before its clocks change"
    await ana.command("timezone New York")
    await ana.taps("Follow New York time")
    came = await dates_until(here, datetime(2026, 3, 30, 14, 0, tzinfo=UTC), "America/New_York")
    assert came == [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]
    await ana.command("timezone Berlin")
    await ana.taps("Follow Berlin time")
    came = await dates_until(here, datetime(2026, 4, 1, 8, 0, tzinfo=UTC), "Europe/Berlin")
    assert came == [date(2026, 3, 31), date(2026, 4, 1)]


async def test_undo_brings_home_time_back_and_still_nothing_twice(here: Company, ana: Person) -> None:
    here.clock.move_to(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    await ana.command("timezone Sydney")
    await ana.taps("Follow Sydney time")
    followed = ana.seen
    here.clock.move_to(datetime(2026, 3, 2, 22, 0, tzinfo=UTC))
    assert len(await here.due()) == 1, "nine in Sydney, on 3 March"
    ana.seen = followed
    await ana.taps("Undo")
    came = await dates_until(here, datetime(2026, 3, 4, 9, 0, tzinfo=UTC), "Europe/Berlin")
    assert came == [date(2026, 3, 4)], "3 March has come already"


async def test_a_tap_under_an_older_question_changes_nothing(ana: Person) -> None:
    await ana.command("timezone Sydney")
    older = ana.seen
    await ana.command("timezone New York")
    ana.seen = older
    assert "earlier place" in await ana.taps("Follow Sydney time")
    assert "Next: Tuesday 3 March, 9:00 am." in await ana.command("reminders")


async def test_a_single_moment_that_is_near_is_not_moved_and_a_snooze_never(here: Company, ana: Person) -> None:
    await ana.command("remind call mum in 2 hours")
    here.clock.forward(minutes=5)
    await ana.command("timezone Sydney")
    await ana.taps("Follow Sydney time")
    here.clock.move_to(datetime(2026, 3, 2, 11, 0, tzinfo=UTC))
    assert ["call mum" in came for came in await here.due()] == [True]


@pytest.mark.usefixtures("ana")
async def test_a_reminder_that_waited_for_the_new_place_is_kept_and_the_question_follows(here: Company) -> None:
    async with here.bot.open_unit() as uow:
        kept = (await uow.schedules.of_member(1))[0]
        ben = await uow.members.welcome(account_of("ben"), now=here.clock.now())
        new = replace(kept, member_id=ben.id, address=private_with("ben"))
        await uow.schedules.add(new, next_slot=kept.next_slot, now=here.clock.now())
        await uow.commit()
    person = here.member("ben")
    await person.command("remind stretch every day at 9am")
    said = await person.says("Sydney")
    assert "I will remind you every day at 9:00 am." in said
    assert "What is best for you?" in words_of(person.seen)


@settings(max_examples=300, deadline=None)
@given(
    journeys=st.lists(
        st.tuples(st.sampled_from(ZONES), st.integers(min_value=1, max_value=60)), min_size=1, max_size=5
    ),
    times=st.lists(st.times(), min_size=1, max_size=3, unique=True),
    day=st.integers(min_value=0, max_value=13 * 365),
    minute=st.integers(min_value=0, max_value=24 * 60 - 1),
)
def test_however_somebody_travels_no_date_and_time_comes_twice(
    journeys: list[tuple[str, int]], times: list[time], day: int, minute: int
) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=minute)
    rule = Daily(times=tuple(at.replace(second=0, microsecond=0, fold=0) for at in times))
    schedule = _kept(Recurrence(rule=rule, zone="Europe/Berlin"), now)
    came: Counter[tuple[date, str]] = Counter()
    for zone, hours in journeys:
        schedule = moved_to(zone, schedule, now) or schedule
        end = now + timedelta(hours=hours)
        while schedule.next_slot is not None and schedule.next_slot.at <= end:
            came[schedule.next_slot.local_date, schedule.next_slot.slot] += 1
            schedule = replace(schedule, next_slot=next_due(schedule.recurrence, schedule.next_slot.at))
        now = end
        resumed = next_of(schedule, now)
        assert resumed is not None
        assert (resumed.local_date, resumed.slot) not in came
    assert set(came.values()) <= {1}


def test_what_would_be_lost_by_following_stays_as_it_is() -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    near = _kept(Recurrence(rule=Once(at=datetime.combine(date(2026, 3, 3), time(2))), zone="Europe/Berlin"), now)
    far = _kept(Recurrence(rule=Once(at=datetime.combine(date(2026, 3, 9), time(9))), zone="Europe/Berlin"), now)
    assert moved_to("Australia/Sydney", near, now) is None
    moved = moved_to("Australia/Sydney", far, now)
    assert moved is not None
    assert moved.next_slot is not None
    assert moved.next_slot.at == datetime(2026, 3, 8, 22, 0, tzinfo=UTC)


def _kept(recurrence: Recurrence, now: datetime) -> Schedule:
    return Schedule(
        id=1,
        purpose="reminder",
        recurrence=recurrence,
        address=private_with("ana"),
        member_id=1,
        next_slot=next_due(recurrence, now),
    )
