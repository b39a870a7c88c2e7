"""A member writes without a name: the group reads the words, moderators say yes, and no row of anybody changes."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage
from tests.rows import Rows, rows_of

QUESTION = "What helps you fall asleep after a long day?"
LINE = "I felt left out of the talk last week."
ANSWER = "We are sorry about that, and glad you told us."


@everywhere
async def test_a_question_is_posted_and_nothing_is_written_down_of_who_asked(
    ana: Person, ben: Person, maya: Person, stage: Stage, new_house: Path
) -> None:
    await _turns_on(maya, "questions")
    before = _rows(new_house)
    await ana.commands("ask group")
    await ana.fills(Your_question=QUESTION)
    await ana.sees("Only you can see this.", QUESTION, button="Hand it in", alone=True)
    await ana.taps("Hand it in")
    await ana.sees("I handed it in without a name.", alone=True)
    await ana.taps("See how it stands")
    await ana.sees("It waits for the moderators.")
    assert _changed(before, _rows(new_house)) == {"anonymous_notes", "counters"}
    await maya.cannot_see(QUESTION)
    await _an_hour_later(stage)
    await _sees_what_waits(maya)
    await maya.sees(QUESTION, button="Post it", alone=True)
    await ben.cannot_see(QUESTION)
    await maya.taps("Post it")
    posted = await ben.sees("Somebody in this group asks:", QUESTION, in_group=True)
    assert not posted.alone
    await ana.taps("See how it stands")
    await ana.sees("The moderators said yes.")
    assert await ben.count(QUESTION) == 1


async def test_an_answer_to_a_line_waits_behind_the_writers_own_button(
    ana: Person, ben: Person, maya: Person, stage: Stage
) -> None:
    await _turns_on(maya, "messages")
    await ana.commands("ask moderators")
    await ana.fills(Your_message=LINE)
    await ana.taps("Hand it in")
    await ana.taps("Look for an answer")
    await ana.sees("There is no answer yet.")
    await _an_hour_later(stage)
    await _sees_what_waits(maya)
    await maya.taps("Write an answer")
    await maya.fills(What_do_you_want=ANSWER)
    await maya.sees("Your answer waits for whoever wrote.")
    await ana.cannot_see(ANSWER)
    await ana.taps("Look for an answer")
    await ana.sees("The moderators wrote back:", ANSWER, LINE, alone=True)
    await ben.cannot_see(LINE, ANSWER)


@pytest.mark.parametrize("stage", ["preview-telegram", "preview-discord", "telegram", "discord"], indirect=True)
async def test_a_button_in_the_group_leads_to_writing_in_private(ana: Person, ben: Person, maya: Person) -> None:
    await _turns_on(maya, "questions")
    await maya.taps("Post the button in the group")
    await ana.taps("Ask the group", on=await ana.sees("Ask without your name", in_group=True))
    await ana.fills(Your_question=QUESTION)
    await ana.sees("Only you can see this.", QUESTION, alone=True)
    await ana.taps("Hand it in")
    await ana.sees("I handed it in without a name.", alone=True)
    for other in (ben, maya):
        await other.cannot_see(QUESTION, "I handed it in")


async def _turns_on(maya: Person, what: str) -> None:
    await maya.commands("group anonymous", in_group=True)
    await maya.comes_in()
    await maya.taps(f"Turn on: {what}")
    await maya.sees("Without a name", ": on", alone=True)


async def _sees_what_waits(maya: Person) -> None:
    await maya.commands("group anonymous", in_group=True)
    await maya.comes_in()
    await maya.taps("See what waits (1)")


async def _an_hour_later(stage: Stage) -> None:
    for minutes in (30, 60):
        await stage.moves_to(stage.start + timedelta(minutes=minutes))


def _rows(house: Path) -> Rows:
    (file,) = house.rglob("*.db")
    return rows_of(file)


def _changed(before: Rows, after: Rows) -> set[str]:
    return {name for name in before if before[name] != after[name]}
