"""Nothing about somebody's health is kept before a yes in two steps, and a yes ends as easily as it was said."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from core.bootstrap import SupportBot
from core.dispatch.table import table_of
from core.knowledge import Knowledge, features_of
from core.model.checkin import Checkin
from core.model.consent import Consent, ConsentPurpose
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock

CHECKINS = ConsentPurpose.CHECKINS
ASKED = "May I keep your check-ins?"
PAIN = "How bad is your pain right now?"


@pytest.fixture
def ana(here: Company) -> Person:
    return here.member()


async def consents(ana: Person, bot: SupportBot) -> list[Consent]:
    async with bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        return list(await uow.consents.of(member.id)) if member else []


async def checkins(ana: Person, bot: SupportBot) -> list[Checkin]:
    async with bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        return list(await uow.checkins.all_of(member.id)) if member else []


async def test_before_the_first_answer_the_words_come_then_the_statement_then_the_check_in(
    here: Company, ana: Person, knowledge: Knowledge
) -> None:
    words = await ana.command("checkin short")
    text = knowledge.content.consents[CHECKINS]
    assert words.startswith(ASKED)
    assert all(line in words for line in text.lines)
    assert list(ana.buttons) == ["Continue", "Not now"]
    assert await consents(ana, here.bot) == []
    assert text.statement in await ana.taps("Continue")
    assert list(ana.buttons) == ["Yes, I agree", "No"]
    assert await consents(ana, here.bot) == []
    onward = await ana.taps("Yes, I agree")
    assert "Thank you. I keep your yes, said on Monday 2 March 2026." in onward
    assert "Question 1 of 2" in onward
    [kept] = await consents(ana, here.bot)
    assert (kept.version, kept.text_hash, kept.given_at) == (text.version, text.text_hash, here.clock.now())


@pytest.mark.parametrize(("first", "second"), [("Not now", ""), ("Continue", "No")])
async def test_a_no_at_either_step_keeps_nothing_and_costs_nothing(
    here: Company, ana: Person, first: str, second: str
) -> None:
    await ana.command("checkin")
    answer = await ana.taps(first)
    if second:
        answer = await ana.taps(second)
    assert answer.startswith("That is fine. Nothing is lost")
    assert await consents(ana, here.bot) == []
    assert await checkins(ana, here.bot) == []
    await ana.taps("Menu")
    assert "Self-care ideas" in ana.buttons


async def test_the_menu_a_due_prompt_and_the_groups_invitation_ask_first_too(here: Company, ana: Person) -> None:
    await ana.command("menu")
    assert (await ana.taps("Check in")).startswith(ASKED)
    await ana.command("timezone Leeds")
    await ana.command("remind")
    await ana.taps("Daily check-in")
    await ana.taps("Every day at 12:00 pm")
    here.clock.forward(hours=3)
    assert len(await here.due()) == 1
    ana.seen = here.transport.sent[-1].message
    assert (await ana.taps("Just two questions")).startswith(ASKED)
    await ana.taps("Continue")
    assert "Question 1 of 2" in await ana.taps("Yes, I agree")


async def test_a_number_typed_after_the_yes_was_taken_back_is_not_kept(here: Company, ana: Person) -> None:
    await ana.agrees()
    await ana.command("checkin short")
    await ana.says("7")
    await ana.command("privacy consent off")
    assert (await ana.says("5")).startswith(ASKED)
    [waiting] = await checkins(ana, here.bot)
    assert [answer.value for answer in waiting.answers] == [7]
    await ana.taps("Continue")
    onward = await ana.taps("Yes, I agree")
    assert "Here is where you were." in onward
    assert "Question 2 of 2" in onward


async def test_a_tap_on_an_old_question_asks_first(here: Company, ana: Person) -> None:
    await ana.agrees()
    await ana.command("checkin short")
    question = ana.seen
    await ana.command("privacy consent off")
    for label in ("7", "Skip"):
        ana.seen = question
        assert (await ana.taps(label)).startswith(ASKED)
    assert [one.answers for one in await checkins(ana, here.bot)] == [()]


async def test_who_has_agreed_is_not_asked_again(ana: Person) -> None:
    await ana.agrees()
    assert PAIN in await ana.command("checkin")
    assert PAIN in await ana.command("checkin")


async def test_two_taps_on_yes_are_one_yes(here: Company, ana: Person) -> None:
    await ana.command("checkin")
    await ana.taps("Continue")
    statement = ana.seen
    await ana.taps("Yes, I agree")
    here.clock.forward(minutes=1)
    ana.seen = statement
    assert PAIN in await ana.taps("Yes, I agree")
    assert len(await consents(ana, here.bot)) == 1


async def test_new_words_ask_again_and_say_that_they_are_new(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as before:
        ana = await before.member().agrees()
        await ana.command("checkin short")
        for tap in ("3", "4"):
            await ana.taps(tap)
        await ana.command("checkin")
        await ana.taps("Stop")
        await before.member("ben").command("checkin")
    async with company(_with_new_words(knowledge), tmp_path, clock) as after:
        after.count_events_from(1000)
        ana = after.member()
        asked = await ana.command("checkin")
        assert asked.startswith("These words are new since you last agreed.")
        assert ASKED in asked
        await ana.taps("Not now")
        assert len(await checkins(ana, after.bot)) == 2
        await ana.command("privacy")
        assert "Check-ins: yes to earlier words" in await ana.taps("What you agreed to")
        await ana.taps("Read and agree: Check-ins")
        await ana.taps("Continue")
        await ana.taps("Yes, I agree")
        earlier, now = await consents(ana, after.bot)
        assert now.version == earlier.version + 1
        assert earlier.withdrawn_at is not None
        assert now.withdrawn_at is None


async def test_words_that_change_between_the_two_steps_are_shown_again(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as before:
        ana = before.member()
        await ana.command("checkin")
        await ana.taps("Continue")
        statement = ana.seen
    async with company(_with_new_words(knowledge), tmp_path, clock) as after:
        after.count_events_from(1000)
        ana = after.member()
        ana.seen = statement
        assert ASKED in await ana.taps("Yes, I agree")
        assert await consents(ana, after.bot) == []


async def test_taking_it_back_is_one_tap_and_says_what_stops_and_when_the_rest_goes(
    here: Company, ana: Person, clock: MovableClock
) -> None:
    await _one_checkin(ana)
    await ana.command("privacy")
    await ana.taps("What you agreed to")
    answer = await ana.taps("Take back: Check-ins")
    assert "I keep no new answers" in answer
    assert "deleted on Monday 9 March" in answer
    assert {"Take them with you", "Delete them now", "Agree again"} == set(ana.buttons)
    [ended] = await consents(ana, here.bot)
    assert ended.withdrawn_at == clock.now()
    assert len(await checkins(ana, here.bot)) == 1


async def test_deleting_them_now_says_how_many_and_asks_once(here: Company, ana: Person) -> None:
    await _one_checkin(ana)
    await ana.command("privacy consent off")
    assert "would go now: 1." in await ana.taps("Delete them now")
    assert len(await checkins(ana, here.bot)) == 1
    await ana.taps("Yes, delete them")
    assert await checkins(ana, here.bot) == []


async def test_agreeing_again_keeps_what_was_there(here: Company, ana: Person) -> None:
    await _one_checkin(ana)
    await ana.command("privacy consent off")
    await ana.taps("Agree again")
    await ana.taps("Continue")
    assert "Check in" in (await ana.taps("Yes, I agree"), ana.buttons)[1]
    async with here.bot.open_unit() as uow:
        cut = here.clock.now() + timedelta(days=8)
        assert await uow.consents.withdrawn_before(cut, CHECKINS, limit=10) == []


async def test_taking_back_what_was_never_given_is_no_error(ana: Person) -> None:
    assert await ana.command("privacy consent off") == "There was no yes to take back. All is as it was."


async def test_one_purpose_never_carries_another(here: Company, ana: Person) -> None:
    await ana.command("privacy")
    await ana.taps("What you agreed to")
    assert "in groups where you ask me to" in await ana.taps("Read and agree: Group totals")
    await ana.taps("Continue")
    await ana.taps("Yes, I agree")
    assert [one.purpose for one in await consents(ana, here.bot)] == [ConsentPurpose.GROUP_TOTALS]
    assert (await ana.command("checkin")).startswith(ASKED)


async def test_a_refusal_of_the_database_itself_is_the_same_question(
    here: Company, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the gate believes: here it is made blind."""
    monkeypatch.setattr("core.dispatch.health_gate.HealthGate.let_in", _blind)
    assert (await ana.command("checkin")).startswith(ASKED)
    assert await checkins(ana, here.bot) == []


