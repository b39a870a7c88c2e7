"""Check-ins as a conversation: changing one's mind, the short way, days without a known clock."""

import pytest

from tests.core.company import Company, Person


@pytest.fixture
async def ana(here: Company) -> Person:
    return await here.member().agrees()


async def test_any_answer_can_be_changed_not_only_the_first(ana: Person) -> None:
    await ana.command("checkin")
    for number in ("6", "7", "5", "3", "0"):
        await ana.taps(number)
    await ana.taps("Change an answer")
    assert "sleep last night" in await ana.taps("Sleep last night")
    saved = await ana.taps("2")
    assert "Sleep last night: 2 of 10" in saved
    assert "Pain: 6 of 10" in saved


async def test_just_two_questions_means_two_even_after_an_untouched_long_one(ana: Person) -> None:
    await ana.command("checkin")
    assert "Question 1 of 2" in await ana.command("checkin short")


async def test_a_check_in_that_was_only_opened_counts_for_nothing(ana: Person) -> None:
    await ana.command("checkin")
    await ana.taps("Stop")
    await ana.command("checkin short")
    await ana.taps("3")
    assert "check-ins today" not in await ana.taps("4")


async def test_somebody_whose_clock_is_unknown_is_told_and_can_mend_it(ana: Person) -> None:
    await ana.command("checkin short")
    await ana.taps("3")
    assert "I do not know your clock yet" in await ana.taps("4")
    assert "Which city or country" in await ana.taps("Set my clock")
    await ana.says("Leeds")
    await ana.command("checkin short")
    await ana.taps("3")
    assert "clock" not in await ana.taps("4")


async def test_a_very_low_mood_opens_the_door_to_a_person_at_once(ana: Person) -> None:
    await ana.command("checkin")
    for label in ("Skip", "Skip", "Skip", "9"):
        await ana.taps(label)
    assert "Talk to a person" in ana.buttons
    assert "Skip" in ana.buttons
    await ana.taps("Talk to a person")
    assert "United States" in ana.buttons


async def test_a_hard_day_ends_with_doors_instead_of_questions(ana: Person) -> None:
    await ana.command("checkin short")
    await ana.taps("9")
    await ana.taps("9")
    assert {"One small kind thing", "Talk to a person", "Change an answer"} <= set(ana.buttons)


async def test_a_number_that_is_typed_answers_the_question_that_waits_and_no_other_question(ana: Person) -> None:
    await ana.command("checkin short")
    assert "Question 2 of 2" in await ana.says("7")
    assert "Pain: 7 of 10" in await ana.says(" 4. ")
    assert "of 10" not in await ana.says("4")


async def test_skip_and_stop_may_be_typed_and_nonsense_leaves_the_question_open(ana: Person) -> None:
    await ana.command("checkin")
    await ana.says("11")
    assert "Question 2 of 5" in await ana.says("skip")
    assert "Question 3 of 5" in await ana.says("6")
    saved = await ana.says("Stop!")
    assert "Tiredness: 6 of 10" in saved


async def test_a_finished_check_in_says_once_that_it_is_saved_even_on_a_hard_day(here: Company) -> None:
    ana = await here.member().agrees()
    for value in ("0", "5", "9"):
        for _ in range(2):  # the wordings take turns
            await ana.command("checkin short")
            await ana.taps(value)
            assert (await ana.taps(value)).casefold().count("saved") == 1


async def test_a_hard_day_has_few_rows_of_buttons(here: Company) -> None:
    ana = await here.member().agrees()
    await ana.command("timezone London")
    await ana.command("checkin short")
    await ana.taps("9")
    await ana.taps("9")
    assert len(ana.seen.buttons) == 4
    assert {"Talk to a person", "Add a note", "Change an answer", "Menu"} <= ana.buttons.keys()
