"""An opened database for each test: a real SQLite file, and a real PostgreSQL where one is offered; words; a clock."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from core.library.words import Words
from core.storage import Storage
from tests.fakes import FakeTransport, MovableClock, english

POSTGRES = "SPOONLIGHT_TEST_POSTGRES"


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'spoonlight.db'}"
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(f"{POSTGRES} names no PostgreSQL database to empty and use")
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    return url


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """An empty database, brought to the newest step."""
    opened = await Storage.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> MovableClock:
    """Monday, 2 March 2026, 09:00 UTC, until it is moved."""
    return MovableClock()


@pytest.fixture(scope="session")
def words() -> Words:
    """The real English sentences."""
    return english()


@pytest.fixture
def transport() -> FakeTransport:
    """A platform without modals."""
    return FakeTransport()
