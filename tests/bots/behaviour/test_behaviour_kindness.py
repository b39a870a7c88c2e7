"""A member has a flare day, or looks back on a week: little to tap, and nothing to explain."""

from datetime import UTC, datetime

import pytest

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

PAIN = "How bad is your pain right now?"
OVER = "Your flare days are done, as far as I know."


@pytest.fixture
async def ana(stage: Stage) -> Person:
    """Has agreed to check-ins, and is asked every day at nine."""
    person = stage.member("Ana")
    await person.agrees()
    await person.commands("timezone", place="Leeds")
    await person.commands("remind")
    await person.taps("Daily check-in")
    await person.taps("Every day at 9:00 am")
    await person.sees("I will remind you every day at 9:00 am.", "Next: Tuesday 3 March, 9:00 am.")
    return person


async def morning(stage: Stage, day: int, hour: int = 9) -> None:
    await stage.moves_to(datetime(2026, 3, day, hour, tzinfo=UTC))


@everywhere
async def test_a_flare_day_is_one_tap_on_the_prompt(ana: Person, stage: Stage) -> None:
    await morning(stage, 3)
    prompt = await ana.sees(button="Flare day")
    assert prompt.alone
    await ana.taps("Flare day")
    saved = await ana.sees("Saved as a flare day.", "Until the end of Thursday 5 March", button="It is over")
    assert {"Just today", "7 days", "Undo"} <= set(saved.buttons)
    await morning(stage, 4)
    asked = await ana.sees("A flare day. One question, if you like.", PAIN)
    assert asked.buttons == (*(str(number) for number in range(11)), "It is over")
    await ana.taps("8", on=asked)
    await ana.sees("Saved.", "Pain: 8 of 10")
    await morning(stage, 5)
    await morning(stage, 6)
    await ana.sees(OVER, button="Flare day")
    await morning(stage, 7)
    assert await ana.count(OVER) == 1


async def test_a_flare_said_in_the_group_is_seen_by_nobody_else(ana: Person, ben: Person) -> None:
    await ana.commands("flare", in_group=True)
    await ana.comes_in()
    await ana.sees("Saved as a flare day.", alone=True)
    await ana.taps("It is over")
    await ana.sees("From now on I am here as before.", button="Undo")
    await ben.cannot_see("flare day", "here as before")


async def test_the_week_is_three_taps_and_says_its_middle(ana: Person) -> None:
    await ana.commands("weekly")
    await ana.sees("Three questions for the week", button="Ask me on Sundays at 10:00 am")
    await ana.taps_each("Answer now", "7", "5", "7")
    week = await ana.sees("Saved. This is your week.", "All three together: 6.3 of 10.", "It is no grade.")
    assert week.alone
    assert await ana.count("Question ") == 0


async def test_the_week_is_asked_on_the_day_that_was_tapped_and_turned_off_by_a_tap(ana: Person, stage: Stage) -> None:
    await ana.commands("weekly")
    await ana.taps("Ask me on Sundays at 10:00 am")
    await ana.sees("every Sunday at 10:00 am. Next: Sunday 8 March, 10:00 am.", button="Undo")
    await morning(stage, 8, 10)
    await ana.sees("Your three questions about the past week are here", button="Answer now")
    await ana.taps("Turn off")
    await ana.sees("Undo brings it back", button="Undo")
    await morning(stage, 15, 10)
    assert await ana.count("Your three questions about the past week are here") == 0
