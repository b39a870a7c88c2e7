"""Check-ins that have to do with other days: the same as before, a day of the last week, and taking one away."""

import pytest

from tests.core.company import Company, Person


@pytest.fixture
async def ana(here: Company) -> Person:
    person = await here.member().agrees()
    await person.command("timezone Leeds")
    return person


async def test_the_same_as_yesterday_is_one_tap_and_is_undone_by_one(here: Company, ana: Person) -> None:
    await ana.command("checkin")
    for tap in ("6", "7", "Skip", "3", "0"):
        await ana.taps(tap)
    here.clock.forward(days=1)
    await ana.command("checkin")
    saved = await ana.taps("Same as yesterday")
    for line in ("Saved.", "Pain: 6 of 10", "Tiredness: 7 of 10", "Brain fog: 0 of 10"):
        assert line in saved
    assert "Sleep" not in saved
    assert "Change an answer" in ana.buttons
    assert "Question 1 of 5" in await ana.taps("Undo")
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        assert await uow.checkins.count_of(member.id) == 1


async def test_after_a_gap_the_day_is_named_and_after_a_week_nothing_is_offered(here: Company, ana: Person) -> None:
    await ana.command("checkin short")
    await ana.taps("6")
    await ana.taps("Stop")
    here.clock.forward(days=3)
    await ana.command("checkin")
    assert "Same as Monday 2 March" in ana.buttons
    here.clock.forward(days=5)
    await ana.command("checkin")
    assert not [label for label in ana.buttons if label.startswith("Same")]


async def test_another_day_is_asked_under_its_name_and_kept_for_it(here: Company, ana: Person) -> None:
    await ana.command("checkin short")
    await ana.taps("Other ways")
    await ana.taps("Another day")
    assert next(iter(ana.buttons)) == "Sunday 1 March"
    assert list(ana.buttons)[6] == "Monday 23 February"
    assert "For Sunday 1 March" in await ana.taps("Sunday 1 March")
    assert "For Sunday 1 March" in await ana.taps("6")
    assert "Saved for Sunday 1 March" in await ana.taps("7")
    assert "Question 1 of 2" in await ana.command("checkin short")
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        [kept] = [one for one in await uow.checkins.all_of(member.id) if one.answers]
    assert kept.local_date.isoformat() == "2026-03-01"


async def test_an_earlier_day_that_was_interrupted_waits_also_for_typed_numbers(here: Company, ana: Person) -> None:
    await ana.command("checkin")
    for tap in ("Other ways", "Another day", "Sunday 1 March", "6"):
        await ana.taps(tap)
    assert "For Sunday 1 March" in await ana.says("5")
    await ana.command("checkin")
    for tap in ("Other ways", "Another day"):
        await ana.taps(tap)
    again = await ana.taps("Sunday 1 March")
    assert "Question 3 of 5" in again
    here.clock.forward(days=1)
    assert "Question" not in await ana.says("5")


async def test_a_day_longer_ago_than_a_week_is_refused(here: Company, ana: Person) -> None:
    await ana.command("checkin")
    await ana.taps("Other ways")
    await ana.taps("Another day")
    here.clock.forward(days=1)
    assert "too old" in await ana.taps("Monday 23 February")


async def test_a_whole_check_in_can_be_deleted_and_brought_back(here: Company, ana: Person) -> None:
    for _ in range(2):
        await ana.command("checkin short")
        await ana.taps("6")
        await ana.taps("7")
    await ana.taps("Change an answer")
    assert "I deleted your check-in of Monday 2 March." in await ana.taps("Delete this check-in")
    back = await ana.taps("Undo")
    assert "Pain: 6 of 10" in back
    assert "That makes 2 check-ins today." in back
    await ana.taps("Change an answer")
    await ana.taps("Delete this check-in")
    here.clock.forward(days=2)
    await here.bot.tidy()
    assert "nothing to bring back" in await ana.taps("Undo")


async def test_the_same_is_offered_only_where_the_set_asks_some_of_it(here: Company, ana: Person) -> None:
    await ana.command("checkin short")
    await ana.taps("6")
    await ana.taps("7")
    here.clock.forward(days=1)
    await ana.command("checkin set")
    for tap in ("Add a question", "Brain fog"):
        await ana.taps(tap)
    await ana.command("checkin own")
    assert "Same as yesterday" not in ana.buttons
    await ana.command("checkin daily")
    assert "Same as yesterday" in ana.buttons


async def test_a_number_that_was_tapped_already_is_not_taken_over_by_an_older_page(here: Company, ana: Person) -> None:
    await ana.command("checkin short")
    await ana.taps("6")
    await ana.taps("7")
    here.clock.forward(days=1)
    await ana.command("checkin short")
    first = ana.seen
    await ana.taps("1")
    ana.seen = first
    saved = await ana.taps("Same as yesterday")
    assert "Pain: 1 of 10" in saved
    assert "Tiredness: 7 of 10" in saved
    assert "Undo" not in ana.buttons


async def test_another_day_is_asked_about_in_its_own_words_and_nothing_is_said_of_today(ana: Person) -> None:
    await ana.command("checkin day")
    assert "How bad was your pain that day?" in await ana.taps("Sunday 1 March")
    noted = await ana.taps("9")
    assert "Pain, noted." in noted
    assert "How tired were you that day?" in noted
    saved = await ana.taps("Stop")
    assert "Saved for Sunday 1 March" in saved
    assert "oday" not in noted + saved