async def test_who_took_it_back_is_not_asked_how_they_are(here: Company, ana: Person) -> None:
    await ana.agrees()
    await ana.command("timezone Leeds")
    await ana.command("remind")
    await ana.taps("Daily check-in")
    await ana.taps("Every day at 12:00 pm")
    await ana.command("privacy consent off")
    here.clock.forward(hours=3)
    assert await here.due() == []
    await ana.agrees()
    here.clock.forward(days=1)
    assert len(await here.due()) == 1


async def test_in_a_group_the_words_are_for_the_asker_alone(here: Company) -> None:
    mo = here.moderator()
    assert (await mo.command("checkin")).startswith(ASKED)
    assert all(getattr(reply, "private", False) for reply in mo.replies)


async def _one_checkin(ana: Person) -> None:
    await ana.agrees()
    await ana.command("checkin short")
    for tap in ("3", "4"):
        await ana.taps(tap)


async def _blind(*_: object, **__: object) -> None:
    return None


def _with_new_words(knowledge: Knowledge) -> Knowledge:
    texts = dict(knowledge.content.consents)
    old = texts[CHECKINS]
    texts[CHECKINS] = replace(old, version=old.version + 1, lines=(*old.lines, "One line more."))
    content = replace(knowledge.content, consents=MappingProxyType(texts))
    features = features_of(content, knowledge.listening, knowledge.ear, knowledge.fonts)
    return replace(knowledge, content=content, table=table_of(features))
