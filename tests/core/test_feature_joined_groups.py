"""A second chat joins a group by a code, on another platform or the same one; one act reaches both; and its end."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.model.identity import Role
from core.model.inbound import BotRemoved, Origin
from core.model.message import Document
from tests.core.company import Company, Person
from tests.core.group_days import RESOURCE, ROOM_THERE, TEN, joined, makes_code, sets_up
from tests.core.two_platforms import TwoPlatforms, two_platforms
from tests.stage import GROUP


@pytest.fixture
def both(here: Company) -> TwoPlatforms:
    return two_platforms(here)


@pytest.fixture
def mo(here: Company) -> Person:
    return here.moderator()


@pytest.fixture
def mo_there(both: TwoPlatforms) -> Person:
    """The same moderator, in a Discord channel that is a group of its own so far."""
    both.there.transport.roles["777", ROOM_THERE.conversation] = Role.MODERATOR
    return Person(both.there, "777", ROOM_THERE, Role.MODERATOR)


async def test_one_act_reaches_both_chats_of_a_joined_group(both: TwoPlatforms, mo: Person, mo_there: Person) -> None:
    await sets_up(mo)
    code = await makes_code(mo)
    preview = await mo_there.gives("group join", code=code)
    assert "Posts set up there (Telegram): 2. Here: 0." in preview
    assert "It lives in 2 chats." in await mo_there.taps("Yes, with posts in all")
    both.here.clock.move_to(TEN)
    came, came_there = await both.due()
    assert len(came) == len(came_there) == 1
    await mo_there.command("resource add")
    await mo_there.fills(**RESOURCE)
    await mo_there.taps("Post now")
    came, came_there = await both.due()
    assert came == came_there
    assert "A leaflet about pacing" in came[0]
    assert "A chat joined the group: Discord" in await mo.command("group record")


async def test_all_of_both_groups_is_in_the_joined_one(both: TwoPlatforms, mo: Person, mo_there: Person) -> None:
    await mo_there.command("resource add")
    await mo_there.fills(**RESOURCE)
    await mo_there.taps("Keep in the list")
    await mo_there.command("group setup")
    for label in ("Berlin", "8:00 am", "Not this one", "12:00 pm"):
        await mo_there.taps(label)
    await sets_up(mo)
    await joined(mo, mo_there, how="Yes, leave posts as they are")
    panel = await mo.command("group panel")
    for line in ("Short read: every day at 10:00 am.", "Short read: every day at 8:00 am.", "By the clock of London."):
        assert line in panel
    ana = both.here.member()
    ana.place = GROUP
    await ana.command("resources")
    assert any("A leaflet" in label for label in ana.buttons)


async def test_posts_in_all_chats_go_by_the_rules_of_the_group_that_made_the_code(
    both: TwoPlatforms, mo: Person, mo_there: Person
) -> None:
    await mo_there.command("group setup")
    for label in ("Berlin", "8:00 am", "Not this one", "12:00 pm"):
        await mo_there.taps(label)
    await mo_there.command("group desk")
    await mo_there.taps("Not me")
    await sets_up(mo)
    await joined(mo, mo_there)
    panel = await mo.command("group panel")
    assert panel.count("Short read:") == 1
    both.here.clock.move_to(datetime(2026, 3, 2, 11, 0, tzinfo=UTC))
    came, came_there = await both.due()
    assert (len(came), len(came_there)) == (2, 2), "short read at ten in London, self-care at noon in Berlin"


async def test_a_code_is_used_once_and_ends_after_ten_minutes(both: TwoPlatforms, mo: Person, mo_there: Person) -> None:
    code = await makes_code(mo)
    both.here.clock.forward(minutes=10)
    assert "I do not know this code." in await mo_there.gives("group join", code=code)
    code = await makes_code(mo)
    await mo_there.gives("group join", code=code)
    yes = mo_there.seen
    await mo_there.taps("Yes, with posts in all")
    assert "I do not know this code." in await mo_there.gives("group join", code=code)
    code = await makes_code(mo)
    assert "I do not know this code." in await mo_there.gives("group join", code=code), "it is one group already"
    mo_there.seen = yes
    assert "Only this group's moderators" in await mo_there.taps("Yes, with posts in all"), "that group is no more"


async def test_a_preview_that_is_too_old_joins_nothing(both: TwoPlatforms, mo: Person, mo_there: Person) -> None:
    code = await makes_code(mo)
    await mo_there.gives("group join", code=code)
    both.here.clock.forward(minutes=11)
    assert "This code is over." in await mo_there.taps("Yes, with posts in all")
    assert "No posts are set up yet." in await mo_there.command("group panel")


async def test_after_five_wrong_codes_there_is_a_rest(mo_there: Person) -> None:
    for _ in range(5):
        assert "I do not know this code." in await mo_there.gives("group join", code="AAAA-AAAA")
    assert "Please rest a little" in await mo_there.gives("group join", code="AAAA-AAAA")


async def test_a_chat_can_take_no_posts_and_get_them_back(both: TwoPlatforms, mo: Person, mo_there: Person) -> None:
    await sets_up(mo)
    await joined(mo, mo_there)
    await mo.command("group panel")
    await mo.taps("Its chats")
    await mo.taps("Chat 2, Discord")
    assert "No posts come to this chat." in await mo.taps("No posts here")
    both.here.clock.move_to(TEN)
    assert [len(came) for came in await both.due()] == [1, 0]
    await mo.taps("Let posts come here")
    both.here.clock.move_to(TEN + timedelta(days=1))
    assert [len(came) for came in await both.due()] == [1, 1]


async def test_a_chat_is_taken_out_and_begins_anew(both: TwoPlatforms, mo: Person, mo_there: Person) -> None:
    await sets_up(mo)
    await joined(mo, mo_there)
    await mo.command("group panel")
    await mo.taps("Its chats")
    await mo.taps("Chat 2, Discord")
    assert "It gets no more posts" in await mo.taps("Take it out")
    assert "Discord" not in (await mo.taps("Yes, take it out")).partition("Another chat")[0]
    both.here.clock.move_to(TEN)
    assert [len(came) for came in await both.due()] == [1, 0]
    assert "No posts are set up yet." in await mo_there.command("group panel")


async def test_after_a_removal_the_other_chat_goes_on_and_moderators_hear_of_it_once(
    both: TwoPlatforms, mo: Person, mo_there: Person
) -> None:
    await sets_up(mo)
    await joined(mo, mo_there)
    async with both.here.bot.open_unit() as uow:
        group = await uow.groups.of_chat(GROUP)
        assert group is not None
        await uow.desk.add(group.id, replace(GROUP, thread="3"), member_id=None)
        await uow.commit()
    gone = Origin(
        event_id="gone", account=mo_there.account, address=ROOM_THERE, at=both.here.clock.now(), role=Role.MODERATOR
    )
    for _ in range(2):
        await both.here.bot.handle(BotRemoved(origin=gone), both.there.transport)
    came, came_there = await both.due()
    assert [("I was removed" in text) for text in came] == [True]
    both.here.clock.move_to(TEN)
    came, came_there = await both.due()
    assert (len(came), len(came_there)) == (1, 0)


async def test_a_deleted_group_gives_its_library_first_and_is_gone(both: TwoPlatforms, mo_there: Person) -> None:
    await sets_up(mo_there)
    await mo_there.command("resource add")
    await mo_there.fills(**RESOURCE)
    await mo_there.taps("Keep in the list")
    assert "Shared resources: 1." in await mo_there.command("group delete")
    await mo_there.taps("Save the library first")
    (file,) = [block for block in mo_there.seen.blocks if isinstance(block, Document)]
    assert [one["title"] for one in json.loads(file.content)["resources"]] == ["A leaflet about pacing"]
    await mo_there.taps("Delete this group")
    sure = mo_there.seen
    assert "I have forgotten this group." in await mo_there.taps("Yes, delete it all")
    both.here.clock.move_to(TEN)
    assert [len(came) for came in await both.due()] == [0, 0]
    mo_there.seen = sure
    assert "Only this group's moderators" in await mo_there.taps("Yes, delete it all")
    assert "No posts are set up yet." in await mo_there.command("group panel")


async def test_on_one_platform_the_one_who_types_the_code_must_moderate_both(here: Company, mo: Person) -> None:
    code = await makes_code(mo)
    other = replace(GROUP, conversation="-200")
    here.transport.roles["eve", other.conversation] = Role.MODERATOR
    eve = Person(here, "eve", other, Role.MODERATOR)
    assert "You need to be a moderator of both." in await eve.command(f"group join {code}")
    here.transport.roles["mo", other.conversation] = Role.MODERATOR
    code = await makes_code(mo)
    mo.place = other
    await mo.command(f"group join {code}")
    assert "It lives in 2 chats." in await mo.taps("Yes, with posts in all")


async def test_a_member_joins_and_deletes_nothing(both: TwoPlatforms, mo: Person) -> None:
    code = await makes_code(mo)
    ana = both.here.member()
    ana.place = GROUP
    for line in (f"group join {code}", "group delete", "group setup", "group panel", "group place"):
        assert "Only this group's moderators" in await ana.command(line)
