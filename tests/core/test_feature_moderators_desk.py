"""Where a group's moderators hear of something: in private, each for themselves, and in a room chosen from inside."""

from core.model.identity import Address, Platform, Role
from core.model.message import Paragraph
from tests.core.company import Company, Person
from tests.stage import GROUP, private_with

REFUSED = "Only this group's moderators can do that."
PANEL = "Who moderates this group"


def in_group(here: Company, name: str = "ana") -> Person:
    """A member who stands in the group; the platform says so when it is asked."""
    here.transport.roles[name, GROUP.conversation] = Role.MEMBER
    return Person(here, name, GROUP, Role.MEMBER)


async def test_a_line_to_the_desk_names_nobody_and_its_button_asks_for_rights(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await mo.command("group moderators")
    await mo.taps("Ask for helpers")
    await mo.command("group desk")
    await mo.taps("Tell me")
    await ana.command("moderate")
    await ana.taps("Open our private chat")
    await ana.taps("I would like to help")
    ana.place = GROUP
    assert await here.due() == ["Somebody would like to help moderate your group."]
    line = here.transport.sent[-1]
    assert line.address == private_with("mo")
    assert [span for one in line.message.blocks if isinstance(one, Paragraph) for span in one.spans] == [line.text]
    mo.place, mo.seen = private_with("mo"), line.message
    assert "Would like to help:" in await mo.taps("Have a look")
    ana.place, ana.seen = private_with("ana"), line.message
    assert REFUSED in await ana.taps("Have a look")
    ana.place = GROUP
    await ana.command("moderate")
    await ana.taps("Open our private chat")
    await ana.taps("I would like to help")
    assert await here.due() == [], "one wish is told once"


async def test_a_moderator_says_for_themselves_whether_they_hear_of_news(here: Company) -> None:
    mo, max_ = here.moderator(), here.moderator("max")
    assert "Nobody hears of it yet." in await mo.command("group desk")
    assert "You hear of it in our private chat." in await mo.taps("Tell me")
    assert "Others who hear of it in private: 1." in await max_.command("group desk")
    assert "Nobody hears of it yet." in await mo.taps("Not me any more")


async def test_a_moderators_room_is_chosen_from_inside_by_whoever_went_there(here: Company) -> None:
    mo, ana = here.moderator(), in_group(here)
    await mo.command("group desk")
    assert "within one hour" in await mo.taps("A moderators' room")
    room = Address(platform=Platform.TELEGRAM, conversation="-900")
    mo.place = room
    assert "Shall this room hear of news" in await mo.command("moderate")
    ana.place = room
    ana.seen = mo.seen
    assert REFUSED in await ana.taps("Yes, this room")
    assert "This room hears of moderators' news now." in await mo.taps("Yes, this room")
    assert "Moderators' rooms that hear of it: 1." in await mo.taps("Who hears of news")
    assert "Nobody hears of it yet." in await mo.taps("Take off room 1")


async def test_an_hour_later_no_room_is_chosen_any_more(here: Company) -> None:
    mo = here.moderator()
    await mo.command("group desk")
    await mo.taps("A moderators' room")
    mo.place = Address(platform=Platform.TELEGRAM, conversation="-900")
    await mo.command("moderate")
    here.clock.forward(hours=1)
    assert "That took too long." in await mo.taps("Yes, this room")


async def test_whoever_moderates_no_more_hears_of_nothing_more_once_they_tapped_a_line(here: Company) -> None:
    mo, max_ = here.moderator(), here.moderator("max")
    for one in (mo, max_):
        await one.command("group desk")
        await one.taps("Tell me")
        one.place = GROUP
    here.transport.roles["mo", GROUP.conversation] = Role.MEMBER
    await wishes_to_help(here, max_, "ana")
    assert len(await here.due()) == 2
    mo.place, mo.seen = private_with("mo"), here.transport.sent[-1].message
    assert f"{REFUSED} So I will not tell you of its news any more." in await mo.taps("Have a look")
    await wishes_to_help(here, max_, "ben")  # at the very same moment
    await here.due()
    assert [one.address for one in here.transport.sent[2:]] == [private_with("max")]


async def test_the_others_are_told_that_a_group_was_deleted(here: Company) -> None:
    mo, max_ = here.moderator(), here.moderator("max")
    await max_.command("group desk")
    await max_.taps("Tell me")
    await mo.command("group delete")
    assert "I have forgotten this group." in await mo.taps("Yes, delete it all")
    (line,) = await here.due()
    assert "A moderator has deleted all that I kept for one of your groups." in line
    assert here.transport.sent[-1].address == private_with("max")


async def wishes_to_help(here: Company, moderator: Person, name: str) -> None:
    await moderator.command("group moderators")
    await moderator.taps("Ask for helpers")
    helper = in_group(here, name)
    await helper.command("moderate")
    await helper.taps("Open our private chat")
    await helper.taps("I would like to help")
