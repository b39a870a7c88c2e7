"""How long answers are kept, what follows a leaving, notes beside a check-in, and what /privacy leads to."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.identity import FORGET_AFTER, Member
from core.model.inbound import BotRemoved, MemberJoined, MemberLeft
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock
from tests.stage import GROUP

LEFT = "You left the group"


@pytest.fixture
def ana(here: Company) -> Person:
    return here.member()


async def stored(ana: Person, here: Company) -> Member | None:
    async with here.bot.open_unit() as uow:
        return await uow.members.of(ana.account)


async def checks_in(ana: Person) -> None:
    await ana.command("checkin short")
    for tap in ("3", "4"):
        await ana.taps(tap)


async def test_every_door_of_the_privacy_page_leads_on(ana: Person) -> None:
    await ana.command("privacy")
    labels = list(ana.buttons)
    assert len(labels) == 7
    for label in labels:
        await ana.command("privacy")
        answer = await ana.taps(label)
        assert answer
        assert "too old" not in answer


async def test_longer_is_settled_by_one_tap(here: Company, ana: Person) -> None:
    await ana.command("privacy")
    assert "Now: 1 year." in await ana.taps("How long I keep answers")
    assert "Your answers are kept: as long as I am here." in await ana.taps("as long as I am here")
    kept = await stored(ana, here)
    assert kept is not None
    assert kept.answers_kept_days is None


async def test_shorter_says_how_many_would_go_and_asks_once(here: Company, ana: Person, clock: MovableClock) -> None:
    await ana.agrees()
    await checks_in(ana)
    clock.forward(days=100)
    await checks_in(ana)
    await ana.command("privacy")
    await ana.taps("How long I keep answers")
    assert "older: 1." in await ana.taps("3 months")
    before = await stored(ana, here)
    assert before is not None
    assert before.answers_kept_days == 365
    assert "Your answers are kept: 3 months." in await ana.taps("Yes, 3 months")
    async with here.bot.open_unit() as uow:
        assert await uow.checkins.remove_outlived(clock.now(), limit=10) == 1


async def test_shorter_with_nothing_to_lose_asks_nothing(ana: Person) -> None:
    await ana.command("privacy")
    await ana.taps("How long I keep answers")
    assert "Your answers are kept: 3 months." in await ana.taps("3 months")


async def test_who_leaves_a_group_is_told_once_with_the_day(here: Company, ana: Person, clock: MovableClock) -> None:
    await ana.command("start")
    await ana.happens(MemberLeft)
    assert ana.replies == []
    [notice] = await here.due()
    assert LEFT in notice
    assert "On Wednesday 1 April I will forget all of it." in notice
    left = await stored(ana, here)
    assert left is not None
    assert left.leaves_at == clock.now() + FORGET_AFTER
    clock.forward(days=2)
    await ana.happens(MemberLeft)
    assert await here.due() == []
    again = await stored(ana, here)
    assert again is not None
    assert again.leaves_at == left.leaves_at


@pytest.mark.parametrize("label", ["Keep everything", "Take it with you", "Forget now"])
async def test_each_button_of_the_notice_works(here: Company, ana: Person, label: str) -> None:
    await ana.command("start")
    await ana.happens(MemberLeft)
    await here.due()
    ana.seen = here.transport.sent[-1].message
    assert "too old" not in await ana.taps(label)
    back = await stored(ana, here)
    assert back is not None
    if label == "Keep everything":
        assert back.leaves_at is None


async def test_whoever_goes_on_using_it_stays(here: Company, ana: Person) -> None:
    await ana.command("start")
    await ana.happens(MemberLeft)
    await ana.command("reminders")
    back = await stored(ana, here)
    assert back is not None
    assert back.leaves_at is None


async def test_coming_back_into_the_group_is_staying(here: Company, ana: Person) -> None:
    await ana.command("start")
    await ana.happens(MemberLeft)
    await ana.happens(MemberJoined)
    back = await stored(ana, here)
    assert back is not None
    assert back.leaves_at is None


async def test_who_was_never_a_member_becomes_none_by_leaving(here: Company, ana: Person) -> None:
    await ana.happens(MemberLeft)
    assert await stored(ana, here) is None
    assert await here.due() == []


async def test_who_cannot_be_reached_is_told_nothing_and_forgotten_all_the_same(here: Company, ana: Person) -> None:
    await ana.command("start")
    await ana.blocks()
    await ana.happens(MemberLeft)
    assert await here.due() == []
    gone = await stored(ana, here)
    assert gone is not None
    assert gone.leaves_at == here.clock.now() + FORGET_AFTER
    await ana.blocks(reachable=True)
    back = await stored(ana, here)
    assert back is not None
    assert back.leaves_at is None


async def test_a_group_without_a_chat_is_forgotten_after_the_same_days(here: Company, clock: MovableClock) -> None:
    mo = here.moderator()
    await mo.command("group schedule")
    removed = BotRemoved(origin=replace(mo._origin(), address=GROUP))
    await here.bot.handle(removed, here.transport)
    async with here.bot.open_unit() as uow:
        assert await uow.groups.forget_left(clock.now() + FORGET_AFTER - timedelta(minutes=1)) == 0
        assert await uow.groups.forget_left(clock.now() + FORGET_AFTER + timedelta(minutes=1)) == 1


async def test_a_note_can_be_added_changed_and_removed(ana: Person) -> None:
    await ana.agrees()
    await checks_in(ana)
    await ana.taps("Add a note")
    assert "Your note: slept in two parts" in await ana.says("slept in two parts")
    await ana.taps("Change the note")
    assert "Your note: slept in three" in await ana.says("slept in three")
    await ana.taps("Change the note")
    assert "Your note: slept in three" in await ana.taps("Skip")
    assert "Your note" not in await ana.taps("Remove the note")
    assert "Add a note" in ana.buttons


async def test_a_note_too_long_is_asked_for_again_kindly(ana: Person) -> None:
    await ana.agrees()
    await checks_in(ana)
    await ana.taps("Add a note")
    assert "1000 fit" in await ana.says("long " * 250)
    assert "Your note: short" in await ana.says("short")


async def test_where_there_are_forms_the_note_stands_in_it_and_an_emptied_one_is_gone(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, forms=True) as here:
        ana = await here.member().agrees()
        await checks_in(ana)
        await ana.taps("Add a note")
        assert "Your note: a word" in await ana.fills(note="a word")
        await ana.taps("Change the note")
        assert ana.form is not None
        assert [getattr(field, "value", "") for field in ana.form.fields] == ["a word"]
        assert "Your note" not in await ana.fills(note="")


async def test_nobody_writes_a_note_beside_somebody_elses_check_in(here: Company, ana: Person) -> None:
    await ana.agrees()
    await checks_in(ana)
    ben = await here.member("ben").agrees()
    ben.seen = ana.seen
    assert "belongs to someone else" in await ben.taps("Add a note")
