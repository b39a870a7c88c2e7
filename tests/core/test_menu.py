"""One menu with buttons reaches everything that a member can do by a command: nothing has to be remembered."""

from collections.abc import Iterator
from pathlib import Path

from core.knowledge import Knowledge
from core.model.action import Action
from core.model.command import Where, Who
from core.model.identity import Platform
from core.model.message import Button, DoorButton, Outbound
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock

FAR_ENOUGH = 3
"""Taps from the menu. What is deeper than that is a detail of something, not a thing to do."""

SAME_AS = {
    "checkin": "checkin.begin",
    "flare": "flare.begin",
    "weekly": "peg.page",
    "trends": "trends.show",
    "questions": "questions.list",
    "appointment": "visit.page",
    "report": "report.begin",
    "learn": "learn.topics",
    "remind": "remind.new",
    "reminders": "remind.list",
    "quiet": "quiet.page",
    "selfcare": "care.kinds",
    "timezone": "remind.clock",
    "totals": "totals.list",
    "settings": "settings.page",
    "privacy": "privacy.page",
    "link": "link.page",
    "mydata": "mine.page",
    "export": "mine.export",
    "import": "mine.import",
    "forget": "mine.forget",
}
"""The button that does what each command does."""

NOT_BY_BUTTON = {"start", "help", "menu"}
"""They lead to the same doors."""

FROM_THE_GROUP = {"resources", "ask group", "ask moderators"}
"""What only some groups have; the way in is a message or a button there."""

HEALTH = {"checkin.begin", "checkin.set", "flare.begin", "flare.page", "peg.page", "trends.show", "questions.list"}


def offered(shown: Outbound) -> Iterator[Action]:
    return (one.action for row in shown.buttons for one in row if isinstance(one, Button | DoorButton))


async def routes_within_reach(person: Person) -> set[str]:
    """Breadth first, one button of each route: where it leads does not hang on its arguments."""
    await person.command("menu")
    seen: dict[str, Action] = {}
    at = list(offered(person.seen))
    for _ in range(FAR_ENOUGH):
        new = {one.route: one for one in at if one.route not in seen}
        seen |= new
        at = [further for one in new.values() for further in await leads_to(person, one)]
    return set(seen)


async def leads_to(person: Person, door: Action) -> list[Action]:
    person.seen = Outbound(blocks=(), buttons=((Button(label="there", action=door),),))
    await person.taps("there")
    return list(offered(person.seen))


async def test_all_that_a_member_can_do_by_a_command_is_a_few_taps_from_the_menu(here: Company) -> None:
    person = await here.member().agrees()
    await person.command("timezone Leeds")
    reached = await routes_within_reach(person)
    theirs = {
        one.name
        for one in here.bot.commands
        if one.who is Who.EVERYONE and one.where is not Where.GROUP and one.name not in NOT_BY_BUTTON
    }
    far = {name for name in theirs if SAME_AS.get(name) not in reached}
    assert far - FROM_THE_GROUP == set(), "no button leads to what these commands do"


async def test_where_no_health_answers_are_kept_no_button_speaks_of_them(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.TELEGRAM})) as here:
        person = here.member()
        for page in ("menu", "settings"):
            await person.command(page)
            assert not HEALTH & {one.route for one in offered(person.seen)}


async def test_what_is_found_among_the_settings_leads_back_to_them(here: Company) -> None:
    person = await here.member().agrees()
    await person.command("timezone Leeds")
    for page in ("link", "totals"):
        await person.command(page)
        assert "settings.page" in {one.route for one in offered(person.seen)}, page
