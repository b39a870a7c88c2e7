"""Writes a whole database into one SQLite file without keys, while others go on writing; and proves that it is whole.

One format for both databases, so that a backup of the one can be restored into the other. Events that were not handled
yet are left out: they hold a platform's words, and a restored database could not tell how they ended.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import SettingsError
from core.ports import MasterKeys
from core.storage.engine import plain_file, reading_file, snapshot_of
from core.storage.key_set import KeySet, from_bytes, key_set_of, open_set, to_bytes
from core.storage.last_ids import go_on_from, last_ids
from core.storage.migrate import current_step, newest_step
from core.storage.schema import metadata
from core.storage.sealed_values import try_all
from core.storage.walls import all_walls

NOTE: Final = "spoonlight_backup"
_ROWS_AT_ONCE: Final = 1000
_KEPT_OUT: Final = ("data_keys",)

OnProgress = Callable[[str, int], None]
"""What is being done, and how many of them are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupNote:
    """What a backup says about itself. `made_at` is aware UTC."""

    database: str
    made_at: datetime
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was written: how many rows of each table, and the key set of the same moment."""

    rows: Mapping[str, int]
    key_set: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A backup that was read back: sealed values that open with the keys, and those that do not."""

    rows: Mapping[str, int]
    opened: int
    broken: int


async def write_backup(
    database_url: str, to: Path, *, now: datetime, on_progress: OnProgress = lambda _what, _done: None
) -> Backup:
    """Writes the file `to` (it must be there, empty and private). It lasts when this returns.

    Raises SettingsError where there is no database, or one that this Spoonlight has not brought up to date.
    """
    async with snapshot_of(database_url) as source:
        await source.run_sync(must_be_current)
        keys = await source.run_sync(key_set_of, now)
        async with plain_file(to) as target:
            await target.run_sync(metadata.create_all)
            rows = await copy_rows(source, target, on_progress, leave_out=_KEPT_OUT)
            last = await source.run_sync(last_ids)
            await target.run_sync(go_on_from, last)
            await target.run_sync(_finish, keys)
            await target.commit()
    _sync(to)
    return Backup(rows=rows, key_set=to_bytes(keys))


async def current_key_set(database_url: str, *, now: datetime) -> bytes:
    """The key set of this moment. Raises SettingsError where there is no database of today's step."""
    async with snapshot_of(database_url) as source:
        await source.run_sync(must_be_current)
        return to_bytes(await source.run_sync(key_set_of, now))


def prove_backup(
    file: Path, key_set: bytes, masters: MasterKeys, on_progress: OnProgress = lambda _what, _done: None
) -> Proof:
    """Reads a backup back: whole, its rows fit each other, and every sealed value is tried. It changes nothing.

    Raises SettingsError for a file that is not whole, and for keys that are not its own.
    """
    keys = from_bytes(key_set)
    seals = open_set(keys, masters).seals
    with reading_file(file) as connection:
        note = read_note(connection, file)
        if note.database != keys.database:
            raise SettingsError("this key set belongs to another database than the backup. Nothing was changed.")
        rows = {name: _count(connection, table) for name, table in metadata.tables.items() if name not in _KEPT_OUT}
        opened, broken = try_all(connection, seals, lambda done: on_progress("sealed values", done))
    return Proof(rows=rows, opened=opened, broken=broken)


async def copy_rows(
    source: AsyncConnection, target: AsyncConnection, on_progress: OnProgress, *, leave_out: tuple[str, ...] = ()
) -> dict[str, int]:
    """Every row of every table, a thousand at a time; returns how many of each."""
    copied: dict[str, int] = {}
    for table in metadata.sorted_tables:
        if table.name in leave_out:
            continue
        copied[table.name] = last = 0
        while rows := (await source.execute(_next_rows(table, last))).mappings().all():
            await target.execute(insert(table), [dict(row) for row in rows])
            copied[table.name] += len(rows)
            last = rows[-1]["id"]
            on_progress("rows", sum(copied.values()))
    return copied


def must_be_current(connection: Connection) -> None:
    """Raises SettingsError for a database of another Spoonlight, or one that was never started with."""
    step = current_step(connection)
    if step != newest_step():
        raise SettingsError(
            f"DATABASE_URL: this database is at step {step}, this Spoonlight works at {newest_step()}. "
            "Start Spoonlight once with it, then try again."
        )


def read_note(connection: Connection, file: Path) -> BackupNote:
    """Raises SettingsError for what is no backup, or a damaged one."""
    try:
        row = connection.execute(text(f"SELECT database, made_at, step FROM {NOTE}")).one()  # noqa: S608 our own name
        sound = connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        fits = connection.execute(text("PRAGMA foreign_key_check")).first() is None
    except Exception as error:
        raise SettingsError(f"{file} is no backup of Spoonlight, or a damaged one. Nothing was changed.") from error
    if not sound or not fits:
        raise SettingsError(f"{file} is damaged. Use an earlier backup. Nothing was changed.")
    return BackupNote(database=row.database, made_at=datetime.fromisoformat(row.made_at), step=row.step)


def _next_rows(table: Table, last: int) -> Any:
    chosen = select(table).where(table.c.id > last).order_by(table.c.id).limit(_ROWS_AT_ONCE)
    return chosen.where(table.c.handled_at.is_not(None)) if table.name == "inbox" else chosen


def _finish(connection: Connection, keys: KeySet) -> None:
    """What needs all rows to be there: the wall of consent, the step, and what the backup says about itself."""
    for statement in all_walls("sqlite"):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute(text("INSERT INTO alembic_version VALUES (:step)"), {"step": newest_step()})
    connection.exec_driver_sql(f"CREATE TABLE {NOTE} (database TEXT, made_at TEXT, step TEXT)")
    note = {"database": keys.database, "made_at": keys.made_at.isoformat(), "step": newest_step()}
    connection.execute(text(f"INSERT INTO {NOTE} VALUES (:database, :made_at, :step)"), note)  # noqa: S608 our own name


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar() or 0)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
