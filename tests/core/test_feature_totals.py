"""A group hears how its week was, of those who chose to be counted, and of nobody by themselves."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from core.features.totals import MIN_PEOPLE
from core.features.totals.weekly import GROUP_TOTALS
from core.knowledge import Knowledge
from core.model.consent import ConsentPurpose
from core.model.identity import Platform, Role
from core.model.inbound import BotRemoved, MemberLeft
from core.model.reply import Say
from core.storage.engine import open_engine
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock
from tests.stage import GROUP

NAMES = ("ana", "ben", "cy", "dee", "eve", "fay")
SUNDAY = datetime(2026, 3, 15, 18, tzinfo=UTC)
"""The week before it, 8 to 14 March, is the first whole one after the yes on Monday 2 March."""
WEEK = "Your group's week"

pytestmark = pytest.mark.usefixtures("mo")


@pytest.fixture
async def mo(here: Company) -> Person:
    """A moderator whose group hears of its week on Sundays at six."""
    person = here.moderator()
    await person.gives("group schedule", place="Leeds")
    await person.command("group schedule totals 6pm")
    return person


def stands_in_group(here: Company, name: str) -> Person:
    here.transport.roles[name, GROUP.conversation] = Role.MEMBER
    person = here.member(name)
    person.place = GROUP
    return person


async def counted(here: Company, name: str) -> Person:
    """Somebody of the group who said yes to everything."""
    person = stands_in_group(here, name)
    await person.agrees()
    await person.command("totals")
    await person.taps("Count me in")
    for label in ("Read and agree", "Continue", "Yes, I agree"):
        said = await person.taps(label)
    assert "Done. You are counted in that group's week from Monday 2 March 2026 on." in said
    return person


async def gave(here: Company, name: str, *, pain: int | None, days: int = 7, first: date = date(2026, 3, 8)) -> None:
    """Numbers of some days, as check-ins leave them."""
    async with here.bot.open_unit() as uow:
        member = await uow.members.of(here.member(name).account)
        assert member is not None
        for day in range(days):
            on = first + timedelta(days=day)
            opened = await uow.checkins.open(member.id, "short", local_date=on, now=here.clock.now())
            await uow.checkins.record(opened.id, "pain", pain, member_id=member.id, now=here.clock.now())
        await uow.commit()


async def sunday(here: Company, weeks: int = 0) -> list[str]:
    here.clock.move_to(SUNDAY + timedelta(weeks=weeks))
    return [said for said in await here.due() if WEEK in said]


async def test_of_four_people_nothing_is_told_and_of_five_a_rounded_number(here: Company) -> None:
    for name, pain in zip(NAMES[:4], (3, 4, 5, 9), strict=True):
        await counted(here, name)
        await gave(here, name, pain=pain)
    assert await sunday(here) == []
    await counted_since_long(here, "eve")
    await gave(here, "eve", pain=7, first=date(2026, 3, 15))
    for name, pain in zip(NAMES[:4], (3, 4, 5, 9), strict=True):
        await gave(here, name, pain=pain, days=4, first=date(2026, 3, 15))
    [post] = await sunday(here, 1)
    assert "On 4 of 7 days, 5 people or more checked in." in post
    assert "Pain was about 6 of 10 on those days." in post
    assert "Tiredness" not in post


async def counted_since_long(here: Company, name: str) -> None:
    """Said yes on this Sunday, under the post's own minute: the week that begins today is the first one."""
    person = stands_in_group(here, name)
    await person.agrees()
    await person.command("totals")
    for label in ("Count me in", "Read and agree", "Continue", "Yes, I agree"):
        await person.taps(label)


async def five(here: Company, pain: int = 6) -> list[Person]:
    people = [await counted(here, name) for name in NAMES[:MIN_PEOPLE]]
    for name in NAMES[:MIN_PEOPLE]:
        await gave(here, name, pain=pain)
    return people


async def test_skipped_answers_count_for_nobody(here: Company) -> None:
    await five(here)
    await counted(here, "fay")
    await gave(here, "fay", pain=None)
    [post] = await sunday(here)
    assert "Pain was about 6 of 10" in post


