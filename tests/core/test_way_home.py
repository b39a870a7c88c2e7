"""From every page that a group's panel leads to there is a way back to it; and what is held back stands on it."""

from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.message import Button
from tests.core.company import Company, company
from tests.core.resource_acts import RESOURCE
from tests.fakes import MovableClock

HOME = "This group"


async def test_each_door_of_the_panel_has_a_way_back(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group")
    panel, doors = mo.seen, [one.label for one in mo.buttons.values() if isinstance(one, Button)]
    dead_ends = []
    for door in doors:
        mo.seen = panel
        await mo.taps(door)
        if HOME in mo.buttons:
            assert HOME in await mo.taps(HOME)
        else:
            dead_ends.append(door)
    assert dead_ends == ["Set up step by step"], "the steps end at the panel"


@pytest.mark.parametrize("command", ["group help", "group failures", "group pause", "resource review", "resource list"])
async def test_a_page_that_a_command_opens_leads_to_the_panel(here: Company, command: str) -> None:
    mo = here.moderator()
    await mo.command(command)
    assert HOME in await mo.taps(HOME)


async def test_what_was_done_with_a_resource_leads_on(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, forms=True) as here:
        mo = here.moderator()
        await mo.command("group schedule snippet every day at 10")
        await mo.fills(where="Leeds")
        await mo.command("resource add")
        await mo.fills(**RESOURCE)
        await mo.taps("Schedule")
        await mo.fills(when="tomorrow at 10am")
        assert "planned as a post" in await mo.taps("Show it")
        await mo.taps("Take it back")
        assert "This group's resources" in await mo.taps("All resources")


async def test_the_panel_tells_what_is_held_back_until_it_is_over(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group pause a day")
    await mo.command("group hardday")
    panel = await mo.command("group")
    assert "All regular posts rest until Tuesday 3 March, 9:00 am." in panel
    assert "A hard day is marked. Light posts rest until Tuesday 3 March, 9:00 am." in panel
    here.clock.forward(hours=24)
    assert "rest until" not in await mo.command("group")
