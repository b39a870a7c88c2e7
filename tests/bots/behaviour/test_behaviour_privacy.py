"""In a group, what is about somebody's health is seen by that person alone; where that cannot be, a door is offered."""

from datetime import UTC, datetime

from tests.bots.behaviour.moderating import sets_the_clock, sets_up, writes_a_leaflet
from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

pytestmark = everywhere

CHECKIN = ("How bad is your pain", "How tired are you", "Question ", "Saved", "of 10")


async def test_a_question_in_the_group_is_answered_for_the_asker_alone(ana: Person, ben: Person, maya: Person) -> None:
    await ana.says("is fibro autoimmune", in_group=True)
    await ana.comes_in()
    answer = await ana.sees("not currently classed as autoimmune", "Source:")
    assert answer.alone
    await ben.cannot_see("autoimmune?", "classed as", "Source:")
    await maya.cannot_see("autoimmune?", "classed as", "Source:")


async def test_a_check_in_in_the_group_is_seen_by_the_one_who_does_it_alone(
    ana: Person, ben: Person, maya: Person
) -> None:
    await ana.agrees()
    await ana.commands("checkin", in_group=True)
    await ana.comes_in()
    for tap in ("8", "7", "Skip", "9"):
        await ana.taps(tap)
    await ana.taps("Stop")
    saved = await ana.sees("Saved.", "Pain: 8 of 10", "Low mood: 9 of 10")
    assert saved.alone
    await ben.cannot_see(*CHECKIN)
    await maya.cannot_see(*CHECKIN)


