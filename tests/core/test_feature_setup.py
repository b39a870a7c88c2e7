"""A moderator sets a group up by taps, chooses rooms, and finds all of it on one panel."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import PlaceGone
from tests.core.company import Company, Person
from tests.core.group_days import TEN, mo_reads, sets_up
from tests.core.two_platforms import TwoPlatforms, two_platforms
from tests.stage import GROUP, private_with


@pytest.fixture
def both(here: Company) -> TwoPlatforms:
    return two_platforms(here)


@pytest.fixture
def mo(here: Company) -> Person:
    return here.moderator()


async def test_a_group_is_set_up_in_five_taps(both: TwoPlatforms, mo: Person) -> None:
    assert "Whose clock shall this group go by?" in await mo.command("group setup")
    assert "Step 2 of 4" in await mo.taps("London")
    assert "Step 3 of 4" in await mo.taps("10:00 am")
    assert "Self-care idea" in await mo.taps("6:00 pm")
    panel = await mo.taps("Not this one")
    assert "All set." in panel
    assert "Short read: every day at 10:00 am." in panel
    assert "Check-in invitation: every day at 6:00 pm." in panel
    assert "Self-care" not in panel
    both.here.clock.move_to(TEN)
    came, _ = await both.due()
    assert len(came) == 1


async def test_whoever_sets_a_group_up_hears_of_news_unless_somebody_does_already(
    both: TwoPlatforms, mo: Person
) -> None:
    steps = ["London", "10:00 am", "6:00 pm", "Not this one"]
    again = ["Keep it as it is", "Keep it as it is", "Not this one"]
    for moderator, taps, hears in ((mo, steps, True), (both.here.moderator("max"), again, False)):
        await moderator.command("group setup")
        said = [await moderator.taps(label) for label in taps]
        assert ("I tell you in private" in said[-1]) is hears
        await moderator.command("group desk")
        assert ("Tell me" not in moderator.buttons) is hears


async def test_a_setup_that_was_left_goes_on_where_it_was(mo: Person) -> None:
    await mo.command("group setup")
    await mo.taps("London")
    await mo.taps("10:00 am")
    assert "Step 3 of 4" in await mo.command("group setup")
    await mo.command("group panel")
    assert "Step 3 of 4" in await mo.taps("Go on with the setup")


async def test_a_setup_gone_through_again_keeps_changes_or_stops_each_post(mo: Person) -> None:
    await sets_up(mo)
    assert "Now it comes every day at 10:00 am." in await mo.command("group setup")
    await mo.taps("Keep it as it is")
    await mo.taps("Stop it")
    panel = await mo.taps("8:00 am")
    assert "Short read: every day at 10:00 am." in panel
    assert "Self-care idea: every day at 8:00 am." in panel
    assert "Check-in" not in panel


async def test_posts_keep_their_time_by_another_clock(both: TwoPlatforms, mo: Person) -> None:
    await sets_up(mo)
    await mo.taps("Set up step by step")
    assert "Now it goes by the clock of London." in mo_reads(mo)
    await mo.taps("Berlin")
    both.here.clock.move_to(TEN + timedelta(hours=23))
    came, _ = await both.due()
    assert len(came) == 1, "ten in Berlin is nine in London"


async def test_any_place_can_be_typed(mo: Person) -> None:
    await mo.command("group setup")
    mo.place = private_with("mo")
    await mo.taps("Another place")
    assert "I do not know that place." in await mo.says("Qqqqqq")
    await mo.taps("Another place")
    assert "By the clock of Sydney." in await mo.says("Sydney")


async def test_in_a_topic_the_setup_sends_posts_to_that_topic(both: TwoPlatforms, mo: Person) -> None:
    mo.place = replace(GROUP, thread="7")
    await sets_up(mo)
    both.here.clock.move_to(TEN)
    await both.due()
    assert [one.address.thread for one in both.here.transport.sent] == ["7"]


async def test_check_ins_come_to_one_topic_and_all_else_to_another(both: TwoPlatforms, mo: Person) -> None:
    await sets_up(mo)
    mo.place = replace(GROUP, thread="7")
    assert "All posts of this chat come here now." in await mo.command("group place")
    mo.place = replace(GROUP, thread="8")
    assert "this one comes here now: Check-in invitation" in await mo.command("group place checkin")
    assert "not set up yet: Self-care idea" in await mo.command("group place selfcare")
    both.here.clock.move_to(TEN)
    await both.due()
    both.here.clock.move_to(TEN + timedelta(hours=8))
    await both.due()
    assert [one.address.thread for one in both.here.transport.sent] == ["7", "8"]


async def test_the_last_chat_that_takes_posts_keeps_them(mo: Person) -> None:
    await sets_up(mo)
    await mo.taps("Its chats")
    await mo.taps("Chat 1, Telegram (here)")
    assert not {"No posts here", "Take it out of the group"} & set(mo.buttons)


async def test_the_panel_leads_to_all_that_moderators_do(mo: Person) -> None:
    led = []
    for label in ("Posts", "Library", "Record", "All moderators", "Who hears", "What did not"):
        await mo.command("group")
        led.append((await mo.taps(label)).splitlines()[0])
    assert len(set(led)) == 6
    assert not [line for line in led if line == "This group"]
    assert led[0] == "This group's daily posts"


async def test_what_did_not_arrive_is_told_on_the_panel(both: TwoPlatforms, mo: Person) -> None:
    await sets_up(mo)
    assert "did not arrive" not in await mo.command("group panel")
    both.here.transport.fails(PlaceGone("no such topic"))
    both.here.clock.move_to(TEN)
    await both.due()
    assert "Something did not arrive." in await mo.command("group panel")
