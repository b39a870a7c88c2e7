"""A moderator sets the group up by taps, goes on later, and finds everything on one panel; members see the posts."""

from datetime import UTC, datetime

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@everywhere
async def test_a_group_is_set_up_by_taps_alone(maya: Person, ana: Person, stage: Stage) -> None:
    await maya.commands("group setup", in_group=True)
    await maya.comes_in()
    await maya.sees("Whose clock shall this group go by?", alone=True)
    await maya.taps_each("London", "10:00 am", "6:00 pm", "Not this one")
    panel = await maya.sees("All set.", "Short read: every day at 10:00 am.", "By the clock of London.", alone=True)
    assert {"Posts", "Library", "Record", "Its chats"} <= set(panel.buttons)
    await ana.cannot_see("All set.", "every day at")
    await stage.moves_to(TEN)
    await ana.sees("Today's short read", "Source:", in_group=True)


async def test_a_setup_goes_on_where_it_was_left(maya: Person) -> None:
    await maya.commands("group setup", in_group=True)
    await maya.comes_in()
    await maya.taps("Another place")
    await maya.fills(Which="Leeds")
    await maya.taps("10:00 am")
    await maya.commands("group panel", in_group=True)
    await maya.comes_in()
    await maya.taps("Go on with the setup")
    await maya.sees("Check-in invitation", "Step 3 of 4", alone=True)


async def test_a_code_for_another_chat_is_shown_to_the_moderator_alone(maya: Person, ana: Person) -> None:
    await maya.commands("group panel", in_group=True)
    await maya.comes_in()
    await maya.taps_each("Its chats", "Make a code")
    shown = await maya.sees("The code:", "It works once, for 10 minutes.", alone=True)
    maya.typed.append(shown.text.partition("The code: ")[2][:9])  # neither a log nor a file may hold it
    await ana.cannot_see("The code:")
    await maya.commands("group join", in_group=True, code="ACDE-3467")
    await maya.comes_in()
    await maya.sees("I do not know this code.", alone=True)
    await maya.commands("group join", in_group=True)
    await maya.fills(The_code="ACDE-3467")
    await maya.sees("I do not know this code.", alone=True)


async def test_a_group_is_deleted_after_one_question(maya: Person, ana: Person, stage: Stage) -> None:
    await maya.commands("group setup", in_group=True)
    await maya.comes_in()
    await maya.taps_each("London", "10:00 am")
    await maya.commands("group delete", in_group=True)
    await maya.comes_in()
    await maya.sees("Delete this group?", alone=True)
    await maya.taps("Save the library first")
    await maya.sees("The library is in this file.", alone=True)
    await maya.taps_each("Delete this group", "Yes, delete it all")
    await maya.sees("I have forgotten this group.", alone=True)
    await stage.moves_to(TEN)
    await ana.cannot_see("Today's short read")
