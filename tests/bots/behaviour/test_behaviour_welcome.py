"""Moderators set up how people who are new are greeted, and find what else they can do; members see none of it."""

from tests.bots.behaviour.stage import Person

GENTLE = "You can read along, or say hello."


async def test_a_welcome_is_turned_on_written_and_turned_off_by_buttons(maya: Person, ana: Person) -> None:
    await maya.commands("group welcome", in_group=True)
    await maya.comes_in()
    await maya.sees("A welcome for new people", "It is off.", GENTLE, alone=True)
    await maya.taps("Turn it on")
    await maya.sees("It is on.")
    await maya.taps("Write your own words")
    await maya.fills(What="Be kind. What is said here stays here.")
    await maya.sees("It says, in your own words:", "Be kind. What is said here stays here.", button="Change the words")
    await maya.taps("Use the built-in words")
    await maya.sees("It is on.", GENTLE)
    await maya.taps("Turn it off")
    await maya.sees("It is off.")
    await ana.cannot_see("A welcome for new people", "Be kind.")


async def test_moderators_find_what_they_can_do(maya: Person, ana: Person) -> None:
    await maya.commands("group help", in_group=True)
    await maya.comes_in()
    while "/group welcome: " not in (await maya.sees("For moderators", alone=True)).text:
        await maya.taps("More")
    await ana.cannot_see("For moderators")
