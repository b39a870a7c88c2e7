"""A moderator sets up the group's daily posts and shares resources; members see them at their minute."""

from datetime import UTC, datetime, timedelta

from tests.bots.behaviour.moderating import LEAFLET, sets_the_clock, sets_up, writes_a_leaflet
from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TEN_IN_PARIS = TEN - timedelta(hours=1) + timedelta(days=1)
SIX_PM = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


async def test_the_daily_snippet_arrives_in_the_group_at_its_minute(maya: Person, ana: Person, stage: Stage) -> None:
    await sets_the_clock(maya)
    await sets_up(maya, "Short read", "10:00 am")
    await stage.moves_to(TEN - timedelta(minutes=1))
    await ana.cannot_see("Today's short read")
    await stage.moves_to(TEN)
    snippet = await ana.sees("Today's short read", "Source:", "Not medical advice.", in_group=True)
    assert not snippet.alone
    await stage.moves_to(TEN + timedelta(days=1))
    other = await ana.sees("Today's short read", in_group=True)
    assert await ana.count("Today's short read") == 2
    assert other.text != snippet.text


async def test_ten_is_meant_by_the_groups_clock(maya: Person, ana: Person, stage: Stage) -> None:
    await sets_the_clock(maya, "Paris")
    await sets_up(maya, "Short read", "10:00 am")
    await stage.moves_to(TEN_IN_PARIS)
    await ana.sees("Today's short read", in_group=True)


async def test_the_check_in_invitation_leads_each_member_to_a_private_check_in(
    maya: Person, ana: Person, ben: Person, stage: Stage
) -> None:
    await ana.agrees()
    await sets_the_clock(maya)
    await sets_up(maya, "Check-in invitation", "6:00 pm")
    await stage.moves_to(SIX_PM)
    invitation = await ana.sees(button="Just two questions", in_group=True)
    assert not invitation.alone
    await ana.taps("Just two questions", on=invitation)
    await ana.taps_each("7", "8")
    saved = await ana.sees("Saved.", "Pain: 7 of 10")
    assert saved.alone
    await ben.cannot_see("Saved.", "of 10", "How bad is your pain")
    assert (await ben.sees(button="Just two questions", in_group=True)).text == invitation.text


async def test_the_self_care_idea_can_become_a_members_own_reminder(maya: Person, ana: Person, stage: Stage) -> None:
    await sets_the_clock(maya)
    await sets_up(maya, "Self-care idea", "12:00 pm")
    await stage.moves_to(TEN + timedelta(hours=2))
    idea = await ana.sees("A small idea for today", button="Remind me of this", in_group=True)
    await ana.taps("Remind me of this", on=idea)
    own = await ana.sees(button="Another time")
    assert own.alone


async def test_a_time_can_be_typed_and_an_unclear_one_is_asked_again(maya: Person) -> None:
    await sets_the_clock(maya)
    await maya.taps_each("Short read", "Another time")
    await maya.fills(When="whenever you like")
    await maya.sees("I did not catch that time.")
    await maya.taps("All posts")
    await maya.taps_each("Short read", "Another time")
    await maya.fills(When="weekdays 7:45")
    await maya.sees("Short read", "It will come every weekday at 7:45 am.")


async def test_a_post_can_be_undone_and_stopped(maya: Person, ana: Person, stage: Stage) -> None:
    await sets_the_clock(maya)
    await sets_up(maya, "Short read", "10:00 am")
    await maya.taps("Undo")
    await maya.sees("Nothing is set up yet.")
    await maya.taps_each("Short read", "10:00 am")
    await maya.taps("All posts")
    await maya.sees("Short read: every day at 10:00 am. Next: Monday 2 March, 10:00 am.")
    await maya.taps_each("Short read", "Stop: Short read")
    await stage.moves_to(TEN)
    await ana.cannot_see("Today's short read")


