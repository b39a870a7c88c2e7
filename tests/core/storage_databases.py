"""The databases that the storage suite runs on: a real SQLite file, and a real PostgreSQL where one is offered."""

import os
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.storage import Storage
from tests.fakes import masters
from tests.newest_database import at_newest_step

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
    """An empty database becomes a copy of one that was brought there once for all tests of this process."""
    if url.startswith("sqlite"):
        await at_newest_step(Path(url.removeprefix("sqlite:///")))
        return
    name = make_url(url).database or ""
    offered, model = os.environ[POSTGRES], f"{name}_model"
    if model not in _made():
        await _run(offered, f"DROP DATABASE IF EXISTS {model} WITH (FORCE)", f"CREATE DATABASE {model}")
        there = make_url(url).set(database=model).render_as_string(hide_password=False)
        await (await Storage.open(there, masters())).close()
        _made().add(model)
    await _run(offered, f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {model}")


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
