"""Moderators edit and take back what they share; two of them at once get one outcome and the truth."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
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


async def test_one_part_is_changed_at_a_time_with_what_it_holds_filled_in(mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Edit")
    await mo.taps("Why it helps")
    assert mo.form is not None
    assert getattr(mo.form.fields[0], "value", None) == "It helped me rest."
    said = await mo.fills(why="It helped me to stop in time.")
    assert "Changed." in said
    assert "It helped me to stop in time." in said
    assert "Tags" not in await changes(mo, "Tags", tags="none")


async def test_the_language_and_the_day_to_look_again_are_chosen_by_taps(mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Edit")
    await mo.taps("Language")
    assert "Language: Spanish" in await mo.taps("Spanish")
    await mo.taps("Edit")
    await mo.taps("Look again on")
    assert "To look at again on Wednesday 2 September 2026." in await mo.taps("In 6 months")
    await mo.taps("Edit")
    await mo.taps("Look again on")
    await mo.taps("Another day")
    assert "I did not catch that day." in await mo.fills(review="whenever")
    await mo.taps("Another day")
    assert "To look at again on Monday 1 March 2027." in await mo.fills(review="1 march 2027")


async def test_a_link_that_is_none_is_asked_again_when_it_is_edited(mo: Person) -> None:
    await drafts(mo, link="https://example.org/old")
    assert "I cannot read this as a web address" in await changes(mo, "Link", link="my blog")
    await mo.taps("Type the link again")
    assert "https://example.org/new" in await mo.fills(link="example.org/new")


async def test_an_edit_says_in_how_many_places_it_stands_and_members_read_the_new_words(
    here: Company, mo: Person
) -> None:
    await drafts(mo)
    await mo.taps("Post now")
    await here.due()
    await mo.taps("Show it")
    said = await changes(mo, "Why it helps", why="New words.")
    assert "Changed, in the list and in the group." in said
    ana = member_in_the_group(here)
    await ana.command("resources")
    assert "New words." in await ana.taps("A leaflet")


async def test_what_was_taken_back_is_in_no_list_and_can_be_put_back(here: Company, mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Keep in the list")
    await mo.taps("Show it")
    assert "Taken back." in await mo.taps("Take it back")
    ana = member_in_the_group(here)
    assert "Nothing has been shared here yet." in await ana.command("resources")
    assert "It is back." in await mo.taps("Undo")
    assert "Shared in this group" in await ana.command("resources")


async def test_what_is_taken_back_before_it_was_sent_is_never_sent(here: Company, mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Post now")
    await mo.taps("Show it")
    await mo.taps("Take it back")
    assert await here.due() == []


async def test_a_planned_post_says_what_was_edited_since_and_nothing_once_it_is_taken_back(
    here: Company, mo: Person
) -> None:
    await drafts(mo)
    await mo.taps("Schedule")
    await mo.fills(when="every day at 10am")
    await mo.command("resource list")
    assert "planned as a post" in await mo.taps("A leaflet")
    await changes(mo, "The title" if "The title" in mo.buttons else "Title", title="Rest in time")
    here.clock.move_to(datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    assert [text.splitlines()[0] for text in await here.due()] == ["Rest in time"]
    await mo.taps("Take it back")
    here.clock.move_to(datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    assert await here.due() == []


async def test_a_resource_can_be_posted_again_and_a_double_tap_posts_once(here: Company, mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Post now")
    await mo.taps("Show it")
    card = mo.seen
    await mo.taps("Post now")
    mo.seen = card
    assert "That was done already." in await mo.taps("Post now")
    assert len(await here.due()) == 2


async def test_every_month_is_said_and_kept(mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Schedule")
    assert "on day 1 of each month at 9:00 am" in await mo.fills(when="every month on the 1st at 9am")


async def test_two_moderators_post_at_once_and_the_group_gets_it_once(here: Company, mo: Person) -> None:
    card = await drafts(mo)
    lu = here.moderator("lu")
    lu.seen = card
    assert "on its way" in await mo.taps("Post now")
    said = await lu.taps("Post now")
    assert "Another moderator was faster" in said
    assert "In the group's list." in said
    assert len(await here.due()) == 1


async def test_two_moderators_edit_at_once_and_the_slower_gets_their_words_back(here: Company, mo: Person) -> None:
    card = await drafts(mo)
    lu = here.moderator("lu")
    lu.seen = card
    for person in (mo, lu):
        await person.taps("Edit")
        await person.taps("Title")
    assert "Changed." in await mo.fills(title="Rest in time")
    said = await lu.fills(title="Rest, my way")
    assert "This is what you typed. It was not kept:\nRest, my way" in said
    assert "Another moderator was faster" in said
    assert lu.seen.blocks != card.blocks
    assert "Rest in time" in said
    assert "Changed." in await changes(lu, "Title", title="Rest, my way")


async def test_an_edit_that_meets_a_withdrawal_changes_nothing_and_says_so(here: Company, mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Keep in the list")
    await mo.taps("Show it")
    lu = here.moderator("lu")
    lu.seen = mo.seen
    await lu.taps("Edit")
    await lu.taps("Title")
    await mo.taps("Take it back")
    said = await lu.fills(title="Too late")
    assert "Another moderator was faster" in said
    assert "Taken back. It looked like this:\nA leaflet about pacing" in said


async def test_a_withdrawal_that_meets_an_edit_shows_the_new_words_first(here: Company, mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Keep in the list")
    await mo.taps("Show it")
    lu = here.moderator("lu")
    lu.seen = mo.seen
    await changes(mo, "Title", title="Rest in time")
    said = await lu.taps("Take it back")
    assert "Another moderator was faster" in said
    assert "Rest in time" in said
    assert "Taken back." in await lu.taps("Take it back")


async def test_two_times_planned_at_once_make_one_plan(here: Company, mo: Person) -> None:
    card = await drafts(mo)
    lu = here.moderator("lu")
    lu.seen = card
    for person in (mo, lu):
        await person.taps("Schedule")
    assert "It will be posted" in await mo.fills(when="tomorrow at 10")
    assert "Another moderator was faster" in await lu.fills(when="tomorrow at 11")
    here.clock.move_to(datetime(2026, 3, 3, 11, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_the_record_has_each_act(mo: Person) -> None:
    await drafts(mo)
    await mo.taps("Keep in the list")
    await mo.taps("Show it")
    await changes(mo, "Title", title="Rest in time")
    await mo.taps("Take it back")
    await mo.taps("Undo")
    await wants_two(mo)
    record = await mo.command("group record")
    for line in (
        "Kept in the list: A leaflet about pacing",
        "Changed: Rest in time",
        "Taken back: Rest in time",
        "Put back in the list: Rest in time",
        "Two moderators look at each resource from now on",
    ):
        assert line in record
