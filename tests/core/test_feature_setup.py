"""A moderator sets a group up by taps, chooses rooms, joins a second chat on another platform, and ends it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.model.identity import Address, Platform, Role
from core.model.inbound import BotRemoved, Origin
from core.model.message import Document
from tests.core.company import Company, Person
from tests.core.two_platforms import TwoPlatforms, code_in, two_platforms
from tests.fakes import words_of
from tests.stage import GROUP, private_with

ROOM_THERE = Address(platform=Platform.DISCORD, conversation="9001")
TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
RESOURCE = {"title": "A leaflet about pacing", "link": "", "why": "It helped me rest.", "tags": "pacing", "warning": ""}


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


async def sets_up(mo: Person) -> str:
    await mo.command("group setup")
    for label in ("London", "10:00 am", "6:00 pm"):
        await mo.taps(label)
    return await mo.taps("Not this one")


async def joined(mo: Person, mo_there: Person, *, how: str = "Yes, with posts in all") -> str:
    code = await makes_code(mo)
    await mo_there.gives("group join", code=code)
    return await mo_there.taps(how)


async def makes_code(mo: Person) -> str:
    await mo.command("group panel")
    await mo.taps("Its chats")
    return code_in(await mo.taps("Make a code"))


async def test_a_group_is_set_up_in_five_taps(both: TwoPlatforms, mo: Person) -> None:
    assert "Whose clock shall this group go by?" in await mo.command("group setup")
    assert "Step 2 of 4" in await mo.taps("London")
    assert "Step 3 of 4" in await mo.taps("10:00 am")
    assert "Self-care idea" in await mo.taps("6:00 pm")
    panel = await mo.taps("Not this one")
    assert "All set." in panel
    assert "Short read: every day at 10:00 am." in panel
    assert "Check-in invitation: every day at 6:00 pm." in panel
    assert "Self-care" not in panel
    both.here.clock.move_to(TEN)
    came, _ = await both.due()
    assert len(came) == 1


async def test_a_setup_that_was_left_goes_on_where_it_was(mo: Person) -> None:
    await mo.command("group setup")
    await mo.taps("London")
    await mo.taps("10:00 am")
    assert "Step 3 of 4" in await mo.command("group setup")
    await mo.command("group panel")
    assert "Step 3 of 4" in await mo.taps("Go on with the setup")


async def test_a_setup_gone_through_again_keeps_changes_or_stops_each_post(mo: Person) -> None:
    await sets_up(mo)
    assert "Now it comes every day at 10:00 am." in await mo.command("group setup")
    await mo.taps("Keep it as it is")
    await mo.taps("Stop it")
    panel = await mo.taps("8:00 am")
    assert "Short read: every day at 10:00 am." in panel
    assert "Self-care idea: every day at 8:00 am." in panel
    assert "Check-in" not in panel


async def test_posts_keep_their_time_by_another_clock(both: TwoPlatforms, mo: Person) -> None:
    await sets_up(mo)
    await mo.taps("Set up step by step")
    assert "Now it goes by the clock of London." in mo_reads(mo)
    await mo.taps("Berlin")
    both.here.clock.move_to(TEN + timedelta(hours=23))
    came, _ = await both.due()
    assert len(came) == 1, "ten in Berlin is nine in London"


async def test_any_place_can_be_typed(mo: Person) -> None:
    await mo.command("group setup")
    mo.place = private_with("mo")
    await mo.taps("Another place")
    assert "I do not know that place." in await mo.says("Qqqqqq")
    await mo.taps("Another place")
    assert "By the clock of Sydney." in await mo.says("Sydney")


async def test_in_a_topic_the_setup_sends_posts_to_that_topic(both: TwoPlatforms, mo: Person) -> None:
    mo.place = replace(GROUP, thread="7")
    await sets_up(mo)
    both.here.clock.move_to(TEN)
    await both.due()
    assert [one.address.thread for one in both.here.transport.sent] == ["7"]


async def test_check_ins_come_to_one_topic_and_all_else_to_another(both: TwoPlatforms, mo: Person) -> None:
    await sets_up(mo)
    mo.place = replace(GROUP, thread="7")
    assert "All posts of this chat come here now." in await mo.command("group place")
    mo.place = replace(GROUP, thread="8")
    assert "this one comes here now: Check-in invitation" in await mo.command("group place checkin")
    assert "not set up yet: Self-care idea" in await mo.command("group place selfcare")
    both.here.clock.move_to(TEN)
    await both.due()
    both.here.clock.move_to(TEN + timedelta(hours=8))
    await both.due()
    assert [one.address.thread for one in both.here.transport.sent] == ["7", "8"]


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


async def test_the_last_chat_that_takes_posts_keeps_them(mo: Person) -> None:
    await sets_up(mo)
    await mo.taps("Its chats")
    await mo.taps("Chat 1, Telegram (here)")
    assert not {"No posts here", "Take it out of the group"} & set(mo.buttons)


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


async def test_the_panel_leads_to_posts_library_and_record(mo: Person) -> None:
    for label, line in (
        ("Posts", "This group's daily posts"),
        ("Library", "shared here"),
        ("Record", "moderators did"),
    ):
        await mo.command("group")
        assert line in await mo.taps(label)


def mo_reads(mo: Person) -> str:
    return words_of(mo.seen)
