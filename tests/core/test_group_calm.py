"""A group's quiet days: a pause of all posts, and a hard day without light ones. Both end by themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from core.model.identity import Role
from tests.core.company import Company, Person
from tests.core.group_on_both import group_on_both, moderator_there
from tests.stage import GROUP

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def mo(here: Company) -> Person:
    """A moderator whose group has a short read and an invitation to check in each day at ten."""
    person = here.moderator()
    await person.gives("group schedule", place="Leeds")
    for post in ("snippet", "checkin"):
        await person.command(f"group schedule {post} every day at 10am")
    return person


async def test_a_pause_of_a_week_holds_all_posts_and_ends_by_itself(here: Company, mo: Person) -> None:
    await mo.command("group pause")
    said = await mo.taps("Pause for a week")
    assert "All regular posts rest until Monday 9 March, " in said
    came = []
    for day in range(9):
        here.clock.move_to(TEN + day * DAY)
        came.append(len(await here.due()))
    assert came == [0] * 7 + [2, 2]
    async with here.bot.open_unit() as uow:
        assert dict(await uow.missed.since(TEN.date())) == {}, "what was meant to rest was not missed"


async def test_resume_brings_the_posts_back_at_once_and_is_in_the_record(here: Company, mo: Person) -> None:
    await mo.command("group pause a day")
    assert "Posts come again." in await mo.taps("Let posts come again")
    here.clock.move_to(TEN)
    assert len(await here.due()) == 2
    record = await mo.command("group record")
    assert "Paused all posts until Tuesday 3 March" in record
    assert "Ended the pause early" in record


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("friday", "Friday 6 March, 9:00 am"),
        ("12 March", "Thursday 12 March, 9:00 am"),
        ("tomorrow at 6 pm", "Tuesday 3 March, 6:00 pm"),
        ("a week", "Monday 9 March"),
    ],
)
async def test_a_pause_lasts_until_a_typed_day(mo: Person, typed: str, until: str) -> None:
    assert f"rest until {until}" in await mo.command(f"group pause {typed}")


@pytest.mark.parametrize("typed", ["someday", "1 March 2031", "every day at 9"])
async def test_a_day_that_is_none_or_too_far_away_is_asked_again(mo: Person, typed: str) -> None:
    assert "I did not catch that day" in await mo.command(f"group pause {typed}")


async def test_a_date_is_typed_into_a_form_where_there_are_modals(here: Company) -> None:
    both, _, _ = await group_on_both(here)
    there = moderator_there(both)
    await there.command("group pause")
    await there.taps("Pause until a date")
    assert "rest until Friday 6 March, 9:00 am" in await there.fills(until="friday")


async def test_on_a_hard_day_light_posts_rest_and_the_invitation_still_comes(here: Company, mo: Person) -> None:
    said = await mo.command("group hardday")
    assert "Light posts rest until Tuesday 3 March" in said
    here.clock.move_to(TEN)
    (came,) = await here.due()
    assert "short read" not in came
    here.clock.move_to(TEN + DAY)
    assert len(await here.due()) == 2
    record = await mo.command("group record")
    assert "Marked a hard day, until Tuesday 3 March" in record


async def test_a_hard_day_can_be_ended_early(here: Company, mo: Person) -> None:
    await mo.command("group hardday")
    assert "Light posts come again." in await mo.taps("End the hard day")
    here.clock.move_to(TEN)
    assert len(await here.due()) == 2


async def test_what_was_planned_for_once_waits_until_the_pause_is_over(here: Company) -> None:
    both, _, _ = await group_on_both(here)
    there = moderator_there(both)
    await there.command("resource add")
    await there.fills(title="A leaflet", link="", why="It helps.", tags="", warning="")
    await there.taps("Schedule")
    await there.fills(when="today at 10am")
    await there.command("group pause a day")
    for hours in range(1, 24):
        here.clock.move_to(TEN - timedelta(hours=1) + timedelta(hours=hours))
        assert await both.due() == ([], []), hours
    here.clock.move_to(TEN + DAY)
    assert [len(each) for each in await both.due()] == [1, 1]


async def test_the_panel_says_what_rests_on_both_platforms(here: Company) -> None:
    both, _, mo = await group_on_both(here)
    await mo.command("group hardday")
    there = moderator_there(both)
    assert "A hard day is marked. Light posts rest until" in await there.command("group schedule")
    await there.command("group pause a day")
    assert "All regular posts rest until" in await mo.command("group schedule")


async def test_members_cannot_pause_a_group(here: Company, mo: Person) -> None:
    here.transport.roles["ana", GROUP.conversation] = Role.MEMBER
    ana = here.member()
    await mo.command("group pause")
    page = mo.seen
    ana.place = GROUP
    assert "Only this group's moderators" in await ana.command("group pause a week")
    ana.seen = page
    assert "rest until" not in await ana.taps("Pause for a week")
    here.clock.move_to(TEN)
    assert len(await here.due()) == 2


async def test_a_pause_of_one_group_leaves_others_alone(here: Company, mo: Person) -> None:
    await mo.command("group pause a week")
    async with here.bot.open_unit() as uow:
        assert set(await uow.posts.calm_of([1, 2, 3])) == {1}