@pytest.mark.parametrize("said", ["privacy consent off", "forget"])
async def test_a_yes_taken_back_leaves_out_at_once(here: Company, said: str) -> None:
    ana, *_ = await five(here)
    ana.place = here.member().place
    await ana.command(said)
    if said == "forget":
        await ana.taps("Forget everything")
        await ana.taps("Yes, forget everything")
    assert await sunday(here) == []


@pytest.mark.parametrize("purpose", [ConsentPurpose.CHECKINS, ConsentPurpose.GROUP_TOTALS])
async def test_each_of_the_two_yeses_is_needed_when_the_post_comes(here: Company, purpose: ConsentPurpose) -> None:
    ana, *_ = await five(here)
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        await uow.consents.withdraw(member.id, purpose, now=here.clock.now())
        await uow.commit()
    assert await sunday(here) == []


async def test_a_yes_given_again_counts_nobody_in_a_group_by_itself(here: Company) -> None:
    ana, *_ = await five(here)
    ana.place = here.member().place
    await ana.command("privacy")
    await ana.taps("What you agreed to")
    await ana.taps("Take back: Group totals")
    for label in ("Agree again", "Continue", "Yes, I agree"):
        await ana.taps(label)
    assert "You are not counted in any group." in await ana.command("totals")
    assert await sunday(here) == []


async def test_whoever_leaves_the_group_is_not_counted_there_any_more(here: Company) -> None:
    ana, *_ = await five(here)
    await ana.happens(MemberLeft)
    ana.place = here.member().place
    assert "You are not counted in any group." in await ana.command("totals")
    assert await sunday(here) == []


async def test_a_yes_in_the_middle_of_a_week_counts_from_the_next_one(here: Company) -> None:
    for name in NAMES[:4]:
        await counted(here, name)
        await gave(here, name, pain=6, days=14)
    here.clock.move_to(datetime(2026, 3, 9, 9, tzinfo=UTC))
    await counted_since_long(here, "eve")
    await gave(here, "eve", pain=6, days=14)
    assert await sunday(here) == []
    assert len(await sunday(here, 1)) == 1


async def test_no_day_is_told_twice_however_often_the_post_is_moved(here: Company, mo: Person) -> None:
    await five(here)
    for name in NAMES[:MIN_PEOPLE]:
        await gave(here, name, pain=6, first=date(2026, 3, 15), days=21)
    assert len(await sunday(here)) == 1
    await mo.command("group schedule totals every monday at 10am")
    here.clock.move_to(datetime(2026, 3, 16, 10, tzinfo=UTC))
    assert await here.due() == []
    here.clock.move_to(datetime(2026, 3, 23, 10, tzinfo=UTC))
    assert len(await here.due()) == 1


async def test_the_ends_of_the_scale_are_cut_so_that_nobody_is_known_to_stand_there(here: Company) -> None:
    await five(here, pain=10)
    [post] = await sunday(here)
    assert "Pain was about 9 of 10 or more on those days." in post


async def test_a_key_that_is_gone_leaves_that_member_out_and_nobody_else(
    here: Company, tmp_path: Path, knowledge: Knowledge, clock: MovableClock
) -> None:
    await five(here)
    await counted(here, "fay")
    await gave(here, "fay", pain=6)
    async with here.bot.open_unit() as uow:
        fay = await uow.members.welcome(here.member("fay").account, now=here.clock.now())
    await here.bot.close()
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'company.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM data_keys WHERE member_id = :id"), {"id": fay.id})
    await engine.dispose()
    clock.move_to(SUNDAY)
    async with company(knowledge, tmp_path, clock) as again:
        [post] = await again.due()
    assert "Pain was about 6 of 10" in post


async def test_stopping_is_one_tap_and_undo_puts_the_first_day_back(here: Company) -> None:
    ana, *_ = await five(here)
    ana.place = here.member().place
    here.clock.move_to(datetime(2026, 3, 14, 9, tzinfo=UTC))
    listed = await ana.command("totals")
    assert "1. The Telegram group where you said yes on Monday 2 March 2026." in listed
    stopped = await ana.taps("Stop counting me in 1")
    assert "You are not counted any more in the Telegram group where you said yes on Monday 2 March 2026." in stopped
    assert "from Monday 2 March 2026 on" in await ana.taps("Undo")
    assert len(await sunday(here)) == 1


