"""A group on both platforms whose posts go to a thread on Discord and to a topic on Telegram, and what ends there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bots.behaviour.moderating import sets_up, writes_a_leaflet
from tests.bots.behaviour.stage import Person, Shown
from tests.bots.on_both.both_stages import BothStages, join, on_both
from tests.standins.discord_world import Channel

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PLACED = "All posts of this chat come here now."
TROUBLE = "Something for your group did not go well on Discord."


async def is_placed_in_a_thread(both: BothStages, noor: Person) -> Channel:
    """The posts for Discord go to a thread of the channel from now on."""
    thread = both.there.server.thread(both.there.general, "daily reads")
    await both.gives_in(thread, noor, "group place")
    await noor.sees(PLACED, alone=True)
    return thread


def room_of(shown: Shown) -> Channel:
    channel = shown.native[0].message.channel
    assert isinstance(channel, Channel)
    return channel


async def test_posts_of_both_go_to_a_thread_and_a_topic_and_are_changed_there(tmp_path: Path) -> None:
    """An older Telegram server: there a command is a message of its topic."""
    async with on_both(tmp_path, version="10.0") as both:
        group = both.here.group
        topic = both.here.server.world.add_topic(group.room, "Daily", group.owner)
        noor, maya = both.moderator_there("Noor"), both.moderator("Maya")
        ana, ben = both.member("Ana"), both.member_there("Ben")
        await join(maya, noor)
        thread = await is_placed_in_a_thread(both, noor)
        await both.phone_of(maya).says("/group place", group, topic="Daily")
        await both.settled()
        await maya.comes_in()
        await maya.sees(PLACED, alone=True)
        await sets_up(noor, "Short read", "10:00 am")
        await both.moves_to(TEN)
        here, there = [await one.sees("Today's short read", in_group=True) for one in (ana, ben)]
        assert here.native.thread_id == topic.id
        assert room_of(there) is thread
        await writes_a_leaflet(noor)
        await noor.taps_each("Post now", "Show it", "Edit", "Why it helps")
        thread.archived = True  # nobody wrote there for some days
        await noor.fills(Why="It is short, and kind.")
        here, there = [await one.sees("It is short, and kind.", in_group=True, alone=False) for one in (ana, ben)]
        assert here.native.thread_id == topic.id
        assert room_of(there) is thread
        assert not thread.archived
        await noor.taps("Take it back")
        for one in (ana, ben):
            await one.cannot_see("Pacing leaflet")


@pytest.mark.parametrize("how", ["deleted", "archived", "locked"])
async def test_a_thread_that_takes_nothing_is_told_once_and_its_posts_come_to_the_channel(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person, how: str
) -> None:
    await maya.commands("group desk", in_group=True)
    await maya.taps("Tell me")
    thread = await is_placed_in_a_thread(both, noor)
    await sets_up(noor, "Short read", "10:00 am")
    server = both.there.server
    if how == "deleted":
        server.deletes_channel(thread)
    else:
        code = 50083 if how == "archived" else 160005
        server.faults.answers(f"POST /channels/{thread.id}/messages", 400, code=code, times=9)
    for day in range(2):
        await both.moves_to(TEN + day * DAY)
        assert room_of(await ben.sees("Today's short read", in_group=True)) is both.there.general
        assert [await one.count("Today's short read") for one in (ana, ben)] == [day + 1, day + 1]
    await maya.sees(TROUBLE, "The topic of a post is gone or closed. The post went to the main room.")
    assert await maya.count(TROUBLE) == 1


async def test_a_post_that_went_with_its_thread_is_nobodys_trouble(
    both: BothStages, maya: Person, noor: Person, ana: Person
) -> None:
    await maya.commands("group desk", in_group=True)
    await maya.taps("Tell me")
    thread = await is_placed_in_a_thread(both, noor)
    await writes_a_leaflet(noor)
    await noor.taps_each("Post now", "Show it")
    both.there.server.deletes_channel(thread)
    await noor.taps_each("Edit", "Why it helps")
    await noor.fills(Why="It is short, and kind.")
    await ana.sees("It is short, and kind.", in_group=True)
    await noor.taps("Take it back")
    await ana.cannot_see("It is short, and kind.")
    assert await maya.count(TROUBLE) == 0
    assert await both.receipts("resource_post", 1) == []
