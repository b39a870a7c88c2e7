"""/trends as a conversation: nothing yet, one day, a week, a month, a year; other days and other measures by a tap."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from core.features.trends.periods import period_named
from core.knowledge import Knowledge
from core.model.checkin import Answer, Checkin
from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.measure import MeasureKind
from core.model.message import Outbound, Picture
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock, words_of

PNG = b"\x89PNG"
Said = dict[int, dict[str, int | None]]


@pytest.fixture
async def ana(here: Company) -> Person:
    return await here.member().agrees()


async def kept(here: Company, person: Person, days: Said) -> None:
    """Check-ins on days counted back from today, which is 0."""
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(person.account, now=here.clock.now())
        await uow.checkins.bring_back(member.id, [_checkin(here, back, said) for back, said in days.items()])
        await uow.commit()


def _checkin(here: Company, back: int, said: dict[str, int | None]) -> Checkin:
    at = here.clock.now() - timedelta(days=back)
    answers = tuple(Answer(measure=key, value=value) for key, value in said.items())
    return Checkin(
        id=0, member_id=0, questionnaire="daily", local_date=at.date(), opened_at=at, closed_at=at, answers=answers
    )


def pictures(page: Outbound) -> Sequence[Picture]:
    return [block for block in page.blocks if isinstance(block, Picture)]


def words_beside(page: Outbound) -> int:
    """Words of the message itself; the picture's description is no part of it."""
    return len(words_of(page).split()) - sum(len(one.alt.split()) for one in pictures(page))


async def test_with_nothing_recorded_the_words_are_kind_and_there_is_no_chart(ana: Person) -> None:
    said = await ana.command("trends")
    assert "Nothing is recorded in these days. That is all right." in said
    assert pictures(ana.seen) == []
    assert "How bad is your pain right now?" in await ana.taps("Check in")


async def test_a_stranger_is_told_the_same_and_is_not_made_a_member(here: Company) -> None:
    cho = here.member("cho")
    assert "Nothing is recorded" in await cho.command("trends")
    async with here.bot.open_unit() as uow:
        assert await uow.members.of(cho.account) is None


async def test_one_day_is_said_and_makes_no_chart(here: Company, ana: Person) -> None:
    await kept(here, ana, {0: {"pain": 4, "mood": None}})
    said = await ana.command("trends 7d")
    assert "Recorded on 1 of 7 days: pain 4, where 10 is the worst." in said
    assert "A chart begins with the second day." in said
    assert pictures(ana.seen) == []


async def test_a_week_has_a_chart_and_says_that_it_is_too_short_to_compare(here: Company, ana: Person) -> None:
    await kept(here, ana, {back: {"pain": 4 + back % 2} for back in range(7)})
    said = await ana.command("trends week")
    assert "Recorded on 7 of 7 days: pain 4.4 on average, where 10 is the worst." in said
    assert "This time is too short to compare" in said
    (picture,) = pictures(ana.seen)
    assert picture.content.startswith(PNG)
    assert picture.alt.startswith("Line chart of 7 days, 24 February to 2 March.\nPain: between 4 and 5")


async def test_a_month_is_told_first_and_then_drawn(here: Company, ana: Person) -> None:
    days: Said = {back: {"pain": 7 if back < 15 else 5} for back in range(30) if back % 5 > 1}
    await kept(here, ana, {**days, 40: {"pain": 0}})
    said = await ana.command("trends")
    assert "Recorded on 18 of 30 days: pain 6 on average, where 10 is the worst." in said
    assert "In the second half, pain was higher (7 against 5)." in said
    assert "Days without an answer are left out." in said
    assert isinstance(ana.seen.blocks[-1], Picture)
    assert words_beside(ana.seen) <= 60


async def test_a_year_reaches_back_a_year_and_says_which_years(here: Company, ana: Person) -> None:
    await kept(here, ana, {back: {"pain": 5} for back in range(400)})
    said = await ana.command("trends a year")
    assert "Recorded on 365 of 365 days: pain 5 on average" in said
    assert "3 March 2025 to 2 March 2026" in said


async def test_other_days_are_one_tap_away_and_the_measure_stays(here: Company, ana: Person) -> None:
    await kept(here, ana, {back: {"pain": 6, "tiredness": 3} for back in range(80)})
    await ana.command("trends")
    await ana.taps("Choose one")
    assert await ana.taps("Tiredness") != ""
    assert "Recorded on 30 of 30 days: tiredness 3 on average" in words_of(ana.seen)
    assert "tiredness 3 (from" not in await ana.taps("90 days")
    assert "Recorded on 80 of 90 days: tiredness 3 on average" in words_of(ana.seen)
    await ana.taps("Choose one")
    assert "pain 6 and tiredness 3 on average" in await ana.taps("Show the main ones")


async def test_at_most_three_measures_are_drawn_and_all_of_them_stay_within_sixty_words(
    here: Company, ana: Person
) -> None:
    five = ("pain", "tiredness", "sleep", "mood", "fog")
    await kept(
        here,
        ana,
        {
            back: {key: (8 if back < 15 else 3) for number, key in enumerate(five) if back % (number + 1) == 0}
            for back in range(30)
        },
    )
    said = await ana.command("trends")
    assert "pain 5.5 and tiredness 5.7 (from 15 days) on average" in said
    assert "Trouble sleeping: between 3 and 8" in said
    assert "brain fog" not in said.lower()
    assert words_beside(ana.seen) <= 60
    each = await ana.taps("All numbers")
    assert "Low mood: 5.5 on average (8 of 30 days)" in each
    assert words_beside(ana.seen) <= 60
    assert "Line chart" in await ana.taps("Back to the chart")


