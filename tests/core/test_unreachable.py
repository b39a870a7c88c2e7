"""Somebody who cannot be written to in private: one call in vain, then sleep; back again, they hear what could not come
(D10). Noticed when a reminder is made, shown, and never swallowed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import Unreachable
from core.knowledge import Knowledge
from core.model.delivery import DeliveryState
from core.model.schedule import Schedule
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock, words_of
from tests.stage import GROUP, account_of


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in Leeds, and stretches at nine and at noon."""
    person = here.member()
    await person.command("timezone Leeds")
    await person.command("remind stretch every day at 9am")
    await person.command("remind eat something every day at noon")
    return person


async def days_pass(here: Company, days: int) -> None:
    for _ in range(days * 24):
        here.clock.forward(hours=1)
        await here.due()


async def rows(here: Company) -> list[Schedule]:
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(account_of("ana"))
        assert member is not None
        return list(await uow.schedules.of_member(member.id))


@pytest.mark.usefixtures("ana")
async def test_thirty_days_out_of_reach_are_one_call_in_vain(here: Company) -> None:
    here.transport.fails(*[Unreachable("blocked")] * 100, conversation="ana")
    await days_pass(here, 30)
    assert len(here.transport.tried) == 1
    assert all(one.asleep for one in await rows(here))
    async with here.bot.open_unit() as uow:
        assert (await uow.outbox.counts())[DeliveryState.UNREACHABLE] == 1
        assert await uow.schedules.count_asleep() == 2


@pytest.mark.parametrize("line", ["start", "reminders"])
async def test_the_first_private_command_wakes_them_and_says_how_many_could_not_come(
    here: Company, ana: Person, line: str
) -> None:
    here.transport.fails(*[Unreachable("blocked")] * 100, conversation="ana")
    await days_pass(here, 3)
    here.transport._script.clear()
    said = await ana.command(line)
    assert "Welcome back. At least 5 reminders could not reach you here. No catching up needed." in said
    assert "Welcome back" not in await ana.command(line), "it is said once"
    assert not any(one.asleep for one in await rows(here))
    assert len(here.transport.sent) == 0, "nothing comes in a burst"
    here.clock.move_to(datetime(2026, 3, 5, 12, 0, tzinfo=UTC))
    assert ["eat something" in came for came in await here.due()] == [True]


async def test_words_and_taps_wake_them_too(here: Company, ana: Person) -> None:
    here.transport.fails(Unreachable("blocked"), Unreachable("blocked"))
    await days_pass(here, 1)
    assert "Welcome back. At least one reminder could not reach you here." in await ana.says("hello")
    await ana.command("reminders")
    await days_pass(here, 1)
    assert "Welcome back" in await ana.taps("Quiet hours")


