"""Managing reminders: one page for each, new times and words, pauses, quiet hours, and a way back from everything."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from core.features.reminders.pausing import day_in
from core.features.reminders.quiet_times import quiet_hours_in
from core.knowledge import Knowledge
from core.model.identity import Platform
from core.model.rhythm import USUAL_QUIET, QuietHours
from core.model.schedule import Schedule
from core.scheduling.zones import zones_at
from tests.core.company import Company, Person, company
from tests.fakes import NINE, MovableClock, words_of
from tests.stage import account_of


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in Leeds, and stretches every day at nine."""
    person = here.member()
    await person.command("timezone Leeds")
    await person.command("remind stretch every day at 9am")
    return person


async def rows(here: Company, person: str = "ana") -> list[Schedule]:
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(account_of(person))
        assert member is not None
        return list(await uow.schedules.of_member(member.id))


async def opens_the_page(person: Person, number: int = 1) -> str:
    await person.command("reminders")
    return await person.taps(f"{number}. ")


async def test_one_reminder_has_a_page_with_its_rule_its_next_time_and_all_that_can_be_changed(ana: Person) -> None:
    assert await opens_the_page(ana) == (
        "stretch\nI remind you every day at 9:00 am.\nNext: Tuesday 3 March, 9:00 am.\nBy the clock of London."
    )
    assert list(ana.buttons) == [
        *("Change the time", "Change the words", "Pause", "Nudges: off"),
        *("Delete", "More", "My reminders"),
    ]
    assert "RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0" in await ana.taps("More")
    assert "every day at 9:00 am" in await ana.taps("Back")


async def test_a_new_time_is_typed_or_tapped_and_undone(here: Company, ana: Person) -> None:
    await opens_the_page(ana)
    assert await ana.taps("Change the time") == "stretch\nAt what time?"
    said = await ana.says("weekdays 7:45 am")
    assert "I will remind you every weekday at 7:45 am. Next: Tuesday 3 March, 7:45 am." in said
    assert len(await rows(here)) == 1
    undo = ana.seen
    assert "every day at 9:00 am" in await ana.taps("Undo")
    ana.seen = undo
    assert "nothing to bring back" in await ana.taps("Undo")
    here.clock.move_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_new_words_are_kept_and_nothing_else_changes(here: Company, ana: Person) -> None:
    await opens_the_page(ana)
    await ana.taps("Change the words")
    assert "stretch both arms\nI will remind you every day at 9:00 am." in await ana.says("stretch both arms")
    here.clock.move_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    [came] = await here.due()
    assert "stretch both arms" in came
    assert "stretch\n" in await ana.taps("Undo")


async def test_a_deleted_reminder_comes_back_by_undo_and_is_gone_for_good_after_an_hour(
    here: Company, ana: Person
) -> None:
    await opens_the_page(ana)
    assert "Deleted." in await ana.taps("Delete")
    deleted = ana.seen
    assert "no reminders yet" in await ana.command("reminders")
    ana.seen = deleted
    assert "Next: Tuesday 3 March, 9:00 am." in await ana.taps("Undo")
    await opens_the_page(ana)
    await ana.taps("Delete")
    here.clock.forward(minutes=61)
    assert await here.due() == []
    assert await rows(here) == []
    assert "nothing to bring back" in await ana.taps("Undo")
    here.clock.move_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert await here.due() == []


async def test_somebody_elses_reminder_is_gone_to_everybody_but_its_member(here: Company, ana: Person) -> None:
    await opens_the_page(ana)
    page = ana.seen
    ben = here.member("ben")
    for label in ("Change the time", "Pause", "Delete", "More"):
        ben.seen = page
        assert "not among your reminders" in await ben.taps(label)
    assert "every day at 9:00 am" in await opens_the_page(ana)


