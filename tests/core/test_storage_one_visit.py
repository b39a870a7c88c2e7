"""SQLite's thread is asked once for each statement, a transaction begins with its first one, and ends whole or not."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.storage.driver_threads import DriverThreads
from core.storage.engine import open_engine

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT max(i) FROM n"


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An SQLite file with one table."""
    opened = open_engine(f"sqlite:///{tmp_path / 'one.db'}")
    threads = DriverThreads(opened)
    async with opened.begin() as connection:
        await connection.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
    yield opened
    await opened.dispose()
    await threads.ended()


async def test_a_transaction_of_three_statements_is_four_visits(
    engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    async with engine.connect() as connection:
        with caplog.at_level(logging.DEBUG, "aiosqlite"):
            for name in ("a", "b"):
                await connection.execute(text("INSERT INTO things (name) VALUES (:name) RETURNING id"), {"name": name})
            rows = (await connection.execute(text("SELECT name FROM things ORDER BY id"))).all()
            await connection.commit()
    assert [row.name for row in rows] == ["a", "b"]
    assert visits(caplog) == 4


async def test_what_was_not_committed_never_happened(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("INSERT INTO things (name) VALUES ('gone')"))
    assert await names(engine) == []


async def test_a_statement_that_fails_leaves_a_connection_that_works(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
    async with engine.connect() as connection:
        await connection.execute(text("INSERT INTO things (name) VALUES ('b')"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
    assert await names(engine) == ["a"]


async def test_a_commit_without_a_statement_and_a_connection_never_used_are_nothing(engine: AsyncEngine) -> None:
    async with engine.begin():
        pass
    async with engine.connect() as connection:
        await connection.begin()
    assert await names(engine) == []


async def test_the_first_statement_waits_for_nobody_else_who_writes_and_says_so(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    """What a writer holds is held against the reading of a transaction that will write, too (BEGIN IMMEDIATE)."""
    async with engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "one.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        await names(engine)
    other.execute("COMMIT")
    other.close()
    assert await names(engine) == []


async def test_whoever_is_cancelled_in_the_middle_of_a_statement_leaves_nothing_open(engine: AsyncEngine) -> None:
    async def asks() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("INSERT INTO things (name) VALUES ('half')"))
            await connection.execute(text(FOREVER))

    asking = asyncio.create_task(asks())
    await asyncio.wait({asking}, timeout=0.1)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await names(engine) == []


async def test_many_rows_of_one_statement_are_counted(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        given = [{"name": name} for name in "abc"]
        result = await connection.execute(text("INSERT INTO things (name) VALUES (:name)"), given)
        assert result.rowcount == 3
    assert await names(engine) == ["a", "b", "c"]


async def names(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return [row.name for row in await connection.execute(text("SELECT name FROM things ORDER BY id"))]


def visits(caplog: pytest.LogCaptureFixture) -> int:
    """How often the driver's thread was asked for something."""
    return sum(one.getMessage().startswith("executing") for one in caplog.records)
