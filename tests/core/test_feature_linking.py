"""/link as two phones of one person see it: the code, the preview, the joining, and being two again."""

import pytest

from core.dispatch.codes import LENGTH, LETTERS, new_code, read_code, shown
from tests.core.company import Company
from tests.core.two_platforms import (
    TwoPlatforms,
    agrees_to_link,
    are_joined,
    code_in,
    makes_code,
    two_platforms,
)

STRETCH = "remind stretch every day at 9am"


@pytest.fixture
def both(here: Company) -> TwoPlatforms:
    return two_platforms(here)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    assert (len(code), set(code) - set(LETTERS)) == (LENGTH, set())
    for typed in (shown(code), code.lower(), f" {code[:4]} {code[4:]} "):
        assert read_code(typed) == code
    assert not set(LETTERS) & set("0O1IL2Z5S8BUV")


async def test_nothing_is_made_before_a_yes(both: TwoPlatforms) -> None:
    ana = both.ana()
    assert "I need your yes first" in await ana.command("link")
    assert "Make a code here" not in ana.buttons
    assert "Make a code here" in (await agrees_to_link(ana), *ana.buttons)


async def test_the_preview_counts_both_sides_and_joins_nothing_yet(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    await there.command("timezone Tokyo")
    await there.command(STRETCH)
    await there.command("remind rest every day at noon")
    code = await makes_code(ana)
    shown_there = await there.command(f"link {code}")
    assert "I need your yes first" in shown_there
    shown_there = await agrees_to_link(there)
    assert "Reminders: 2 on Discord, 1 on Telegram" in shown_there
    assert "Which shall I keep?" in shown_there
    assert {"Yes, keep the clock of Telegram", "Yes, keep the clock of Discord", "No, leave them"} <= set(there.buttons)
    await there.taps("No")
    assert "stretch" in await ana.command("reminders")
    assert "rest" not in await ana.command("reminders")
    assert "I do not know this code" in await there.command(f"link {code}")


async def test_joined_each_phone_shows_the_same(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    await ana.agrees()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    await there.command("timezone Leeds")
    await there.command("remind rest every day at noon")
    ana, there = await are_joined(both)
    for person in (ana, there):
        listed = await person.command("reminders")
        assert "stretch" in listed
        assert "rest" in listed
    assert "Your accounts: 2" in await there.command("mydata")
    came, _ = await both.due()
    assert any("Was that not you?" in text for text in came), "the one who made the code is told"
    both.here.clock.forward(days=1)
    assert ["stretch" in " ".join(texts) for texts in await both.due()] == [True, False]


async def test_a_reminder_that_is_in_both_is_shown_as_such_and_kept(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    for person in (ana, there):
        await person.command("timezone Leeds")
        await person.command(STRETCH)
    code = await makes_code(ana)
    await agrees_to_link(there)
    assert "Reminders that are in both: 1" in await there.command(f"link {code}")
    await there.taps("Yes, join them")
    assert (await ana.command("reminders")).count("stretch") == 2


async def test_a_code_ends_after_ten_minutes_and_with_the_next_one(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    first = await makes_code(ana)
    await ana.command("link")
    second = code_in(await ana.taps("Make a code"))
    await agrees_to_link(there)
    assert "I do not know this code" in await there.command(f"link {first}")
    both.here.clock.forward(minutes=10)
    assert "I do not know this code" in await there.command(f"link {second}")


async def test_a_code_belongs_to_the_first_who_types_it(both: TwoPlatforms) -> None:
    code = await makes_code(both.ana())
    there, stranger = both.ana_there(), both.ana_there("888")
    for person in (there, stranger):
        await agrees_to_link(person)
    assert "join them?" in await there.command(f"link {code}")
    assert "I do not know this code" in await stranger.command(f"link {code}")
    await there.taps("Yes, join them")
    assert "I do not know this code" in await stranger.command(f"link {code}"), "it works once"


async def test_after_five_wrong_codes_it_kindly_asks_to_rest_for_an_hour(both: TwoPlatforms) -> None:
    code = await makes_code(both.ana())
    there = both.ana_there()
    await agrees_to_link(there)
    for _ in range(5):
        assert "I do not know this code" in await there.command("link AAAA-AAAA")
    assert "Please rest a little" in await there.command(f"link {code}")
    both.here.clock.forward(hours=1)
    await both.ana().command("link")
    ana = both.ana()
    await ana.command("link")
    code = code_in(await ana.taps("Make a code"))
    assert "join them?" in await there.command(f"link {code}")


async def test_a_code_can_be_typed_into_a_form(both: TwoPlatforms) -> None:
    code = await makes_code(both.ana())
    there = both.ana_there()
    await agrees_to_link(there)
    await there.taps("I have a code")
    assert "join them?" in await there.fills(code=code.lower())


async def test_a_code_of_the_same_app_joins_nothing(both: TwoPlatforms) -> None:
    code = await makes_code(both.ana())
    other = both.here.member("ben")
    await agrees_to_link(other)
    assert "Type it in the other one" in await other.command(f"link {code}")


async def test_a_yes_of_an_old_preview_joins_nothing(both: TwoPlatforms) -> None:
    code = await makes_code(both.ana())
    there = both.ana_there()
    await agrees_to_link(there)
    await there.command(f"link {code}")
    both.here.clock.forward(minutes=11)
    assert "This code is over" in await there.taps("Yes")
    assert "Your accounts: 1" in await there.command("mydata")


async def test_who_took_the_yes_back_meanwhile_is_not_joined(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    code = await makes_code(ana)
    await agrees_to_link(there)
    await there.command(f"link {code}")
    await ana.gives("privacy", do="consent off")
    assert "This code is over" in await there.taps("Yes")


async def test_separated_within_seven_days_each_has_its_own_again(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    await there.command("timezone Leeds")
    await there.command("remind rest every day at noon")
    ana, there = await are_joined(both)
    await there.command("remind breathe every day at 3pm")
    both.here.clock.forward(days=2)
    assert "Until Monday 9 March" in await there.command("link")
    assert "gets its own things back" in await there.taps("Separate them again")
    await there.taps("Yes, separate them")
    mine, theirs = await ana.command("reminders"), await there.command("reminders")
    assert ["stretch" in mine, "rest" in mine, "breathe" in mine] == [True, False, False]
    assert ["stretch" in theirs, "rest" in theirs, "breathe" in theirs] == [False, True, True]
    assert "I need your yes first" in await ana.command("link"), "the yes to joining ended with it"


async def test_later_the_other_account_begins_empty_and_this_is_said_before(both: TwoPlatforms) -> None:
    ana, there = await are_joined(both)
    await there.command("timezone Leeds")
    await there.command(STRETCH)
    both.here.clock.forward(days=8)
    await both.here.bot.tidy()
    await ana.command("link")
    assert "Your account on Discord begins empty" in await ana.taps("Separate them again")
    await ana.taps("Yes, separate them")
    assert "stretch" in await ana.command("reminders")
    assert "stretch" not in await there.command("reminders")


async def test_taking_the_yes_back_under_privacy_separates_them(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    await there.command("timezone Leeds")
    await there.command(STRETCH)
    ana, there = await are_joined(both)
    await ana.gives("privacy", do="consent off")
    assert "stretch" not in await ana.command("reminders")
    assert "stretch" in await there.command("reminders")


async def test_forgetting_forgets_both_accounts(both: TwoPlatforms) -> None:
    ana, there = await are_joined(both)
    await there.command("timezone Leeds")
    assert "Your accounts: 2" in await ana.command("forget")
    await ana.taps("Forget everything")
    await ana.taps("Yes, forget everything")
    assert "I have nothing about you" in await there.command("mydata")


async def test_in_a_group_nothing_of_it_is_shown(both: TwoPlatforms) -> None:
    await are_joined(both)
    in_group = both.here.moderator("ana")
    said = await in_group.command("link")
    assert "private chat" in said
    assert "Discord" not in said