async def test_a_pause_of_three_days_names_its_end_and_ends_by_itself(here: Company, ana: Person) -> None:
    await opens_the_page(ana)
    await ana.taps("Pause")
    assert await ana.taps("3 days") == ("It rests until Thursday 5 March, 9:00 am. Then it goes on by itself.")
    came = 0
    for day in (3, 4, 5):
        here.clock.move_to(datetime(2026, 3, day, 9, 0, tzinfo=UTC))
        came += len(await here.due())
        assert came == (day == 5)


async def test_a_pause_is_taken_back_by_undo_and_by_resume_now(here: Company, ana: Person) -> None:
    await opens_the_page(ana)
    await ana.taps("Pause")
    await ana.taps("A week")
    assert "go on reminding" in await ana.taps("Undo")
    assert "Next: Tuesday 3 March" in await ana.command("reminders")
    await ana.taps("Pause all")
    await ana.taps("A week")
    assert "rests until Monday 9 March" in await ana.command("reminders")
    await ana.taps("Resume all now")
    here.clock.move_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_all_rest_until_a_typed_date_and_a_single_moment_inside_is_not_lost(here: Company, ana: Person) -> None:
    await ana.command("remind call Dr Smith on Wednesday at 3pm")
    await ana.command("reminders")
    await ana.taps("Pause all")
    await ana.taps("Until a date")
    assert await ana.says("until friday") == (
        "Your reminders rest until Friday 6 March. Then they go on by themselves."
    )
    for day in (3, 4, 5):
        here.clock.move_to(datetime(2026, 3, day, 15, 0, tzinfo=UTC))
        assert await here.due() == []
    here.clock.move_to(datetime(2026, 3, 6, 9, 0, tzinfo=UTC))
    assert ["stretch" in came for came in await here.due()] == [True]
    here.clock.move_to(datetime(2026, 3, 6, 15, 0, tzinfo=UTC))
    assert ["call Dr Smith" in came for came in await here.due()] == [True]


async def test_a_date_that_is_none_is_asked_again_and_changes_nothing(ana: Person) -> None:
    await opens_the_page(ana)
    await ana.taps("Pause")
    await ana.taps("Until a date")
    assert "a day within the coming year" in await ana.says("when I feel better")
    assert "Next: Tuesday 3 March" in await ana.command("reminders")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("friday", "2026-03-06"),
        ("until Friday", "2026-03-06"),
        ("5 december", "2026-12-05"),
        ("2 weeks", "2026-03-16"),
        ("for 10 days", "2026-03-12"),
        ("tomorrow", "2026-03-03"),
        ("soon", "None"),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, day: str) -> None:
    assert str(day_in(typed, NINE, "Europe/London")) == day


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("10pm to 7", "22:00-07:00"),
        ("10 to 7", "22:00-07:00"),
        ("22:00-7:30", "22:00-07:30"),
        ("from 9.30 pm until 8 am", "21:30-08:00"),
        ("11 p.m. till 6", "23:00-06:00"),
        ("midnight to noon", "00:00-12:00"),
        ("1pm - 3pm", "13:00-15:00"),
        ("between 23 and 7", "23:00-07:00"),
        ("12 to 8", "00:00-08:00"),
        ("10", None),
        ("7 to 7am", "19:00-07:00"),
        ("7am to 7am", None),
        ("25 to 7", None),
        ("always", None),
    ],
)
def test_quiet_hours_are_read_as_people_type_them(typed: str, hours: str | None) -> None:
    found = quiet_hours_in(typed)
    assert (None if found is None else f"{found.starts:%H:%M}-{found.ends:%H:%M}") == hours


async def quiet_of(here: Company) -> QuietHours | None:
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(account_of("ana"))
        assert member is not None
        return member.quiet


