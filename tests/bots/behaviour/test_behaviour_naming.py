"""A group finds a helper: moderators look for one, a member says yes, and from then on does what moderators do."""

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person

CLOSED = "You do not moderate this group."


async def asks_for_helpers(maya: Person) -> None:
    await maya.commands("group moderators", in_group=True)
    await maya.comes_in()
    panel = await maya.sees("Who moderates this group", "Nobody else is named.", alone=True)
    await maya.taps("Ask for helpers", on=panel)
    await maya.sees("Who would like to help?")


async def would_like_to_help(ana: Person) -> None:
    await ana.commands("moderate", in_group=True)
    await ana.comes_in(to_type=True)
    await ana.sees("Would you like to help?", alone=True)
    await ana.taps("I would like to help")
    await ana.sees("Thank you. The moderators can see it now.", alone=True)


@everywhere
async def test_a_member_becomes_a_moderator_and_stops_again(maya: Person, ana: Person, ben: Person) -> None:
    await ana.commands("moderate", in_group=True)
    await ana.comes_in()
    await ana.sees(CLOSED, alone=True)
    await asks_for_helpers(maya)
    await would_like_to_help(ana)
    await maya.taps("All moderators")
    await maya.sees("Would like to help:")
    await maya.taps("Yes to 1")
    await maya.sees("They are a moderator now.", alone=True)
    welcome = await ana.sees("You are a moderator now", button="I want to stop", alone=True)
    await ana.commands("moderate", in_group=True)
    await ana.comes_in()
    assert CLOSED not in (await ana.newest()).text
    await ana.taps("I want to stop", on=welcome)
    await ana.sees("You are no moderator of this group any more.", alone=True)
    await ana.taps("All moderators")
    await ana.is_told("Only this group's moderators can do that.")
    await ben.cannot_see("moderator")


@everywhere
async def test_a_moderator_hears_in_private_that_something_waits(maya: Person, ana: Person, ben: Person) -> None:
    await maya.commands("start")
    await asks_for_helpers(maya)
    await maya.taps_each("All moderators", "Who hears of news", "Tell me")
    await maya.sees("You hear of it in our private chat.", alone=True)
    await would_like_to_help(ana)
    line = await maya.sees("Somebody would like to help moderate your group.", in_group=False, alone=True)
    await maya.taps("Have a look", on=line)
    await maya.sees("Would like to help:", button="Yes to 1", alone=True)
    await maya.taps("No to 1")
    await maya.sees("They were not named.")
    await maya.taps_each("All moderators", "What was done")
    await maya.sees("What this group's moderators did", "Asked for helpers", alone=True)
    await ben.cannot_see("would like to help")
