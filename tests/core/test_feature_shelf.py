"""Links are looked at in turn, and a group's moderators hear once a week of all that needs a look."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.features.shelf.round import AT_ONCE, MOST_FOR_A_SITE, week_due
from core.model.link_check import LinkTrouble
from core.model.resource import NewResource, ResourceState
from core.ports.link_probe import LinkProbe
from tests.core.company import Company, Person
from tests.stage import GROUP, private_with

LINE = "Some resources of this group need a look. This comes once a week at most."


class Pages:
    """A web with a memory: what is not named leads somewhere."""

    def __init__(self, **troubles: LinkTrouble) -> None:
        self.troubles = dict(troubles)
        self.asked: list[str] = []

    async def look(self, link: str) -> LinkTrouble | None:
        self.asked.append(link)
        return next((trouble for name, trouble in self.troubles.items() if name in link), None)


async def keeps(here: Company, *links: str, review_by: date | None = None) -> list[int]:
    """In the group's library; returns their ids."""
    async with here.bot.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=here.clock.now())
        ids = []
        for link in links:
            new = NewResource(group_id=group.id, title=f"About {link}", link=link, why="It helps.", review_by=review_by)
            one = await uow.resources.add(new, now=here.clock.now())
            await uow.resources.set_state(one.id, ResourceState.KEPT, if_state=ResourceState.DRAFT)
            ids.append(one.id)
        await uow.commit()
    return ids


async def desk(here: Company, name: str = "mo") -> Person:
    moderator = here.moderator(name)
    async with here.bot.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=here.clock.now())
        member = await uow.members.welcome(moderator.account, now=here.clock.now())
        await uow.desk.add(group.id, private_with(name), member_id=member.id)
        await uow.commit()
    moderator.place = private_with(name)
    return moderator


async def a_week(here: Company, probe: LinkProbe) -> list[str]:
    """Every four hours; returns what came to the desk."""
    came = []
    for _ in range(7 * 6):
        await here.bot.look_at_links(probe)
        came += await here.due()
        here.clock.forward(hours=4)
    return came


async def test_a_link_is_asked_once_a_week_and_once_more_a_day_after_trouble(here: Company) -> None:
    await keeps(here, "https://well.example", "https://gone.example", "")
    pages = Pages(gone=LinkTrouble.GONE)
    await a_week(here, pages)
    assert sorted(pages.asked) == ["https://gone.example", "https://gone.example", "https://well.example"]


async def test_moderators_hear_once_a_week_in_one_line_and_see_the_list_behind_it(here: Company) -> None:
    mo = await desk(here)
    await keeps(here, *(f"https://gone{number}.example" for number in range(8)), "https://well.example")
    pages = Pages(gone=LinkTrouble.GONE)
    first = await a_week(here, pages)
    assert first == [LINE]
    assert await a_week(here, pages) == [LINE]
    mo.seen = here.transport.sent[-1].message
    shown = await mo.taps("See the list")
    assert "To look at: 8" in shown
    assert len([label for label in mo.buttons if label.startswith("About")]) == 6
    await mo.taps("More")
    assert [label for label in mo.buttons if label.startswith("About")] == [
        "About https://gone6.example",
        "About https://gone7.example",
    ]
    assert "The site says that there is no such page." in await mo.taps("About https://gone6")


async def test_still_fine_holds_for_half_a_year_and_is_in_the_record(here: Company) -> None:
    mo = await desk(here)
    await keeps(here, "https://example.org", review_by=here.clock.now().date())
    assert await a_week(here, Pages()) == [LINE]
    mo.seen = here.transport.sent[-1].message
    await mo.taps("See the list")
    assert "Its review date was" in await mo.taps("About")
    page = mo.seen
    assert "I will not ask about it before" in await mo.taps("Still fine")
    mo.seen = page
    await mo.taps("Still fine")
    record = await here.moderator().command("group record")
    assert record.count("Looked at it, still fine") == 1
    assert "All links lead somewhere" in await here.moderator().command("resource review")
    assert await a_week(here, Pages()) == []
    here.clock.forward(days=190)
    assert await a_week(here, Pages()) == [LINE]


async def test_a_page_that_was_away_for_an_hour_is_not_called_broken(here: Company) -> None:
    await desk(here)
    await keeps(here, "https://example.org")
    pages = Pages(example=LinkTrouble.FAILING)
    await here.bot.look_at_links(pages)
    pages.troubles.clear()
    assert await a_week(here, pages) == []


async def test_when_nothing_at_all_can_be_reached_it_is_not_the_pages(here: Company) -> None:
    await desk(here)
    await keeps(here, "https://one.example", "https://two.example", "https://three.example")
    pages = Pages(one=LinkTrouble.SILENT, two=LinkTrouble.NO_SITE, three=LinkTrouble.SILENT)
    assert (await here.bot.look_at_links(pages))["offline"] == 3
    assert await a_week(here, pages) == []
    pages.troubles.pop("two")
    assert await a_week(here, pages) == [LINE]


async def test_a_round_is_bounded_and_one_site_is_not_asked_for_all_its_pages_at_once(here: Company) -> None:
    await keeps(here, *(f"https://example.org/{number}" for number in range(12)))
    pages = Pages()
    await here.bot.look_at_links(pages)
    assert len(pages.asked) == MOST_FOR_A_SITE
    for _ in range(2):
        await here.bot.look_at_links(pages)
    assert len(set(pages.asked)) == 12
    await keeps(here, *(f"https://site{number}.example" for number in range(AT_ONCE + 5)))
    pages.asked.clear()
    await here.bot.look_at_links(pages)
    assert len(pages.asked) == AT_ONCE


async def test_no_transaction_is_open_while_a_page_is_waited_for(here: Company) -> None:
    await keeps(here, "https://example.org")

    class Slow:
        async def look(self, _link: str) -> None:
            async with asyncio.timeout(5), here.bot.open_unit() as uow:
                await uow.members.welcome(here.member("ana").account, now=here.clock.now())
                await uow.commit()

    assert (await here.bot.look_at_links(Slow()))["links"] == 1


async def test_a_probe_that_fails_stops_the_round_and_nothing_is_lost(here: Company) -> None:
    await keeps(here, "https://one.example", "https://two.example")

    class Broken:
        async def look(self, _link: str) -> None:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await here.bot.look_at_links(Broken())
    pages = Pages()
    await here.bot.look_at_links(pages)
    assert len(pages.asked) == 2


async def test_another_groups_resource_is_not_reached_through_a_button_of_this_one(here: Company) -> None:
    mo = await desk(here)
    (one,) = await keeps(here, "https://example.org", review_by=here.clock.now().date())
    await a_week(here, Pages())
    mo.seen = here.transport.sent[-1].message
    await mo.taps("See the list")
    here.transport.roles.clear()
    assert (await mo.taps("About")).startswith("Only this group's moderators can do that.")
    assert one > 0


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/Los_Angeles", None])
def test_each_group_has_its_own_hour_of_the_week_and_all_are_in_the_day(zone: str | None) -> None:
    firsts = set()
    for group_id in range(35):
        hours = [at for at in _week(zone) if week_due(group_id, at, zone) == "2026-10"]
        assert hours, "it comes in every week"
        firsts.add(hours[0])
    assert len(firsts) == 35


def _week(zone: str | None) -> Iterator[datetime]:
    start = datetime(2026, 3, 2, tzinfo=ZoneInfo(zone or "UTC")).astimezone(UTC)
    return (start + timedelta(hours=hour) for hour in range(6 * 24))