@everywhere
async def test_a_resource_is_shown_first_and_posted_once(maya: Person, ana: Person) -> None:
    await writes_a_leaflet(maya)
    preview = await maya.sees("Only you can see this.", *LEAFLET.values(), button="Post now", alone=True)
    await ana.cannot_see("Pacing leaflet")
    await maya.taps("Post now", on=preview)
    await maya.sees("Pacing leaflet", "It is on its way to the group.")
    posted = await ana.sees(*LEAFLET.values(), "Shared by this group's moderators.", in_group=True)
    assert not posted.alone
    await maya.taps("Post now", on=preview)
    await maya.is_told("That was done already.")
    assert await ana.count("Shared by this group's moderators.") == 1


async def test_a_resource_is_posted_at_its_minute(maya: Person, ana: Person, stage: Stage) -> None:
    await sets_the_clock(maya)
    await writes_a_leaflet(maya)
    await maya.taps("Schedule")
    await maya.fills(When="tomorrow at 10")
    await maya.sees(
        "Pacing leaflet", "It will be posted once, on Tuesday 3 March at 10:00 am.", "By the clock of London."
    )
    await ana.cannot_see("Pacing leaflet")
    await stage.moves_to(TEN + timedelta(days=1))
    await ana.sees("Pacing leaflet", "Shared by this group's moderators.", in_group=True)
    await stage.moves_to(TEN + timedelta(days=2))
    assert await ana.count("Shared by this group's moderators.") == 1


async def test_a_resource_can_be_kept_for_the_list_or_cancelled(maya: Person, ana: Person) -> None:
    await writes_a_leaflet(maya)
    await maya.taps("Keep in the list")
    await maya.sees("Kept in the group's list. Nothing was posted.")
    await writes_a_leaflet(maya, Title="Another leaflet")
    cancelled = await maya.sees("Another leaflet", button="Cancel")
    await maya.taps("Cancel", on=cancelled)
    await maya.sees("Cancelled. Nothing was posted.")
    await ana.commands("resources", in_group=True)
    await ana.comes_in()
    listed = await ana.sees("Shared in this group", button="Pacing leaflet", alone=True)
    assert "Another leaflet" not in listed.buttons
    await ana.taps("Pacing leaflet")
    await ana.sees(*LEAFLET.values(), button="The whole list")


async def test_a_content_warning_stands_before_the_words(maya: Person, ana: Person) -> None:
    await writes_a_leaflet(maya, Content_warning="talks about losing a job")
    await maya.taps("Post now")
    posted = await ana.sees("Content warning: talks about losing a job. Tap to read.", in_group=True)
    assert posted.text.index("Content warning") < posted.text.index(LEAFLET["Why"])


async def test_a_link_that_is_none_is_asked_for_again_and_nothing_else_is_lost(maya: Person) -> None:
    await writes_a_leaflet(maya, Link="not a link")
    await maya.sees("I cannot read this as a web address", button="Type the link again")
    await maya.taps("Type the link again")
    await maya.fills(The_link="https://example.org/pacing")
    await maya.sees("Only you can see this.", *LEAFLET.values(), button="Post now")


@everywhere
async def test_ten_minutes_without_a_manual(maya: Person, ana: Person, stage: Stage) -> None:
    """Journey 4, in one chat: clock, snippet at ten, invitation at six, a leaflet; next morning all came in time."""
    await sets_the_clock(maya)
    await sets_up(maya, "Short read", "10:00 am")
    await sets_up(maya, "Check-in invitation", "6:00 pm")
    await writes_a_leaflet(maya)
    await maya.taps("Post now")
    await ana.sees("Pacing leaflet", in_group=True)
    await stage.moves_to(TEN)
    await stage.moves_to(SIX_PM)
    await stage.moves_to(SIX_PM + timedelta(hours=15, minutes=59))
    assert await ana.count("Today's short read") == 1
    await stage.moves_to(SIX_PM + timedelta(hours=16))
    assert await ana.count("Today's short read") == 2
    assert sum("Just two questions" in one.buttons for one in await ana.screen()) == 1
