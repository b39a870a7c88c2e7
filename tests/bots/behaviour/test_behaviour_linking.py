"""/link as it looks in each app. Two apps at once are played in tests/core; here one app shows its half of it."""

import re

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person

pytestmark = everywhere


async def makes_a_code(person: Person) -> str:
    await person.commands("link")
    await person.taps_each("Read what you agree to", "Continue", "Yes, I agree", "Make a code here")
    shown = await person.sees("Your code:", "It works once, for 10 minutes.")
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", shown.text)
    assert found is not None
    person.typed.append(found.group())  # into the other app; so neither a log nor a file may hold it
    return found.group()


async def test_a_code_is_made_after_a_yes_and_a_wrong_one_is_kindly_refused(ana: Person, ben: Person) -> None:
    code = await makes_a_code(ana)
    await ben.cannot_see(code, "Your code")
    await ana.commands("link")
    await ana.taps("I have a code")
    await ana.fills(The_code_from_your_other_app="aaaa aaaa")
    await ana.sees("I do not know this code.")


async def test_a_code_of_the_same_app_joins_nobody(ana: Person, ben: Person) -> None:
    code = await makes_a_code(ana)
    await ben.commands("link", code=code)
    await ben.taps_each("Read what you agree to", "Continue", "Yes, I agree")
    await ben.sees("This code was made in this app.")
    await ana.commands("mydata")
    await ana.sees("Your accounts: 1")


async def test_in_the_group_there_is_only_the_way_to_the_private_chat(ana: Person, ben: Person, maya: Person) -> None:
    await ana.commands("link", in_group=True)
    await ana.comes_in()
    assert (await ana.sees(alone=True)).text
    for other in (ben, maya):
        await other.cannot_see("join", "Discord")
