"""A member suggests something for the group's list; a moderator takes it up or not; the member hears of it alone."""

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person

TALK = {"What": "A talk about pacing", "Link": "https://example.org/talk", "Why": "It helped me rest in time."}


async def suggests(ana: Person) -> None:
    await ana.commands("suggest", in_group=True)
    await ana.fills(**TALK)
    await ana.sees("A talk about pacing", "The group's moderators will look at it.", button="Take it back", alone=True)


@everywhere
async def test_a_suggestion_is_taken_up_and_nobody_else_saw_it_before(maya: Person, ana: Person, ben: Person) -> None:
    await suggests(ana)
    await ben.cannot_see("A talk about pacing")
    await maya.commands("resource queue", in_group=True)
    await maya.comes_in()
    await maya.sees(*TALK.values(), "Suggestions that wait: 1", button="Add to the list", alone=True)
    await maya.taps("Add to the list")
    await maya.sees("It is in the group's list now.")
    told = await ana.sees('The moderators put "A talk about pacing" into the group\'s list.', alone=True)
    assert told.alone
    await ben.cannot_see("Your suggestion")
    await ben.commands("resources", in_group=True)
    await ben.comes_in()
    await ben.sees(button="A talk about pacing", alone=True)


async def test_a_suggestion_is_declined_kindly_in_private(maya: Person, ana: Person, ben: Person) -> None:
    await suggests(ana)
    await maya.commands("resource queue", in_group=True)
    await maya.comes_in()
    await maya.taps("Do not add")
    await maya.sees("What shall I tell the member?")
    await maya.taps("We have something like it")
    await maya.sees("It was not added.")
    await ana.sees("They did not add it this time.", "The group has something like it already.", alone=True)
    await ben.cannot_see("A talk about pacing")


async def test_a_suggestion_is_taken_back_by_its_member(maya: Person, ana: Person) -> None:
    await suggests(ana)
    await ana.taps("Take it back")
    await ana.sees("I took it back. Nobody will see it.")
    await maya.commands("resource queue", in_group=True)
    await maya.comes_in()
    await maya.sees("No suggestions wait.")
