"""The three questions of the week as a conversation: opt-in, a mean only of all three, and never a verdict."""

import pytest

from tests.core.company import Company, Person
from tests.core.kind_days import on_day, prompted

DUE = "Your three questions about the past week are here when you are ready."
NO_MEAN = "only when all of them have a number"


@pytest.fixture
async def ana(here: Company) -> Person:
    return await prompted(here)


async def answers(ana: Person, *taps: str) -> str:
    await ana.command("weekly")
    await ana.taps("Answer now")
    said = ""
    for tap in taps:
        said = await ana.taps(tap)
    return said


async def test_three_taps_give_the_mean_with_one_decimal_and_its_meaning(ana: Person) -> None:
    said = await answers(ana, "7", "5", "7")
    assert "Pain this week: 7 of 10" in said
    assert "All three together: 6.3 of 10." in said
    assert "It is no grade." in said


@pytest.mark.parametrize("taps", [("0", "0", "0"), ("10", "10", "10")])
async def test_no_number_is_praised_mourned_or_given_a_name(ana: Person, taps: tuple[str, ...]) -> None:
    said = (await answers(ana, *taps)).lower()
    assert not any(
        word in said for word in ("severe", "mild", "moderate", "well done", "great", "sorry", "good", "bad")
    )
    assert f"all three together: {taps[0]}.0 of 10." in said


@pytest.mark.parametrize("taps", [("Skip", "5", "7"), ("7", "5", "Skip"), ("7", "Stop")])
async def test_without_all_three_there_is_no_mean_and_nothing_is_made_up(ana: Person, taps: tuple[str, ...]) -> None:
    said = await answers(ana, *taps)
    assert NO_MEAN in said
    assert "together:" not in said
    assert " 0 of 10" not in said


async def test_stop_at_once_keeps_nothing(ana: Person) -> None:
    assert "Nothing was kept." in await answers(ana, "Stop")


async def test_numbers_may_be_typed_and_so_may_skip_and_stop(ana: Person) -> None:
    await ana.command("weekly")
    await ana.taps("Answer now")
    assert "Question 2 of 3" in await ana.says("6")
    assert "Question 3 of 3" in await ana.says("skip")
    assert NO_MEAN in await ana.says("stop")
    assert "of 10" not in await ana.says("4")


async def test_an_interrupted_one_goes_on_where_it_was_and_does_not_stand_in_the_way_of_a_check_in(ana: Person) -> None:
    await answers(ana, "6")
    assert "Question 1 of 2" in await ana.command("checkin short")
    assert "Question 2 of 2" in await ana.says("3")
    assert "Pain: 3 of 10" in await ana.says("4")
    assert "check-ins today" not in str(ana.seen)
    await ana.command("weekly")
    assert "You had begun. Here is where you were." in await ana.taps("Answer now")
    await ana.taps("6")
    assert "All three together: 6.0 of 10." in await ana.taps("6")


async def test_all_can_be_answered_again(ana: Person) -> None:
    await answers(ana, "6", "6", "6")
    await ana.taps("Answer again")
    for number in ("1", "2", "3"):
        said = await ana.taps(number)
    assert "All three together: 2.0 of 10." in said


async def test_it_comes_weekly_at_the_time_that_was_tapped_and_not_before_anybody_asks(
    here: Company, ana: Person
) -> None:
    assert not any(DUE in text for text in await on_day(here, ana, 8, 10))
    await ana.command("weekly")
    assert {"Ask me on Sundays at 9:00 am", "Ask me on Sundays at 10:00 am"} <= set(ana.buttons)
    said = await ana.taps("Ask me on Sundays at 10:00 am")
    assert "every Sunday at 10:00 am. Next: Sunday 15 March, 10:00 am." in said
    assert "Undo" in ana.buttons
    assert DUE not in "".join(await on_day(here, ana, 14, 10))
    await on_day(here, ana, 15, 9)
    assert [DUE in text for text in await on_day(here, ana, 15, 10)] == [True]
    assert "every Sunday at 10:00 am" in await ana.command("weekly")
    assert "Next: Sunday 22 March, 10:00 am." in await ana.command("weekly")


async def test_it_is_turned_off_by_a_button_and_undo_brings_it_back(here: Company, ana: Person) -> None:
    await ana.command("weekly")
    await ana.taps("Ask me on Sundays at 10:00 am")
    await ana.command("weekly")
    assert "Undo brings it back" in await ana.taps("Turn off")
    deleted = ana.seen
    assert "I do not ask by myself yet." in await ana.command("weekly")
    ana.seen = deleted
    await ana.taps("Undo")
    assert "every Sunday at 10:00 am" in await ana.command("weekly")
    await on_day(here, ana, 8, 9)
    assert [DUE in text for text in await on_day(here, ana, 8, 10)] == [True]


@pytest.mark.parametrize("said", ["every day at 9am", "weekdays at 9am", "every 2 hours"])
async def test_more_often_than_weekly_is_not_offered(ana: Person, said: str) -> None:
    await ana.command("weekly")
    await ana.taps("Another day or time")
    assert "Once a week is enough for these." in await ana.says(said)
    assert "every Sunday at 6:00 pm" in await ana.taps("Sunday, 6:00 pm")


async def test_it_rests_in_a_flare_and_after_a_recent_answer(here: Company, ana: Person) -> None:
    await ana.command("weekly")
    await ana.taps("Ask me on Sundays at 10:00 am")
    await on_day(here, ana, 7)
    await ana.command("flare")
    arrived = [text for hour in (9, 10) for text in await on_day(here, ana, 8, hour)]
    await on_day(here, ana, 14)
    await answers(ana, "6", "6", "6")
    arrived += [text for hour in (9, 10) for text in await on_day(here, ana, 15, hour)]
    assert len(arrived) >= 2
    assert not any(DUE in text for text in arrived)
    await on_day(here, ana, 22, 9)
    assert [DUE in text for text in await on_day(here, ana, 22, 10)] == [True]


async def test_the_source_is_named(ana: Person) -> None:
    await ana.command("weekly")
    said = await ana.taps("Where these come from")
    assert "Krebs and others, 2009, J Gen Intern Med 24(6):733-738." in said
    assert "not a diagnosis" in said


async def test_without_a_yes_it_is_asked_for_first(here: Company) -> None:
    ben = here.member("ben")
    await ben.command("weekly")
    assert "May I keep your check-ins?" in await ben.taps("Answer now")
