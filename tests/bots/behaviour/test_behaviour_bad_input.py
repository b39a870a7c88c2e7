"""What nobody meant to send, or should not have: each time a short kind sentence, and nothing is lost."""

import pytest

from core.dispatch.doors import to_payload
from core.model.action import action
from tests.bots.behaviour.moderating import sets_the_clock, writes_a_leaflet
from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import NotPossibleHere, Person, Stage

OLD_BUTTON = "That button is too old, or it belongs to someone else."


async def test_a_command_that_does_not_exist(ana: Person, stage: Stage) -> None:
    if stage.traits.any_command:
        await ana.commands("dance")
    else:
        await ana.says("/dance")
    await ana.sees("I do not know that one")


@everywhere
async def test_a_forged_button(ana: Person) -> None:
    await ana.agrees()
    await ana.commands("checkin")
    asked = await ana.sees("Question 1 of 5")
    await ana.forges("6", on=asked)
    await ana.is_told(OLD_BUTTON)
    await ana.taps("6")
    await ana.sees("Question 2 of 5")


async def test_a_button_of_something_that_is_over(maya: Person, ana: Person) -> None:
    await writes_a_leaflet(maya)
    preview = await maya.sees("Only you can see this.")
    await maya.taps("Cancel", on=preview)
    await maya.taps("Post now", on=preview)
    await maya.is_told("That was done already.")
    await ana.cannot_see("Pacing leaflet")


async def test_a_reminder_deleted_twice(ana: Person) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", what="stretch", when="every day at 9 am")
    await ana.commands("reminders")
    await ana.taps("1. stretch")
    page = await ana.sees(button="Delete")
    await ana.taps("Delete", on=page)
    await ana.sees("Deleted. Undo brings it back.")
    await ana.taps("Delete", on=page)
    await ana.sees("That one is not among your reminders any more.")


@pytest.mark.parametrize("when", ["on 31 february", "32/13/2026 at 25:00", "the day before yesterday", "🥄🥄🥄"])
async def test_a_date_that_does_not_exist_is_asked_for_and_no_word_is_lost(ana: Person, when: str) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", what="feed the cat", when=when)
    await ana.sees("feed the cat", button="Cancel")
    await ana.says("tomorrow at 9 am")
    await ana.sees("feed the cat", "once, on Tuesday 3 March at 9:00 am")


async def test_a_wall_of_emoji(ana: Person) -> None:
    await ana.says("🥲😭🔥" * 200)
    answer = await ana.newest()
    assert len(answer.text.split()) <= 60
    assert "I do not know that one, and I will not guess." in answer.text


async def test_ten_thousand_characters(ana: Person, stage: Stage) -> None:
    text = ("nobody believes me and it hurts so much " * 250)[: stage.traits.longest_text]
    await ana.says(text)
    answers = [one.text for one in await ana.screen()]
    assert answers
    assert all(len(answer.split()) <= 80 for answer in answers)
    if len(text) > 4000:
        await ana.sees("That is a lot to take in at once.", "Could you send the main part?")


async def test_a_form_field_that_is_far_too_long(maya: Person, stage: Stage) -> None:
    if stage.traits.forms:
        pytest.skip("the platform's own form lets nobody type more than fits")
    await maya.commands("resource add", in_group=True)
    await maya.comes_in(to_type=True)
    await maya.says("leaflet " * 40)
    await maya.sees("and 100 fit. Could you make it a little shorter?")
    await maya.says("Pacing leaflet")
    await maya.sees("2 of 5")


async def test_a_member_who_gives_a_moderators_command(ana: Person, maya: Person) -> None:
    try:
        await ana.commands("group schedule", in_group=True)
    except NotPossibleHere:
        return  # the app does not even offer it
    await ana.comes_in()
    await ana.sees("Only this group's moderators can do that.", alone=True)
    await maya.cannot_see("Only this group's moderators")


@everywhere
async def test_a_member_who_presses_a_moderators_button(ana: Person, maya: Person) -> None:
    await sets_the_clock(maya)
    panel = await maya.sees("This group's daily posts", button="Short read")
    await ana.commands("start")
    await ana.forges("Short read", on=await ana.newest(), copied_from=panel)
    await ana.is_told(OLD_BUTTON)
    await ana.cannot_see("At what time each day?")


async def test_a_member_who_writes_a_moderators_link_by_hand(ana: Person, maya: Person, stage: Stage) -> None:
    if not stage.traits.any_command:
        pytest.skip("there are no start links here")
    await sets_the_clock(maya)
    await ana.commands("start", payload=to_payload(action("group.type", 1, "where")))
    await ana.is_told("Only this group's moderators can do that.")
    await ana.commands("start", payload=to_payload(action("remind.delete", 1)))
    await ana.sees("Hello, I am Spoonlight.")


async def test_nothing_is_lost_while_somebody_types_nonsense(ana: Person) -> None:
    await ana.agrees()
    await ana.commands("checkin")
    await ana.taps_each("6", "7")
    waiting = await ana.sees("Question 3 of 5")
    await ana.says("🥲" * 100)
    await ana.forges("5", on=waiting)
    await ana.taps("5", on=waiting)
    await ana.taps_each("Skip", "Skip")
    await ana.sees("Saved.", "Pain: 6 of 10", "Tiredness: 7 of 10", "Sleep last night: 5 of 10")


async def test_a_mention_without_a_word_gets_help_in_private(ana: Person, ben: Person) -> None:
    await ana.says("", in_group=True)
    await ana.comes_in()
    await ana.sees("What I can do", alone=True)
    await ben.cannot_see("What I can do")
