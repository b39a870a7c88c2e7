"""The disk is full: nobody is told that something was kept, and once there is room it goes on without a restart."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from core.features.reminders.setting import MOST_REMINDERS
from core.knowledge import load_knowledge
from core.storage import Storage
from tests.core.company import company
from tests.core.storage_people import comes, note_of
from tests.fakes import CONTENT, MovableClock, masters


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(f"sqlite:///{tmp_path / 'spoonlight.db'}", masters())
    yield opened
    await opened.close()


async def limit_pages(storage: Storage, pages: int) -> None:
    """No page beyond those that are there; a huge number lifts it."""
    async with storage._engine.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


async def test_a_full_disk_keeps_nothing_by_halves_and_goes_on_once_there_is_room(
    storage: Storage, tmp_path: Path
) -> None:
    await comes(storage, "ana")
    await limit_pages(storage, 1)  # SQLite takes it for "no more than there are now"
    kept: list[str] = ["ana"]
    refused = 0
    for number in range(400):
        try:
            await comes(storage, f"m{number}")
        except OperationalError:
            refused += 1
            if refused == 3:
                break
        else:
            kept.append(f"m{number}")
    assert refused == 3
    assert [await note_of(storage, name) for name in kept] == [f"note of {name}" for name in kept]
    async with storage.unit_of_work() as uow:
        assert sum((await uow.outbox.counts()).values()) == len(kept)
    await limit_pages(storage, 1_000_000)
    await comes(storage, "late")
    assert await note_of(storage, "late") == "note of late"
    with closing(sqlite3.connect(tmp_path / "spoonlight.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None


async def test_nobody_is_told_of_a_reminder_that_could_not_be_kept(tmp_path: Path) -> None:
    async with company(load_knowledge(CONTENT), tmp_path, MovableClock()) as here:
        ana = here.member()
        await ana.command("timezone Europe/London")
        await limit_pages(here.bot._storage, 1)
        promised = refused = 0
        for number in range(200):
            told = await ana.command(f"remind drink water {'and rest ' * 30}{number} every day at 9am")
            if "I will remind you" in told:
                promised += 1
            elif promised < MOST_REMINDERS:
                refused += 1
            if refused == 3 or promised == MOST_REMINDERS:
                break
        assert refused == 3
        await limit_pages(here.bot._storage, 1_000_000)
        async with here.bot.open_unit() as uow:
            member = await uow.members.of(ana.account)
            assert member is not None
            assert len(await uow.schedules.of_member(member.id)) == promised
        assert "I will remind you" in await ana.command("remind stretch every day at 10am")
