"""What comes at its minute and what is tapped under it: kept for the member alone, and the rule is never touched."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from tests.core.company import Company, Person, company
from tests.core.reminder_days import FOUR, TEN, comes, kept, log, walked
from tests.fakes import MovableClock, words_of


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in Leeds and has said so."""
    person = here.member()
    await person.command("timezone Leeds")
    return person


async def test_done_is_noted_for_its_member_alone(here: Company, ana: Person) -> None:
    await walked(here, ana)
    assert await ana.taps("Done") == "take a walk\nDone. I noted it, for you alone."
    assert "take a walk: done. Monday 2 March, 10:00 am." in await log(ana)
    ben = here.member("ben")
    assert "Nothing here yet" in await log(ben)


async def test_a_second_tap_changes_the_answer_and_an_old_button_still_works(here: Company, ana: Person) -> None:
    await walked(here, ana)
    came = ana.seen
    await ana.taps("Done")
    assert "So far: done." in await ana.taps("Change")
    assert "Skipped. That is fine." in await ana.taps("Skip")
    ana.seen = came
    await ana.taps("Done")
    ana.seen = came
    await ana.taps("Done")
    assert (await log(ana)).count("take a walk") == 1
    assert "skipped" not in words_of(ana.seen)


async def test_nobody_else_can_tap_it(here: Company, ana: Person) -> None:
    await walked(here, ana)
    ben = here.member("ben")
    for label in FOUR:
        ben.seen = ana.seen
        assert "too old" in await ben.taps(label)


@pytest.mark.parametrize(
    ("choice", "again"),
    [
        ("10 minutes", TEN + timedelta(minutes=10)),
        ("1 hour", TEN + timedelta(hours=1)),
        ("This evening", TEN.replace(hour=19)),
        ("Tomorrow morning", TEN + timedelta(hours=23)),
    ],
)
async def test_a_snooze_comes_again_once_and_never_touches_the_rule(
    here: Company, ana: Person, choice: str, again: datetime
) -> None:
    walk = await walked(here, ana)
    await ana.taps("Snooze")
    assert "I will remind you again" in await ana.taps(choice)
    assert (await kept(here, ana))[0] == walk
    assert "2." not in await ana.command("reminders"), "it is no reminder of its own"
    assert await comes(here, ana, again - timedelta(minutes=1)) == []
    assert await comes(here, ana, again) == ["take a walk\nWhen you are ready."]
    assert await kept(here, ana) == [walk]
    assert await comes(here, ana, again + timedelta(minutes=30)) == []
    assert await comes(here, ana, TEN + timedelta(days=1)) == ["take a walk\nWhen you are ready."]


async def test_a_second_snooze_takes_the_place_of_the_first_and_done_ends_it(here: Company, ana: Person) -> None:
    walk = await walked(here, ana)
    came = ana.seen
    for choice in ("10 minutes", "1 hour"):
        ana.seen = came
        await ana.taps("Snooze")
        await ana.taps(choice)
    assert len(await kept(here, ana)) == 2
    assert "So far: put off." in await ana.taps("Change")
    await ana.taps("Done")
    assert await kept(here, ana) == [walk]
    assert await comes(here, ana, TEN + timedelta(hours=2)) == []


async def test_what_was_put_off_to_the_minute_of_its_own_rule_comes_once(here: Company, ana: Person) -> None:
    await ana.command("remind take a walk every day at 9am")
    await comes(here, ana, TEN + timedelta(hours=23))
    await ana.taps("Snooze")
    await ana.taps("Tomorrow morning")
    assert await comes(here, ana, TEN + timedelta(hours=47)) == ["take a walk\nWhen you are ready."]


async def test_what_is_deleted_or_undone_does_not_come_again_by_a_snooze(here: Company, ana: Person) -> None:
    await walked(here, ana)
    await ana.taps("Snooze")
    await ana.taps("1 hour")
    async with here.bot.open_unit() as uow:
        walk, *_ = await kept(here, ana)
        await uow.schedules.remove(walk.id, member_id=walk.member_id)
        await uow.commit()
    assert await comes(here, ana, TEN + timedelta(hours=1)) == []


