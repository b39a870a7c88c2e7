"""A group that lives on Telegram and on Discord, on the wire: one act of a moderator, and both chats have it."""

from datetime import UTC, datetime, timedelta

from tests.bots.behaviour.moderating import LEAFLET, sets_up, writes_a_leaflet
from tests.bots.behaviour.stage import Person
from tests.bots.on_both.both_stages import BothStages

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
QUESTION = "What helps you fall asleep after a long day?"


async def test_a_resource_that_is_posted_now_comes_to_both(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    for number, moderator in enumerate((maya, noor), start=1):
        await writes_a_leaflet(moderator, Title=f"Leaflet {number}")
        preview = await moderator.sees("Only you can see this. It will look like this:", alone=True)
        await moderator.taps("Post now")
        await moderator.sees("It is on its way to 2 chats.")
        for one in (ana, ben):
            posted = await one.sees(f"Leaflet {number}", LEAFLET["Why"], LEAFLET["Link"], in_group=True)
            assert lines_of(posted.text) == lines_of(preview.text)[1:], "it looks as it was shown before"
            assert await one.count(f"Leaflet {number}") == 1
        assert await both.stands_in_both("resource_post", number)


async def test_a_resource_that_is_planned_comes_to_both_at_its_minute(
    both: BothStages, noor: Person, maya: Person, ana: Person, ben: Person
) -> None:
    await writes_a_leaflet(noor)
    await noor.taps("Schedule")
    await noor.fills(When="tomorrow at 10")
    await noor.sees("It will be posted once, on Tuesday 3 March at 10:00 am.", "By the clock of London.")
    await both.moves_to(TEN + DAY - timedelta(minutes=1))
    for one in (ana, ben, maya):
        await one.cannot_see("Shared by this group's moderators.")
    await both.moves_to(TEN + DAY)
    for one in (ana, ben, maya):
        await one.sees(*LEAFLET.values(), in_group=True)
    assert await both.stands_in_both("resource_post", 1)


async def test_the_daily_short_read_is_the_same_in_both(
    both: BothStages, maya: Person, ana: Person, ben: Person
) -> None:
    await sets_up(maya, "Short read", "10:00 am")
    read: list[str] = []
    for day in range(3):
        await both.moves_to(TEN + day * DAY)
        here, there = [await one.sees("Today's short read", in_group=True) for one in (ana, ben)]
        assert lines_of(here.text) == lines_of(there.text)
        read.append(here.text)
    assert len(set(read)) == 3
    async with both.bot.open_unit() as uow:
        posts = await uow.posts.of_kind(1, "group_snippet")
    assert [await both.stands_in_both("group_snippet", post_id) for post_id in posts] == [True] * 3


async def test_an_edit_and_a_withdrawal_reach_both_whoever_makes_them(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await writes_a_leaflet(maya)
    await maya.taps_each("Post now", "Show it", "Edit", "Why it helps")
    await maya.fills(Why="It taught me to stop in time.")
    await maya.sees("Changed, in the list and in 2 posts.")
    for one in (ana, ben):
        await one.sees("It taught me to stop in time.", "Shared by this group's moderators.", in_group=True)
        await one.cannot_see(LEAFLET["Why"])
    assert await both.stands_in_both("resource_post", 1)
    await noor.commands("resource list", in_group=True)
    await noor.taps_each("Pacing leaflet", "Take it back")
    await noor.sees("Taken back. It leaves the list and 2 posts.")
    for one in (ana, ben):
        await one.cannot_see("It taught me to stop in time.", "Pacing leaflet")
    assert await both.receipts("resource_post", 1) == []
    await maya.commands("group record", in_group=True)
    await maya.comes_in()
    await maya.sees("Taken back: Pacing leaflet. By somebody on Discord.", "Posted: Pacing leaflet. By you.")


async def test_a_content_warning_is_a_spoiler_in_both(both: BothStages, maya: Person, ana: Person, ben: Person) -> None:
    await writes_a_leaflet(maya, Content_warning="talks about losing a job")
    await maya.taps("Post now")
    here, there = [await one.sees("Content warning: talks about losing a job.", in_group=True) for one in (ana, ben)]
    sent = both.here.server.calls("sendMessage")[-1].params["text"]
    assert f"<tg-spoiler>{LEAFLET['Why']}</tg-spoiler>" in sent
    assert f"||{LEAFLET['Why']}||" in there.native[0].message.content
    for shown in (here, there):
        assert shown.text.index("Content warning") < shown.text.index(LEAFLET["Why"])


async def test_a_pause_holds_both_and_ends_for_both(both: BothStages, maya: Person, ana: Person, ben: Person) -> None:
    await sets_up(maya, "Short read", "10:00 am")
    await maya.commands("group pause", in_group=True)
    await maya.comes_in()
    await maya.taps("Pause for a day")
    await maya.sees("All regular posts rest until")
    await both.moves_to(TEN)
    for one in (ana, ben):
        await one.cannot_see("Today's short read")
    await both.moves_to(TEN + DAY)
    for one in (ana, ben):
        assert await one.count("Today's short read") == 1


async def test_a_question_without_a_name_is_asked_here_let_through_there_and_read_in_both(
    both: BothStages, maya: Person, noor: Person, ana: Person, ben: Person
) -> None:
    await maya.commands("group anonymous", in_group=True)
    await maya.comes_in()
    await maya.taps("Turn on: questions")
    await ana.commands("ask group")
    await ana.fills(Your_question=QUESTION)
    await ana.taps("Hand it in")
    for minutes in (30, 60):
        await both.moves_to(both.start + timedelta(minutes=minutes))
    await noor.commands("group anonymous", in_group=True)
    await noor.taps_each("See what waits (1)", "Post it")
    for one in (ana, ben):
        await one.sees("Somebody in this group asks:", QUESTION, in_group=True)
        assert sum(QUESTION in shown.text for shown in await one.screen() if shown.in_group and not shown.alone) == 1
    assert await both.stands_in_both("anonymous_post", 1)
    await noor.taps("Take it out again")
    await ben.cannot_see(QUESTION)
    assert not [shown for shown in await ana.screen() if shown.in_group and QUESTION in shown.text]


def lines_of(text: str) -> list[str]:
    """Empty ones left out: how far apart they stand is each platform's own way."""
    return [line for line in text.splitlines() if line]
