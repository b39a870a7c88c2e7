"""An opened database for each test: a real SQLite file, and a real PostgreSQL where one is offered; words; a clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.knowledge import Knowledge, load_knowledge
from core.library.words import Words
from core.storage import Storage
from tests.core.company import Company, company
from tests.core.storage_databases import KINDS, bring_to_newest_step, empty_database
from tests.fakes import CONTENT, FakeTransport, MovableClock, english, masters


@pytest.fixture(params=KINDS)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    return await empty_database(request.param, tmp_path)


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """An empty database, brought to the newest step."""
    await bring_to_newest_step(database_url)
    opened = await Storage.open(database_url, masters())
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


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real content, the ear and the features' table; nothing in it changes."""
    return load_knowledge(CONTENT)


@pytest.fixture
async def here(knowledge: Knowledge, tmp_path: Path, clock: MovableClock) -> AsyncIterator[Company]:
    """The whole bot on a small stage, on a platform without modals."""
    async with company(knowledge, tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def transport() -> FakeTransport:
    """A platform without modals."""
    return FakeTransport()
