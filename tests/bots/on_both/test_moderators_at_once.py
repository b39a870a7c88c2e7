"""Two moderators, one on each platform, act on one resource in the same moment: one outcome, both told the truth."""

import asyncio
from collections.abc import Awaitable

import pytest

from tests.bots.behaviour.moderating import LEAFLET, writes_a_leaflet
from tests.bots.behaviour.stage import Person, Shown
from tests.bots.on_both.both_stages import BothStages

FASTER = "Another moderator was faster, so nothing of yours was done."
AT_ONCE, HERE_FIRST, THERE_FIRST = "at once", "here first", "there first"
in_any_order = pytest.mark.parametrize("order", [AT_ONCE, HERE_FIRST, THERE_FIRST])
"""In the same moment; and one after the other, on pages that were shown to both before."""

HERE, THERE = "It taught me to stop in time.", "It is short, and kind."


async def opens(moderator: Person, label: str) -> Shown:
    """The page of the newest resource, before anybody changes it."""
    await moderator.commands("resource list", in_group=True)
    await moderator.comes_in()
    await moderator.taps(label)
    return await moderator.newest()


async def raced(both: BothStages, order: str, here: Awaitable[None], there: Awaitable[None]) -> None:
    if order == AT_ONCE:
        await asyncio.gather(here, there)
    else:
        for deed in (here, there) if order == HERE_FIRST else (there, here):
            await deed
            await both.settled()
    await both.settled()


async def told(*moderators: Person) -> list[str]:
    """The newest that each of them alone was shown."""
    return [[shown for shown in await one.screen() if shown.alone][-1].text for one in moderators]


async def seen_in_both(text: str, *members: Person) -> bool:
    """Everybody has these words in the group, once."""
    screens = [await one.screen() for one in members]
    return all(
        sum(text in shown.text for shown in screen if shown.in_group and not shown.alone) == 1 for screen in screens
    )


@in_any_order
async def test_two_edits_at_once_leave_one_text_in_both(
    both: BothStages, order: str, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await writes_a_leaflet(maya)
    await maya.taps_each("Post now", "Show it", "Edit", "Why it helps")
    await opens(noor, "Pacing leaflet")
    await noor.taps_each("Edit", "Why it helps")
    (label,) = noor.hands.open_form() or ()
    await raced(both, order, maya.hands.types(HERE, in_group=False), noor.hands.submits({label: THERE}))
    said = await told(maya, noor)
    assert sorted(FASTER in text for text in said) == [False, True]
    kept = THERE if FASTER in said[0] else HERE
    assert all(kept in text for text in said), "whoever was slower sees the newest words"
    assert await seen_in_both(kept, ana, ben)
    assert await both.stands_in_both("resource_post", 1)
    assert not await seen_in_both(LEAFLET["Why"], ana)


@in_any_order
async def test_an_edit_and_a_withdrawal_at_once_have_one_outcome(
    both: BothStages, order: str, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await writes_a_leaflet(maya)
    await maya.taps_each("Post now", "Show it", "Edit", "Why it helps")
    card = await opens(noor, "Pacing leaflet")
    await raced(both, order, maya.hands.types(HERE, in_group=False), noor.hands.presses(card, "Take it back"))
    edited, taken = await told(maya, noor)
    if FASTER in edited:
        assert "Taken back. It leaves the list and 2 posts." in taken
        assert await both.receipts("resource_post", 1) == []
        for one in (ana, ben):
            await one.cannot_see("Pacing leaflet")
    else:
        assert "Changed, in the list and in 2 posts." in edited
        assert FASTER in taken
        assert await seen_in_both(HERE, ana, ben)


async def test_two_withdrawals_at_once_take_it_back_once(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await writes_a_leaflet(maya)
    await maya.taps("Post now")
    cards = [await opens(one, "Pacing leaflet") for one in (maya, noor)]
    await raced(
        both, AT_ONCE, *[one.hands.presses(card, "Take it back") for one, card in zip((maya, noor), cards, strict=True)]
    )
    said = await told(maya, noor)
    assert sum("Taken back. It leaves the list and 2 posts." in text for text in said) == 1
    assert sum(FASTER in text for text in said) == 1
    for one in (ana, ben):
        await one.cannot_see("Pacing leaflet")
    await noor.commands("group record", in_group=True)
    assert (await noor.newest()).text.count("Taken back: Pacing leaflet") == 1


@in_any_order
async def test_an_approval_here_and_a_decline_there_have_one_outcome(
    both: BothStages, order: str, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    zoe = both.moderator("Zoe")
    await zoe.commands("resource list", in_group=True)
    await zoe.comes_in()
    await zoe.taps("Ask for two moderators")
    await writes_a_leaflet(zoe)
    await zoe.taps("Ask another moderator")
    cards = [await opens(one, "Waits: Pacing leaflet") for one in (maya, noor)]
    approves, declines = maya.hands.presses(cards[0], "Post now"), noor.hands.presses(cards[1], "Not this time")
    await raced(both, order, approves, declines)
    let_through, declined = await told(maya, noor)
    if FASTER in declined:
        assert "It is on its way to 2 chats." in let_through
        assert await seen_in_both("Pacing leaflet", ana, ben)
        await zoe.sees("Another moderator looked at your resource and let it through.")
    else:
        assert FASTER in let_through
        assert "It is a draft again." in declined
        await zoe.sees("it is your draft again.")
        assert not await seen_in_both("Pacing leaflet", ana)


async def test_two_approvals_at_once_post_it_once_in_each_chat(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    zoe = both.moderator("Zoe")
    await zoe.commands("resource list", in_group=True)
    await zoe.comes_in()
    await zoe.taps("Ask for two moderators")
    await writes_a_leaflet(zoe)
    await zoe.taps("Ask another moderator")
    cards = [await opens(one, "Waits: Pacing leaflet") for one in (maya, noor)]
    await raced(
        both, AT_ONCE, *[one.hands.presses(card, "Post now") for one, card in zip((maya, noor), cards, strict=True)]
    )
    said = await told(maya, noor)
    assert sorted(FASTER in text for text in said) == [False, True]
    assert await seen_in_both("Pacing leaflet", ana, ben)
    assert await zoe.count("looked at your resource and let it through.") == 1
