"""Check-ins in a member's own way: three taps, their own set, ticks, and all on one page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.identity import Platform
from core.model.message import ChoiceField, TextField
from tests.core.company import Company, Person, company
from tests.fakes import MovableClock


@pytest.fixture
async def ana(here: Company) -> Person:
    person = await here.member().agrees()
    await person.command("timezone Leeds")
    return person


@pytest.fixture
async def with_forms(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, platform=Platform.DISCORD, forms=True) as opened:
        yield opened


async def in_own_set(person: Person, *labels: str) -> None:
    await person.command("checkin set")
    await person.taps("Add a question")
    for label in labels:
        while "Earlier ones" in person.buttons:
            await person.taps("Earlier ones")
        while label not in person.buttons:
            await person.taps("More of them")
        await person.taps(label)
    if "My check-in" in person.buttons:
        await person.taps("My check-in")


async def adds_own(person: Person, kind: str, label: str) -> None:
    await person.command("checkin set")
    for tap in ("Add a question", "One of my own", kind):
        await person.taps(tap)
    await person.says(label)


async def test_three_taps_and_no_text_make_a_full_record(here: Company, ana: Person) -> None:
    await ana.command("remind")
    await ana.taps("Daily check-in")
    await ana.taps("Every day at 12:00 pm")
    here.clock.forward(hours=3)
    await here.due()
    ana.seen = here.transport.sent[-1].message
    taps = 0
    for label in ("Just two questions", "6", "7"):
        saved = await ana.taps(label)
        taps += 1
    assert taps == 3
    assert "Saved." in saved
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        [kept] = await uow.checkins.all_of(member.id)
    assert {one.measure: one.value for one in kept.answers} == {"pain": 6, "tiredness": 7}
    assert kept.closed_at == here.clock.now()


async def test_an_own_set_asks_scales_yes_or_no_and_counts_in_its_order(ana: Person) -> None:
    await in_own_set(ana, "Pain", "Took a rest", "Times awake at night")
    await adds_own(ana, "From 0 to 10", "Knee")
    assert "My own set: Pain, Took a rest, Times awake at night, Knee." in await ana.command("checkin set")
    assert "Question 1 of 4" in await ana.command("checkin own")
    await ana.taps("6")
    assert list(ana.buttons)[:2] == ["Yes", "No"]
    assert "Took a rest, noted." in await ana.taps("No")
    assert "Knee: how much right now?" in await ana.taps("3")
    saved = await ana.taps("10")
    for line in ("Pain: 6 of 10", "Took a rest: no", "Times awake at night: 3", "Knee: 10 of 10"):
        assert line in saved


async def test_a_count_beyond_the_buttons_is_typed_and_nonsense_is_asked_again(ana: Person) -> None:
    await in_own_set(ana, "Hours of sleep")
    await ana.command("checkin own")
    await ana.taps("More")
    assert "from 0 to 99" in await ana.says("a lot")
    assert "Hours of sleep: 12" in await ana.says("12")


async def test_yes_no_and_numbers_may_be_typed_and_only_where_they_fit(ana: Person) -> None:
    await in_own_set(ana, "Took a rest", "Hours of sleep")
    await ana.command("checkin own")
    assert "noted" not in await ana.says("7")
    assert "how many hours" in await ana.says("yes")
    saved = await ana.says("12")
    assert "Took a rest: yes" in saved
    assert "Hours of sleep: 12" in saved


async def test_the_set_that_was_chosen_opens_behind_check_in(ana: Person) -> None:
    await in_own_set(ana, "Brain fog")
    await ana.taps("My own set")
    assert "[x] My own set" in ana.buttons
    await ana.command("menu")
    assert "brain fog" in await ana.taps("Check in")
    assert "Question 1 of 5" in await ana.command("checkin daily")


async def test_the_same_question_of_ones_own_is_kept_once_and_another_kind_is_another_one(ana: Person) -> None:
    await adds_own(ana, "Yes or no", "Saw a friend")
    await adds_own(ana, "Yes or no", "saw a FRIEND")
    assert "My own set: Saw a friend." in await ana.command("checkin set")
    await adds_own(ana, "A number", "Saw a friend")
    assert "My own set: Saw a friend, Saw a friend." in await ana.command("checkin set")


async def test_a_ninth_question_is_refused_kindly(ana: Person) -> None:
    await in_own_set(ana, "Pain", "Tiredness", "Sleep last night", "Low mood", "Brain fog", "Stiffness", "Worry")
    await in_own_set(ana, "Took a rest")
    said = await ana.taps("Add a question")
    assert "Your set has 8 questions. That is the most I ask in one go." in said
    assert "Take one out" in ana.buttons


async def test_several_questions_are_taken_in_one_after_the_other(ana: Person) -> None:
    await ana.command("checkin set")
    await ana.taps("Add a question")
    await ana.taps("More of them")
    said = await ana.taps("Hours of sleep")
    assert "Hours of sleep is in your set now." in said
    assert "Hours of sleep" not in ana.buttons
    await ana.taps("Number of rests")
    assert "My own set: Hours of sleep, Number of rests." in await ana.taps("My check-in")


async def test_the_order_is_changed_by_taps_and_what_goes_can_be_put_back(ana: Person) -> None:
    await in_own_set(ana, "Pain", "Worry")
    await ana.taps("Change the order")
    await ana.taps("Worry")
    assert "My own set: Worry, Pain." in await ana.taps("My check-in")
    await ana.taps("Take one out")
    assert "Worry is out of your set. Your answers stay." in await ana.taps("Worry")
    assert "My own set: Pain, Worry." in await ana.taps("Undo")


async def test_a_word_taken_away_stays_beside_its_earlier_answers_and_can_come_back(ana: Person) -> None:
    await adds_own(ana, "Yes or no", "Saw a friend")
    await ana.command("checkin own")
    await ana.taps("Yes")
    saved = dict(ana.buttons)
    await ana.command("checkin set")
    await ana.taps("My own words")
    await ana.taps("Saw a friend")
    await ana.taps("Take it away")
    assert "Your own set is empty." in await ana.taps("My check-in")
    ana.seen = type(ana.seen)(blocks=(), buttons=((saved["Change an answer"],),))
    await ana.taps("Change an answer")
    assert "Saw a friend: yes" in await ana.taps("Back")


async def test_ticks_are_offered_after_the_answers_and_a_second_tap_takes_one_away(ana: Person) -> None:
    await ana.command("checkin short")
    await ana.taps("6")
    await ana.taps("7")
    await ana.taps("Add what was going on")
    await ana.taps("Weather")
    assert "[x] Weather" in ana.buttons
    await ana.taps("Stress")
    await ana.taps("[x] Weather")
    assert "Also: Stress" in await ana.taps("Done")


async def test_what_was_ticked_last_comes_first_and_is_one_tap_away_the_next_time(here: Company, ana: Person) -> None:
    for day, mark in enumerate(("Travel", "Stress")):
        here.clock.forward(days=day)
        await ana.command("checkin short")
        for tap in ("6", "7", "Add what was going on"):
            await ana.taps(tap)
        while mark not in ana.buttons:
            await ana.taps("More of them")
        await ana.taps(mark)
        await ana.taps("Done")
    here.clock.forward(days=1)
    await ana.command("checkin short")
    await ana.taps("6")
    await ana.taps("7")
    assert list(ana.buttons).index("Stress") < list(ana.buttons).index("Travel")
    assert "Also: Stress" in await ana.taps("Stress")
    await ana.taps("Add what was going on")
    assert list(ana.buttons)[:2] == ["[x] Stress", "Travel"]


async def test_a_word_of_ones_own_is_ticked_at_once_and_stands_only_once(ana: Person) -> None:
    await ana.command("checkin short")
    for tap in ("6", "7", "Add what was going on", "Something else"):
        await ana.taps(tap)
    assert "Also: Market day" in await ana.says("Market day")
    await ana.taps("Something else")
    await ana.says("market DAY")
    assert [label for label in ana.buttons if "arket" in label] == ["[x] Market day"]


async def test_all_on_one_page_is_one_submit_and_an_empty_field_is_a_skip(with_forms: Company) -> None:
    ana = await with_forms.member().agrees()
    await ana.command("checkin")
    await ana.taps("All on one page")
    assert ana.form is not None
    assert [type(field) for field in ana.form.fields] == [ChoiceField] * 5
    saved = await ana.fills(q0="6", q1="7", q2="", q3="3", q4="0")
    for line in ("Pain: 6 of 10", "Sleep last night: skipped", "Brain fog: 0 of 10"):
        assert line in saved


async def test_whoever_likes_one_page_gets_it_at_once_and_what_finds_no_place_is_asked_after_it(
    with_forms: Company,
) -> None:
    ana = await with_forms.member().agrees()
    await in_own_set(ana, "Pain", "Took a rest", "Hours of sleep", "Worry", "Brain fog", "Stiffness")
    await ana.taps("My own set")
    await ana.taps("All on one page")
    await ana.taps("Check in")
    assert ana.form is not None
    assert [type(field) for field in ana.form.fields] == [
        ChoiceField,
        ChoiceField,
        TextField,
        ChoiceField,
        ChoiceField,
    ]
    asked = await ana.fills(q0="6", q1="0", q2="8", q3="", q4="1")
    assert "Question 6 of 6" in asked
    saved = await ana.taps("2")
    for line in ("Pain: 6 of 10", "Took a rest: no", "Hours of sleep: 8", "Worry: skipped", "Stiffness: 2 of 10"):
        assert line in saved


async def test_without_such_pages_nobody_is_offered_one(ana: Person) -> None:
    await ana.command("checkin")
    assert "All on one page" not in ana.buttons
    await ana.taps("Other ways")
    await ana.taps("My check-in")
    assert "All on one page" not in ana.buttons


async def test_the_command_opens_one_page_for_whoever_likes_that(with_forms: Company) -> None:
    ana = await with_forms.member().agrees()
    await ana.command("checkin set")
    await ana.taps("All on one page")
    ana.form = None
    assert await ana.command("checkin") == ""
    assert ana.form is not None
    assert "Saved" in await ana.fills(q0="6", q1="7", q2="", q3="3", q4="0")


async def test_an_own_set_without_a_question_leads_to_where_questions_are_added(ana: Person) -> None:
    await ana.command("checkin own")
    assert "Add a question" in ana.buttons


async def test_an_earlier_day_can_be_asked_for_by_the_command(ana: Person) -> None:
    assert "Which day is it for?" in await ana.command("checkin day")
    assert "For Sunday 1 March" in await ana.taps("Sunday 1 March")