async def test_who_blocks_is_not_called_at_all_and_hears_it_when_they_let_it_write_again(
    here: Company, ana: Person
) -> None:
    await ana.blocks()
    await days_pass(here, 2)
    assert here.transport.tried == []
    await ana.blocks(reachable=True)
    [line] = await here.due()
    assert "Welcome back. At least 4 reminders could not reach you here." in line
    assert "Welcome back" not in await ana.command("start")
    here.clock.move_to(datetime(2026, 3, 4, 12, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_it_survives_a_restart(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> None:
    async with company(knowledge, tmp_path, clock) as before:
        ana = before.member()
        await ana.command("timezone Leeds")
        await ana.command("remind stretch every day at 10am")
        before.transport.fails(Unreachable("blocked"))
        await days_pass(before, 1)
        assert len(before.transport.tried) == 1
    async with company(knowledge, tmp_path, clock) as after:
        after.count_events_from(1000)
        await days_pass(after, 3)
        assert after.transport.tried == []
        assert "Welcome back. At least 3 reminders" in await after.member().command("start")


async def test_what_was_queued_before_a_crash_makes_no_second_call(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    """A message waits in the queue of a person who turned out to be out of reach, and the worker is a new one."""
    async with company(knowledge, tmp_path, clock) as before:
        ana = before.member()
        await ana.command("timezone Leeds")
        await ana.command("remind stretch every day at 10am")
        clock.forward(hours=1)
        await before.bot.planner.plan_due()
        async with before.bot.open_unit() as uow:
            await uow.members.set_reachable(account_of("ana"), False)
            await uow.commit()
    async with company(knowledge, tmp_path, clock) as after:
        await after.due()
        assert after.transport.tried == []
        async with after.bot.open_unit() as uow:
            assert await uow.outbox.counts() == {DeliveryState.UNREACHABLE: 1}


async def test_several_that_wait_for_one_person_make_one_call(here: Company, ana: Person) -> None:
    """A reminder, a nudge and a confirmation may be in flight together."""
    await ana.agrees()
    await ana.command("remind")
    await ana.taps("Daily check-in")
    await ana.says("every day at noon")
    here.transport.fails(*[Unreachable("closed")] * 5, conversation="ana")
    here.clock.move_to(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    await here.due()
    async with here.bot.open_unit() as uow:
        counts = await uow.outbox.counts()
    assert sum(counts.values()) == counts[DeliveryState.UNREACHABLE] == 2
    assert len(here.transport.tried) == 1


@pytest.mark.usefixtures("ana")
async def test_made_in_a_group_it_is_confirmed_where_it_will_come(here: Company) -> None:
    mo = here.moderator("ana")
    said = await mo.command("remind rest every day at 5pm")
    assert "I am writing to you in our private chat now." in said
    [confirmation] = await here.due()
    assert "rest\nI will remind you every day at 5:00 pm. Next: Monday 2 March, 5:00 pm." in confirmation
    assert here.transport.sent[-1].address.private
    assert {"Undo", "My reminders"} == {one.label for row in here.transport.sent[-1].message.buttons for one in row}


@pytest.mark.usefixtures("ana")
async def test_closed_private_messages_are_noticed_when_the_reminder_is_made(here: Company) -> None:
    mo = here.moderator("ana")
    here.transport.fails(Unreachable("closed"))
    await mo.command("remind rest every day at 5pm")
    await here.due()
    assert len(here.transport.tried) == 1
    said = await mo.command("remind call Dr Smith every day at 6pm")
    assert "I cannot write to you in private yet. Please open our private chat." in said
    await days_pass(here, 1)
    assert len(here.transport.tried) == 1
    assert "every day at 6:00 pm. It waits until you write to me in private." in await mo.command("reminders")
    mo.place = GROUP
    mo.seen = (await _said_in_group(mo, "remind sit down every day at 7pm")).seen
    said = await mo.taps("Open our private chat")
    assert "Welcome back." in said
    assert "4. call Dr Smith: every day at 6:00 pm. Next: Tuesday 3 March, 6:00 pm." in said
    assert not any(one.asleep for one in await rows(here))


async def test_nobody_is_welcomed_back_who_was_never_away(here: Company, ana: Person) -> None:
    assert "Welcome back" not in await ana.command("start")
    stranger = here.member("ben")
    await stranger.blocks(reachable=True)
    assert await here.due() == []


async def test_a_paused_reminder_that_slept_keeps_its_pause(here: Company, ana: Person) -> None:
    await ana.command("reminders")
    await ana.taps("Pause all")
    await ana.taps("A week")
    await ana.blocks()
    here.clock.forward(days=2)
    assert "Good, now I can write to you here." in await ana.command("start")
    here.clock.forward(days=2)
    assert await here.due() == []
    here.clock.move_to(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_what_could_not_come_is_counted_for_the_operators(here: Company, ana: Person) -> None:
    await ana.blocks()
    here.clock.forward(days=2)
    await ana.command("start")
    async with here.bot.open_unit() as uow:
        missed = await uow.missed.since((here.clock.now() - timedelta(days=7)).date())
    assert missed == {"reminder": 4}


async def _said_in_group(person: Person, line: str) -> Person:
    await person.command(line)
    assert "private chat" in words_of(person.seen)
    return person
