"""A member looks at a reminder and changes it, lets it rest, keeps quiet hours and travels, on every platform."""

from datetime import UTC, datetime

from tests.bots.behaviour.stage import Person, Stage

NINE_IN_LEEDS = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


async def test_a_reminder_gets_new_words_and_a_new_time_and_both_are_undone(ana: Person, stage: Stage) -> None:
    await _stretches_daily_at_nine(ana)
    await _opens_the_page(ana)
    await ana.taps("Change the words")
    await ana.fills(What="stretch both arms")
    await ana.sees("stretch both arms", "I will remind you every day at 9:00 am.", button="Undo")
    await _opens_the_page(ana)
    await ana.taps_each("Change the time", "Every day at 6:00 pm")
    changed = await ana.sees("I will remind you every day at 6:00 pm. Next: Monday 2 March, 6:00 pm.")
    await ana.taps("Undo", on=changed)
    await ana.sees("stretch both arms", "Next: Tuesday 3 March, 9:00 am.", button="My reminders")
    await stage.moves_to(NINE_IN_LEEDS)
    await ana.sees("stretch both arms", "When you are ready.")


async def test_a_reminder_rests_for_a_while_and_goes_on(ana: Person, stage: Stage) -> None:
    await _stretches_daily_at_nine(ana)
    await _opens_the_page(ana)
    await ana.taps_each("Pause", "1 day")
    await ana.sees("It rests until Tuesday 3 March,", "Then it goes on by itself.", button="Undo")
    await ana.taps("Undo")
    await ana.sees("All right, I go on reminding you.")
    await _opens_the_page(ana)
    await ana.taps_each("Pause", "Until a date")
    await ana.fills(Until_which_day="Wednesday")
    await ana.sees("It rests until Wednesday 4 March.")
    await stage.moves_to(NINE_IN_LEEDS)
    assert await ana.count("When you are ready.") == 0
    await stage.moves_to(datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    assert await ana.count("When you are ready.") == 1


async def test_a_deleted_reminder_is_brought_back_by_undo(ana: Person, stage: Stage) -> None:
    await _stretches_daily_at_nine(ana)
    await _opens_the_page(ana)
    await ana.taps("Delete")
    await ana.sees("Deleted.", "Undo brings it back.")
    await ana.taps("Undo")
    await ana.sees("I will remind you every day at 9:00 am.")
    await stage.moves_to(NINE_IN_LEEDS)
    await ana.sees("stretch", "When you are ready.")


async def test_quiet_hours_hold_a_reminder_until_they_end(ana: Person, stage: Stage) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("quiet")
    await ana.sees("I stay quiet from 10:00 pm to 7:30 am.")
    await ana.taps("Other times")
    await ana.fills(From_when="9pm to 8")
    await ana.sees("Your quiet hours are 9:00 pm to 8:00 am.", button="Undo")
    await ana.commands("remind", what="check the door", when="every day at 11 pm")
    await ana.sees("Monday 2 March, 11:00 pm lies in your quiet hours.", button="Send it all the same")
    await stage.moves_to(datetime(2026, 3, 2, 23, 0, tzinfo=UTC))
    assert await ana.count("When you are ready.") == 0
    await stage.moves_to(datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    await ana.sees("check the door", "When you are ready.")


async def test_a_traveller_is_asked_once_and_reminders_follow(ana: Person, stage: Stage) -> None:
    await _stretches_daily_at_nine(ana)
    await ana.commands("timezone", place="Sydney")
    await ana.sees("One of your reminders goes by the clock of London.", button="Keep home time (London)")
    await ana.taps("Follow Sydney time")
    await ana.sees("They go by the clock of Sydney from now on,")
    await stage.moves_to(datetime(2026, 3, 2, 22, 0, tzinfo=UTC))
    await ana.sees("stretch", "When you are ready.")


async def test_who_tells_the_time_instead_of_the_place_is_offered_places(ana: Person) -> None:
    await ana.commands("remind", what="stretch", when="every day at 9 am")
    await ana.taps_each("Tell my time instead", "4:00 am")
    asked = await ana.sees("Which one is right for you?")
    await ana.taps(next(label for label in asked.buttons if label.startswith("New York")))
    await ana.sees("I will remind you every day at 9:00 am.", "By the clock of New York.")


async def test_a_reminder_made_in_the_group_is_confirmed_in_private(ana: Person, ben: Person) -> None:
    await ana.commands("timezone", place="Leeds")
    await ana.commands("remind", in_group=True, what="feed the cat", when="every day at 7 pm")
    await ana.comes_in()
    await ana.sees("feed the cat", "Next: Monday 2 March, 7:00 pm.", in_group=False, alone=True)
    await ben.cannot_see("feed the cat")


async def _stretches_daily_at_nine(person: Person) -> None:
    await person.commands("timezone", place="Leeds")
    await person.commands("remind", what="stretch", when="every day at 9 am")
    await person.sees("stretch", "I will remind you every day at 9:00 am.")


async def _opens_the_page(person: Person) -> None:
    await person.commands("reminders")
    page = await person.sees("Your reminders")
    await person.taps(next(label for label in page.buttons if label.startswith("1. ")))
    await person.sees("I remind you ", button="Pause")
