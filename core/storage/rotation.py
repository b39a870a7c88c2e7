"""A new master key for a database: the data keys are wrapped anew, a batch at a time, and nothing else is touched.

It may stop anywhere: each batch is whole, and both master keys are there until the last one is done. Done again, it
goes on where it stopped. Members are served meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.errors import SealBroken, SettingsError
from core.ports import MasterKey, MasterKeys
from core.storage.backup import must_be_current
from core.storage.driver_threads import DriverThreads
from core.storage.engine import open_engine, reach, snapshot_of
from core.storage.seal import wrapped
from core.storage.trust_tables import data_keys, vault
from core.storage.vault import key_of, open_vault

BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapping:
    """The version that wraps new keys, and how many keys are wrapped by which version."""

    version: int
    keys: Mapping[int, int]


async def wrapping_of(database_url: str) -> Wrapping:
    """Looks, and changes nothing. Raises SettingsError where there is no database."""
    async with snapshot_of(database_url) as connection:
        await connection.run_sync(must_be_current)
        return await connection.run_sync(_wrapping)


async def wrap_anew(
    database_url: str,
    masters: MasterKeys,
    *,
    on_batch: Callable[[int, int], None] = lambda _done, _all: None,
    batch: int = BATCH,
) -> int:
    """Wraps every data key with the newest master key; returns how many were not yet. The older key must be here, too.

    When it returns, nothing in the database needs an older key. Raises SettingsError for keys that do not fit.
    """
    newest = masters.newest()
    if newest is None:
        raise SettingsError("SPOONLIGHT_KEYS_DIR: the master key is missing. Put master.key back.")
    engine = open_engine(database_url)
    threads = DriverThreads(engine)
    try:
        await reach(engine)
        await _begin(engine, masters, newest)
        done, everything = 0, await _left(engine, newest)
        while changed := await _one_batch(engine, masters, newest, batch):
            done += changed
            on_batch(done, max(done, everything))
        return done
    finally:
        await engine.dispose()
        await threads.ended()


async def _begin(engine: AsyncEngine, masters: MasterKeys, newest: MasterKey) -> None:
    """From here on new keys are wrapped by the newest."""
    async with engine.begin() as connection:
        await connection.run_sync(must_be_current)
        await connection.run_sync(open_vault, masters)
        await connection.execute(
            update(vault).where(vault.c.master_version < newest.version).values(master_version=newest.version)
        )
    await _wait_for_writers(engine)


async def _wait_for_writers(engine: AsyncEngine) -> None:
    """On PostgreSQL a transaction that began before may still bring an older wrapping. On SQLite none can."""
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text("LOCK TABLE data_keys IN SHARE MODE"))


async def _one_batch(engine: AsyncEngine, masters: MasterKeys, newest: MasterKey, batch: int) -> int:
    async with engine.begin() as connection:
        older = select(data_keys).where(data_keys.c.master_version != newest.version)
        rows = (await connection.execute(older.order_by(data_keys.c.id).limit(batch).with_for_update())).fetchall()
        if rows:
            await _update(connection, [_wrapped_anew(row, masters, newest) for row in rows])
        return len(rows)


async def _update(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    changed = update(data_keys).where(data_keys.c.id == bindparam("row_id"))
    await connection.execute(
        changed.values(wrapped=bindparam("new_wrapped"), master_version=bindparam("new_version")), rows
    )


def _wrapped_anew(row: Any, masters: MasterKeys, newest: MasterKey) -> dict[str, Any]:
    try:
        key = key_of(row, masters)
    except SealBroken:
        raise SettingsError(
            f"SPOONLIGHT_KEYS_DIR: the master key {row.master_version} that some keys are still wrapped with is not "
            "here, or is another one. Put it back into master.key, then go on. What is done stays done."
        ) from None
    anew = wrapped(newest.key, newest.version, key, row.ref)
    return {"row_id": row.id, "new_wrapped": anew, "new_version": newest.version}


async def _left(engine: AsyncEngine, newest: MasterKey) -> int:
    async with engine.connect() as connection:
        counted = select(func.count()).select_from(data_keys).where(data_keys.c.master_version != newest.version)
        return int((await connection.execute(counted)).scalar() or 0)


def _wrapping(connection: Connection) -> Wrapping:
    version = connection.execute(select(vault.c.master_version)).scalar()
    counted = select(data_keys.c.master_version, func.count()).group_by(data_keys.c.master_version)
    return Wrapping(version=int(version or 0), keys={row[0]: row[1] for row in connection.execute(counted)})
