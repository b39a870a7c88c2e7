"""A member sets kind reminders in their own zone; they arrive at their minute, with their buttons."""

from datetime import UTC, datetime, timedelta

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

NINE_IN_LEEDS = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""The morning after the stage's first day; Leeds keeps UTC in winter."""


async def test_a_daily_reminder_asks_the_place_once_and_names_day_time_and_undo(ana: Person) -> None:
    await ana.commands("remind", what="stretch", when="every day at 9 am")
    await ana.sees("Which city or country are you in?", "I only keep the time zone.")
    await ana.says("Leeds")
    kept = await ana.sees("stretch", "I will remind you every day at 9:00 am.", "Next: Tuesday 3 March, 9:00 am.")
    assert "By the clock of London." in kept.text
    assert kept.buttons == ("Undo", "My reminders")
    await ana.commands("remind", what="drink some water", when="weekdays 4 pm")
    await ana.sees("drink some water", "I will remind you every weekday at 4:00 pm.")


async def test_it_arrives_at_its_minute_and_not_before(ana: Person, stage: Stage) -> None:
    await _is_reminded_daily_at_nine(ana)
    asked_so_far = await ana.count("When you are ready.")
    await stage.moves_to(NINE_IN_LEEDS - timedelta(minutes=1))
    assert await ana.count("When you are ready.") == asked_so_far == 0
    await stage.moves_to(NINE_IN_LEEDS)
    due = await ana.sees("stretch", "When you are ready.", button="Done")
    assert due.alone
    await stage.moves_to(NINE_IN_LEEDS + timedelta(days=1))
    assert await ana.count("When you are ready.") == 2


async def test_nine_stays_nine_when_the_clocks_change(ana: Person, stage: Stage) -> None:
    await _is_reminded_daily_at_nine(ana)
    sunday = datetime(2026, 3, 29, 8, 0, tzinfo=UTC)  # 9:00 in London, whose clocks went forward in the night
    await stage.moves_to(sunday - timedelta(minutes=1))
    before = await ana.count("When you are ready.")
    await stage.moves_to(sunday)
    assert await ana.count("When you are ready.") == before + 1


async def test_reminders_are_listed_and_deleted(ana: Person, stage: Stage) -> None:
    await _is_reminded_daily_at_nine(ana)
    await ana.commands("reminders")
    await ana.sees("1. stretch: every day at 9:00 am. Next: Tuesday 3 March, 9:00 am.")
    await ana.taps_each("1. stretch", "Delete", "My reminders")
    await ana.sees("You have no reminders yet.", button="New reminder")
    await stage.moves_to(NINE_IN_LEEDS)
    assert await ana.count("When you are ready.") == 0


async def test_undo_takes_it_away_and_a_second_undo_is_harmless(ana: Person, stage: Stage) -> None:
    await _is_reminded_daily_at_nine(ana)
    kept = await ana.sees(button="Undo")
    await ana.taps("Undo", on=kept)
    await ana.sees("Undone. I will not remind you of it.")
    await stage.moves_to(NINE_IN_LEEDS)
    assert await ana.count("When you are ready.") == 0


async def test_a_zone_far_away_is_meant_where_the_member_says_so(ana: Person, stage: Stage) -> None:
    await ana.commands("timezone", place="Auckland")
    await ana.sees("I will use the clock of Auckland.", "For you it is now Monday 2 March, 10:00 pm.")
    await ana.commands("remind", what="stretch", when="every day at 9 am")
    await ana.sees("Next: Tuesday 3 March, 9:00 am.")
    await stage.moves_to(datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    await ana.sees("stretch", "When you are ready.")


async def test_a_place_with_several_zones_is_asked_for_and_one_nobody_knows_too(ana: Person) -> None:
    await ana.commands("remind", what="stretch", when="every day at 9 am")
    await ana.says("Narnia")
    await ana.sees("I do not know that place. Is there a bigger city or a country near you?")
    await ana.says("Canada")
    asked = await ana.sees("Which one is right for you?")
    await ana.taps(asked.buttons[0])
    await ana.sees("I will remind you every day at 9:00 am.")


async def test_a_reminder_is_made_by_buttons_and_a_form(ana: Person) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind")
    await ana.sees("What shall I remind you of?")
    await ana.taps("My own words")
    await ana.fills(What="feed the cat", When="every day at 7 pm")
    await ana.sees("feed the cat", "I will remind you every day at 7:00 pm. Next: Monday 2 March, 7:00 pm.")


async def test_a_time_that_is_no_time_is_asked_for_again_and_no_word_is_lost(ana: Person) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", what="feed the cat", when="every day at 13:61")
    asked = await ana.sees("At what time?", button="Tomorrow morning")
    assert len(asked.buttons) >= 4
    await ana.says("every day at 2 pm")
    await ana.sees("feed the cat", "I will remind you every day at 2:00 pm.")


async def test_a_tapped_choice_settles_an_unclear_time(ana: Person) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", what="feed the cat", when="on 31 february")
    await ana.sees("Which date do you mean?")
    await ana.taps("Every day at 9 am")
    await ana.sees("feed the cat", "I will remind you every day at 9:00 am.")


async def test_a_reminder_in_plain_words_is_understood(ana: Person) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.says("remind me to stretch at 9pm")
    await ana.sees("stretch", "once, on Monday 2 March at 9:00 pm", button="Undo")


async def test_a_small_idea_can_become_a_daily_reminder(ana: Person, stage: Stage) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("selfcare")
    await ana.taps_each("Rest", "Ten minutes lying down", "Remind me daily at 2:00 pm")
    await ana.sees("Ten minutes lying down", "I will remind you every day at 2:00 pm.")
    await stage.moves_to(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    await ana.sees("Ten minutes lying down", "Ten quiet minutes is a fine start.", button="Done")


@everywhere
async def test_a_scheduled_check_in_prompt_arrives_with_its_buttons_and_works(ana: Person, stage: Stage) -> None:
    """Journey 2, as far as it is built: the prompt at nine, and the short way for a low day."""
    await ana.agrees()
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind")
    await ana.taps_each("Daily check-in", "Every day at 9:00 am")
    await ana.sees("Daily check-in", "I will remind you every day at 9:00 am. Next: Tuesday 3 March, 9:00 am.")
    before = len(await ana.screen())
    await stage.moves_to(NINE_IN_LEEDS)
    prompt = await ana.newest()
    assert len(await ana.screen()) == before + 1
    assert prompt.buttons == ("Check in", "Just two questions", "Flare day")
    await ana.taps("Just two questions")
    await ana.taps_each("7", "8")
    await ana.sees("Saved.", "Pain: 7 of 10", "Tiredness: 8 of 10")


async def _is_reminded_daily_at_nine(ana: Person) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", what="stretch", when="every day at 9 am")
    await ana.sees("stretch", "I will remind you every day at 9:00 am.")