async def test_quiet_hours_are_shown_chosen_typed_turned_off_and_undone(here: Company, ana: Person) -> None:
    assert "from 10:00 pm to 7:30 am" in await ana.command("quiet")
    assert list(ana.buttons) == [
        *("9:00 pm to 8:00 am", "11:00 pm to 7:00 am", "Other times", "Off", "My reminders"),
    ]
    assert "Your quiet hours are 9:00 pm to 8:00 am." in await ana.taps("9:00 pm to 8:00 am")
    assert await quiet_of(here) == QuietHours(starts=time(21), ends=time(8))
    assert "10:00 pm to 7:30 am" in await ana.taps("Undo")
    assert await quiet_of(here) == USUAL_QUIET
    await ana.command("quiet")
    await ana.taps("Other times")
    assert "8:30 pm to 9:00 am" in await ana.says("8:30 pm to 9")
    assert "I need two times." in await ana.command("quiet at night")
    assert "No quiet hours." in await ana.command("quiet off")
    assert await quiet_of(here) is None
    assert "8:30 pm to 9:00 am" in await ana.taps("Undo")


async def test_a_reminder_inside_quiet_hours_says_so_waits_and_comes_when_they_end(here: Company, ana: Person) -> None:
    said = await ana.command("remind check the door every day at 11pm")
    assert "Monday 2 March, 11:00 pm lies in your quiet hours. I will bring it at 7:30 am, when they end." in said
    assert "Send it all the same" in ana.buttons
    here.clock.move_to(datetime(2026, 3, 2, 23, 0, tzinfo=UTC))
    assert await here.due() == []
    here.clock.move_to(datetime(2026, 3, 3, 7, 30, tzinfo=UTC))
    [came] = await here.due()
    assert "check the door" in came


async def test_send_it_all_the_same_brings_it_at_its_own_minute(here: Company, ana: Person) -> None:
    await ana.command("remind check the door every day at 11pm")
    said = await ana.taps("Send it all the same")
    assert "quiet hours" not in said
    here.clock.move_to(datetime(2026, 3, 2, 23, 0, tzinfo=UTC))
    [came] = await here.due()
    assert "check the door" in came


async def test_a_reminder_outside_quiet_hours_says_nothing_of_them(ana: Person) -> None:
    assert "quiet" not in await ana.command("remind check the door every day at 9:30pm")


async def test_who_would_rather_say_what_time_it_is_is_shown_the_places_of_that_time(here: Company) -> None:
    ben = here.member("ben")
    await ben.command("remind stretch every day at 9am")
    assert "What time is it for you now?" in await ben.taps("Tell my time instead")
    assert "4:00 am" in ben.buttons
    await ben.taps("4:00 am")
    assert any(label.startswith("New York: now Monday 2 March, 4:00 am") for label in ben.buttons)
    assert "I will remind you every day at 9:00 am." in await ben.taps("New York")


async def test_a_typed_clock_time_does_the_same(here: Company) -> None:
    ben = here.member("ben")
    await ben.command("remind stretch every day at 9am")
    await ben.taps("Tell my time instead")
    await ben.says("20:00")
    assert any(label.startswith("Sydney") for label in ben.buttons)


def test_a_clock_time_names_well_known_places_and_knows_morning_from_evening() -> None:
    assert [one.label for one in zones_at(time(9), NINE)] == ["London"]
    assert zones_at(time(21), NINE) != zones_at(time(9), NINE)
    assert all(len(zones_at(time(hour), NINE)) <= 5 for hour in range(24))


async def test_where_there_are_modals_the_words_are_typed_into_one(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, platform=Platform.DISCORD, forms=True) as opened:
        ana = opened.member()
        ana.place = type(ana.place)(platform=Platform.DISCORD, conversation="ana", private=True)
        await ana.gives("timezone", place="Leeds")
        await ana.gives("remind", what="stretch", when="every day at 9am")
        await ana.gives("reminders")
        await ana.taps("1. stretch")
        await ana.taps("Change the words")
        assert "rest a little\n" in await ana.fills(what="rest a little")
        await ana.gives("quiet", hours="9pm to 8")
        assert "9:00 pm to 8:00 am" in words_of(ana.seen)
