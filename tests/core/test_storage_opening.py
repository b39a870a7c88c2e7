"""Opening a database, its schema, and what a transaction promises."""

import asyncio
import logging
import socket
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import StatementError

from core.errors import SettingsError
from core.model.identity import Account, Platform
from core.storage import Storage
from core.storage.engine import open_engine
from core.storage.migrate import MIGRATIONS, migrate, newest_step
from core.storage.schema import metadata
from tests.core.storage_values import ANA, NOW, ROOM
from tests.fakes import masters

_LONG_QUERY = """
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n
"""


async def test_the_migrations_make_exactly_the_tables_that_the_code_knows(storage: Storage) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with storage._engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_second_start_changes_nothing_and_loses_nothing(storage: Storage, database_url: str) -> None:
    async with storage.unit_of_work() as uow:
        ana = await uow.members.welcome(ANA, now=NOW)
        await uow.commit()
    await storage.close()
    again = await Storage.open(database_url, masters())
    async with again.unit_of_work() as uow:
        assert await uow.members.of(ANA) == ana
    await again.close()


async def test_two_starts_at_once_migrate_once(database_url: str) -> None:
    engines = [open_engine(database_url) for _ in range(2)]
    await asyncio.gather(*(migrate(engine, masters()) for engine in engines))
    for engine in engines:
        await engine.dispose()


async def test_a_database_of_a_newer_spoonlight_is_refused(storage: Storage, database_url: str) -> None:
    async with storage._engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await storage.close()
    with pytest.raises(SettingsError, match="Update Spoonlight"):
        await Storage.open(database_url, masters())


def test_the_newest_file_is_the_only_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest_step()]


async def test_what_is_not_committed_never_happened(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        await uow.members.welcome(ANA, now=NOW)
        await uow.commit()
        await uow.groups.founded(ROOM, now=NOW)
    with suppress(LookupError):
        async with storage.unit_of_work() as uow:
            await uow.groups.founded(ROOM, now=NOW)
            raise LookupError
    async with storage.unit_of_work() as uow:
        assert await uow.members.of(ANA) is not None
        assert await uow.groups.of_chat(ROOM) is None


async def test_many_writers_at_once_all_get_their_turn(storage: Storage) -> None:
    async def welcome(number: int) -> None:
        async with storage.unit_of_work() as uow:
            await uow.members.welcome(Account(platform=Platform.LOCAL, user_id=str(number % 5)), now=NOW)
            await uow.commit()

    await asyncio.gather(*(welcome(number) for number in range(40)))
    async with storage.unit_of_work() as uow:
        counted = await uow._transaction.value(text("SELECT count(*) FROM members"))  # type: ignore[attr-defined]
    assert counted == 5


async def test_a_cancelled_writer_does_not_keep_the_others_waiting(storage: Storage) -> None:
    entered = asyncio.Event()

    async def linger() -> None:
        async with storage.unit_of_work() as uow:
            await uow.groups.founded(ROOM, now=NOW)
            entered.set()
            await asyncio.Event().wait()

    lingering = asyncio.create_task(linger())
    await entered.wait()
    lingering.cancel()
    async with asyncio.timeout(5), storage.unit_of_work() as uow:
        assert await uow.groups.of_chat(ROOM) is None
    with pytest.raises(asyncio.CancelledError):
        await lingering


async def test_a_moment_without_a_zone_is_refused(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        with pytest.raises(StatementError, match="without a zone"):
            await uow.members.welcome(ANA, now=datetime(2026, 11, 22))  # noqa: DTZ001 the point of the test


async def test_a_unit_of_work_inside_another_says_so_instead_of_waiting_for_itself(tmp_path: Path) -> None:
    storage = await Storage.open(f"sqlite:///{tmp_path / 'deep' / 'x.db'}", masters())
    async with storage.unit_of_work() as outer, storage.unit_of_work() as inner:
        await outer.members.of(ANA)
        with pytest.raises(RuntimeError, match="inside another"):
            await inner.members.of(ANA)
    await storage.close()


async def test_an_sqlite_file_is_private_durable_and_forgetful(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 40, 1))
    file = tmp_path / "x.db"
    with caplog.at_level(logging.WARNING):
        storage = await Storage.open(f"sqlite:///{file}", masters())
    assert "only one process" in caplog.text
    async with storage._engine.connect() as connection:
        pragmas = {}
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout"):
            pragmas[name] = (await connection.execute(text(f"PRAGMA {name}"))).scalar()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    assert file.stat().st_mode & 0o077 == 0
    await storage.close()


@pytest.mark.parametrize("url", ["", "mysql://u:hunter2@host/x", "just words"])
async def test_an_address_that_cannot_be_read_is_said_so_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as refused:
        await Storage.open(url, masters())
    assert "hunter2" not in str(refused.value)


async def test_a_database_that_is_closed_in_the_middle_of_a_query_leaves_no_thread(database_url: str) -> None:
    before = set(threading.enumerate())
    storage = await Storage.open(database_url, masters())

    async def asks() -> None:
        async with storage._engine.connect() as connection:
            await connection.execute(text(_LONG_QUERY))

    asking = asyncio.create_task(asks())
    await asyncio.sleep(0.005)
    asking.cancel()
    await asyncio.wait([asking])
    await storage.close()
    drivers = [one for one in threading.enumerate() if "_connection_worker_thread" in one.name]
    assert set(drivers) <= before


async def test_a_database_that_nobody_answers_for_is_named_without_its_password() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: it refuses
        with pytest.raises(SettingsError, match="DATABASE_URL: the database cannot be opened") as caught:
            await Storage.open(f"postgresql://ana:open-sesame@127.0.0.1:{taken.getsockname()[1]}/kept", masters())
    assert "open-sesame" not in str(caught.value)


async def test_a_file_that_is_no_database_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "kept.db").write_text("a shopping list, and no database. " * 40)
    with pytest.raises(SettingsError, match="DATABASE_URL: the database cannot be opened"):
        await Storage.open(f"sqlite:///{tmp_path / 'kept.db'}", masters())