async def test_a_second_yes_changes_nothing(here: Company) -> None:
    ana = await counted(here, "ana")
    ana.place = GROUP
    here.clock.forward(days=3)
    await ana.command("totals")
    assert "already, since Monday 2 March 2026" in await ana.taps("Count me in")


async def test_check_ins_are_asked_for_first_and_then_the_totals(here: Company) -> None:
    ana = stands_in_group(here, "ana")
    await ana.command("totals")
    assert "So I first ask if I may keep those." in await ana.taps("Count me in")
    await ana.taps("Read and agree")
    await ana.taps("Continue")
    assert "To be counted, I need your yes." in await ana.taps("Yes, I agree")
    await ana.taps("Read and agree")
    await ana.taps("Continue")
    assert "Done. You are counted" in await ana.taps("Yes, I agree")


@pytest.mark.parametrize("number", ["1", "7", "99999999999999999999", "-1"])
async def test_somebody_from_outside_is_counted_nowhere(here: Company, number: str) -> None:
    zoe = await here.member("zoe").agrees()
    await zoe.command("privacy")
    for label in ("What you agreed to", "Read and agree: Group totals", "Continue", "Yes, I agree"):
        await zoe.taps(label)
    assert "Done." not in await zoe.command(f"totals {number}")
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(zoe.account, now=here.clock.now())
        assert await uow.totals.groups_of(member.id) == []


async def test_nobody_reads_in_the_group_who_is_counted_not_even_moderators(here: Company, mo: Person) -> None:
    stranger = stands_in_group(here, "gus")
    before = await stranger.command("totals"), await mo.command("totals"), await mo.command("group schedule")
    ana, *_ = await five(here)
    after = await stranger.command("totals"), await mo.command("totals"), await mo.command("group schedule")
    assert before == after
    ana.place = GROUP
    assert await ana.command("totals") == before[0]
    assert [isinstance(reply, Say) and reply.private for reply in ana.replies] == [True]


async def test_moderators_read_that_it_stays_silent_with_too_few(mo: Person) -> None:
    assert "it stays silent while fewer than 5 people take part" in await mo.command("group schedule")
    page = await mo.taps("The group's week")
    assert "Now it comes every Sunday at 6:00 pm." in page
    assert "At what time each week?" in page
    assert "It will come every Sunday at 10:00 am." in await mo.taps("Sunday, 10:00 am")


@pytest.mark.parametrize("when", ["every day at 10", "sunday and monday 10am", "every month on day 3 at 10am"])
async def test_it_comes_once_a_week_and_not_more_often(mo: Person, when: str) -> None:
    assert "This one comes once a week." in await mo.command(f"group schedule totals {when}")


async def test_when_spoonlight_is_removed_nobody_is_counted_there(here: Company) -> None:
    ana = await counted(here, "ana")
    ana.place = GROUP
    await here.bot.handle(BotRemoved(origin=ana._origin()), here.transport)
    ana.place = here.member().place
    assert "You are not counted in any group." in await ana.command("totals")


async def test_what_is_kept_is_taken_along(here: Company) -> None:
    ana = await counted(here, "ana")
    [held] = [one for one in here.bot.knowledge.table.holdings if one.name == "totals"]
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        records = await held.export(uow, member)
    assert records == [{"since": "2026-03-02T09:00:00+00:00", "platform": "telegram"}]


async def test_where_no_health_answers_are_kept_there_is_nothing_to_count(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    async with company(knowledge, folder, clock, reminders_only=frozenset({Platform.TELEGRAM})) as closed:
        assert "nothing to count" in await closed.member().command("totals")
        mo = closed.moderator()
        await mo.gives("group schedule", place="Leeds")
        assert "The group's week" not in mo.buttons
        assert GROUP_TOTALS in closed.bot.knowledge.table.purposes
