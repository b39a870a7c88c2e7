"""What a member wants to ask, when they see their doctor, and the page to hand over: everywhere, for them alone."""

from datetime import timedelta

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

pytestmark = everywhere

ASK = "Why am I so stiff at 6 am?"


async def lives_in_london(person: Person) -> None:
    await person.agrees()
    await person.commands("timezone", place="London")


async def test_a_question_is_typed_ticked_and_taken_back(ana: Person) -> None:
    await ana.agrees()
    await ana.commands("questions")
    await ana.sees("What I want to ask my doctor", "Nothing is here yet.")
    await ana.taps("Add a question")
    await ana.fills(Your_question=ASK)
    await ana.sees(f"Kept: {ASK}", f"1. {ASK}")
    await ana.taps("1. Why am I so stiff at 6…")
    await ana.taps("Tick as asked")
    await ana.sees("You ticked it as asked.")
    await ana.taps("Remove")
    await ana.sees(f"Removed: {ASK}")
    await ana.taps("Undo")
    await ana.sees(f"1. {ASK} (asked)")


async def test_questions_asked_for_in_the_group_are_seen_by_nobody_else(ana: Person, ben: Person, maya: Person) -> None:
    await ana.agrees()
    await ana.commands("questions", question=ASK)
    await ana.commands("questions", in_group=True)
    await ana.comes_in()
    await ana.sees(f"1. {ASK}")
    await ana.commands("report", in_group=True)
    await ana.comes_in()
    await ana.sees("A page for my doctor")
    for other in (ben, maya):
        await other.cannot_see(ASK, "A page for my doctor", "What I want to ask")


async def test_the_list_arrives_the_evening_before_and_leads_to_the_page(ana: Person, stage: Stage) -> None:
    await lives_in_london(ana)
    await ana.commands("questions", question=ASK)
    await ana.commands("appointment", when="tomorrow 10:30 am")
    await ana.sees("Your questions come Monday 2 March, 6:00 pm.", button="Undo")
    await stage.moves_to(stage.start.replace(hour=18, minute=0) + timedelta(minutes=1))
    await ana.sees("Tomorrow is your appointment", "Tuesday 3 March, 10:30 am", f"1. {ASK}")
    await ana.taps("My doctor's page")
    await ana.sees("A page for my doctor", button="Make the page")


async def test_the_page_arrives_as_a_file_one_tap_after_the_command(ana: Person, ben: Person) -> None:
    await lives_in_london(ana)
    await ana.commands("checkin", kind="short")
    await ana.taps_each("7", "4")
    await ana.commands("report")
    await ana.sees("A page for my doctor", "Recorded on 1 of 90 days.")
    await ana.taps("Make the page")
    await ana.sees("Here is your page, as a file.")
    (name, content), *more = (await ana.hands.files()).items()
    assert more == []
    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF-")
    assert await ben.hands.files() == {}


async def test_the_page_is_there_as_plain_text_too(ana: Person) -> None:
    await lives_in_london(ana)
    await ana.commands("checkin", kind="short")
    await ana.taps_each("7", "4")
    await ana.commands("report")
    await ana.taps("As plain text")
    await ana.sees("Here is your page as plain text.")
    (content,) = (await ana.hands.files()).values()
    assert "Recorded on 1 of 90 days: pain 7" in content.decode()