async def test_a_pattern_is_told_with_both_sides_and_a_caution(here: Company, ana: Person) -> None:
    poor: Said = {back: {"sleep": 8, "pain": 7} for back in range(12)}
    await kept(here, ana, {**poor, **{back: {"sleep": 2, "pain": 5} for back in range(12, 28)}})
    await ana.command("trends")
    said = await ana.taps("Patterns")
    assert "On days after poor sleep, pain was higher: 7 against 5, from 12 and 16 days." in said
    assert "This is not proof of a cause." in said
    assert words_beside(ana.seen) <= 60
    assert "not enough days yet" in await ana.taps("7 days")


async def test_in_a_group_the_answer_is_for_the_one_who_asked(here: Company, ana: Person) -> None:
    await kept(here, ana, {back: {"pain": 6} for back in range(8)})
    mo = here.moderator("ana")
    await mo.command("trends")
    (said,) = mo.replies
    assert getattr(said, "private", False)


async def test_nobody_reads_anothers_trends(here: Company, ana: Person) -> None:
    await kept(here, ana, {back: {"pain": 6} for back in range(8)})
    ben = await here.member("ben").agrees()
    assert "Nothing is recorded" in await ben.command("trends")


async def test_answers_that_are_still_kept_can_be_seen_after_the_yes_was_taken_back(here: Company, ana: Person) -> None:
    await kept(here, ana, {back: {"pain": 6} for back in range(8)})
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=here.clock.now())
        await uow.commit()
    assert "pain 6 on average" in await ana.command("trends")


async def test_where_no_health_answers_are_kept_every_way_in_says_so(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as before:
        ana = await before.member().agrees()
        await kept(before, ana, {back: {"sleep": 8, "pain": 7} for back in range(12)})
        await ana.command("trends")
        chart = ana.seen
        await ana.taps("Choose one")
        picked = ana.seen
    async with company(knowledge, tmp_path, clock, reminders_only=frozenset({Platform.TELEGRAM})) as here:
        here.count_events_from(1000)
        ana = here.member()
        kind = "Here I keep no answers about health."
        assert (await ana.command("trends")).startswith(kind)
        taps = (
            (chart, "90 days"),
            (chart, "Patterns"),
            (chart, "All numbers"),
            (chart, "Choose one"),
            (picked, "Pain"),
        )
        for page, label in taps:
            ana.seen = page
            assert kind in await ana.taps(label)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("", "30d"),
        ("7d", "7d"),
        ("week", "7d"),
        ("last wek", "7d"),
        ("2 weeks", "30d"),
        ("month", "30d"),
        ("the last mnoth please", "30d"),
        ("30", "30d"),
        ("3 months", "90d"),
        ("three moths", "90d"),
        ("90D", "90d"),
        ("12 weeks", "90d"),
        ("half a year", "1y"),
        ("6 months", "1y"),
        ("1y", "1y"),
        ("yaer", "1y"),
        ("5 years", "1y"),
        ("365 days", "1y"),
        ("banana", "30d"),
        ("9999999999999999 days", "1y"),
        ("٣ days", "7d"),
    ],
)
def test_a_period_is_understood_however_it_is_typed(typed: str, period: str) -> None:
    assert period_named(typed) == period


async def test_a_members_own_measures_and_ticks_are_told_by_their_names_even_when_retired(
    here: Company, ana: Person
) -> None:
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        jaw = (await uow.tracked.add(member.id, MeasureKind.SCALE, "Jaw")).key
        drive = (await uow.tracked.add(member.id, MeasureKind.TRIGGER, "Long drive")).key
        await uow.commit()
    drove: Said = {back: {jaw: 7 if back % 3 == 0 else 3} for back in range(60)}
    for back in range(1, 60, 3):
        drove[back] |= {drive: 1, "poor_sleep": 1}
    await kept(here, ana, drove)
    assert "Jaw 4.3 on average" in await ana.command("trends")
    assert "Long drive: ticked on 10 of 30 days" in await ana.taps("All numbers")
    async with here.bot.open_unit() as uow:
        await uow.tracked.remove(member.id, drive)
        await uow.commit()
    await ana.command("trends 3 months")
    assert "On days after “Long drive”, Jaw was higher: 7 against 3, from 20 and" in await ana.taps("Patterns")


async def test_flare_days_are_told_beside_the_numbers_and_in_the_pictures_description(
    here: Company, ana: Person
) -> None:
    await kept(here, ana, {back: {"pain": 6} for back in range(8)})
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        today = here.clock.now().date()
        await uow.flares.begin(member.id, today - timedelta(days=3), today)
        await uow.commit()
    assert "Flare days are marked: 27 February to 2 March." in await ana.command("trends")
    assert "Flare days in this time: 4." in await ana.taps("All numbers")


async def test_a_change_of_the_nights_cannot_be_read_the_wrong_way_round(here: Company, ana: Person) -> None:
    await kept(here, ana, {back: {"sleep": 8 if back < 15 else 3} for back in range(30)})
    said = await ana.command("trends")
    assert "trouble sleeping was higher (8 against 3)" in said
    assert "sleep last night" not in said.casefold()


async def test_trends_lead_back_to_the_menu_and_on_to_the_doctors_page(here: Company, ana: Person) -> None:
    await ana.command("trends")
    assert "Menu" in ana.buttons
    await kept(here, ana, {back: {"pain": 4} for back in range(3)})
    await ana.command("trends")
    assert {"Menu", "A page for my doctor"} <= ana.buttons.keys()
