"""The databases that the storage suite runs on: a real SQLite file, and a real PostgreSQL where one is offered."""

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.storage import Storage
from tests.fakes import masters

KINDS = ("sqlite", "postgresql")
POSTGRES = "SPOONLIGHT_TEST_POSTGRES"


async def empty_database(kind: str, folder: Path) -> str:
    """The address of an empty database; skips the test where the environment offers no PostgreSQL.

    On PostgreSQL each process of the suite has a database of its own beside the offered one, emptied for each test.
    """
    if kind == "sqlite":
        return f"sqlite:///{folder / 'spoonlight.db'}"
    offered = os.environ.get(POSTGRES)
    if not offered:
        pytest.skip(f"{POSTGRES} names no PostgreSQL server to use")
    name = f"spoonlight_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    if name not in _made():
        await _run(offered, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        _made().add(name)
    url = make_url(offered).set(database=name).render_as_string(hide_password=False)
    await _run(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return url


async def bring_to_newest_step(url: str) -> None:
    """Copies over an empty SQLite file one that was brought there once for all tests; PostgreSQL migrates by itself."""
    if not url.startswith("sqlite"):
        return
    model = _models() / "model.db"
    if not model.exists():
        await (await Storage.open(f"sqlite:///{model}", masters())).close()
    shutil.copy(model, url.removeprefix("sqlite:///"))


@lru_cache(maxsize=1)
def _models() -> Path:
    """A folder of this process, removed when it ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


@lru_cache(maxsize=1)
def _made() -> set[str]:
    """The databases that this process has made."""
    return set()


async def _run(url: str, *statements: str) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()
