"""A group's regular posts: on both platforms, in chosen places and on chosen days, all of a shelf before any again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import MessageRefused
from core.model.resource import NewResource, ResourceState
from tests.core.company import Company, Person
from tests.core.group_on_both import ROOM_THERE, group_on_both, moderator_there
from tests.core.two_platforms import TwoPlatforms
from tests.stage import GROUP

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def met(here: Company) -> tuple[TwoPlatforms, int, Person]:
    return await group_on_both(here)


async def shelve(here: Company, group_id: int, *titles: str, warning: str = "") -> list[int]:
    """Keeps resources in the group's library."""
    made = []
    async with here.bot.open_unit() as uow:
        for name in titles:
            new = NewResource(group_id=group_id, title=name, link="", why="It helps.", content_warning=warning)
            kept = await uow.resources.add(new, now=here.clock.now())
            await uow.resources.set_state(kept.id, ResourceState.KEPT, if_state=ResourceState.DRAFT)
            made.append(kept.id)
        await uow.commit()
    return made


async def comes(here: Company, both: TwoPlatforms, at: datetime) -> tuple[Sequence[str], Sequence[str]]:
    here.clock.move_to(at)
    return await both.due()


@pytest.mark.parametrize(
    ("name", "heading"),
    [("snippet", "short read"), ("selfcare", "small idea"), ("checkin", ""), ("resource", "this group's shelf")],
)
async def test_one_act_reaches_both_chats_with_the_same_post_and_receipts(
    here: Company, met: tuple[TwoPlatforms, int, Person], name: str, heading: str
) -> None:
    both, group_id, mo = met
    await shelve(here, group_id, "A leaflet")
    said = await mo.command(f"group schedule {name} every day at 10am")
    assert "It comes to 2 places." in said
    there, over_there = await comes(here, both, TEN)
    assert len(there) == len(over_there) == 1
    assert there == over_there
    assert heading in there[0]
    async with here.bot.open_unit() as uow:
        (post_id,) = await uow.posts.of_kind(group_id, f"group_{name}")
        receipts = await uow.outbox.receipts(f"group_{name}", post_id)
        assert {one.address for one in receipts} == {GROUP, ROOM_THERE}


@pytest.mark.parametrize(("name", "days"), [("selfcare", 60)])
async def test_everything_comes_once_before_anything_comes_twice(
    here: Company, met: tuple[TwoPlatforms, int, Person], name: str, days: int
) -> None:
    both, group_id, mo = met
    await mo.command(f"group schedule {name} every day at 10am")
    seen: list[str] = []
    for day in range(days):
        there, over_there = await comes(here, both, TEN + day * DAY)
        assert there == over_there
        seen += there
    async with here.bot.open_unit() as uow:
        shelf = len(await uow.posts.last_chosen(group_id, f"group_{name}"))
    assert shelf < days
    assert len(set(seen[:shelf])) == shelf
    assert seen[shelf:] == seen[: days - shelf]


async def test_the_library_rotates_and_leaves_out_what_was_posted_by_hand_this_week(
    here: Company, met: tuple[TwoPlatforms, int, Person]
) -> None:
    both, group_id, mo = met
    await shelve(here, group_id, "First", "Second")
    await mo.command("group schedule resource every day at 10am")
    over_there = moderator_there(both)
    await over_there.command("resource add")
    await over_there.fills(title="Third", link="", why="It helps.", tags="", warning="")
    await over_there.taps("Post now")
    await both.due()
    titles = []
    for day in range(10):
        (text,), _ = await comes(here, both, TEN + day * DAY)
        titles.append(text.splitlines()[1])
    assert titles[:7] == ["First", "Second"] * 3 + ["First"]
    assert titles[7] == "Third", "it was never shown by the rotation, and its week is over"


async def test_a_new_resource_comes_before_an_old_one_comes_again_and_an_empty_shelf_says_nothing(
    here: Company, met: tuple[TwoPlatforms, int, Person]
) -> None:
    both, group_id, mo = met
    await mo.command("group schedule resource every day at 10am")
    assert await comes(here, both, TEN) == ([], [])
    await shelve(here, group_id, "Old", "Older")
    await comes(here, both, TEN + DAY)
    await comes(here, both, TEN + 2 * DAY)
    await shelve(here, group_id, "New")
    (text,), _ = await comes(here, both, TEN + 3 * DAY)
    assert "New" in text