async def test_a_message_whose_reminder_is_gone_can_still_be_put_off_and_done(here: Company, ana: Person) -> None:
    walk = await walked(here, ana)
    async with here.bot.open_unit() as uow:
        await uow.schedules.remove(walk.id, member_id=walk.member_id)
        await uow.commit()
    await ana.taps("Snooze")
    await ana.taps("1 hour")
    assert await comes(here, ana, TEN + timedelta(hours=1)) == ["take a walk\nWhen you are ready."]
    assert "Done" in await ana.taps("Done")


async def test_ten_minutes_into_the_quiet_hours_are_ten_minutes(here: Company, ana: Person) -> None:
    await ana.command("remind read every day at 9:55pm")
    await comes(here, ana, TEN.replace(hour=21, minute=55))
    await ana.taps("Snooze")
    assert "This evening" not in ana.buttons
    await ana.taps("10 minutes")
    assert await comes(here, ana, TEN.replace(hour=22, minute=5)) == ["read\nWhen you are ready."]


async def test_an_evening_that_has_come_is_asked_again(here: Company, ana: Person) -> None:
    await walked(here, ana)
    await ana.taps("Snooze")
    here.clock.move_to(TEN.replace(hour=19))
    assert "When shall I remind you again?" in await ana.taps("This evening")
    assert "This evening" not in ana.buttons


async def test_after_a_restart_nothing_comes_twice_and_old_buttons_work(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as first:
        ana = first.member()
        await ana.command("timezone Leeds")
        await walked(first, ana)
        came = ana.seen
        await ana.taps("Snooze")
        await ana.taps("10 minutes")
        clock.move_to(TEN + timedelta(minutes=10))
        assert await first.bot.planner.plan_due() == 1
    async with company(knowledge, tmp_path, clock) as second:
        second.count_events_from(1000)
        assert await second.bot.planner.plan_due() == 0
        assert await second.due() == ["take a walk\nWhen you are ready."]
        ana = second.member()
        ana.seen = came
        assert "Done." in await ana.taps("Done")
        ana.seen = second.transport.sent[-1].message
        assert "Skipped." in await ana.taps("Skip")


async def test_more_tells_the_rule_and_the_ideas_of_its_kind(here: Company, ana: Person) -> None:
    await ana.command("selfcare")
    for label in ("Rest", "Ten minutes lying down", "Remind me daily"):
        await ana.taps(label)
    await comes(here, ana, TEN.replace(hour=14))
    assert "I remind you every day at 2:00 pm." in await ana.taps("More")
    more = ana.seen
    await ana.taps("More ideas like this")
    assert "Rest your eyes" in ana.buttons
    ana.seen = more
    assert "Ten quiet minutes is a fine start." in await ana.taps("Back")
    assert list(ana.buttons) == FOUR


async def test_the_log_is_told_ten_at_a_time_newest_first_and_counts_nothing(here: Company, ana: Person) -> None:
    await ana.command("remind walk every day at 10am")
    for day in range(23):
        await comes(here, ana, TEN + timedelta(days=day))
        if day % 5 == 4:
            await ana.taps("Snooze")
            await ana.taps("Tomorrow morning")
        else:
            await ana.taps("Done")
    assert (first := await log(ana)).count("walk: done") == 10
    assert "walk: done. Tuesday 24 March, 10:00 am." in first.splitlines()[1]
    assert (await ana.taps("Earlier")).count("walk: done") == 9
    assert "Earlier" not in ana.buttons
    assert await ana.taps("Newest") == first


async def test_the_log_goes_when_its_time_is_over_and_is_taken_along_before(here: Company, ana: Person) -> None:
    await walked(here, ana)
    await ana.taps("Done")
    held = next(one for one in here.bot.knowledge.table.holdings if one.name == "reminder_log")
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        [record] = await held.export(uow, member)
        await uow.missed.add("reminder", 2, day=TEN.date())
        await uow.commit()
    assert (record["what"], record["date"], record["outcome"]) == ("take a walk", "2026-03-02", "done")
    here.clock.forward(days=400)
    assert (await here.bot.tidy())["reminder_log"] == 1
    assert "Nothing here yet" in await log(ana)
    async with here.bot.open_unit() as uow:
        assert await uow.missed.since(TEN.date()) == {}
