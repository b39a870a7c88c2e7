"""Moderators choose days and places of a post, let a new one replace the old one, and ask for quiet."""

from datetime import UTC, datetime, timedelta

from tests.bots.behaviour.moderating import sets_the_clock, sets_up, writes_a_leaflet
from tests.bots.behaviour.stage import Person, Stage

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_a_new_post_replaces_the_old_one_and_days_are_chosen_by_taps(
    maya: Person, ana: Person, stage: Stage
) -> None:
    await sets_the_clock(maya)
    await sets_up(maya, "Short read", "10:00 am")
    await maya.taps_each("All posts", "Short read", "Replace the old one")
    await maya.sees("Each new one takes the place of the one before.")
    await stage.moves_to(TEN)
    first = await ana.sees("Today's short read", in_group=True)
    await stage.moves_to(TEN + DAY)
    second = await ana.sees("Today's short read", in_group=True)
    assert await ana.count("Today's short read") == 1
    assert second.text != first.text
    await maya.taps_each("Days", "Not on Wednesday")
    await maya.sees("every Monday, Tuesday, Thursday, Friday, Saturday and Sunday at 10:00 am")
    await stage.moves_to(TEN + 2 * DAY)
    assert (await ana.sees("Today's short read", in_group=True)).text == second.text


async def test_a_pause_and_a_hard_day_hold_posts_and_end_by_themselves(maya: Person, ana: Person, stage: Stage) -> None:
    await sets_the_clock(maya)
    await sets_up(maya, "Short read", "10:00 am")
    await maya.taps("All posts")
    await sets_up(maya, "Check-in invitation", "10:00 am")
    await maya.commands("group hardday", in_group=True)
    await maya.comes_in()
    await maya.sees("A hard day is marked. Light posts rest until Tuesday 3 March", alone=True)
    await stage.moves_to(TEN)
    await ana.sees(button="Just two questions", in_group=True)
    await ana.cannot_see("Today's short read")
    await maya.taps_each("Pause for a day")
    await maya.sees("All regular posts rest until Tuesday 3 March, 10:00 am.")
    await stage.moves_to(TEN + DAY)
    await stage.moves_to(TEN + 2 * DAY)
    assert await ana.count("Today's short read") >= 1


async def test_the_library_takes_turns_with_its_warnings_kept(maya: Person, ana: Person, stage: Stage) -> None:
    await sets_the_clock(maya)
    await writes_a_leaflet(maya, Content_warning="loss")
    await maya.taps("Keep in the list")
    await sets_up(maya, "From the group's shelf", "10:00 am")
    await stage.moves_to(TEN)
    shown = await ana.sees("From this group's shelf", "Pacing leaflet", "Content warning: loss.", in_group=True)
    assert not shown.alone
