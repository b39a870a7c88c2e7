"""A member checks in in their own way: few taps, their own questions, ticks, other days, all on one page."""

from datetime import timedelta

import pytest

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage


@pytest.fixture
async def ana(stage: Stage) -> Person:
    """Has agreed to check-ins before."""
    person = stage.member("Ana")
    await person.commands("timezone", place="Leeds")
    await person.agrees()
    return person


@everywhere
async def test_three_taps_on_a_prompt_make_a_record_and_no_word_is_typed(ana: Person, stage: Stage) -> None:
    await ana.commands("remind")
    await ana.taps_each("Daily check-in", "Every day at 12:00 pm")
    await stage.moves_to(stage.start + timedelta(hours=3))
    typed = len(ana.typed)
    await ana.taps_each("Just two questions", "6", "7")
    await ana.sees("Saved.", "Pain: 6 of 10", "Tiredness: 7 of 10")
    assert len(ana.typed) == typed


@everywhere
async def test_an_own_set_asks_what_matters_to_its_member(ana: Person) -> None:
    await ana.commands("checkin", kind="set")
    await ana.taps_each("Add a question", "More of them", "Took a rest", "Hours of sleep")
    await ana.taps_each("One of my own", "From 0 to 10")
    await ana.fills(What_should_I_ask="Left knee")
    await ana.sees("My own set: Took a rest, Hours of sleep, Left knee.")
    await ana.taps_each("My own set", "Check in")
    await ana.sees("Question 1 of 3", button="Yes")
    await ana.taps_each("Yes", "9")
    await ana.sees("Left knee: how much right now?")
    await ana.taps("4")
    await ana.sees("Saved.", "Took a rest: yes", "Hours of sleep: 9", "Left knee: 4 of 10")


async def test_what_was_going_on_is_ticked_and_is_one_tap_away_the_next_time(ana: Person, stage: Stage) -> None:
    await ana.commands("checkin", kind="short")
    await ana.taps_each("6", "7", "Add what was going on", "Stood a lot", "Weather", "[x] Weather", "Something else")
    await ana.fills(What_was_going="Market day")
    await ana.taps("Done")
    await ana.sees("Saved.", "Also: Stood a lot, Market day")
    await stage.moves_to(stage.start + timedelta(days=1))
    await ana.commands("checkin", kind="short")
    await ana.taps_each("3", "4", "Market day")
    await ana.sees("Saved.", "Also: Market day", button="[x] Market day")


async def test_the_same_as_yesterday_is_one_tap_with_an_undo(ana: Person, stage: Stage) -> None:
    await ana.commands("checkin", kind="short")
    await ana.taps_each("6", "7")
    await stage.moves_to(stage.start + timedelta(days=1))
    await ana.commands("checkin")
    await ana.taps("Same as yesterday")
    await ana.sees("Saved.", "Pain: 6 of 10", "Tiredness: 7 of 10", button="Undo")
    await ana.taps("Undo")
    await ana.sees("Question 1 of 5")


async def test_a_day_of_last_week_is_filled_in_under_its_own_name(ana: Person) -> None:
    await ana.commands("checkin", kind="short")
    await ana.taps_each("Other ways", "Another day", "Sunday 1 March")
    await ana.sees("For Sunday 1 March", "Question 1 of 2")
    await ana.taps_each("6", "7")
    await ana.sees("Saved for Sunday 1 March", "Pain: 6 of 10")
    await ana.taps_each("Change an answer", "Delete this check-in")
    await ana.sees("I deleted your check-in of Sunday 1 March.", button="Undo")
    await ana.taps("Undo")
    await ana.sees("Saved for Sunday 1 March", "Pain: 6 of 10")


@everywhere
async def test_all_on_one_page_is_one_submit_where_there_are_such_pages(ana: Person, stage: Stage) -> None:
    await ana.commands("checkin")
    if not stage.traits.forms:
        assert "All on one page" not in (await ana.newest()).buttons
        return
    await ana.taps("All on one page")
    await ana.fills(How_bad_is_your_pain="6", How_tired="7", How_low="3", How_bad_is_your_brain="0")
    saved = await ana.sees("Saved.", "Pain: 6 of 10", "Low mood: 3 of 10", "Brain fog: 0 of 10")
    assert "Sleep last night: skipped" in saved.text


@everywhere
async def test_in_a_group_neither_ticks_nor_other_days_nor_own_words_are_seen_by_others(
    ana: Person, stage: Stage
) -> None:
    ben = stage.member("Ben")
    await ana.commands("checkin", kind="short", in_group=True)
    await ana.comes_in()
    await ana.taps_each("6", "7", "Add what was going on", "Weather", "Done")
    assert (await ana.sees("Saved.", "Also: Weather")).alone
    await ana.commands("checkin", kind="set", in_group=True)
    await ana.comes_in()
    await ana.taps_each("Add a question", "Stiffness", "My check-in")
    assert (await ana.sees("My own set: Stiffness.")).alone
    await ben.cannot_see("Weather", "Saved.", "Question ", "My own set", "Stiffness", "Anything to add")
