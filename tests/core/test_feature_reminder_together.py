"""What falls due together comes as one message, nudges end, and a prompt to check in keeps to its day."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.core.company import Company, Person
from tests.core.reminder_days import TEN, comes, kept, log, walked
from tests.fakes import words_of


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in Leeds and has said so."""
    person = here.member()
    await person.command("timezone Leeds")
    return person


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
    for letter in "abcdefgijklnop":
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


async def test_nudges_are_taken_along_and_brought_back_and_nonsense_is_left_out(here: Company, ana: Person) -> None:
    await nudged(here, ana, "2 times")
    held = next(one for one in here.bot.knowledge.table.holdings if one.name == "reminders")
    assert held.restore is not None
    async with here.bot.open_unit() as uow:
        member, ben = await uow.members.of(ana.account), await uow.members.welcome(here.member("ben").account, now=TEN)
        assert member is not None
        [record] = await held.export(uow, member)
        assert (record["nudges"], record["nudge_after"]) == ("2", "10")
        again = [record, {**record, "words": "run", "nudges": "900"}, {**record, "words": "sit", "nudges": ["2"]}]
        await held.restore(uow, ben, again, here.clock.now())
        back = await uow.schedules.of_member(ben.id)
    assert [one.payload.get("nudges") for one in back] == ["2", None, None]


async def test_what_came_together_while_the_clock_was_ahead_comes_no_second_time(here: Company, ana: Person) -> None:
    for what in ("drink tea", "stretch"):
        await ana.command(f"remind {what} every day at 10am")
    start, told = here.clock.now(), []
    for after in (timedelta(days=3, hours=1), timedelta(), *(timedelta(days=day, hours=1) for day in range(5))):
        here.clock.move_to(start + after)
        told.append([("drink tea" in one, "stretch" in one) for one in await here.due()])
    both = [(True, True)]
    assert told == [both, [], both, both, both, [], both]
