"""What a member keeps here is theirs on every platform: told, taken along as files, forgotten, brought back."""

import json

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person

pytestmark = everywhere

WHOLE = "spoonlight-export-2026-03-02.json"


async def keeps_something(person: Person) -> None:
    await person.agrees()
    await person.commands("checkin")
    await person.taps_each("8", "Stop")
    await person.commands("timezone", place="Leeds")
    await person.commands("remind", what="my infusion", when="every day at 10 am")
    await person.sees("infusion", "I will remind you every day")


async def exported(person: Person) -> bytes:
    await person.commands("export")
    await person.sees("Here is all that I have about you", "Reminders: 1")
    return (await person.hands.files())[WHOLE]


async def is_forgotten(person: Person) -> None:
    await person.commands("forget")
    await person.taps_each("Forget everything", "Yes, forget everything")
    await person.sees("I have forgotten you", "Reminders: 1")


async def test_all_of_it_is_told_in_plain_words_and_taken_along_as_files(ana: Person) -> None:
    await keeps_something(ana)
    await ana.says("what do you have about me")
    await ana.sees("What I have about you", "Reminders: 1", "Your time zone: London", button="Take it with you")
    await ana.taps("Take it with you")
    files = await ana.hands.files()
    assert set(files) == {WHOLE, "checkins.csv", "reminders.csv"}
    sections = json.loads(files[WHOLE])["sections"]
    assert sections["checkins"][-1]["answers"][0]["value"] == 8
    assert sections["reminders"][0]["what"].endswith("infusion")
    assert b",pain,8," in files["checkins.csv"]


async def test_files_and_counts_asked_for_in_the_group_are_seen_by_nobody_else(
    ana: Person, ben: Person, maya: Person
) -> None:
    await keeps_something(ana)
    for command in ("export", "mydata", "forget", "import"):
        await ana.commands(command, in_group=True)
        await ana.comes_in()
    for other in (ben, maya):
        await other.cannot_see("have about you", "Reminders:", "forget you", "Bring it back")
        assert await other.hands.files() == {}


async def test_what_was_forgotten_is_gone_and_what_was_taken_along_comes_back(ana: Person) -> None:
    await keeps_something(ana)
    file = await exported(ana)
    await is_forgotten(ana)
    await ana.commands("mydata")
    assert (await ana.newest()).text == "I have nothing about you."
    await ana.commands("import")
    await ana.sends_file(WHOLE, content=file)
    await ana.sees("I keep them only after your yes.")
    await ana.taps_each("Read what I ask", "Continue", "Yes, I agree")
    await ana.sees("Reminders: 1 new, 0 here already", "Nothing is kept yet.")
    await ana.taps("Bring it in")
    await ana.sees("It is here again", "Reminders: 1 new")
    await ana.commands("reminders")
    await ana.sees("infusion: every day at 10:00 am.")


async def test_a_file_that_is_no_export_is_refused_kindly_and_the_next_one_is_looked_at(ana: Person) -> None:
    await keeps_something(ana)
    file = await exported(ana)
    await ana.commands("import")
    await ana.sends_file("holiday.json", content=b"[1, 2")
    await ana.sees("I cannot read that file.")
    await ana.sends_file(WHOLE, content=file)
    await ana.sees("There is nothing new in it.")
