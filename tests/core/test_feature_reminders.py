"""Reminders as a conversation: what people type, what is asked back, what comes at its minute."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from core.dispatch.doors import to_payload
from core.features.reminders.setting import MOST_REMINDERS
from core.knowledge import Knowledge
from core.model.action import action
from core.model.identity import Address, Platform
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.scheduling.recurrence import next_due
from tests.core.company import Company, Person, company
from tests.fakes import NINE, MovableClock, words_of
from tests.stage import account_of, private_with


@pytest.fixture
async def ana(here: Company) -> Person:
    """Lives in Leeds and has said so."""
    person = here.member()
    await person.command("timezone Leeds")
    return person


async def test_a_time_that_may_be_morning_or_evening_is_asked_and_the_words_are_kept(ana: Person) -> None:
    assert await ana.command("remind drink water at 8") == "drink water\nMorning or evening?"
    assert list(ana.buttons) == ["8:00 am", "8:00 pm", "Cancel"]
    said = await ana.taps("8:00 pm")
    assert said.startswith("drink water\nI will remind you once, on Monday 2 March at 8:00 pm.")


async def test_a_typed_answer_completes_the_time_instead_of_replacing_it(ana: Person) -> None:
    await ana.command("remind drink water at 8")
    assert "8:00 pm" in await ana.says("evening")


async def test_words_keep_their_letters_and_lose_nothing(ana: Person) -> None:
    assert "Call Dr Smith\n" in await ana.command("remind Call Dr Smith at 3pm")
    assert "take a walk\n" in await ana.command("remind me to take a walk every day at 9am")


async def test_plain_words_set_a_reminder(ana: Person) -> None:
    assert "take Vitamin D\nI will remind you every day at 9:00 am." in await ana.says(
        "remind me to take Vitamin D every morning"
    )


async def test_words_without_a_time_are_kept_while_the_time_is_asked(ana: Person) -> None:
    assert await ana.command("remind stretch a little") == "stretch a little\nAt what time?"
    assert "stretch a little\nI will remind you every day at 6:00 pm." in await ana.taps("Every day at 6:00 pm")


async def test_somebody_without_a_zone_is_asked_for_the_place_first_and_loses_nothing(here: Company) -> None:
    ana = here.member()
    assert "Which city or country" in await ana.command("remind drink water at 8")
    assert await ana.says("Leeds") == "drink water\nMorning or evening?"
    assert "8:00 am" in await ana.taps("8:00 am")


async def test_a_place_told_by_command_goes_on_with_the_reminder_that_waits_for_it(here: Company) -> None:
    ben = here.member()
    assert "Which city or country" in await ben.command("remind stretch every day at 9")
    assert "stretch\nI will remind you every day at 9:00 am." in await ben.command("timezone Leeds")


async def test_a_start_link_that_somebody_wrote_themselves_is_an_old_button(here: Company) -> None:
    assert "too old" in await here.member().command(f"start {to_payload(action('care.item'))}")


async def test_a_place_nobody_knows_is_asked_again_and_cancel_leads_out(here: Company) -> None:
    ana = here.member()
    await ana.command("remind drink water at 8")
    assert "I do not know that place" in await ana.says("qqqqzzzz")
    assert "kept nothing" in await ana.taps("Cancel")


async def test_a_daily_check_in_is_set_by_taps_alone_and_comes(here: Company, ana: Person) -> None:
    await ana.command("remind")
    await ana.taps("Daily check-in")
    assert "Daily check-in\nI will remind you every day at 9:00 am." in await ana.taps("Every day at 9:00 am")
    here.clock.move_to(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    [prompt] = await here.due()
    assert prompt
    assert {"Check in", "Just two questions"} <= {
        one.label for row in here.transport.sent[-1].message.buttons for one in row
    }


async def test_a_second_tap_under_one_question_sets_no_second_reminder(ana: Person) -> None:
    await ana.command("remind stretch")
    question = ana.seen
    await ana.taps("Every day at 9:00 am")
    ana.seen = question
    assert "settled already" in await ana.taps("Every day at 9:00 am")
    assert "2." not in await ana.command("reminders")


async def test_setting_is_undone_with_one_tap(ana: Person) -> None:
    await ana.command("remind stretch every day at 9am")
    assert "Undone" in await ana.taps("Undo")
    assert "no reminders yet" in await ana.command("reminders")


async def test_a_self_care_idea_comes_at_its_minute(here: Company, ana: Person) -> None:
    await ana.command("selfcare")
    await ana.taps(next(iter(ana.buttons)))
    await ana.taps(next(iter(ana.buttons)))
    idea = words_of(ana.seen)
    await ana.taps("Remind me daily")
    async with here.bot.open_unit() as uow:
        at = await uow.schedules.next_due_at()
    assert at is not None
    here.clock.move_to(at)
    assert [idea] == await here.due()


async def test_fifty_reminders_are_listed_a_page_at_a_time_and_one_more_is_refused_kindly(
    here: Company, ana: Person
) -> None:
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(account_of("ana"), now=NINE)
        for number in range(MOST_REMINDERS):
            new = NewSchedule(
                purpose="reminder",
                recurrence=Recurrence(rule=Daily(times=(time(9),)), zone="Europe/London"),
                address=private_with("ana"),
                member_id=member.id,
                payload={"target": "own", "what": f"{number} " + "x" * 190},
            )
            await uow.schedules.add(new, next_slot=next_due(new.recurrence, NINE), now=NINE)
        await uow.commit()
    assert "as many as I can keep" in await ana.command("remind one more at 9am")
    assert "1. 0 x" in await ana.taps("My reminders")
    await ana.taps("More")
    assert "8. 7 x" in words_of(ana.seen)
    assert len(words_of(ana.seen)) < 2000
    await ana.taps("8. 7 x")
    await ana.taps("Delete")
    await ana.taps("My reminders")
    await ana.taps("More")
    assert "8. 8 x" in words_of(ana.seen)


async def test_a_number_in_front_counts_something_and_is_no_time(ana: Person) -> None:
    assert "2 glasses of water\nI will remind you once" in await ana.command("remind 2 glasses of water at 9pm")


async def test_a_long_wish_is_asked_for_in_fewer_words(ana: Person) -> None:
    assert "up to 200 letters" in await ana.command(f"remind {'very ' * 60} at 9am")


@pytest.mark.usefixtures("ana")
async def test_in_the_group_the_confirmation_says_where_the_reminder_will_come(here: Company) -> None:
    mo = here.moderator("ana")
    assert "in our private chat" in await mo.command("remind stretch every day at 9am")
    assert "stretch" in await mo.taps("Open our private chat")


async def test_where_there_are_modals_the_time_is_typed_into_one(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, platform=Platform.DISCORD, forms=True) as opened:
        ana = opened.member()
        ana.place = Address(platform=Platform.DISCORD, conversation="ana", private=True)
        await ana.gives("timezone", place="Leeds")
        await ana.gives("remind", what="drink water at 8")
        await ana.taps("Type it")
        assert "drink water\nI will remind you every day at 8:00 am." in await ana.fills(when="every day")


@pytest.mark.parametrize("line", ["every year on my birthday", "31 feb", "yesterday at 5pm call mum", "at", "?"])
async def test_a_time_that_cannot_be_kept_is_asked_for_and_can_be_left(ana: Person, line: str) -> None:
    assert (await ana.command(f"remind {line}")).rstrip().endswith("?")
    assert "kept nothing" in await ana.taps("Cancel")


@pytest.mark.parametrize("line", ["check-in every day at 9", "to do my check in every day at 9"])
async def test_whoever_wants_to_be_reminded_to_check_in_gets_the_check_in_itself(here: Company, line: str) -> None:
    ana = await here.member().agrees()
    await ana.command("timezone London")
    assert (await ana.command(f"remind {line}")).startswith("Daily check-in")
    here.clock.forward(days=1)
    await here.due()
    assert "Check in" in {button.label for row in here.transport.sent[-1].message.buttons for button in row}
