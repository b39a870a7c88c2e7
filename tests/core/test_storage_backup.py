"""Backups: taken while others write, without a key in them, proved by reading, restored without the forgotten."""

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.errors import SettingsError
from core.model.consent import ConsentPurpose
from core.ports import MasterKey
from core.storage import Storage
from core.storage.backup import current_key_set, prove_backup, write_backup
from core.storage.restore import Restored, contents_of, fill_empty, restore_draft
from core.storage.rotation import wrap_anew
from core.storage.sealed_values import _NAMES, sealed_columns
from core.storage.swap import put_in_place
from tests.core.storage_databases import KINDS, empty_database
from tests.core.storage_people import account, comes, forgets, group_comes, note_of
from tests.core.storage_values import NOW, ROOM, at
from tests.fakes import FIRST_KEY, MasterKeysInMemory, masters


async def backed_up(database_url: str, file: Path, *, now: datetime = NOW) -> bytes:
    """Writes a backup; returns the key set of that moment."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
    return (await write_backup(database_url, file, now=now)).key_set


async def restored(
    backup: Path, draft: Path, key_set: bytes, ledger: dict[str, datetime] | None = None, *, older_keys: bool = False
) -> Restored:
    return await restore_draft(
        backup, draft, key_set=key_set, ledger=ledger or {}, masters=masters(), now=at(60), older_keys=older_keys
    )


def drafts_in(folder: Path) -> list[str]:
    return [one.name for one in folder.glob("draft*")]


async def opened(file: Path) -> Storage:
    return await Storage.open(f"sqlite:///{file}", masters())


def test_every_sealed_column_has_a_name_that_its_rows_are_sealed_by() -> None:
    assert set(sealed_columns()) == set(_NAMES)


async def test_a_backup_holds_all_rows_no_key_and_no_event_that_waits(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    for name in ("ana", "ben"):
        await comes(storage, name)
    await group_comes(storage)
    file = tmp_path / "a.backup"
    keys = await backed_up(database_url, file)
    proof = prove_backup(file, keys, masters())
    assert (proof.rows["members"], proof.rows["groups"], proof.rows["checkins"], proof.rows["inbox"]) == (2, 1, 2, 1)
    assert (proof.opened > 20, proof.broken) == (True, 0)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM data_keys").fetchone() == (0,)
        assert connection.execute("SELECT native FROM inbox").fetchall() == [(None,)]
    raw = file.read_bytes()
    for secret in ("note of ana", "pills of ben", "Europe/Berlin", "Pacing"):
        assert secret.encode() not in raw


async def test_it_is_one_moment_while_others_go_on_writing(storage: Storage, database_url: str, tmp_path: Path) -> None:
    for number in range(5):
        await comes(storage, f"early {number}")
    wrote = 0

    async def go_on() -> None:
        nonlocal wrote
        while True:
            await comes(storage, f"late {wrote}")
            wrote += 1

    writing = asyncio.create_task(go_on())
    keys = await backed_up(database_url, tmp_path / "a.backup")
    writing.cancel()
    await asyncio.wait([writing])
    proof = prove_backup(tmp_path / "a.backup", keys, masters())
    assert wrote > 0
    assert proof.broken == 0
    assert 5 <= proof.rows["members"] == proof.rows["checkins"] == proof.rows["accounts"] == proof.rows["schedules"]


async def test_what_was_backed_up_comes_back_and_no_id_is_used_again(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    ana = await comes(storage, "ana")
    await group_comes(storage)
    keys = await backed_up(database_url, tmp_path / "a.backup")
    result = await restored(tmp_path / "a.backup", tmp_path / "draft.db", keys)
    assert (result.members, result.groups, result.checkins, result.broken) == (1, 1, 1, 0)
    assert (result.erased_by_ledger, result.without_key) == (0, 0)
    again = await opened(tmp_path / "draft.db")
    assert await note_of(again, "ana") == "note of ana"
    late = await comes(again, "late")
    assert late.id > ana.id + 1000
    async with again.unit_of_work() as uow:
        group = await uow.groups.of_chat(ROOM)
        assert group is not None
        assert group.zone == "Europe/Berlin"
        assert await uow.consents.live(ana.id, ConsentPurpose.CHECKINS) is not None
        assert len(await uow.schedules.of_member(ana.id)) == 1
    await again.close()
    assert drafts_in(tmp_path) == ["draft.db"]


async def test_whoever_was_forgotten_after_the_backup_stays_forgotten(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    for name in ("ana", "ben"):
        await comes(storage, name)
    old_keys = await backed_up(database_url, tmp_path / "a.backup")
    await forgets(storage, "ana")
    async with storage.unit_of_work() as uow:
        ledger = {one.ref_hash: one.erased_at for one in await uow.erasures.unnoted()}
    new_keys = await current_key_set(database_url, now=at(1))
    by_key = await restored(tmp_path / "a.backup", tmp_path / "one.db", new_keys)
    assert (by_key.members, by_key.without_key, by_key.erased_by_ledger) == (1, 1, 0)
    by_ledger = await restored(tmp_path / "a.backup", tmp_path / "two.db", old_keys, ledger)
    assert (by_ledger.members, by_ledger.without_key, by_ledger.erased_by_ledger) == (1, 0, 1)
    for file in (tmp_path / "one.db", tmp_path / "two.db"):
        again = await opened(file)
        assert await note_of(again, "ana") is None
        assert await note_of(again, "ben") == "note of ben"
        await again.close()
    with closing(sqlite3.connect(tmp_path / "two.db")) as connection:
        assert connection.execute("SELECT ref_hash, noted FROM erasures").fetchall() == [(next(iter(ledger)), 1)]
        assert connection.execute("SELECT count(*) FROM deliveries").fetchone() == (1,)


async def test_answers_kept_for_a_week_after_a_withdrawal_come_back_with_their_wall(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    ana = await comes(storage, "ana")
    async with storage.unit_of_work() as uow:
        await uow.consents.withdraw(ana.id, ConsentPurpose.CHECKINS, now=at(1))
        await uow.commit()
    keys = await backed_up(database_url, tmp_path / "a.backup", now=at(2))
    await restored(tmp_path / "a.backup", tmp_path / "draft.db", keys)
    with closing(sqlite3.connect(tmp_path / "draft.db")) as connection:
        assert connection.execute("SELECT count(answers) FROM checkins").fetchone() == (1,)
        with pytest.raises(sqlite3.IntegrityError, match="no live consent"):
            connection.execute("UPDATE checkins SET answers = ''")


async def test_keys_that_do_not_fit_leave_nothing_behind(storage: Storage, database_url: str, tmp_path: Path) -> None:
    await comes(storage, "ana")
    backup, draft = tmp_path / "a.backup", tmp_path / "draft.db"
    keys = await backed_up(database_url, backup, now=at(5))
    stranger = MasterKeysInMemory(MasterKey(version=1, key=b"somebody else's key, not this 1."))
    with pytest.raises(SettingsError, match="does not open this key set"):
        await restore_draft(backup, draft, key_set=keys, ledger={}, masters=stranger, now=at(9))
    for damage in (keys[:-200], keys.replace(b"member_id", b"member_ix", 1), b""):
        with pytest.raises(SettingsError, match="damaged"):
            await restored(backup, draft, damage)
    with pytest.raises(SettingsError, match="older than the backup"):
        await restored(backup, draft, await current_key_set(database_url, now=at(4)))
    (tmp_path / "other").mkdir()
    other = await opened(tmp_path / "other" / "spoonlight.db")
    theirs = await current_key_set(f"sqlite:///{tmp_path / 'other' / 'spoonlight.db'}", now=at(9))
    await other.close()
    with pytest.raises(SettingsError, match="another database"):
        await restored(backup, draft, theirs)
    with pytest.raises(SettingsError, match="no backup"):
        await restored(tmp_path / "other" / "spoonlight.db", draft, keys)
    assert drafts_in(tmp_path) == []


async def test_with_an_older_key_set_only_those_whom_it_knows_come_back(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    await comes(storage, "ana")
    old_keys = await current_key_set(database_url, now=NOW)
    await comes(storage, "late")
    await backed_up(database_url, tmp_path / "a.backup", now=at(5))
    result = await restored(tmp_path / "a.backup", tmp_path / "draft.db", old_keys, older_keys=True)
    assert (result.members, result.without_key, result.broken) == (1, 1, 0)


async def test_a_cut_or_changed_backup_is_refused_and_a_broken_value_is_counted(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    await comes(storage, "ana")
    file = tmp_path / "a.backup"
    keys = await backed_up(database_url, file)
    whole = file.read_bytes()
    cut = tmp_path / "cut.backup"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SettingsError, match="damaged"):
        prove_backup(cut, keys, masters())
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE accounts SET user_id = (SELECT note FROM checkins)")
        connection.commit()
    assert prove_backup(file, keys, masters()).broken == 1


@pytest.mark.parametrize("target", KINDS)
async def test_a_backup_moves_to_the_other_database(tmp_path: Path, target: str) -> None:
    """SQLite to PostgreSQL, and each to itself. (The fixture's database would be the same server's.)"""
    (tmp_path / "source").mkdir()
    source = await opened(tmp_path / "source" / "spoonlight.db")
    ana = await comes(source, "ana")
    await group_comes(source)
    async with source.unit_of_work() as uow:
        await uow.consents.withdraw(ana.id, ConsentPurpose.CHECKINS, now=at(1))
        await uow.commit()
    await source.close()
    keys = await backed_up(f"sqlite:///{tmp_path / 'source' / 'spoonlight.db'}", tmp_path / "a.backup")
    await restored(tmp_path / "a.backup", tmp_path / "draft.db", keys)
    url = await empty_database(target, tmp_path)
    if target == "postgresql":
        await fill_empty(url, tmp_path / "draft.db", masters(), lambda _what, _done: None)
        with pytest.raises(SettingsError, match="not empty"):
            await fill_empty(url, tmp_path / "draft.db", masters(), lambda _what, _done: None)
    else:
        assert put_in_place(tmp_path / "draft.db", tmp_path / "spoonlight.db", now=NOW) is None
    assert (await contents_of(url)).members == 1
    there = await Storage.open(url, masters())
    assert await note_of(there, "ana") == "note of ana"
    async with there.unit_of_work() as uow:
        assert (await uow.members.welcome(account("late"), now=NOW)).id > ana.id + 1000
        await uow.commit()
    await there.close()


async def test_a_database_in_use_is_never_replaced_and_one_that_is_not_is_moved_aside(tmp_path: Path) -> None:
    present, draft = tmp_path / "spoonlight.db", tmp_path / "draft.db"
    running = await opened(present)
    await comes(running, "ana")
    await (await opened(draft)).close()
    with pytest.raises(SettingsError, match="is in use"):
        put_in_place(draft, present, now=NOW)
    assert await note_of(running, "ana") == "note of ana"
    await running.close()
    aside = put_in_place(draft, present, now=NOW)
    assert aside is not None
    assert (await contents_of(f"sqlite:///{present}")).members == 0
    assert (await contents_of(f"sqlite:///{aside}")).members == 1
    assert not draft.exists()


async def test_a_restore_after_a_rotation_needs_only_the_newest_key(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    await comes(storage, "ana")
    await backed_up(database_url, tmp_path / "a.backup")
    second = MasterKey(version=2, key=b"another master key for the tests")
    await wrap_anew(database_url, MasterKeysInMemory(FIRST_KEY, second))
    keys = await current_key_set(database_url, now=NOW + timedelta(minutes=1))
    only = MasterKeysInMemory(second)
    draft = tmp_path / "draft.db"
    await restore_draft(tmp_path / "a.backup", draft, key_set=keys, ledger={}, masters=only, now=at(2))
    again = await Storage.open(f"sqlite:///{draft}", only)
    assert await note_of(again, "ana") == "note of ana"
    await comes(again, "late")
    await again.close()
