"""The way to the page for the doctor, as a conversation: few taps, the choices, and a file in private."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.checkin import Answer, Checkin
from core.model.identity import Platform
from core.model.message import Document, Outbound
from core.model.reply import Say
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock


@pytest.fixture
async def ana(here: Company) -> Person:
    return await lived_in(here, await here.member().agrees())


async def lived_in(here: Company, person: Person) -> Person:
    """Ninety days, every second one answered, two notes, a question, an appointment twenty days ago."""
    now = here.clock.now()
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(person.account, now=now)
        kept = [
            Checkin(
                id=0,
                member_id=member.id,
                questionnaire="daily",
                local_date=now.date() - timedelta(days=ago),
                opened_at=now - timedelta(days=ago),
                closed_at=now - timedelta(days=ago),
                answers=(Answer(measure="pain", value=6), Answer(measure="tiredness", value=7)),
                note="Could not lift the kettle." if ago in (4, 40) else "",
            )
            for ago in range(0, 90, 2)
        ]
        await uow.checkins.bring_back(member.id, kept)
        await uow.members.set_zone(member.id, "Europe/London")
        await uow.commit()
    await person.command("questions What else could this be?")
    return person


def document_in(person: Person) -> Document:
    return next(one for one in person.seen.blocks if isinstance(one, Document))


async def test_from_the_command_to_the_file_is_one_tap(ana: Person) -> None:
    shown = await ana.command("report")
    assert "Recorded on 45 of 90 days." in shown
    assert "It will hold: a chart, a table, 1 question and the gaps." in shown
    assert "Your notes stay out." in shown
    await ana.taps("Make the page")
    document = document_in(ana)
    assert document.media_type == "application/pdf"
    assert document.content.startswith(b"%PDF-")
    assert document.name.endswith(".pdf")
    assert "45 of 90 days" in document.alt


async def test_the_file_is_private_and_lasts(ana: Person) -> None:
    await ana.command("report")
    await ana.taps("Make the page")
    assert [isinstance(one, Say) and one.private and one.lasting for one in ana.replies] == [True]


async def test_as_plain_text_it_says_the_same(ana: Person) -> None:
    await ana.command("report")
    await ana.taps("As plain text")
    text = document_in(ana).content.decode()
    assert "Recorded on 45 of 90 days: pain 6 and tiredness 7 on average" in text
    assert "- What else could this be?" in text
    assert "kettle" not in text


async def test_notes_come_only_when_they_are_chosen(ana: Person) -> None:
    await ana.command("report")
    assert "2 notes" in await ana.taps("Add my notes")
    await ana.taps("As plain text")
    assert document_in(ana).content.decode().count("Could not lift the kettle.") == 2


async def test_questions_can_stay_out(ana: Person) -> None:
    await ana.command("report")
    assert "1 question" not in await ana.taps("Leave out questions")
    assert "1 question" in await ana.taps("Add my questions")


async def test_a_name_is_typed_for_one_page_and_kept_nowhere(ana: Person) -> None:
    await ana.command("report")
    await ana.taps("Make it with my name")
    await ana.says("Ana Bergström")
    assert document_in(ana).content.startswith(b"%PDF-")
    await ana.command("report")
    await ana.taps("As plain text")
    assert "Ana" not in document_in(ana).content.decode()


async def test_other_days_are_one_tap_and_the_choices_stay(ana: Person) -> None:
    await ana.command("report")
    await ana.taps("Add my notes")
    shown = await ana.taps("30 days")
    assert "Recorded on 15 of 30 days." in shown
    assert "1 note" in shown
    assert "Recorded on 45 of 365 days." in await ana.taps("1 year")


async def test_since_the_last_visit_is_offered_once_there_was_one(here: Company, ana: Person) -> None:
    await ana.command("report")
    assert "Since my last visit" not in ana.buttons
    await ana.command("appointment tomorrow")
    here.clock.forward(days=11)
    await ana.command("report")
    shown = await ana.taps("Since my last visit")
    assert "3 March 2026 to 13 March 2026. Nothing was recorded in these days." in shown


async def test_the_sheet_is_the_one_of_the_place_and_can_be_changed(ana: Person) -> None:
    await ana.command("report")
    assert "Paper: A4" in ana.buttons
    await ana.taps("Paper: A4")
    assert "Paper: Letter" in ana.buttons
    await ana.command("timezone Chicago")
    await ana.command("report")
    assert "Paper: Letter" in ana.buttons


async def test_somebody_with_nothing_recorded_can_still_have_a_page_and_becomes_no_member(here: Company) -> None:
    ben = here.member("ben")
    assert "Nothing was recorded in these days." in await ben.command("report")
    await ben.taps("Make the page")
    assert document_in(ben).content.startswith(b"%PDF-")
    async with here.bot.open_unit() as uow:
        assert await uow.members.of(ben.account) is None


async def test_a_page_is_made_of_ones_own_days_alone(here: Company, ana: Person) -> None:
    await ana.command("report")
    ben = await here.member("ben").agrees()
    ben.seen = ana.seen
    await ben.taps("As plain text")
    assert "Recorded on 0 of 90 days." in document_in(ben).content.decode()


async def test_the_list_of_the_evening_before_leads_to_the_page(here: Company, ana: Person) -> None:
    await ana.command("appointment Friday 10:30 am")
    ana.seen = await _evening(here)
    assert "Recorded on" in await ana.taps("My doctor's page")


async def _evening(here: Company) -> Outbound:
    here.clock.forward(days=3, hours=9)
    await here.due()
    return here.transport.sent[-1].message


async def test_a_platform_without_health_data_makes_no_page(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.TELEGRAM})) as here:
        assert "Here I keep no answers about health" in await here.member().command("report")
