"""Prompts that look at how it was: shorter after a hard day, one line after days away, one question on low energy."""

import pytest

from tests.core.company import Company, Person
from tests.core.kind_days import PAIN, on_day, prompted

BACK = "Welcome back. No catching up needed."
PLENTY = "Two questions are plenty today."


@pytest.fixture
async def ana(here: Company) -> Person:
    return await prompted(here)


async def answers(ana: Person, pain: str, tiredness: str) -> None:
    await ana.command("checkin short")
    await ana.taps(pain)
    await ana.taps(tiredness)


@pytest.mark.parametrize(("pain", "shorter"), [("7", False), ("8", True), ("10", True)])
async def test_a_hard_answer_puts_the_short_set_first_next_time(
    here: Company, ana: Person, pain: str, shorter: bool
) -> None:
    await answers(ana, pain, "2")
    [prompt] = await on_day(here, ana, 3)
    assert (PLENTY in prompt) == shorter
    assert (next(iter(ana.buttons)) == "Just two questions") == shorter
    assert {"Check in", "Just two questions", "Flare day"} <= set(ana.buttons)


async def test_an_easier_answer_after_a_hard_one_brings_the_usual_prompt_back(here: Company, ana: Person) -> None:
    await answers(ana, "9", "9")
    await answers(ana, "4", "3")
    [prompt] = await on_day(here, ana, 3)
    assert PLENTY not in prompt


async def test_who_skipped_everything_had_no_hard_day_and_no_easy_one(here: Company, ana: Person) -> None:
    await answers(ana, "Skip", "Skip")
    [prompt] = await on_day(here, ana, 3)
    assert PLENTY not in prompt


async def test_after_two_days_away_one_line_comes_once_and_nothing_is_counted(here: Company, ana: Person) -> None:
    await answers(ana, "3", "3")
    said = [(await on_day(here, ana, day))[0] for day in (3, 4, 5, 6, 7)]
    assert [BACK in prompt for prompt in said] == [False, False, True, False, False]
    assert BACK not in await ana.taps("Check in")
    await answers(ana, "3", "3")
    later = [(await on_day(here, ana, day))[0] for day in (8, 9, 10, 11)]
    assert [BACK in prompt for prompt in later] == [False, False, True, False]
    assert not any(word in " ".join([*said, *later]).lower() for word in ("missed", "days away", "streak", "in a row"))


async def test_who_comes_back_by_themselves_reads_it_at_the_check_in(here: Company, ana: Person) -> None:
    await answers(ana, "3", "3")
    await on_day(here, ana, 4)
    here.clock.forward(hours=23)
    assert BACK in await ana.command("checkin")
    assert BACK not in await ana.command("checkin")


async def test_one_day_away_is_nothing_to_speak_of_and_a_newcomer_comes_back_from_nowhere(
    here: Company, ana: Person
) -> None:
    arrived = [(await on_day(here, ana, day))[0] for day in (3, 4, 5)]
    await answers(ana, "3", "3")
    arrived += [(await on_day(here, ana, day))[0] for day in (6, 7)]
    await answers(ana, "3", "3")
    assert not any(BACK in prompt for prompt in arrived)


async def test_who_is_not_prompted_is_not_welcomed_back(here: Company) -> None:
    ben = await here.member("ben").agrees()
    await answers(ben, "3", "3")
    here.clock.forward(days=9)
    assert BACK not in await ben.command("checkin")


async def test_low_energy_asks_one_question_a_day_until_it_is_turned_off(here: Company, ana: Person) -> None:
    await ana.command("flare")
    await ana.taps("Undo")
    await ana.taps("Flares and low energy")
    assert "one question a day" in await ana.taps("Low energy on")
    for day in (3, 4, 20):
        [asked] = await on_day(here, ana, day)
        assert PAIN in asked
        assert asked.startswith("Just one question today")
    await ana.taps("5")
    await ana.command("flare")
    await ana.taps("Undo")
    await ana.taps("Flares and low energy")
    assert "Prompts and nudges come as before." in await ana.taps("Low energy off")
    [usual] = await on_day(here, ana, 21)
    assert PAIN not in usual
    assert "Check in" in ana.buttons


async def test_low_energy_silences_nudges_and_undo_wakes_them(here: Company, ana: Person) -> None:
    await ana.command("remind water the fern every day at 10am")
    await ana.command("reminders")
    await ana.taps(next(label for label in ana.buttons if "fern" in label))
    await ana.taps(next(label for label in ana.buttons if "udges" in label))
    await ana.taps("Once")
    await ana.taps("10 minutes")
    await ana.command("flare")
    await ana.taps("Undo")
    await ana.taps("Flares and low energy")
    await ana.taps("Low energy on")
    undo = ana.seen
    assert any("fern" in text for text in await on_day(here, ana, 3, 10))
    assert await on_day(here, ana, 3, 10, 10) == []
    ana.seen = undo
    await ana.taps("Undo")
    assert any("fern" in text for text in await on_day(here, ana, 4, 10))
    assert any("nudge" in text for text in await on_day(here, ana, 4, 10, 10))
