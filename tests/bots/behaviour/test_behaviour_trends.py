"""What a member's check-ins add up to is told in words and drawn, on every platform, for that member alone."""

from datetime import timedelta

from tests.bots.behaviour.opening import everywhere
from tests.bots.behaviour.stage import Person, Stage

pytestmark = everywhere

PNG = b"\x89PNG\r\n"


async def checks_in_on_two_days(person: Person, stage: Stage) -> None:
    await person.agrees()
    for day, taps in enumerate((("6", "3"), ("8", "3"))):
        await stage.moves_to(stage.start + timedelta(days=day))
        await person.commands("checkin", kind="short")
        await person.taps_each(*taps)
        await person.sees("Saved.")


async def test_before_the_first_check_in_trends_are_kind_words_with_a_way_to_begin(ana: Person) -> None:
    await ana.agrees()
    await ana.commands("trends")
    shown = await ana.sees("Nothing is recorded in these days. That is all right.", button="Check in")
    assert "missed" not in shown.text
    assert list(await ana.hands.pictures()) == []


async def test_trends_are_words_first_and_then_a_picture(ana: Person, stage: Stage) -> None:
    await checks_in_on_two_days(ana, stage)
    await ana.commands("trends", period="7d")
    await ana.sees("The last 7 days", "Recorded on 2 of 7 days: pain 7 and tiredness 3 on average")
    await ana.sees(button="Patterns")
    assert [one.startswith(PNG) for one in await ana.hands.pictures()] == [True]


async def test_other_days_other_measures_and_patterns_are_a_tap_away(ana: Person, stage: Stage) -> None:
    await checks_in_on_two_days(ana, stage)
    await ana.commands("trends")
    await ana.taps("90 days")
    await ana.sees("Recorded on 2 of 90 days")
    await ana.taps("Choose one")
    await ana.taps("Tiredness")
    await ana.sees("Recorded on 2 of 90 days: tiredness 3 on average")
    await ana.taps("All numbers")
    await ana.sees("Pain: 7 on average (2 of 90 days)")
    await ana.taps("Back to the chart")
    await ana.sees(button="Patterns")
    await ana.taps("Patterns")
    await ana.sees("There are not enough days yet to look for patterns.")


async def test_trends_asked_for_in_the_group_are_seen_by_nobody_else(
    ana: Person, ben: Person, maya: Person, stage: Stage
) -> None:
    await checks_in_on_two_days(ana, stage)
    await ana.commands("trends", in_group=True)
    await ana.comes_in()
    await ana.sees("Recorded on 2 of 30 days: pain 7", alone=True)
    for other in (ben, maya):
        await other.cannot_see("Recorded on", "Line chart", "pain 7")
        assert list(await other.hands.pictures()) == []
