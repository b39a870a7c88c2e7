"""Makes a database out of a backup, its key set and the ledger of erasures: as a draft beside, which replaces nothing.

Whoever was forgotten after the backup stays forgotten: members in the ledger, and members and groups without a key, are
erased in the draft before anybody sees it. What fell due in between is left to the planner, which sends no burst.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import SettingsError
from core.ports import MasterKeys
from core.storage.backup import NOTE, OnProgress, copy_rows, read_note
from core.storage.driver_threads import DriverThreads
from core.storage.engine import open_engine, plain_file, reach, reading_file, snapshot_of
from core.storage.key_set import NAME, KeySet, OpenedSet, WrappedKey, from_bytes, open_set
from core.storage.last_ids import LEAP, go_on_from, last_ids
from core.storage.members import hash_of_erased
from core.storage.migrate import migrate, newest_step
from core.storage.schema import checkins, data_keys, erasures, groups, members, metadata, vault
from core.storage.sealed_values import try_all
from core.storage.unit_of_work import Storage

WALLED: Final = ("checkins",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back, and what did not. `made_at`: when the backup was made (aware UTC)."""

    made_at: datetime
    members: int
    groups: int
    checkins: int
    opened: int
    broken: int
    erased_by_ledger: int = 0
    without_key: int = 0
    keys_not_needed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a database holds now, before something takes its place."""

    members: int
    groups: int


async def contents_of(database_url: str) -> Contents:
    """Zeros for a database without our tables. Raises SettingsError when there is none at all."""
    async with snapshot_of(database_url) as connection:
        return await connection.run_sync(_contents)


async def restore_draft(
    backup: Path,
    draft: Path,
    *,
    key_set: bytes,
    ledger: Mapping[str, datetime],
    masters: MasterKeys,
    now: datetime,
    older_keys: bool = False,
    on_progress: OnProgress = lambda _what, _done: None,
) -> Restored:
    """Makes `draft`, a new SQLite database of today's step. `ledger`: hashes of forgotten members, and when.

    Raises SettingsError for a backup that is damaged or too new, and for keys that do not fit; then there is no draft.
    With `older_keys`, a key set that is older than the backup will do: members that it does not know are left out.
    """
    keys = from_bytes(key_set)
    opened = open_set(keys, masters)
    with reading_file(backup) as connection:
        note = read_note(connection, backup)
    _must_fit(note.database, note.made_at, note.step, keys, older_keys=older_keys)
    try:
        _copy(backup, draft)
        async with plain_file(draft) as copy:
            unused = await copy.run_sync(_give_keys, keys, masters)
            await copy.run_sync(_note_erasures, ledger)
            await copy.commit()
        by_ledger, without_key = await _erase(draft, opened, ledger, masters, now)
        return replace(
            _looked_through(draft, opened, note.made_at, on_progress),
            erased_by_ledger=by_ledger,
            without_key=without_key,
            keys_not_needed=unused,
        )
    except BaseException:
        for leftover in (draft, *(draft.with_name(draft.name + tail) for tail in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
        raise


async def fill_empty(database_url: str, draft: Path, masters: MasterKeys, on_progress: OnProgress) -> None:
    """Copies a draft into an empty PostgreSQL database, all or nothing. Raises SettingsError when it is not empty."""
    engine = open_engine(database_url)
    threads = DriverThreads(engine)
    try:
        await reach(engine)
        await migrate(engine, masters)
        async with snapshot_of(f"sqlite:///{draft}") as source, engine.begin() as target:
            if await target.run_sync(_contents) != Contents(members=0, groups=0):
                raise SettingsError("DATABASE_URL: this database is not empty. Name an empty one to restore into.")
            await _walls(target, "DISABLE")
            for table in reversed(metadata.sorted_tables):
                await target.execute(delete(table))
            await copy_rows(source, target, on_progress)
            await target.run_sync(go_on_from, await source.run_sync(last_ids))
            await _walls(target, "ENABLE")
    finally:
        await engine.dispose()
        await threads.ended()


def _looked_through(draft: Path, opened: OpenedSet, made_at: datetime, on_progress: OnProgress) -> Restored:
    with reading_file(draft) as connection:
        tried = try_all(connection, opened.seals, lambda done: on_progress("sealed values", done))
        kept = _contents(connection)
        answered = int(connection.execute(select(func.count()).select_from(checkins)).scalar() or 0)
    return Restored(
        made_at=made_at,
        members=kept.members,
        groups=kept.groups,
        checkins=answered,
        opened=tried[0],
        broken=tried[1],
    )


def _copy(backup: Path, draft: Path) -> None:
    shutil.copyfile(backup, draft)
    draft.chmod(0o600)


def _must_fit(database: str, made_at: datetime, step: str, keys: KeySet, *, older_keys: bool) -> None:
    if step > newest_step():
        raise SettingsError(f"the backup is of step {step}, this Spoonlight knows {newest_step()}. Update Spoonlight.")
    if database != keys.database:
        raise SettingsError("this key set belongs to another database than the backup. Nothing was changed.")
    if keys.made_at < made_at and not older_keys:
        raise SettingsError(
            f"this key set ({keys.made_at:%Y-%m-%d %H:%M} UTC) is older than the backup "
            f"({made_at:%Y-%m-%d %H:%M} UTC), so members who came in between could not be read. "
            "Use a newer copy of members.keys; or, if there is none, add --older-keys. Nothing was changed."
        )


def _give_keys(connection: Connection, keys: KeySet, masters: MasterKeys) -> int:
    """Puts back the keys of all whose rows are there; returns how many keys have nobody here."""
    here: dict[str, set[Any]] = {
        "member_id": set(connection.execute(select(members.c.id)).scalars()),
        "group_id": set(connection.execute(select(groups.c.id)).scalars()),
    }
    theirs: list[WrappedKey] = [one for one in keys.keys if one.kind == NAME or one.owner_id in here[one.kind]]
    connection.execute(insert(data_keys), [one.row for one in theirs])
    newest = masters.newest()
    if newest is not None:
        connection.execute(update(vault).values(master_version=newest.version))
    last = last_ids(connection)
    go_on_from(connection, {name: number + LEAP for name, number in last.items()})
    connection.exec_driver_sql(f"DROP TABLE {NOTE}")
    return len(keys.keys) - len(theirs)


def _note_erasures(connection: Connection, ledger: Mapping[str, datetime]) -> None:
    known = set(connection.execute(select(erasures.c.ref_hash)).scalars())
    rows = [
        {"ref_hash": ref_hash, "erased_at": at, "noted": True}
        for ref_hash, at in ledger.items()
        if ref_hash not in known
    ]
    if rows:
        connection.execute(insert(erasures), rows)


async def _erase(
    draft: Path, opened: OpenedSet, ledger: Mapping[str, datetime], masters: MasterKeys, now: datetime
) -> tuple[int, int]:
    """Forgets members of the ledger, and whoever has no key; returns how many of each. The draft has no log then."""
    storage = await Storage.open(f"sqlite:///{draft}", masters)
    try:
        async with snapshot_of(f"sqlite:///{draft}") as connection:
            here, keyless = await connection.run_sync(_members)
        in_ledger = [one for one in here if hash_of_erased(opened.lookup, opened.seals["member_id", one].ref) in ledger]
        await _forget(storage, in_ledger, now)
        await _forget(storage, keyless, now)
    finally:
        await storage.close()
    async with plain_file(draft) as copy:
        await copy.run_sync(_forget_keyless_groups)
        await copy.commit()
    return len(in_ledger), len(keyless)


async def _forget(storage: Storage, member_ids: Sequence[int], now: datetime) -> None:
    for member_id in member_ids:
        async with storage.unit_of_work() as uow:
            await uow.members.forget(member_id, now=now)
            await uow.commit()


def _members(connection: Connection) -> tuple[list[int], list[int]]:
    """Those who have a key, and those who have none."""
    joined = members.outerjoin(data_keys, data_keys.c.member_id == members.c.id)
    rows = connection.execute(select(members.c.id, data_keys.c.ref).select_from(joined)).fetchall()
    return [row.id for row in rows if row.ref is not None], [row.id for row in rows if row.ref is None]


def _forget_keyless_groups(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    joined = groups.outerjoin(data_keys, data_keys.c.group_id == groups.c.id)
    lost = select(groups.c.id).select_from(joined).where(data_keys.c.id.is_(None))
    for group_id in list(connection.execute(lost).scalars()):
        for table in metadata.sorted_tables:
            if "group_id" in table.c:
                connection.execute(delete(table).where(table.c.group_id == group_id))
        connection.execute(delete(groups).where(groups.c.id == group_id))


def _contents(connection: Connection) -> Contents:
    if not connection.dialect.has_table(connection, "members"):
        return Contents(members=0, groups=0)
    counted = [
        int(connection.execute(select(func.count()).select_from(table)).scalar() or 0) for table in (members, groups)
    ]
    return Contents(members=counted[0], groups=counted[1])


async def _walls(target: AsyncConnection, verb: str) -> None:
    """PostgreSQL: what was kept under a consent that ended since is copied as it is; it goes on its own day."""
    for name in WALLED:
        await target.execute(text(f"ALTER TABLE {name} {verb} TRIGGER USER"))