async def test_places_are_chosen_by_taps_and_everywhere_brings_all_back(
    here: Company, met: tuple[TwoPlatforms, int, Person]
) -> None:
    both, _, mo = met
    await mo.command("group schedule snippet every day at 10am")
    await mo.command("group schedule snippet")
    said = await mo.taps("Places")
    assert "Telegram chat 1 (here)\nDiscord channel 1" in said
    await mo.taps("Not in Telegram chat 1")
    assert "Not in Discord channel 1" not in mo.buttons, "the last place stays"
    there, over_there = await comes(here, both, TEN)
    assert (len(there), len(over_there)) == (0, 1)
    await mo.taps("Also in Telegram chat 1")
    there, over_there = await comes(here, both, TEN + DAY)
    assert there == over_there != []
    await mo.taps("Not in Discord channel 1")
    await mo.taps("Everywhere")
    there, over_there = await comes(here, both, TEN + 2 * DAY)
    assert (len(there), len(over_there)) == (1, 1)
    assert "Changed where or on which days it comes: Short read" in await mo.command("group record")


async def test_days_are_chosen_by_taps_and_one_stays(here: Company, met: tuple[TwoPlatforms, int, Person]) -> None:
    both, _, mo = met
    await mo.command("group schedule snippet every day at 10am")
    await mo.command("group schedule snippet")
    await mo.taps("Days")
    said = ""
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"):
        said = await mo.taps(f"Not on {day}")
    assert "every Sunday at 10:00 am" in said
    assert "One day has to stay." in await mo.taps("Not on Sunday")
    assert await comes(here, both, TEN) == ([], [])
    there, over_there = await comes(here, both, TEN + 6 * DAY)
    assert there == over_there != []


async def test_a_change_of_time_keeps_the_places_and_stopping_stops_them_all(
    here: Company, met: tuple[TwoPlatforms, int, Person]
) -> None:
    both, _, mo = met
    await mo.command("group schedule snippet every day at 10am")
    await mo.command("group schedule snippet")
    await mo.taps("Places")
    await mo.taps("Not in Telegram chat 1")
    await mo.command("group schedule snippet every day at noon")
    there, over_there = await comes(here, both, TEN + timedelta(hours=2))
    assert (len(there), len(over_there)) == (0, 1)
    await mo.taps("Stop: Short read")
    assert await comes(here, both, TEN + DAY) == ([], [])


async def test_undo_takes_a_new_post_back_in_all_places(here: Company, met: tuple[TwoPlatforms, int, Person]) -> None:
    both, _, mo = met
    await mo.command("group schedule snippet every day at 10am")
    await mo.taps("Undo")
    assert await comes(here, both, TEN) == ([], [])


async def test_a_warning_stays_a_spoiler_in_the_rotation(here: Company, met: tuple[TwoPlatforms, int, Person]) -> None:
    both, group_id, mo = met
    await shelve(here, group_id, "A sad story", warning="loss")
    await mo.command("group schedule resource every day at 10am")
    await comes(here, both, TEN)
    for transport in (both.here.transport, both.there.transport):
        (sent,) = transport.sent
        styles = [getattr(block, "style", None) for block in sent.message.blocks]
        assert "spoiler" in styles


async def test_a_new_post_replaces_the_one_before_in_each_place_once_it_has_arrived(
    here: Company, met: tuple[TwoPlatforms, int, Person]
) -> None:
    both, _, mo = met
    await mo.command("group schedule snippet every day at 10am")
    await mo.command("group schedule snippet")
    assert "Each new one takes the place of the one before." in await mo.taps("Replace the old one")
    await comes(here, both, TEN)
    both.there.transport.fails(MessageRefused("no"))
    await comes(here, both, TEN + DAY)
    assert [one.address for one in both.here.transport.withdrawn] == [GROUP]
    assert both.there.transport.withdrawn == [], "the old one stays where the new one did not come"
    await comes(here, both, TEN + 2 * DAY)
    assert [one.address for one in both.there.transport.withdrawn] == [ROOM_THERE]


async def test_without_that_wish_the_old_ones_stay(here: Company, met: tuple[TwoPlatforms, int, Person]) -> None:
    both, _, mo = met
    await mo.command("group schedule snippet every day at 10am")
    await mo.command("group schedule snippet")
    await mo.taps("Replace the old one")
    await mo.taps("Keep the old ones")
    for day in range(3):
        await comes(here, both, TEN + day * DAY)
    assert both.here.transport.withdrawn == both.there.transport.withdrawn == []
