"""What is tapped under a reminder that has come, with each platform's own buttons: done, later, skip, all at once."""

from datetime import UTC, datetime, timedelta

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""The first day of the stage; Leeds keeps UTC in winter."""


@everywhere
async def test_a_reminder_is_put_off_comes_again_and_is_done(ana: Person, stage: Stage) -> None:
    await _keeps(ana, "take a walk", "every day at 10 am")
    await stage.moves_to(TEN)
    came = await ana.sees("take a walk", "When you are ready.", button="Done", alone=True)
    assert came.buttons == ("Done", "Snooze", "Skip", "More")
    before = len(await ana.screen())
    await ana.taps_each("Snooze", "10 minutes")
    await ana.sees("I will remind you again: Monday 2 March, 10:10 am.", button="Change")
    assert len(await ana.screen()) == before, "each tap is answered in the place of what was tapped"
    await stage.moves_to(TEN + timedelta(minutes=10))
    assert len(await ana.screen()) == before + 1
    await ana.taps("Done")
    await ana.sees("take a walk", "Done. I noted it, for you alone.")
    await ana.taps("What I did")
    await ana.sees("What I did", "take a walk: done. Monday 2 March, 10:10 am.", "Only you can see this.")
    await stage.moves_to(TEN + timedelta(days=1))
    await ana.sees("take a walk", "When you are ready.", button="Skip")


@everywhere
async def test_what_was_held_over_the_night_comes_as_one_message(ana: Person, stage: Stage) -> None:
    await _keeps(ana, "read", "every day at 11 pm")
    for what in ("stretch", "drink"):
        await ana.commands("remind", what=what, when="every day at 6 am")
    before = len(await ana.screen())
    await stage.moves_to(TEN.replace(hour=23))
    await stage.moves_to(TEN.replace(day=3, hour=7, minute=29))
    assert len(await ana.screen()) == before
    await stage.moves_to(TEN.replace(day=3, hour=7, minute=30))
    assert len(await ana.screen()) == before + 1
    came = await ana.sees("These came together", "1. read", "2. stretch", "3. drink", button="All done", alone=True)
    await ana.taps_each("2. stretch", "Skip")
    await ana.sees("2. stretch: skipped", button="All done")
    await ana.taps("All done")
    await ana.sees("1. read: done", "2. stretch: skipped", "3. drink: done", "All done.")
    await ana.taps("All done", on=came)
    await ana.sees("2. stretch: skipped", "All done.")


async def test_nudges_are_wished_for_come_and_end(ana: Person, stage: Stage) -> None:
    await _keeps(ana, "take a walk", "every day at 10 am")
    await stage.moves_to(TEN)
    await ana.taps_each("More", "Nudges", "Once", "10 minutes")
    await ana.sees("I will nudge you once, after 10 minutes.")
    for minutes, nudges in ((0, 0), (10, 1), (20, 1), (60, 1)):
        await stage.moves_to(TEN + timedelta(days=1, minutes=minutes))
        assert await ana.count("A small nudge") == nudges


async def _keeps(ana: Person, what: str, when: str) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", what=what, when=when)
    await ana.sees(what, "I will remind you every day at")
