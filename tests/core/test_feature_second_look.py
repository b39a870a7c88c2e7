"""Where a group wants two moderators, one lets through what another one wrote: all of it seen, and never one's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from tests.core.company import Company, Person, company
from tests.core.resource_acts import changes, drafts, member_in_the_group, of_leeds, wants_two
from tests.fakes import MovableClock


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, forms=True) as opened:
        yield opened


@pytest.fixture
async def mo(here: Company) -> Person:
    return await of_leeds(here.moderator())


async def test_with_two_moderators_the_author_cannot_let_their_own_through(here: Company, mo: Person) -> None:
    await wants_two(mo)
    await drafts(mo)
    assert "Post now" not in mo.buttons
    assert "It waits now." in await mo.taps("Ask another moderator")
    assert "It waits for another moderator." in await mo.taps("Show it")
    assert "Post now" not in mo.buttons
    lu = here.moderator("lu")
    await lu.command("resource list")
    assert "Another moderator wrote it." in await lu.taps("Waits: A leaflet")
    mo.seen = lu.seen  # a card that was never theirs
    assert "It waits for another moderator." in await mo.taps("Post now")
    assert await here.due() == []
    assert "on its way" in await lu.taps("Post now")
    came = await here.due()
    assert any("It helped me rest." in text for text in came)
    assert "Another moderator looked at your resource and let it through." in came


async def test_an_approval_meets_a_decline_and_both_are_told_the_truth(here: Company, mo: Person) -> None:
    await wants_two(mo)
    await drafts(mo)
    await mo.taps("Ask another moderator")
    lu, kim = here.moderator("lu"), here.moderator("kim")
    for person in (lu, kim):
        await person.command("resource list")
        await person.taps("Waits: A leaflet")
    assert "It is a draft again." in await lu.taps("Not this time")
    assert "Another moderator was faster" in await kim.taps("Post now")
    assert not any("It helped me rest." in text for text in await here.due())


async def test_an_approval_meets_an_edit_and_unseen_words_are_not_let_through(here: Company, mo: Person) -> None:
    await wants_two(mo)
    await drafts(mo)
    await mo.taps("Ask another moderator")
    await mo.taps("Show it")
    lu = here.moderator("lu")
    await lu.command("resource list")
    await lu.taps("Waits: A leaflet")
    await changes(mo, "Why it helps", why="Other words.")
    said = await lu.taps("Post now")
    assert "Another moderator was faster" in said
    assert "Other words." in said
    assert not any("words" in text for text in await here.due())


async def test_with_two_moderators_new_words_wait_and_the_group_keeps_the_old_ones(here: Company, mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Keep in the list")
    await wants_two(mo)
    await mo.taps("A leaflet")
    assert "Another moderator must look at it first." in await changes(mo, "Title", title="Rest in time")
    ana = member_in_the_group(here)
    assert "Nothing has been shared here yet." in await ana.command("resources")
    lu = here.moderator("lu")
    await lu.command("resource list")
    await lu.taps("Waits: Rest in time")
    assert "Kept in the group's list." in await lu.taps("Keep in the list")
    await ana.command("resources")
    assert "Rest in time" in ana.buttons
