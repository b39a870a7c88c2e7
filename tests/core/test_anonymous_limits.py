"""Limits and blocks of writers whom nobody knows."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.features.anonymous.writing import MOST_ASKED_ABOUT
from core.knowledge import Knowledge
from core.model.anonymous import AnonymousKind
from core.model.identity import Address, Platform, Role
from core.model.inbound import BotRemoved, Origin
from tests.core.company import Company, Person, company
from tests.core.group_on_both import chat_joins
from tests.core.test_feature_anonymous import QUESTION, asks, in_the_group, ripens, sees_the_queue, takes_both
from tests.fakes import MovableClock


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, forms=False) as opened:
        yield opened


@pytest.fixture
async def mo(here: Company) -> Person:
    """A moderator of a group that takes both kinds."""
    return await takes_both(here)


async def test_a_blocked_writer_stays_unknown_and_a_block_can_end(here: Company, mo: Person) -> None:
    ana, ben = in_the_group(here), in_the_group(here, "ben")
    await asks(ana, "Something unkind.")
    await ripens(here)
    await sees_the_queue(mo)
    assert "can write nothing more here" in await mo.taps("Decline, and block")
    assert "takes nothing more from you" in await ana.command("ask group")
    assert "takes nothing more from you" in await ana.command("ask moderators")
    assert "Type it as your next message" in await ben.command("ask group")
    await mo.command("group anonymous")
    assert "All blocks are over." in await mo.taps("End all blocks")
    assert "Type it as your next message" in await ana.command("ask group")


async def test_a_block_ends_with_the_secret_after_seven_days(here: Company, mo: Person) -> None:
    ana = in_the_group(here)
    await asks(ana)
    await ripens(here)
    await sees_the_queue(mo)
    await mo.taps("Decline, and block")
    here.clock.move_to(here.clock.now() + timedelta(days=7))
    assert "Type it as your next message" in await ana.command("ask group")


@pytest.mark.usefixtures("mo")
async def test_after_three_on_one_day_there_is_room_again_tomorrow(here: Company) -> None:
    ana = in_the_group(here)
    for number in range(3):
        await asks(ana, f"Question {number}?")
    assert "You have sent 3" in await ana.command("ask group")
    here.clock.move_to(here.clock.now() + timedelta(days=1))
    assert "Type it as your next message" in await ana.command("ask group")


async def test_after_a_restart_nobody_is_blocked_and_nothing_earlier_can_be(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as first:
        mo, ana = await takes_both(first), in_the_group(first)
        await asks(ana, "Something unkind.")
        await asks(ana)
        await ripens(first)
        await sees_the_queue(mo)
        await mo.taps("Decline, and block")
    async with company(knowledge, tmp_path, clock) as second:
        second.count_events_from(100)
        ana, mo = in_the_group(second), second.moderator()
        assert "Type it as your next message" in await ana.command("ask group")
        said = await sees_the_queue(mo)
        assert QUESTION in said or "Something unkind." in said
        assert "cannot be blocked" in said
        assert "Decline, and block" not in mo.buttons


async def test_what_was_handed_in_is_seen_although_the_first_chat_is_lost(here: Company, mo: Person) -> None:
    """The chat joined after it was turned on."""
    room = Address(platform=Platform.TELEGRAM, conversation="-200")
    await chat_joins(here, room)
    await ripens(here)
    gone = Origin(event_id=here.next_event(), account=mo.account, address=mo.place, at=here.clock.now(), anonymous=True)
    await here.bot.handle(BotRemoved(origin=gone), here.transport)
    ana, zoe = in_the_group(here), Person(here, "zoe", room, Role.MODERATOR)
    here.transport.roles["ana", room.conversation] = Role.MEMBER
    await asks(ana)
    await ripens(here)
    assert QUESTION in await sees_the_queue(zoe)


@pytest.mark.usefixtures("mo")
async def test_the_platform_is_not_asked_about_hundreds_of_groups(here: Company) -> None:
    ana = in_the_group(here)
    async with here.bot.open_unit() as uow:
        for number in range(MOST_ASKED_ABOUT):
            chat = Address(platform=Platform.TELEGRAM, conversation=f"-9{number}")
            group = await uow.groups.founded(chat, now=here.clock.now())
            await uow.anonymous.turn(group.id, AnonymousKind.QUESTION, on=True)
        await uow.commit()
    assert "I cannot tell which group you mean." in await ana.command("ask group")
    assert "Type it as your next message" in await ana.command("ask moderators"), "one group alone takes these"
