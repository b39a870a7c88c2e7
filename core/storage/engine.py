"""Opens a database as Spoonlight needs it: durable, private, with foreign keys, and one writer for SQLite."""

import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from core.errors import SettingsError
from core.storage.driver_threads import DriverThreads
from core.storage.one_visit import OneVisitConnection

_log = logging.getLogger(__name__)

_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_BUSY_SECONDS: Final = 5
_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA temp_store = MEMORY",  # nobody's words in temporary files
)
_SAFE_WITH_SEVERAL_PROCESSES: Final = (3, 51, 3)
_POSTGRES_CONNECTIONS: Final = 5


def open_engine(database_url: str) -> AsyncEngine:
    """An engine for an SQLite file or a PostgreSQL database. Raises SettingsError for any other address.

    Errors of the engine never show parameters: those are members' words.
    """
    url = _readable(database_url)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_async_engine(url, hide_parameters=True, pool_size=_POSTGRES_CONNECTIONS, pool_pre_ping=True)


@asynccontextmanager
async def snapshot_of(database_url: str) -> AsyncIterator[AsyncConnection]:
    """One moment of a whole database, to read at leisure: it holds up no writer, and changes nothing.

    Raises SettingsError where there is no database.
    """
    url = _readable(database_url)
    if url.get_backend_name() != "sqlite":
        engine = create_async_engine(url, hide_parameters=True, isolation_level="REPEATABLE READ")
    elif url.database and _is_there(url.database):
        engine = _plain_sqlite(Path(url.database), "PRAGMA query_only = ON", _PRAGMAS[0])
    else:
        raise SettingsError(f"DATABASE_URL: there is no database yet in {url.database}.")
    async with _used_once(engine) as connection:
        yield connection


@asynccontextmanager
async def plain_file(path: Path) -> AsyncIterator[AsyncConnection]:
    """An SQLite file without a log beside it and without rules between rows, for whoever fills a copy. No trust in it
    before it is committed, closed and synced."""
    engine = _plain_sqlite(path, "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA temp_store = MEMORY")
    async with _used_once(engine) as connection:
        yield connection


@contextmanager
def reading_file(path: Path) -> Iterator[Connection]:
    """An SQLite file that nobody writes to; nothing here can change it."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


async def reach(engine: AsyncEngine) -> None:
    """Opens one connection. Raises SettingsError when nobody answers there, or what answers is no database of ours."""
    try:
        async with engine.connect():
            pass
    except (OSError, SQLAlchemyError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise SettingsError(
            f"DATABASE_URL: the database cannot be opened ({kind}). "
            "Check that its server is up, the password right and the file whole."
        ) from None  # a driver's text may hold the address with its password


@asynccontextmanager
async def _used_once(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    threads = DriverThreads(engine)
    try:
        await reach(engine)
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
        await threads.ended()


def _is_there(database: str) -> bool:
    return Path(database).exists()


def _plain_sqlite(path: Path, *pragmas: str) -> AsyncEngine:
    url = URL.create("sqlite+aiosqlite", database=str(path))
    engine = create_async_engine(url, hide_parameters=True, poolclass=AsyncAdaptedQueuePool, pool_size=1)

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _readable(database_url: str) -> URL:
    try:
        url = make_url(database_url)
        return url.set(drivername=_DRIVERS[url.drivername])
    except (ArgumentError, KeyError):
        raise SettingsError(
            "DATABASE_URL cannot be read. Write sqlite:///path/to/file.db or postgresql://user:password@host/database"
        ) from None  # the cause would print the password


def _open_sqlite(url: URL) -> AsyncEngine:
    if url.database and url.database != ":memory:":
        _make_private_file(Path(url.database))
    if sqlite3.sqlite_version_info < _SAFE_WITH_SEVERAL_PROCESSES:
        _log.warning(
            "SQLite %s is older than 3.51.3: let only one process write to this database",
            sqlite3.sqlite_version,
            extra={"action": "storage_opened"},
        )
    engine = create_async_engine(
        url,
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        async_creator=lambda: OneVisitConnection(lambda: sqlite3.connect(place, **options)),
    )
    asked: Any = engine.dialect.create_connect_args(url)
    (place,), options = asked
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _make_private_file(path: Path) -> None:
    """Makes the file (SQLite gives its -wal and -shm the same rights), so that only its owner can read it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise SettingsError(f"DATABASE_URL: the file {path} cannot be opened for writing: {error.strerror}") from error


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: `_begin_immediate` does
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.begin_with_the_next()
