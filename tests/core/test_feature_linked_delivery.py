"""One person with two apps: where what is theirs comes, and what happens when one app cannot be reached."""

from pathlib import Path

import pytest

from core.errors import Unreachable
from core.knowledge import Knowledge
from core.model.identity import Platform
from tests.core.company import Company, company
from tests.core.two_platforms import (
    TwoPlatforms,
    are_joined,
    two_platforms,
)
from tests.fakes import MovableClock

STRETCH = "remind stretch every day at 9am"


@pytest.fixture
def both(here: Company) -> TwoPlatforms:
    return two_platforms(here)


async def test_reminders_come_where_they_are_wanted_and_home_again(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    ana, there = await are_joined(both)
    await both.due()
    await there.command("link")
    await there.taps("Where reminders come")
    assert "They come to Discord now" in await there.taps("Discord")
    both.here.clock.forward(days=1)
    assert await came(both) == (False, True)
    await there.command("link")
    await there.taps("Where reminders come")
    await there.taps("Where I set them")
    both.here.clock.forward(days=1)
    assert await came(both) == (True, False)


async def test_each_reminder_can_come_to_the_app_of_its_own(both: TwoPlatforms) -> None:
    ana = both.ana()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    await ana.command("remind eat something every day at 9am")
    ana, _ = await are_joined(both)
    await both.due()
    await ana.command("reminders")
    await ana.taps("1.")
    assert "It comes to you on Discord." in await ana.taps("Send it to Discord")
    both.here.clock.forward(days=1)
    here, elsewhere = await both.due()
    assert [("stretch" in text, "eat" in text) for text in elsewhere] == [(True, False)]
    assert [("stretch" in text, "eat" in text) for text in here] == [(False, True)]
    assert "It comes to you on Telegram." in await ana.taps("Send it to Telegram")
    both.here.clock.forward(days=1)
    here, elsewhere = await both.due()
    assert ("stretch" in here[0], "eat" in here[0], elsewhere) == (True, True, [])


async def test_whoever_has_one_app_is_not_asked_where(here: Company) -> None:
    ana = here.member()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    await ana.command("reminders")
    assert "It comes to you" not in await ana.taps("1.")


async def test_what_one_account_cannot_get_comes_to_the_other_once_and_says_so(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    await ana.command("remind eat something every day at 9am")
    ana, there = await are_joined(both)
    await both.due()
    both.here.transport.fails(*[Unreachable("blocked")] * 9, conversation="ana")
    both.here.clock.forward(days=1)
    here, elsewhere = await both.due()
    assert here == []
    assert len(elsewhere) == 1, "the message that could not go is sent once"
    assert "I could not reach you on Telegram" in elsewhere[0]
    assert "stretch" in elsewhere[0]
    both.here.clock.forward(days=1)
    here, elsewhere = await both.due()
    assert (len(elsewhere), "I could not reach you" in elsewhere[0]) == (1, False)
    assert len(both.here.transport.tried) - len(both.here.transport.sent) == 1, "one call in vain"
    shown_there = await there.command("link")
    assert "I cannot write to you on Telegram now" in shown_there
    assert "Reminders set on Telegram that come elsewhere: 2" in shown_there


async def test_words_about_health_do_not_follow_to_an_app_that_keeps_nothing_of_it(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    closed = frozenset({Platform.DISCORD})
    async with company(knowledge, tmp_path, clock, reminders_only=closed) as here:
        both = two_platforms(here)
        ana = await both.ana().agrees()
        await ana.command("timezone Leeds")
        await ana.command("questions Why do my hands hurt?")
        await ana.command("appointment Wednesday 10am")
        await ana.command("remind stretch every day at 6pm")
        await are_joined(both)
        await both.due()
        here.transport.fails(*[Unreachable("blocked")] * 9, conversation="ana")
        clock.forward(days=1, hours=9)
        came_here, came_there = await both.due()
        assert came_here == []
        assert [("stretch" in text, "hands hurt" in text) for text in came_there] == [(True, False)]


async def test_blocking_one_app_moves_all_of_it_and_forgets_nobody(both: TwoPlatforms) -> None:
    ana, there = both.ana(), both.ana_there()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    ana, there = await are_joined(both)
    await both.due()
    await ana.blocks()
    _, elsewhere = await both.due()
    assert len(elsewhere) == 1
    assert "I could not reach you on Telegram" in elsewhere[0]
    both.here.clock.forward(days=1)
    assert await came(both) == (False, True)
    both.here.clock.forward(days=40)
    await both.here.bot.tidy()
    assert "stretch" in await there.command("reminders"), "they are still here with the other account"


async def test_back_again_nothing_moves_by_itself(both: TwoPlatforms) -> None:
    ana = both.ana()
    await ana.command("timezone Leeds")
    await ana.command(STRETCH)
    ana, _ = await are_joined(both)
    await ana.blocks()
    await ana.blocks(reachable=True)
    both.here.clock.forward(days=1)
    assert await came(both) == (False, True)
    assert "come elsewhere: 1" in await ana.command("link")


async def came(both: TwoPlatforms) -> tuple[bool, bool]:
    """Whether the reminder came here, and there."""
    here, there = await both.due()
    return "stretch" in " ".join(here), "stretch" in " ".join(there)
