"""Killed again and again in the middle of its work, Spoonlight does what each member asked for exactly once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.lives import READY_WITHIN, Lives, seeded
from tests.standins.telegram_server import Person, TelegramServer

PEOPLE, KILLS = 6, 4


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one
        assert one.spec_violations == []


async def test_what_members_asked_of_a_process_that_is_killed_is_done_once_and_in_order(
    server: TelegramServer, tmp_path: Path
) -> None:
    """A reminder without a time zone would only be asked back: so the order of one member's words counts, too."""
    chance, lives = seeded(), Lives(tmp_path, telegram=server)
    people = [server.person(f"Person {number}", username=f"person{number}") for number in range(PEOPLE)]
    for wave in range(KILLS):
        await all_say(people, wave)
        async with lives.life():
            await confirmed_and_answered(server, answers=chance.randint(0, PEOPLE))
    await all_say(people, KILLS)
    async with lives.life():
        for person in people:
            await person.sees(f"every day at {KILLS}:00 am", within=READY_WITHIN)
        await server.settled(READY_WITHIN)
    kept = lives.rows("SELECT member_id, next_slot FROM schedules ORDER BY id")
    members = {member_id for member_id, _ in kept}  # who they are is sealed
    assert len(members) == len(people)
    for member in members:
        slots = [slot for member_id, slot in kept if member_id == member]
        assert slots == [f"{hour:02}:00" for hour in range(1, KILLS + 1)], lives.told()
    assert lives.rows("SELECT 1 FROM inbox WHERE handled_at IS NULL") == []
    assert lives.is_sound()


async def confirmed_and_answered(server: TelegramServer, *, answers: int) -> None:
    """Telegram was told that everything was taken in, and so many answers were seen since now. 0: just confirmed."""
    before, last = len(server.calls("sendMessage")), server.updates.pending[-1].id

    def look() -> bool | None:
        confirmed = last in server.updates.confirmed
        return True if confirmed and len(server.calls("sendMessage")) >= before + answers else None

    await server.world.bell.until(look, within=READY_WITHIN)


async def all_say(people: list[Person], wave: int) -> None:
    for person in people:
        await person.says(f"/remind stretch every day at {wave} am" if wave else "/timezone Leeds")
