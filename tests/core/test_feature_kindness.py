"""What the library, the first words and the helplines say to people, and what is heard behind a command."""

import pytest

from core.knowledge import Knowledge
from tests.core.company import Company, Person


@pytest.fixture
def ana(here: Company) -> Person:
    return here.member()


@pytest.mark.parametrize("line", ["learn i want to die", "remind i want to kill myself", "checkin i want to die"])
async def test_a_crisis_is_heard_behind_a_command_too(ana: Person, line: str) -> None:
    assert (await ana.command(line)).startswith("I am glad you said it.")


async def test_a_heavy_word_inside_a_reminder_does_not_stop_the_reminder(ana: Person) -> None:
    await ana.command("timezone Leeds")
    assert "I will remind you" in await ana.command("remind when i feel hopeless call Jo every day at 9am")


async def test_learn_with_words_that_nobody_knows_is_never_silent(ana: Person) -> None:
    assert await ana.command("learn qqq zzz") != ""
    assert "What would you like to read about?" in await ana.command("learn i feel hopeless")


async def test_a_question_about_a_dose_says_who_can_advise_and_what_to_do_now(ana: Person) -> None:
    said = await ana.says("can i take 2 more tramadol")
    assert "pharmacist" in said
    assert "These pages may help you ask:" in said
    assert await ana.taps("Get ready for a visit")


async def test_a_refusal_without_pages_promises_none(ana: Person) -> None:
    said = await ana.says("should i stop my methotrexate")
    assert ("These pages" in said) == (len(ana.seen.buttons) > 1)


async def test_what_nobody_knows_offers_a_person_beside_the_library(ana: Person) -> None:
    await ana.says("zxcv qwer tyui")
    assert set(ana.buttons) == {"All topics", "Talk to a person"}


async def test_the_lines_of_a_country_read_as_a_sentence_with_hours_and_every_way(ana: Person) -> None:
    await ana.says("i want to die")
    said = await ana.taps("United Kingdom")
    assert "Samaritans: call 116 123, email jo@samaritans.org (day and night, free)." in said
    assert "In danger now? Emergency number (United Kingdom): 999" in said


async def test_the_first_screen_is_short_and_says_no_more_than_is_true(ana: Person) -> None:
    said = await ana.command("start")
    assert len(said.split()) <= 60
    assert "Moderators never see them." in said


async def test_every_country_that_we_know_can_be_reached_by_taps(ana: Person, knowledge: Knowledge) -> None:
    await ana.says("i want to die")
    await ana.taps("Another country")
    found = set(ana.buttons)
    while "More countries" in ana.buttons:
        await ana.taps("More countries")
        found |= set(ana.buttons)
    assert found >= {country.name for country in knowledge.content.helplines.countries.values()}


async def test_not_what_i_meant_gets_no_lecture_and_the_lines_stay(ana: Person) -> None:
    await ana.says("i want to die")
    lines = set(ana.buttons) - {"Not what I meant"}
    assert (await ana.taps("Not what I meant")).startswith("All right, and thank you for telling me.")
    assert set(ana.buttons) == lines
