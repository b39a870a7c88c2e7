"""The databases that the storage suite runs on: a real SQLite file, and a real PostgreSQL where one is offered."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

KINDS = ("sqlite", "postgresql")
POSTGRES = "SPOONLIGHT_TEST_POSTGRES"


async def empty_database(kind: str, folder: Path) -> str:
    """The address of an empty database; skips the test where the environment offers no PostgreSQL."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'spoonlight.db'}"
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(f"{POSTGRES} names no PostgreSQL database to empty and use")
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    return url
