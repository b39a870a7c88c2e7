"""What I want to ask my doctor, as a conversation: kept, ordered, ticked, taken away and brought back."""

from pathlib import Path

import pytest

from core.features.appointments.question_pages import MOST_QUESTIONS
from core.knowledge import Knowledge
from core.model.identity import Platform
from core.model.reply import Say
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock


@pytest.fixture
async def ana(here: Company) -> Person:
    return await here.member().agrees()


async def test_a_question_is_one_line_typed_and_stands_in_the_list(ana: Person) -> None:
    assert "Nothing is here yet" in await ana.command("questions")
    assert "Your question" in await ana.taps("Add a question")
    shown = await ana.says("Why am I so stiff at 6 am?")
    assert "Kept: Why am I so stiff at 6 am?" in shown
    assert "1. Why am I so stiff at 6 am?" in shown


async def test_a_question_typed_behind_the_command_is_kept_at_once(ana: Person) -> None:
    assert "1. What else could this be?" in await ana.command("questions What else could this be?")


async def test_nothing_is_kept_before_the_yes_and_the_way_goes_on_after_it(here: Company) -> None:
    ben = here.member("ben")
    asked = await ben.command("questions")
    assert "May I keep your check-ins?" in asked
    assert "questions and visit dates" in asked
    await ben.taps("Continue")
    assert "Nothing is here yet" in await ben.taps("Yes, I agree")


async def test_an_idea_is_taken_by_one_tap_and_is_then_not_offered_again(ana: Person) -> None:
    await ana.command("questions")
    await ana.taps("Ideas")
    assert "Kept: What else could this be?" in await ana.taps("What else could this be?")
    assert "What else could this be?" not in ana.buttons
    assert "1. What else could this be?" in await ana.taps("My questions")


async def test_a_question_is_ticked_reworded_and_put_first(ana: Person) -> None:
    for text in ("How do I sleep?", "What helps my hands?"):
        await ana.command(f"questions {text}")
    await ana.taps("2. What helps")
    assert "You ticked it as asked" in await ana.taps("Tick as asked")
    assert "You ticked it" not in await ana.taps("Not asked yet")
    await ana.taps("Change the words")
    assert "What helps my wrists?" in await ana.says("What helps my wrists?")
    assert "1. What helps my wrists?\n2. How do I sleep?" in await ana.taps("Put it first")


async def test_what_was_removed_comes_back_by_undo(ana: Person) -> None:
    await ana.command("questions How do I sleep?")
    await ana.taps("1. How do I")
    assert "Removed: How do I sleep?" in await ana.taps("Remove")
    assert "1. How do I sleep?" in await ana.taps("Undo")


async def test_all_that_were_asked_go_in_one_tap_and_come_back_together(ana: Person) -> None:
    for text in ("One?", "Two?", "Three?"):
        await ana.command(f"questions {text}")
    for label in ("1. One?", "3. Three?"):
        await ana.taps(label)
        await ana.taps("Tick as asked")
        await ana.taps("My questions")
    assert "Questions removed: 2" in await ana.taps("Clear the asked ones")
    back = await ana.taps("Undo")
    assert all(text in back for text in ("1. One? (asked)", "2. Two?", "3. Three? (asked)"))


async def test_the_list_holds_twenty_and_says_so(ana: Person) -> None:
    for number in range(MOST_QUESTIONS):
        await ana.command(f"questions Question {number}?")
    assert "Your list is full" in await ana.command("questions One more?")
    assert "1. Question 0?" in await ana.command("questions")
    assert "7. Question 6?" in await ana.taps("More")


async def test_somebody_elses_question_is_out_of_reach(here: Company, ana: Person) -> None:
    await ana.command("questions A secret of Ana?")
    ben = await here.member("ben").agrees()
    ben.seen = ana.seen
    assert "not in your list any more" in await ben.taps("1. A secret")


async def test_in_a_group_the_list_is_for_the_asker_alone(here: Company) -> None:
    mo = await here.moderator().agrees()
    assert "Why me?" in await mo.command("questions Why me?")
    assert all(isinstance(one, Say) and one.private for one in mo.replies)


async def test_a_platform_that_keeps_no_health_data_keeps_no_questions(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    closed = frozenset({Platform.TELEGRAM})
    async with company(knowledge, tmp_path, clock, reminders_only=closed) as here:
        ana = here.member()
        for line in ("questions Why me?", "appointment tomorrow"):
            assert "Here I keep no answers about health" in await ana.command(line)


async def test_taking_the_yes_back_takes_questions_and_visits_with_it(here: Company, ana: Person) -> None:
    await ana.command("questions How do I sleep?")
    await ana.command("privacy consent off")
    here.clock.forward(days=8)
    assert (await here.bot.tidy())["withdrawn"] == 1
    await ana.agrees()
    assert "Nothing is here yet" in await ana.command("questions")
