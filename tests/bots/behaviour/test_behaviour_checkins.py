"""A member says how they are, by taps, in private."""

from datetime import timedelta

import pytest

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

QUESTIONS = (
    "How bad is your pain right now?",
    "How tired are you right now?",
    "How bad was your sleep last night?",
    "How low is your mood right now?",
    "How bad is your brain fog right now?",
)
LABELS = ("Pain", "Tiredness", "Sleep last night", "Low mood", "Brain fog")


@pytest.fixture
async def ana(stage: Stage) -> Person:
    """Has agreed to check-ins before."""
    person = stage.member("Ana")
    await person.agrees()
    return person


@everywhere
async def test_a_check_in_is_five_taps_and_is_shown_back(ana: Person) -> None:
    await ana.commands("checkin")
    for question, tap in zip(QUESTIONS, ("6", "7", "5", "3", "0"), strict=True):
        asked = await ana.sees(question)
        assert asked.buttons[:13] == (*(str(number) for number in range(11)), "Skip", "Stop")
        assert len(asked.buttons) == 13 or question == QUESTIONS[0], "other ways are offered once"
        await ana.taps(tap)
    saved = await ana.sees("Saved. Thank you.", button="Change an answer")
    for line in ("Pain: 6 of 10", "Tiredness: 7 of 10", "Sleep last night: 5 of 10", "Low mood: 3 of 10"):
        assert line in saved.text
    assert "Brain fog: 0 of 10" in saved.text
    assert await ana.count("Question ") == 0


async def test_a_number_is_reflected_without_judging(ana: Person) -> None:
    await ana.commands("checkin")
    await ana.taps("8")
    reflected = await ana.sees(QUESTIONS[1])
    assert reflected.text.startswith("Pain 8")


async def test_every_question_can_be_skipped_and_a_skip_is_never_a_zero(ana: Person) -> None:
    await ana.commands("checkin")
    for question in QUESTIONS:
        await ana.sees(question)
        await ana.taps("Skip")
    saved = await ana.newest()
    assert all(f"{label}: skipped" in saved.text for label in LABELS)
    assert " 0 of 10" not in saved.text


async def test_stop_works_at_each_question_and_keeps_what_was_tapped(ana: Person) -> None:
    for answered in range(5):
        await ana.commands("checkin")
        for question in QUESTIONS[:answered]:
            await ana.sees(question)
            await ana.taps("4")
        await ana.sees(QUESTIONS[answered])
        await ana.taps("Stop")
        stopped = await ana.newest()
        if answered == 0:
            assert "All right. Nothing was kept." in stopped.text
        assert stopped.text.count("4 of 10") == answered
        assert not any(question in stopped.text for question in QUESTIONS)


async def test_a_second_tap_changes_the_answer_instead_of_adding_one(ana: Person) -> None:
    await ana.commands("checkin", kind="short")
    await ana.taps("8")
    await ana.taps("5")
    await ana.taps("Change an answer")
    await ana.taps("Pain")
    await ana.sees(QUESTIONS[0])
    await ana.taps("6")
    await ana.sees("Saved.", "Pain: 6 of 10", "Tiredness: 5 of 10")
    assert await ana.count("8 of 10") == 0


async def test_two_quick_taps_on_one_question_leave_the_last_one(ana: Person) -> None:
    await ana.commands("checkin", kind="short")
    asked = await ana.sees(QUESTIONS[0])
    await ana.taps("8", on=asked)
    await ana.taps("6", on=asked)
    await ana.taps("2", on=await ana.sees(QUESTIONS[1]))
    saved = await ana.sees("Saved.")
    assert ("Pain: 6 of 10" in saved.text, "8 of 10" in saved.text) == (True, False)


async def test_an_unfinished_check_in_waits_and_goes_on_where_it_was(ana: Person, stage: Stage) -> None:
    await ana.commands("checkin")
    await ana.taps("6")
    await stage.moves_to(stage.start + timedelta(hours=5))
    await ana.commands("checkin")
    await ana.sees("You had begun one today. Here is where you were.", QUESTIONS[1])
    await ana.taps_each("1", "1", "1", "1")
    await ana.sees("Saved.", "Pain: 6 of 10", "Brain fog: 1 of 10")


async def test_the_short_one_has_just_two_questions(ana: Person) -> None:
    await ana.commands("checkin", kind="short")
    await ana.sees("Question 1 of 2")
    await ana.taps_each("3", "4")
    await ana.sees("Saved.", "Pain: 3 of 10", "Tiredness: 4 of 10")


async def test_a_second_check_in_of_the_day_is_welcome(ana: Person) -> None:
    for _ in range(2):
        await ana.commands("checkin", kind="short")
        await ana.taps_each("3", "4")
    await ana.sees("Saved.", "That makes 2 check-ins today.")


async def test_after_a_gap_nothing_scolds(ana: Person, stage: Stage) -> None:
    await ana.commands("checkin")
    await ana.taps("6")
    await stage.moves_to(stage.start + timedelta(days=7))
    await ana.commands("checkin")
    asked = await ana.sees("Question 1 of 5")
    assert "missed" not in asked.text


async def test_a_low_mood_tapped_alone_is_answered_gently(ana: Person) -> None:
    await ana.commands("checkin")
    await ana.taps_each("Skip", "Skip", "Skip", "9")
    answered = await ana.sees(QUESTIONS[4])
    assert answered.text.startswith("Low mood 9")
    assert "person" in answered.text
