"""Where the people who run it keep no health answers, Spoonlight says so kindly and offers all the rest."""

from pathlib import Path

from core.knowledge import Knowledge
from core.model.identity import Platform, Role
from tests.core.company import company
from tests.fakes import MovableClock
from tests.stage import GROUP

PAIN = "How bad is your pain right now?"


async def test_where_only_reminders_are_kept_every_way_in_says_so_kindly(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as before:
        ana = await before.member().agrees()
        await ana.command("menu")
        menu = ana.seen
        await ana.command("checkin short")
        question = ana.seen
        await ana.command("timezone Leeds")
        await ana.command("remind")
        start = ana.seen
        await ana.taps("Daily check-in")
        await ana.taps("Every day at 12:00 pm")
    closed = frozenset({Platform.TELEGRAM})
    async with company(knowledge, tmp_path, clock, reminders_only=closed) as here:
        here.count_events_from(1000)
        ana = here.member()
        kind = "Here I keep no answers about health."
        assert (await ana.command("checkin")).startswith(kind)
        assert {"My reminders", "Learn", "Self-care ideas"} <= set(ana.buttons)
        for shown, label in ((menu, "Check in"), (question, "7"), (start, "Daily check-in")):
            ana.seen = shown
            assert "Here I keep no answers about health" in await ana.taps(label)
        assert "of 10" not in await ana.says("7")
        await ana.command("menu")
        assert "Check in" not in ana.buttons
        await ana.command("remind")
        assert "Daily check-in" not in ana.buttons
        assert "/checkin" not in await ana.command("help")
        clock.forward(hours=3)
        assert await here.due() == []
        async with here.bot.open_unit() as uow:
            member = await uow.members.welcome(ana.account, now=clock.now())
            assert [one.answers for one in await uow.checkins.all_of(member.id)] == [()]


async def test_a_yes_from_before_can_still_be_taken_back_there_and_none_is_asked_for(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.TELEGRAM})) as here:
        ana = await here.member().agrees()
        await ana.command("privacy")
        await ana.taps("What you agreed to")
        assert "Take back: Check-ins" in ana.buttons
        assert "I keep no new answers" in await ana.taps("Take back: Check-ins")
        await ana.taps("What you agreed to")
        assert "Read and agree: Check-ins" not in ana.buttons


async def test_elsewhere_the_setting_changes_nothing(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> None:
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.DISCORD})) as here:
        ana = await here.member().agrees()
        assert PAIN in await ana.command("checkin")


async def test_moderators_are_not_offered_an_invitation_to_check_in_there(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.TELEGRAM})) as here:
        mo = here.moderator()
        await mo.command("timezone Leeds")
        await mo.gives("group schedule", place="Leeds")
        assert not any("Check-in" in label for label in mo.buttons)
        assert any("Short read" in label for label in mo.buttons)


async def test_nobody_is_counted_in_a_group_there_again_not_even_by_an_undo(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as before:
        await before.moderator().gives("group schedule", place="Leeds")
        before.transport.roles["ana", GROUP.conversation] = Role.MEMBER
        ana = before.member("ana")
        ana.place = GROUP
        await ana.agrees()
        await ana.command("totals")
        for label in ("Count me in", "Read and agree", "Continue", "Yes, I agree"):
            await ana.taps(label)
        ana.place = before.member().place
        await ana.command("totals")
        await ana.taps("Stop counting me in 1")
        stopped = ana.seen
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.TELEGRAM})) as here:
        here.count_events_from(1000)
        here.transport.roles["ana", GROUP.conversation] = Role.MEMBER
        ana = here.member("ana")
        ana.seen = stopped
        assert "there is nothing to count" in await ana.taps("Undo")
        async with here.bot.open_unit() as uow:
            member = await uow.members.of(ana.account)
            assert member is not None
            assert await uow.totals.groups_of(member.id) == []
