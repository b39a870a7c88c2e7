"""Who is counted in a group's week is seen by nobody else: not by members, not by moderators, not in the post."""

from datetime import UTC, datetime

from tests.bots.behaviour.moderating import sets_the_clock
from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

TRACES = ("You are counted", "I need your yes", "May I count you", "not counted any more", "Stop counting me")
SUNDAY = datetime(2026, 3, 15, 18, 0, tzinfo=UTC)


@everywhere
async def test_being_counted_leaves_no_trace_for_anybody_else(ana: Person, ben: Person, maya: Person) -> None:
    await ana.agrees()
    await ana.commands("totals", in_group=True)
    await ana.comes_in()
    await ana.taps("Count me in")
    await ana.taps_each("Read and agree", "Continue", "Yes, I agree")
    done = await ana.sees("Done. You are counted in that group's week from Monday 2 March 2026 on.")
    assert done.alone
    await ana.taps("Where I am counted")
    await ana.sees("The", "group where you said yes on Monday 2 March 2026.", alone=True)
    for other in (ben, maya):
        await other.cannot_see(*TRACES)
    await ana.taps("Stop counting me in 1")
    await ana.sees("You are not counted any more", alone=True)
    for other in (ben, maya):
        await other.cannot_see(*TRACES)


async def test_with_one_person_counted_the_group_hears_nothing_of_its_week(
    ana: Person, maya: Person, stage: Stage
) -> None:
    await sets_the_clock(maya)
    await maya.commands("group schedule", in_group=True)
    await maya.comes_in()
    await maya.taps_each("The group's week", "Sunday, 6:00 pm")
    await maya.sees("It will come every Sunday at 6:00 pm.", "fewer than 5 people", alone=True)
    await ana.agrees()
    await ana.commands("totals", in_group=True)
    await ana.comes_in()
    await ana.taps("Count me in")
    await ana.taps_each("Read and agree", "Continue", "Yes, I agree")
    await stage.moves_to(SUNDAY)
    await maya.cannot_see("Your group's week")
    await ana.cannot_see("Your group's week")