async def test_what_somebody_wants_to_be_reminded_of_is_seen_by_nobody_else(
    ana: Person, ben: Person, maya: Person, stage: Stage
) -> None:
    await ana.commands("timezone", place="Leeds", in_group=True)
    await ana.comes_in()
    await ana.commands("remind", what="my infusion", when="every day at 10 am", in_group=True)
    await ana.comes_in()
    kept = await ana.sees("infusion", "I will remind you every day at 10:00 am.")
    assert kept.alone
    await ana.commands("reminders", in_group=True)
    await ana.comes_in()
    await ana.sees("infusion: every day at 10:00 am.", alone=True)
    await stage.moves_to(datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    for other in (ben, maya):
        await other.cannot_see("infusion", "remind you")


async def test_the_invitation_for_all_never_turns_into_somebodys_answers(
    maya: Person, ana: Person, ben: Person, stage: Stage
) -> None:
    await sets_the_clock(maya)
    await sets_up(maya, "Check-in invitation", "10:00 am")
    await stage.moves_to(datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    await ana.agrees()
    await ben.agrees()
    for person, tap in ((ana, "8"), (ben, "2")):
        await person.taps("Just two questions")
        await person.comes_in()
        await person.taps(tap)
    await ana.sees("Pain 8", "How tired are you", alone=True)
    await ben.sees("Pain 2", "How tired are you", alone=True)
    await ben.cannot_see("Pain 8")
    await ana.cannot_see("Pain 2")
    await maya.cannot_see(*CHECKIN, "Pain 8", "Pain 2")


async def test_a_sentence_in_the_dark_said_in_the_group_is_answered_to_one_person_alone(
    ana: Person, ben: Person, maya: Person
) -> None:
    await ana.says("i want to kill myself", in_group=True)
    await ana.comes_in()
    answer = await ana.sees("I am glad you said it.", button="United Kingdom")
    assert answer.alone
    await ana.taps("United Kingdom")
    await ana.sees("Samaritans", "116 123", alone=True)
    for other in (ben, maya):
        await other.cannot_see("glad", "116 123", "real pe", "In danger")


async def test_a_sentence_in_the_dark_is_answered_at_once_and_brings_nobody_else(ana: Person, maya: Person) -> None:
    """Journey 7: a few short lines, the right number, a way to a person, and no question that nobody will read."""
    await ana.says("i cant do this any more, i want to die")
    answer = await ana.newest()
    assert answer.text.startswith("I am glad you said it.")
    assert "I am a program, and nobody is reading this now." in answer.text
    assert len(answer.text.split()) <= 60
    assert "?" not in answer.text.replace("In danger now?", "")
    assert {"United States", "United Kingdom", "Another country"} <= set(answer.buttons)
    await ana.taps_each("Another country", "More countries", "Germany")
    await ana.sees("112")
    await ana.says("is fibro autoimmune")
    assert "Source:" in (await ana.newest()).text
    assert await maya.screen() == [one for one in await maya.screen() if "Hello, I am Spoonlight." in one.text]


async def test_a_button_borrowed_from_somebody_else_does_nothing(ana: Person, ben: Person) -> None:
    await ana.agrees()
    await ana.commands("checkin", in_group=True)
    await ana.comes_in()
    hers = await ana.sees("How bad is your pain right now?")
    await ben.commands("start")
    await ben.forges("6", on=await ben.newest(), copied_from=hers)
    await ben.is_told("That button is too old, or it belongs to someone else.")
    await ana.taps("4")
    await ana.sees("Question 2 of 5")
    await ben.cannot_see("Question ")


async def test_a_resource_is_seen_by_its_author_alone_until_it_is_posted(
    maya: Person, ana: Person, ben: Person
) -> None:
    await writes_a_leaflet(maya)
    assert (await maya.sees("Only you can see this.")).alone
    await ana.cannot_see("leaflet")
    await ben.cannot_see("leaflet")


async def test_the_first_check_in_asks_in_two_steps_and_goes_straight_on(
    ana: Person, ben: Person, maya: Person
) -> None:
    await ana.commands("checkin", kind="short", in_group=True)
    await ana.comes_in()
    asked = await ana.sees("May I keep your check-ins?", "How to end it: /privacy")
    assert asked.alone
    assert asked.buttons == ("Continue", "Not now")
    await ana.taps("Not now")
    await ana.sees("That is fine. Nothing is lost", button="Menu", alone=True)
    await ana.commands("checkin", kind="short", in_group=True)
    await ana.comes_in()
    await ana.taps("Continue")
    await ana.sees("I agree that Spoonlight keeps my check-ins", button="Yes, I agree", alone=True)
    await ana.taps("Yes, I agree")
    await ana.sees("Thank you. I keep your yes")
    await ana.comes_in()
    await ana.sees("Question 1 of 2", alone=True)
    await ana.taps_each("7", "8")
    await ana.sees("Saved.", "Pain: 7 of 10", alone=True)
    for other in (ben, maya):
        await other.cannot_see("May I keep", "I agree", "Thank you", *CHECKIN)


async def test_a_yes_is_taken_back_by_one_tap_and_nothing_more_is_kept(ana: Person) -> None:
    await ana.agrees()
    await ana.commands("checkin", kind="short")
    await ana.taps_each("7", "8")
    await ana.commands("privacy")
    await ana.taps("What you agreed to")
    await ana.sees("Check-ins: yes, since Monday 2 March 2026.", "Group totals: no.")
    await ana.taps("Take back: Check-ins")
    await ana.sees("I keep no new answers", "deleted on Monday 9 March.", button="Agree again")
    await ana.commands("checkin")
    await ana.sees("May I keep your check-ins?")
    await ana.commands("privacy")
    await ana.taps("What you agreed to")
    await ana.sees("Check-ins: taken back on Monday 2 March 2026.")


async def test_a_note_is_kept_beside_the_check_in_for_its_writer_alone(ana: Person, ben: Person) -> None:
    await ana.agrees()
    await ana.commands("checkin", kind="short")
    await ana.taps_each("7", "8")
    await ana.taps("Add a note")
    await ana.fills(Your_note="stood a lot at the market")
    await ana.sees("Saved.", "Your note: stood a lot at the market", alone=True)
    await ben.cannot_see("market")
