"""What comes at its minute and what is tapped under it: kept for the member alone, and the rule is never touched."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.bootstrap import Knowledge, load_knowledge
from core.model.schedule import Schedule
from tests.core.company import Company, Person, company
from tests.fakes import CONTENT, MovableClock, words_of

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""Monday; Leeds keeps UTC in winter."""
FOUR = ["Done", "Snooze", "Skip", "More"]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(CONTENT)


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in Leeds and has said so."""
    person = here.member()
    await person.command("timezone Leeds")
    return person


async def comes(here: Company, ana: Person, at: datetime) -> list[str]:
    """Moves the clock; what arrived last is what Ana looks at."""
    here.clock.move_to(at)
    arrived = await here.due()
    if arrived:
        ana.seen = here.transport.sent[-1].message
    return arrived


async def kept(here: Company, ana: Person) -> list[Schedule]:
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        return list(await uow.schedules.of_member(member.id))


async def walked(here: Company, ana: Person) -> Schedule:
    """A daily walk at ten that has just come, with its four buttons."""
    await ana.command("remind take a walk every day at 10am")
    assert await comes(here, ana, TEN) == ["take a walk\nWhen you are ready."]
    assert list(ana.buttons) == FOUR
    return (await kept(here, ana))[0]


async def log(ana: Person) -> str:
    await ana.command("reminders")
    return await ana.taps("What I did")


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


async def bundled(here: Company, ana: Person) -> str:
    """Three from the night, held over the quiet hours."""
    for what, when in (("read", "10:30pm"), ("stretch", "11pm"), ("drink", "6am")):
        await ana.command(f"remind {what} every day at {when}")
    assert await comes(here, ana, TEN.replace(hour=23)) == []
    assert await comes(here, ana, datetime(2026, 3, 3, 7, 29, tzinfo=UTC)) == []
    [told] = await comes(here, ana, datetime(2026, 3, 3, 7, 30, tzinfo=UTC))
    return told


async def test_three_held_over_quiet_hours_come_as_one_message_and_are_done_at_once(here: Company, ana: Person) -> None:
    told = await bundled(here, ana)
    assert "1. read\n2. stretch\n3. drink\n" in told
    said = await ana.taps("All done")
    assert "1. read: done\n2. stretch: done\n3. drink: done\nAll done." in said
    assert "All done" not in ana.buttons
    assert (await log(ana)).count(": done") == 3
    assert await comes(here, ana, TEN.replace(day=3, hour=22)) == []
    slots = {(one.next_slot.local_date.day, one.next_slot.slot) for one in await kept(here, ana) if one.next_slot}
    assert slots == {(3, "22:30"), (3, "23:00"), (4, "06:00")}


async def test_they_are_answered_one_by_one_and_the_rest_is_put_off_together(here: Company, ana: Person) -> None:
    await bundled(here, ana)
    await ana.taps("2. stretch")
    assert "2. stretch: skipped" in await ana.taps("Skip")
    await ana.taps("1. read")
    assert "1. read\n2. stretch: skipped" in await ana.taps("Back")
    await ana.taps("Snooze all")
    assert "1. read: put off\n2. stretch: skipped\n3. drink: put off\nAll right." in await ana.taps("1 hour")
    [again] = await comes(here, ana, datetime(2026, 3, 3, 8, 30, tzinfo=UTC))
    assert "1. read\n2. drink\n" in again
    assert "All skipped" in await ana.taps("Skip all")


async def test_many_at_once_are_turned_page_by_page_and_fit_every_platform(here: Company, ana: Person) -> None:
    for letter in "abcdefghijklmn":
        await ana.command(f"remind {'long ' * 30}{letter} at 11am every day")
    [told] = await comes(here, ana, TEN + timedelta(hours=1))
    assert len(told) < 1000
    await ana.taps("More of them")
    assert "\n13. " in await ana.taps("More of them")
    assert sum(len(row) for row in ana.seen.buttons) <= 25
    assert "Earlier ones" in ana.buttons


async def nudged(here: Company, ana: Person, times: str) -> None:
    """The walk of tomorrow is nudged, ten minutes apart."""
    await walked(here, ana)
    for label in ("More", "Nudges", times, "10 minutes"):
        await ana.taps(label)
    assert "From the next one on" in words_of(ana.seen)
    assert await comes(here, ana, TEN + timedelta(minutes=10)) == []
    assert await comes(here, ana, TEN + timedelta(days=1)) == ["take a walk\nWhen you are ready."]


async def test_nudges_come_as_often_as_was_wished_and_then_there_is_silence(here: Company, ana: Person) -> None:
    await nudged(here, ana, "2 times")
    said = [len(await comes(here, ana, TEN + timedelta(days=1, minutes=after))) for after in range(1, 90)]
    assert [at for at, count in enumerate(said, start=1) if count] == [10, 20]
    assert "Skip is fine." in words_of(ana.seen)
    assert len(await kept(here, ana)) == 1


@pytest.mark.parametrize("taps", [["Done"], ["Skip"], ["Snooze", "Tomorrow morning"]])
async def test_an_answer_ends_the_nudges(here: Company, ana: Person, taps: list[str]) -> None:
    await nudged(here, ana, "3 times")
    for label in taps:
        await ana.taps(label)
    assert [await comes(here, ana, TEN + timedelta(days=1, minutes=after)) for after in (10, 20, 30)] == [[], [], []]


async def test_nudges_are_taken_back_with_one_tap(here: Company, ana: Person) -> None:
    await nudged(here, ana, "Once")
    for label in ("More", "Nudges", "No nudges"):
        await ana.taps(label)
    assert "I will not nudge you" in words_of(ana.seen)
    await comes(here, ana, TEN + timedelta(days=2))
    assert await comes(here, ana, TEN + timedelta(days=2, minutes=10)) == []


async def test_no_nudge_of_the_evening_comes_in_the_morning(here: Company, ana: Person) -> None:
    await ana.command("remind read every day at 9:55pm")
    await comes(here, ana, TEN.replace(hour=21, minute=55))
    for label in ("More", "Nudges", "3 times", "10 minutes"):
        await ana.taps(label)
    assert len(await comes(here, ana, TEN.replace(day=3, hour=21, minute=55))) == 1
    assert await comes(here, ana, TEN.replace(day=3, hour=22, minute=5)) == []
    assert await comes(here, ana, datetime(2026, 3, 4, 7, 30, tzinfo=UTC)) == []
    assert len(await kept(here, ana)) == 1


async def test_one_nudge_is_told_for_all_that_came_together(here: Company, ana: Person) -> None:
    await nudged(here, ana, "Once")
    await ana.command("remind read every day at 10am")
    await comes(here, ana, TEN + timedelta(days=2))
    await ana.taps("2. read")
    for label in ("More", "Nudges", "Once", "10 minutes"):
        await ana.taps(label)
    await comes(here, ana, TEN + timedelta(days=3))
    [told] = await comes(here, ana, TEN + timedelta(days=3, minutes=10))
    assert "1. take a walk\n2. read\nA small nudge" in told


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
    assert (await here.bot.tidy()).reminder_log == 1
    assert "Nothing here yet" in await log(ana)
    async with here.bot.open_unit() as uow:
        assert await uow.missed.since(TEN.date()) == {}


async def asked_daily(ana: Person, time: str) -> None:
    await ana.agrees()
    await ana.command("remind")
    await ana.taps("Daily check-in")
    assert "every day" in await ana.says(f"every day at {time}")


async def test_a_prompt_to_check_in_is_good_until_its_day_is_over(here: Company, ana: Person) -> None:
    await asked_daily(ana, "10am")
    assert len(await comes(here, ana, TEN.replace(hour=21, minute=59))) == 1
    assert await comes(here, ana, TEN.replace(day=4, hour=0, minute=1)) == []
    async with here.bot.open_unit() as uow:
        assert await uow.missed.since(TEN.date()) == {"checkin_prompt": 1}


async def test_a_prompt_of_the_night_waits_for_the_morning_of_its_day(here: Company, ana: Person) -> None:
    await asked_daily(ana, "6am")
    assert await comes(here, ana, TEN.replace(day=3, hour=6)) == []
    assert len(await comes(here, ana, TEN.replace(day=3, hour=7, minute=30))) == 1
