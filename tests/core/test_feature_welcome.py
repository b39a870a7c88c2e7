"""A group greets people who are new in it, if its moderators want that: as conversations, and as rows."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.features.welcome.greeting import APART, WAIT
from core.features.welcome.pages import LONGEST_RULES
from core.knowledge import Knowledge
from core.model.identity import Platform
from core.model.inbound import MemberJoined
from core.model.message import DoorButton
from core.storage import Storage
from core.upkeep import tidy
from tests.core.company import Company, Person, company
from tests.core.storage_people import account, group_comes
from tests.core.storage_values import NOW, OTHER_ROOM, ROOM
from tests.fakes import MovableClock
from tests.stage import GROUP

HELLO = "Welcome to everyone who is new here."
MINUTE = timedelta(minutes=1)
RULES = "Be kind.\n\nWhat is said here stays here."


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    async with company(knowledge, tmp_path, clock, forms=True) as opened:
        yield opened


@pytest.fixture
async def mo(here: Company) -> Person:
    person = here.moderator()
    await person.command("group welcome")
    return person


async def joins(here: Company, *names: str) -> None:
    for name in names:
        await here.member(name).happens(MemberJoined)


async def after(here: Company, wait: timedelta) -> list[str]:
    here.clock.move_to(here.clock.now() + wait)
    return await here.due()


async def test_nobody_is_greeted_before_a_moderator_wants_it(here: Company, mo: Person) -> None:
    assert "It is off." in await mo.command("group welcome")
    await joins(here, "ana")
    assert await after(here, 2 * APART) == []


async def test_somebody_new_is_greeted_once_two_minutes_later_in_public_and_without_a_name(
    here: Company, mo: Person
) -> None:
    assert "It is on." in await mo.taps("Turn it on")
    await joins(here, "ana")
    assert await after(here, WAIT - MINUTE) == []
    (said,) = await after(here, MINUTE)
    assert said.startswith(HELLO)
    assert "You can read along, or say hello." in said
    assert "ana" not in said.lower()
    sent = here.transport.sent[-1]
    assert sent.address == GROUP
    ((button,),) = sent.message.buttons
    assert isinstance(button, DoorButton)


async def test_whoever_leaves_and_comes_back_is_not_greeted_again(here: Company, mo: Person) -> None:
    await mo.taps("Turn it on")
    await joins(here, "ana")
    assert len(await after(here, WAIT)) == 1
    await joins(here, "ana")
    assert await after(here, 2 * APART) == []


async def test_a_burst_is_one_greeting_and_what_comes_after_it_waits_for_the_hour(here: Company, mo: Person) -> None:
    await mo.taps("Turn it on")
    await joins(here, *(f"person{number}" for number in range(30)))
    assert len(await after(here, WAIT)) == 1
    await joins(here, "late")
    await joins(here, "later")
    assert await after(here, APART - MINUTE) == []
    assert len(await after(here, MINUTE)) == 1
    await joins(here, "next day")
    assert await after(here, 24 * APART) == [], "what is a day late is not sent"


async def test_after_a_quiet_hour_somebody_new_waits_two_minutes_only(here: Company, mo: Person) -> None:
    await mo.taps("Turn it on")
    await joins(here, "ana")
    await after(here, WAIT)
    await after(here, 3 * APART)
    await joins(here, "ben")
    assert len(await after(here, WAIT)) == 1


async def test_moderators_write_their_own_words_and_can_go_back(here: Company, mo: Person) -> None:
    await mo.taps("Turn it on")
    await mo.taps("Write your own words")
    shown = await mo.fills(rules=RULES)
    assert "It says, in your own words:\nBe kind.\nWhat is said here stays here." in shown
    await joins(here, "ana")
    (said,) = await after(here, WAIT)
    assert "Be kind.\nWhat is said here stays here." in said
    assert "You can read along" not in said
    await mo.taps("Change the words")
    assert mo.form is not None
    assert mo.form.fields[0].value == RULES.strip()  # type: ignore[union-attr]
    assert "You can read along" in await mo.taps("Use the built-in words")


async def test_rules_that_speak_of_dark_thoughts_are_kept_like_any_others(mo: Person) -> None:
    await mo.taps("Write your own words")
    assert "in your own words" in await mo.fills(rules="Thoughts of suicide? I want to die? Call a line, we care.")


async def test_words_that_are_too_long_are_given_back(mo: Person) -> None:
    await mo.taps("Write your own words")
    assert str(LONGEST_RULES) in await mo.fills(rules="x" * (LONGEST_RULES + 1))


async def test_turned_off_before_it_came_it_does_not_come(here: Company, mo: Person) -> None:
    await mo.taps("Turn it on")
    await joins(here, "ana")
    assert "It is off." in await mo.taps("Turn it off")
    assert await after(here, WAIT) == []


async def test_members_can_neither_open_the_panel_nor_press_its_buttons(here: Company, mo: Person) -> None:
    ana = here.member()
    ana.place = mo.place
    assert "Only this group's moderators" in await ana.command("group welcome")
    ana.seen = mo.seen
    assert "Only this group's moderators" in await ana.taps("Turn it on")
    assert "It is off." in await mo.command("group welcome")


async def test_what_moderators_do_with_it_is_in_the_record_and_a_second_tap_is_not(mo: Person) -> None:
    seen = mo.seen
    await mo.taps("Turn it on")
    mo.seen = seen
    await mo.taps("Turn it on")
    record = await mo.command("group record")
    assert record.count("Turned on: A welcome for new people") == 1


async def test_where_joins_are_not_heard_the_panel_says_so(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock, platform=Platform.DISCORD, forms=True) as here:
        mo = here.moderator()
        assert "I cannot see who joins" not in await mo.command("group welcome")
        here.transport.capabilities = replace(here.transport.capabilities, hears_joins=False)
        assert "I cannot see who joins" in await mo.command("group welcome")


async def test_who_was_greeted_is_a_hash_that_goes_after_a_year(storage: Storage) -> None:
    group_id = await group_comes(storage)
    async with storage.unit_of_work() as uow:
        assert await uow.welcomes.first_time(group_id, account("ana"), now=NOW)
        assert not await uow.welcomes.first_time(group_id, account("ana"), now=NOW)
        await uow.commit()
    assert (await tidy(storage.unit_of_work, NOW + timedelta(days=364)))["welcomed"] == 0
    assert (await tidy(storage.unit_of_work, NOW + timedelta(days=366)))["welcomed"] == 1


async def test_words_survive_turning_off_and_of_many_chats_only_those_that_greet_are_told(storage: Storage) -> None:
    group_id = await group_comes(storage)
    async with storage.unit_of_work() as uow:
        await uow.welcomes.write(group_id, RULES)
        assert await uow.welcomes.greeting([ROOM, OTHER_ROOM]) == []
        assert await uow.welcomes.turn(group_id, on=True)
        assert not await uow.welcomes.turn(group_id, on=True)
        assert await uow.welcomes.greeting([OTHER_ROOM, ROOM]) == [ROOM]
        await uow.welcomes.turn(group_id, on=False)
        assert (await uow.welcomes.of(group_id)).rules == RULES
        await uow.commit()
    async with storage.unit_of_work() as uow:
        await uow.groups.forget_chat(ROOM, group_leaves_at=NOW)
        await uow.welcomes.turn(group_id, on=True)
        assert await uow.welcomes.greeting([ROOM]) == []


async def test_a_greeting_is_planned_once_and_a_clock_that_was_ahead_silences_nothing(storage: Storage) -> None:
    await group_comes(storage)
    async with storage.unit_of_work() as uow:

        async def plan(at: timedelta) -> object:
            return await uow.welcomes.plan(ROOM, now=NOW + at, wait=WAIT, apart=APART)

        assert await plan(timedelta(days=9)) == NOW + timedelta(days=9) + WAIT
        assert await plan(timedelta(0)) == NOW + WAIT
        assert await plan(MINUTE) is None
        assert await plan(3 * MINUTE) == NOW + WAIT + APART


async def test_forgetting_somebody_forgets_that_they_were_greeted_and_nobody_else(storage: Storage) -> None:
    group_id = await group_comes(storage)
    ana, ben = account("ana"), account("ben")
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ben, now=NOW)
        assert [await uow.welcomes.first_time(group_id, one, now=NOW) for one in (ana, ben)] == [True, True]
        await uow.members.forget(member.id, now=NOW)
        assert [await uow.welcomes.first_time(group_id, one, now=NOW) for one in (ana, ben)] == [False, True]
