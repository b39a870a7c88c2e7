"""Moderators find what they can do; members are not bothered with it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.features.guide.feature import ON_A_PAGE, guide_page
from core.knowledge import Knowledge
from core.model.command import Command, Who
from core.model.identity import Role
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock, words_of

WAY = "Moderators: /group help"


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, forms=True) as opened:
        yield opened


async def test_every_command_of_moderators_is_told_of_with_its_summary(here: Company) -> None:
    mo = here.moderator()
    read = await mo.command("group help")
    while "More" in mo.buttons:
        read += await mo.taps("More")
    wanted = [one for one in here.bot.commands if one.who is Who.MODERATORS and one.name != "group help"]
    assert len(wanted) >= 4
    assert [one.name for one in wanted if f"/{one.name}: {one.summary}." not in read] == []
    assert "/checkin" not in read


def test_a_few_stand_on_a_page_and_the_buttons_turn_it(knowledge: Knowledge) -> None:
    many = [Command(name=f"group a{number}", summary=f"Line {number}") for number in range(2 * ON_A_PAGE + 1)]
    pages = [guide_page(1, many, number, knowledge.words) for number in range(3)]
    assert [words_of(page).count("Line") for page in pages] == [ON_A_PAGE, ON_A_PAGE, 1]
    turns = [[button.label for row in page.buttons for button in row] for page in pages]
    home = "This group"
    assert turns == [["More", home], ["Earlier", "More", home], ["Earlier", home]]


async def test_members_are_refused(here: Company) -> None:
    mo, ana = here.moderator(), here.member()
    ana.place = mo.place
    assert "Only this group's moderators" in await ana.command("group help")


async def test_help_tells_the_way_in_a_group_unless_the_platform_says_that_it_is_a_member(here: Company) -> None:
    mo, ana = here.moderator(), here.member()
    assert WAY in await mo.command("help")
    assert WAY not in await ana.command("help")
    member = Person(here, "ben", mo.place, Role.MEMBER)
    assert WAY not in await member.command("help")
