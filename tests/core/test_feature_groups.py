"""A moderator sets up a group's posts and shares resources, as conversations."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.message import Link, Paragraph
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock

RESOURCE = {"title": "A leaflet about pacing", "why": "It helped me rest.", "tags": "pacing, rest", "warning": ""}


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, forms=True) as opened:
        yield opened


@pytest.fixture
async def mo(here: Company) -> Person:
    """A moderator of a group that goes by the clock of Leeds."""
    person = here.moderator()
    await person.gives("group schedule", place="Leeds")
    return person


async def test_the_panel_of_all_posts_fits_on_a_phone(mo: Person) -> None:
    for post in ("snippet", "checkin", "selfcare"):
        await mo.command(f"group schedule {post} every day at 10am")
    panel = await mo.command("group schedule")
    assert panel.count("every day at 10:00 am") == 3
    assert "By the clock of London." in panel
    assert len(mo.seen.buttons) <= 5


async def test_what_is_typed_behind_the_command_is_read_as_what_and_when(mo: Person) -> None:
    assert "Short read\nIt will come every weekday at 7:45 am." in await mo.command(
        "group schedule snippet weekdays 7:45"
    )


async def test_words_that_name_no_post_show_the_panel_instead_of_a_scolding(mo: Person) -> None:
    assert "This group's daily posts" in await mo.command("group schedule every day at 10")


async def test_a_post_is_chosen_changed_and_stopped_by_taps(here: Company, mo: Person) -> None:
    await mo.command("group schedule")
    await mo.taps("Self-care idea")
    assert "Self-care idea\nIt will come every day at 10:00 am." in await mo.taps("10:00 am")
    await mo.taps("All posts")
    assert "Now it comes every day at 10:00 am." in await mo.taps("Self-care idea")
    assert "every day at 6:00 pm" in await mo.taps("6:00 pm")
    assert "Undo" not in mo.buttons
    here.clock.move_to(datetime(2026, 3, 2, 18, 0, tzinfo=UTC))
    assert len(await here.due()) == 1
    assert "Nothing is set up yet." in await mo.taps("Stop: Self-care idea")


async def test_a_link_that_is_none_is_shown_back_and_nothing_else_is_typed_again(mo: Person) -> None:
    await mo.command("resource add")
    assert "I cannot read this as a web address: see my blog." in await mo.fills(link="see my blog", **RESOURCE)
    await mo.taps("Type the link again")
    shown = await mo.fills(link="example.org/pacing")
    assert "Only you can see this." in shown
    assert "It helped me rest." in shown
    urls = [
        span.url
        for block in mo.seen.blocks
        if isinstance(block, Paragraph)
        for span in block.spans
        if isinstance(span, Link)
    ]
    assert urls == ["https://example.org/pacing"]


async def test_a_resource_can_go_on_without_its_link(mo: Person) -> None:
    await mo.command("resource add")
    await mo.fills(link="my notes", **RESOURCE)
    assert "It helped me rest." in await mo.taps("Go on without a link")


async def test_post_now_reaches_the_group_once(here: Company, mo: Person) -> None:
    await mo.command("resource add")
    await mo.fills(link="", **RESOURCE)
    preview = mo.seen
    assert "on its way to the group" in await mo.taps("Post now")
    mo.seen = preview
    assert "done already" in await mo.taps("Post now")
    assert [text.splitlines()[0] for text in await here.due()] == ["A leaflet about pacing"]


async def test_a_scheduled_resource_names_its_moment_and_can_be_taken_back(here: Company, mo: Person) -> None:
    await mo.command("resource add")
    await mo.fills(link="", **RESOURCE)
    await mo.taps("Schedule")
    said = await mo.fills(when="tomorrow at 10am")
    assert "It will be posted once, on Tuesday 3 March at 10:00 am.\nBy the clock of London." in said
    assert "I will not post it." in await mo.taps("Do not post it")
    here.clock.move_to(datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    assert await here.due() == []


async def test_a_group_without_a_clock_is_asked_for_it_before_a_time_is_typed(here: Company) -> None:
    mo = here.moderator()
    await mo.command("resource add")
    await mo.fills(link="", **RESOURCE)
    assert "I need to know the group's clock first." in await mo.taps("Schedule")
    zone_wanted = mo.seen
    await mo.taps("Set the time zone")
    await mo.fills(where="Leeds")
    mo.seen = zone_wanted
    await mo.taps("Schedule")
    assert "every Monday at 9:00 am" in await mo.fills(when="every monday at 9am")


async def test_members_browse_what_was_shared(here: Company, mo: Person) -> None:
    await mo.command("resource add")
    await mo.fills(link="", **RESOURCE)
    assert "Nothing was posted." in await mo.taps("Keep in the list")
    ana = here.member()
    ana.place = mo.place
    assert "Shared in this group" in await ana.command("resources")
    assert "It helped me rest." in await ana.taps("A leaflet")
    assert "Only this group's moderators" in await ana.command("resource add")


async def test_a_time_alone_means_every_day_and_an_open_half_is_asked(mo: Person) -> None:
    assert "every day at 6:00 pm" in await mo.command("group schedule snippet 6pm")
    assert "Morning or evening?" in await mo.command("group schedule snippet at 3")
    assert "every day at 3:00 pm" in await mo.taps("3:00 pm")
    assert "I did not catch that time." in await mo.command("group schedule snippet tomorrow at 5pm")


async def test_the_first_word_of_a_command_leads_to_the_first_that_begins_so(mo: Person) -> None:
    assert "This group\nNo posts are set up yet." in await mo.command("group")


async def test_no_typed_into_a_question_that_may_stay_empty_means_nothing(mo: Person) -> None:
    await mo.command("resource add")
    said = await mo.fills(link="none", title="A leaflet", why="It helped.", tags="no", warning="None.")
    assert "Content warning" not in said
    assert "Tags" not in said
    assert "web address" not in said


async def test_a_post_asked_for_before_the_zone_is_known_is_not_forgotten(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group schedule snippet every day at 10")
    kept = await mo.fills(where="Leeds")
    assert "Short read\nIt will come every day at 10:00" in kept
    assert "London" in kept


async def test_a_post_asked_for_without_a_time_goes_on_to_its_times(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group schedule snippet")
    await mo.fills(where="Leeds")
    assert "Short read\nIt will come every day at 10:00 am." in await mo.taps("10:00 am")


async def test_it_also_waits_while_one_of_several_zones_is_chosen(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group schedule snippet every day at 10")
    await mo.fills(where="Australia")
    chosen = next(label for label in mo.buttons if "Sydney" in label)
    assert "Short read\nIt will come every day at 10:00" in await mo.taps(chosen)
    assert "This group's daily posts" in await mo.command("group schedule")


async def test_without_modals_it_waits_behind_the_door_to_the_private_chat(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, forms=False) as here:
        mo = here.moderator()
        await mo.command("group schedule snippet every day at 10")
        await mo.taps(next(iter(mo.buttons)))
        assert "Short read\nIt will come every day at 10:00" in await mo.says("Leeds")


async def test_a_later_command_takes_the_place_of_what_waited(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group schedule snippet every day at 10")
    await mo.command("group schedule")
    await mo.taps("Set the time zone")
    assert "Nothing is set up yet." in await mo.fills(where="Leeds")


async def test_the_record_tells_moderators_what_was_done(here: Company) -> None:
    mo = here.moderator()
    assert "Nothing has been done yet" in await mo.command("group record")
    await mo.gives("group schedule", place="London")
    await mo.command("group schedule snippet every day at 10am")
    assert "Set up or changed: Short read" in await mo.command("group record")


async def test_a_new_clock_of_the_group_is_its_posts_clock_too_and_stands_in_the_record(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group schedule snippet every day at 10")
    await mo.fills(where="Leeds")
    await mo.command("group schedule")
    await mo.taps("Set the time zone")
    panel = await mo.fills(where="Sydney")
    assert "Next: Tuesday 3 March, 10:00 am.\nBy the clock of Sydney." in panel
    here.clock.move_to(datetime(2026, 3, 2, 23, 0, tzinfo=UTC))  # ten in the morning in Sydney
    assert len(await here.due()) == 1
    assert "The group's clock: Sydney." in await mo.command("group record")
