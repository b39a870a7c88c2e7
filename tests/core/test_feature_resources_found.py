"""Members browse, search and save what their group's moderators shared; nobody else does."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.identity import Role
from core.model.inbound import OptionTyped
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock
from tests.stage import GROUP

SHARED: Mapping[str, tuple[str, str]] = {
    "A leaflet about pacing": ("It helped me rest.", "pacing, rest"),
    "Sleep and pain": ("Small steps for the night.", "Sleep"),
    "Breathing slowly": ("Two minutes are enough.", "rest"),
}


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, forms=True) as opened:
        yield opened


@pytest.fixture
async def ana(here: Company) -> Person:
    """In a group that has three resources."""
    mo = here.moderator()
    for title, (why, tags) in SHARED.items():
        await mo.command("resource add")
        await mo.fills(title=title, link="https://example.org", why=why, tags=tags, warning="")
        await mo.taps("Keep in the list")
    return in_the_group(here)


def in_the_group(here: Company, name: str = "ana") -> Person:
    here.transport.roles[name, GROUP.conversation] = Role.MEMBER
    person = here.member(name)
    person.place = GROUP
    return person


async def test_a_topic_leads_to_what_has_that_tag(ana: Person) -> None:
    await ana.command("resources")
    assert "Which topic?" in await ana.taps("By topic")
    assert next(iter(ana.buttons)) == "rest (2)"
    await ana.taps("rest (2)")
    assert [label for label in ana.buttons if label in SHARED] == ["Breathing slowly", "A leaflet about pacing"]
    await ana.taps("The whole list")
    assert set(SHARED) <= set(ana.buttons)


async def test_words_with_a_typo_find_titles_tags_and_texts(ana: Person) -> None:
    assert "Found for: pacng" in await ana.command("resources pacng")
    assert next(iter(ana.buttons)) == "A leaflet about pacing"
    await ana.command("resources minutes")
    assert next(iter(ana.buttons)) == "Breathing slowly"
    assert "I found nothing for: zebra" in await ana.command("resources zebra")


async def test_a_whole_title_opens_it(ana: Person) -> None:
    assert "Small steps for the night." in await ana.gives("resources", query="Sleep and pain")


async def test_titles_of_this_group_alone_are_suggested_while_one_types(here: Company, ana: Person) -> None:
    async def suggested(person: Person, text: str) -> list[str]:
        typed = OptionTyped(origin=person._origin(), command="resources", option="query", text=text)
        return [one.value for one in await here.bot.completions(typed)]

    assert await suggested(ana, "slep") == ["Sleep and pain"]
    assert await suggested(ana, "") == ["saved", "Breathing slowly", "Sleep and pain", "A leaflet about pacing"]
    assert await suggested(here.member("ana"), "sleep") == []


async def test_what_is_saved_is_found_again_in_private_by_its_member_alone(here: Company, ana: Person) -> None:
    await ana.command("resources")
    await ana.taps("Sleep")
    assert "Saved for you." in await ana.taps("Save for me")
    alone = here.member("ana")
    await alone.command("resources saved")
    assert "Small steps for the night." in await alone.taps("Sleep and pain")
    assert "not saved any more" in await alone.taps("Do not save")
    assert "You have saved nothing yet." in await alone.command("resources saved")
    assert "You have saved nothing yet." in await in_the_group(here, "ben").command("resources saved")


async def test_a_post_in_the_group_is_saved_by_one_tap_and_one_passing_line(here: Company, ana: Person) -> None:
    mo = here.moderator()
    await mo.command("resource list")
    await mo.taps("Breathing")
    await mo.taps("Post now")
    await here.due()
    ana.seen = here.transport.sent[-1].message
    for _ in range(2):
        assert await ana.taps("Save for me") == "Saved for you. /resources saved shows it."
    await ana.command("resources saved")
    assert list(ana.buttons) == ["Breathing slowly"]


async def test_what_was_taken_back_stays_out_of_what_was_saved_and_that_is_said(here: Company, ana: Person) -> None:
    for title in ("Sleep and pain", "Breathing slowly"):
        await ana.gives("resources", query=title)
        await ana.taps("Save for me")
    mo = here.moderator()
    await mo.command("resource list")
    await mo.taps("Sleep and pain")
    await mo.taps("Take it back")
    assert "Taken back since by moderators: 1" in await ana.command("resources saved")
    assert list(ana.buttons) == ["Breathing slowly"]


async def test_the_private_chat_knows_the_group_in_which_one_looked(here: Company, ana: Person) -> None:
    alone = here.member("ana")
    assert "Type /resources in the group once." in await alone.command("resources")
    await ana.command("resources")
    assert "Shared in this group" in await alone.command("resources")
    assert "Found for: sleep" in await alone.command("resources sleep")


async def test_who_left_the_group_reads_no_more_of_its_list(here: Company, ana: Person) -> None:
    await ana.command("resources")
    alone = here.member("ana")
    await alone.command("resources")
    listed = alone.seen
    del here.transport.roles["ana", GROUP.conversation]
    assert "I do not know your group yet." in await alone.command("resources")
    for label in ("Sleep", "By topic"):
        alone.seen = listed
        assert "You do not seem to be in it now." in await alone.taps(label)


async def test_an_export_tells_what_was_saved_and_shared(here: Company, ana: Person) -> None:
    await ana.gives("resources", query="Sleep and pain")
    await ana.taps("Save for me")
    async with here.bot.open_unit() as uow:
        holdings = {one.name: one for one in here.bot.knowledge.table.holdings}
        told = {}
        for person in (ana, here.moderator()):
            member = await uow.members.of(person.account)
            assert member is not None
            told[person is ana] = {
                name: await holdings[name].export(uow, member) for name in ("saved", "libraries", "shared")
            }
    assert [one["title"] for one in told[True]["saved"]] == ["Sleep and pain"]
    assert len(told[True]["libraries"]) == 1
    assert [one["title"] for one in told[False]["shared"]] == list(SHARED)
