"""The date of an appointment, and the list that comes the evening before it."""

from datetime import UTC, datetime

import pytest

from tests.core.company import Company, Person


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in New York; it is Monday 2 March 2026, 4:00 am there."""
    person = await here.member().agrees()
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(person.account, now=here.clock.now())
        await uow.members.set_zone(member.id, "America/New_York")
        await uow.commit()
    return person


async def test_two_taps_set_the_day_and_the_confirmation_says_when_the_list_comes(ana: Person) -> None:
    assert "Which day is it?" in await ana.command("appointment")
    kept = await ana.taps("Friday 6 March")
    assert "Friday 6 March" in kept
    assert "Your questions come Thursday 5 March, 6:00 pm." in kept
    assert "By the clock of New York." in kept
    assert "Undo" in ana.buttons


async def test_the_list_comes_at_six_in_the_evening_of_the_day_before_and_once(here: Company, ana: Person) -> None:
    await ana.command("questions What else could this be?")
    await ana.command("questions How do I sleep?")
    await ana.taps("2. How do I")
    await ana.taps("Tick as asked")
    await ana.command("appointment Friday 10:30 am")
    here.clock.move_to(datetime(2026, 3, 5, 22, 59, tzinfo=UTC))
    assert await here.due() == []
    here.clock.move_to(datetime(2026, 3, 5, 23, 0, tzinfo=UTC))
    (came,) = await here.due()
    assert "Tomorrow is your appointment" in came
    assert "Friday 6 March, 10:30 am" in came
    assert "1. What else could this be?" in came
    assert "How do I sleep?" not in came
    here.clock.move_to(datetime(2026, 3, 8, 12, 0, tzinfo=UTC))
    assert await here.due() == []


async def test_a_typed_day_may_have_a_time_and_a_name(ana: Person) -> None:
    await ana.command("appointment")
    await ana.taps("Another day")
    await ana.says("12 March at 2pm")
    kept = await ana.says("Dr. Khan")
    assert "Thursday 12 March, 2:00 pm, with Dr. Khan" in kept


async def test_what_cannot_be_read_is_asked_once_more_and_never_guessed(ana: Person) -> None:
    assert "I could not read that day" in await ana.command("appointment every friday")
    assert "morning or evening" in await ana.command("appointment friday at 5")


async def test_undo_takes_the_day_and_its_list_away(here: Company, ana: Person) -> None:
    await ana.command("appointment Friday 10:30 am")
    assert "Which day is it?" in await ana.taps("Undo")
    here.clock.move_to(datetime(2026, 3, 5, 23, 0, tzinfo=UTC))
    assert await here.due() == []


async def test_a_changed_day_moves_the_list_and_undo_brings_the_former_one_back(here: Company, ana: Person) -> None:
    await ana.command("appointment Friday 10:30 am")
    await ana.command("appointment")
    await ana.taps("1. Friday 6 March")
    await ana.taps("Change the day")
    assert "Your questions come Tuesday 3 March, 6:00 pm." in await ana.taps("Wednesday 4 March")
    assert "Friday 6 March, 10:30 am" in await ana.taps("Undo")
    here.clock.move_to(datetime(2026, 3, 3, 23, 0, tzinfo=UTC))
    assert await here.due() == []
    here.clock.move_to(datetime(2026, 3, 5, 23, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_two_taps_on_a_day_keep_one_visit_and_undo_still_brings_the_former_one_back(ana: Person) -> None:
    await ana.command("appointment Friday 10:30 am")
    await ana.command("appointment")
    await ana.taps("1. Friday 6 March")
    await ana.taps("Change the day")
    days = ana.seen
    first = await ana.taps("Wednesday 4 March")
    ana.seen = days
    assert await ana.taps("Wednesday 4 March") == first
    page = await ana.taps("Undo")
    assert "Friday 6 March, 10:30 am" in page
    assert "Wednesday 4 March" not in page


async def test_a_removed_one_comes_back_with_its_list(here: Company, ana: Person) -> None:
    await ana.command("appointment Friday 10:30 am")
    await ana.command("appointment")
    await ana.taps("1. Friday 6 March")
    assert "Removed: Friday 6 March, 10:30 am" in await ana.taps("Remove")
    assert "Friday 6 March" in await ana.taps("Undo")
    here.clock.move_to(datetime(2026, 3, 5, 23, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_quiet_hours_hold_the_list_and_the_confirmation_says_so(here: Company, ana: Person) -> None:
    await ana.command("quiet 5pm to 8am")
    assert "Your questions come Friday 6 March, 8:00 am." in await ana.command("appointment Friday 10:30 am")
    here.clock.move_to(datetime(2026, 3, 5, 23, 0, tzinfo=UTC))
    assert await here.due() == []
    here.clock.move_to(datetime(2026, 3, 6, 13, 0, tzinfo=UTC))
    (came,) = await here.due()
    assert "Today is your appointment" in came


async def test_tomorrow_after_six_has_no_list_any_more_and_says_where_the_questions_are(
    here: Company, ana: Person
) -> None:
    here.clock.move_to(datetime(2026, 3, 3, 0, 30, tzinfo=UTC))
    assert "No list comes before it. Your questions are always under /questions." in await ana.command(
        "appointment tomorrow"
    )


async def test_without_a_clock_the_clock_is_asked_for_first(here: Company) -> None:
    ben = await here.member("ben").agrees()
    assert "I do not know your clock yet" in await ben.command("appointment tomorrow")
    assert "Set my clock" in ben.buttons


async def test_the_list_stands_among_the_reminders_under_its_own_name(ana: Person) -> None:
    await ana.command("appointment Friday")
    assert "Questions for my doctor" in await ana.command("reminders")


async def test_nothing_is_said_after_a_withdrawn_yes(here: Company, ana: Person) -> None:
    await ana.command("questions How do I sleep?")
    await ana.command("appointment Friday")
    await ana.command("privacy consent off")
    here.clock.move_to(datetime(2026, 3, 5, 23, 0, tzinfo=UTC))
    assert await here.due() == []


async def test_it_all_goes_out_and_comes_back_with_an_export(here: Company, ana: Person) -> None:
    await ana.command("questions How do I sleep?")
    await ana.command("appointment Friday 10:30 am")
    holdings = {one.name: one for one in here.bot.knowledge.table.holdings}
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        told = {name: await holdings[name].export(uow, member) for name in ("questions", "appointments", "reminders")}
        assert told["reminders"] == []
        for name in ("questions", "appointments"):
            restore = holdings[name].restore
            assert restore is not None
            assert (await restore(uow, member, told[name], here.clock.now())).known == 1
    ben = await here.member("ben").agrees()
    async with here.bot.open_unit() as uow:
        other = await uow.members.welcome(ben.account, now=here.clock.now())
        for name in ("questions", "appointments"):
            restore = holdings[name].restore
            assert restore is not None
            assert (await restore(uow, other, [*told[name], {"odd": 1}], here.clock.now())).new == 1
        await uow.commit()
    assert "1. How do I sleep?" in await ben.command("questions")
