"""A flare day as a conversation: one tap, less for some days, one gentle line, and everything goes on by itself."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from tests.core.company import Company, Person, company
from tests.core.kind_days import MONDAY, PAIN, on_day, prompted
from tests.fakes import MovableClock

OVER = "Your flare days are done, as far as I know."
TABLETS = "take my tablets"
IDEA = "Do half, then pause"


@pytest.fixture
async def ana(here: Company) -> Person:
    return await prompted(here)


async def idea_daily(ana: Person) -> None:
    """An idea out of the catalogue, every day at ten."""
    await ana.command("selfcare")
    await ana.taps(next(iter(ana.buttons)))
    await ana.taps(IDEA)
    await ana.taps("Remind me daily")


async def values(here: Company, ana: Person) -> list[dict[str, int | None]]:
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        kept = await uow.checkins.all_of(member.id)
        return [{answer.measure: answer.value for answer in one.answers} for one in kept]


async def flare_days(here: Company, ana: Person) -> list[tuple[int, int]]:
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        return [(one.began_on.day, one.until.day) for one in await uow.flares.all_of(member.id)]


async def test_one_tap_on_the_prompt_is_all_of_it(here: Company, ana: Person) -> None:
    await on_day(here, ana, 3)
    said = await ana.taps("Flare day")
    assert "Saved as a flare day." in said
    assert "Until the end of Thursday 5 March" in said
    assert 'Tap "It is over", or type /flare.' in said
    assert await flare_days(here, ana) == [(3, 5)]


async def test_on_flare_days_one_question_comes_a_day_and_one_tap_answers_it(here: Company, ana: Person) -> None:
    await ana.command("flare")
    [asked] = await on_day(here, ana, 3)
    assert PAIN in asked
    assert asked.count("?") == 1
    said = await ana.taps("8")
    assert "Pain: 8 of 10" in said
    assert "Question" not in said
    assert await values(here, ana) == [{"pain": 8}]


async def test_a_second_prompt_of_a_flare_day_stays_away(here: Company, ana: Person) -> None:
    await ana.command("remind")
    await ana.taps("Daily check-in")
    await ana.says("every day at 6pm")
    await ana.command("flare")
    assert len(await on_day(here, ana, 3, 9)) == 1
    assert await on_day(here, ana, 3, 18) == []
    await ana.command("checkin one")
    await ana.taps("4")
    assert len(await on_day(here, ana, 4, 9)) == 1


async def test_a_second_tap_under_the_one_question_changes_the_answer(here: Company, ana: Person) -> None:
    await ana.command("flare")
    await on_day(here, ana, 3)
    asked = ana.seen
    await ana.taps("8")
    ana.seen = asked
    await ana.taps("6")
    assert await values(here, ana) == [{"pain": 6}]


async def test_ideas_and_nudges_rest_and_a_members_own_reminder_comes(here: Company, ana: Person) -> None:
    await idea_daily(ana)
    await ana.command(f"remind {TABLETS} every day at 10am")
    await opens(ana, TABLETS)
    await ana.taps(next(label for label in ana.buttons if "udges" in label))
    await ana.taps("Once")
    await ana.taps("10 minutes")
    await ana.command("flare")
    arrived = [text for hour in (9, 10, 11) for text in await on_day(here, ana, 3, hour, 0)]
    assert [TABLETS in text for text in arrived] == [False, True]
    assert not any(IDEA in text or "nudge" in text for text in arrived)
    await ana.command("flare")
    await ana.taps("It is over")
    back = await on_day(here, ana, 4, 10)
    assert any(IDEA in text and TABLETS in text for text in back)
    assert any("nudge" in text for text in await on_day(here, ana, 4, 10, 10))


async def opens(ana: Person, what: str) -> None:
    await ana.command("reminders")
    await ana.taps(next(label for label in ana.buttons if what in label))


async def test_the_first_day_after_brings_one_gentle_line_in_the_prompt_and_no_second_one(
    here: Company, ana: Person
) -> None:
    await ana.command("flare")
    for day in (3, 4):
        assert PAIN in (await on_day(here, ana, day))[0]
    [told] = await on_day(here, ana, 5, 9)
    assert told.startswith(OVER)
    assert "Check in" in ana.buttons
    assert await on_day(here, ana, 5, 12) == []
    assert OVER not in "".join(await on_day(here, ana, 6))


async def test_who_has_no_prompt_gets_the_line_by_itself_once(here: Company) -> None:
    ben = await here.member("ben").agrees()
    await ben.command("timezone Leeds")
    await ben.command("flare")
    assert await on_day(here, ben, 4, 23) == []
    assert [OVER in text for text in await on_day(here, ben, 5, 10)] == [True]
    assert await on_day(here, ben, 6, 12) == []


async def test_a_prompt_that_comes_later_that_day_says_it_instead(here: Company) -> None:
    ben = await here.member("ben").agrees()
    await ben.command("timezone Leeds")
    await ben.command("remind")
    await ben.taps("Daily check-in")
    await ben.says("every day at 6pm")
    await ben.command("flare")
    for day in (2, 3, 4):
        await on_day(here, ben, day, 18)
    assert await on_day(here, ben, 5, 10) == []
    [told] = await on_day(here, ben, 5, 18)
    assert told.startswith(OVER)


async def test_a_flare_lasts_as_long_as_was_said_and_undo_brings_the_former_days_back(
    here: Company, ana: Person
) -> None:
    await ana.command("flare")
    assert "Sunday 8 March" in await ana.taps("7 days")
    assert await flare_days(here, ana) == [(2, 8)]
    assert "Wednesday 4 March" in await ana.taps("Undo")
    assert await flare_days(here, ana) == [(2, 4)]
    await ana.command("flare")
    assert "today, Monday 2 March" in await ana.taps("Just today")
    assert OVER in "".join(await on_day(here, ana, 3))


async def test_undo_of_a_flare_leaves_no_trace_and_no_line(here: Company, ana: Person) -> None:
    await ana.command("flare")
    assert "Undone. Today is not kept as a flare day." in await ana.taps("Undo")
    assert await flare_days(here, ana) == []
    arrived = [text for day in (3, 4, 5) for text in await on_day(here, ana, day)]
    assert not any(OVER in text or "flare" in text.lower() for text in arrived)


async def test_it_is_over_ends_it_at_once_keeps_its_days_and_brings_no_line(here: Company, ana: Person) -> None:
    await ana.command("flare")
    await on_day(here, ana, 3)
    await on_day(here, ana, 4)
    assert "it is over" in await ana.taps("It is over")
    over = ana.seen
    assert await flare_days(here, ana) == [(2, 3)]
    [usual] = await on_day(here, ana, 5)
    assert PAIN not in usual
    assert OVER not in usual
    ana.seen = over
    assert "Undone. It is as it was." in await ana.taps("Undo")
    assert await flare_days(here, ana) == [(2, 4)]


async def test_two_flares_of_joined_accounts_are_over_by_one_tap(here: Company, ana: Person) -> None:
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        today = here.clock.now().date()
        for began_on in (today - timedelta(days=2), today - timedelta(days=1)):
            await uow.flares.begin(member.id, began_on, today + timedelta(days=2))
        await uow.commit()
    await ana.command("flare")
    await ana.taps("It is over")
    assert "Saved as a flare day." in await ana.command("flare")


async def test_one_that_was_over_the_same_day_can_begin_again_and_stays_one_flare(here: Company, ana: Person) -> None:
    await ana.command("flare")
    await ana.taps("It is over")
    assert await flare_days(here, ana) == [(MONDAY, MONDAY)]
    assert "Saved as a flare day." in await ana.command("flare")
    assert await flare_days(here, ana) == [(2, 4)]
    assert "It is over, as it was." in await ana.taps("Undo")


async def test_a_second_tap_on_flare_day_changes_nothing(here: Company, ana: Person) -> None:
    await on_day(here, ana, 3)
    prompt = ana.seen
    await ana.taps("Flare day")
    await on_day(here, ana, 4)
    ana.seen = prompt
    assert "Your flare goes on" in await ana.taps("Flare day")
    assert await flare_days(here, ana) == [(3, 5)]


@pytest.mark.parametrize(
    "said", ["flare day", "bad flare", "it's a bad flare day today", "log a flare", "flare mode on"]
)
async def test_plain_words_are_enough(ana: Person, said: str) -> None:
    assert "Saved as a flare day." in await ana.says(said)


@pytest.mark.parametrize("said", ["what helps in a bad flare", "is this a flare", "my friend has a bad flare"])
async def test_a_sentence_that_only_speaks_of_flares_begins_none(here: Company, ana: Person, said: str) -> None:
    assert "Saved as a flare day." not in await ana.says(said)
    assert await flare_days(here, ana) == []


async def test_without_a_yes_it_is_asked_for_first_and_goes_on_after_it(here: Company) -> None:
    ben = here.member("ben")
    assert "May I keep your check-ins?" in await ben.command("flare")
    assert await flare_days(here, ben) == []
    await ben.taps("Continue")
    assert "Saved as a flare day." in await ben.taps("Yes, I agree")
    assert "Set my clock" in ben.buttons
    assert len(await flare_days(here, ben)) == 1


async def test_after_a_yes_is_taken_back_nothing_of_a_flare_counts_any_more(here: Company, ana: Person) -> None:
    await idea_daily(ana)
    await ana.command("flare")
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=here.clock.now())
        await uow.commit()
    arrived = [text for day in (3, 4, 5) for hour in (9, 10) for text in await on_day(here, ana, day, hour)]
    assert [IDEA in text for text in arrived] == [True, True, True]


async def test_where_no_health_answers_are_kept_there_is_no_flare(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.TELEGRAM})) as here:
        ana = await here.member().agrees()
        assert "Here I keep no answers about health." in await ana.command("flare")
        assert "Here I keep no answers about health." in await ana.command("weekly")
        assert await flare_days(here, ana) == []


async def test_the_line_is_not_among_a_members_reminders(ana: Person) -> None:
    await ana.command("flare")
    said = await ana.command("reminders")
    assert "1. Daily check-in" in said
    assert "2." not in said
