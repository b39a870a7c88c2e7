"""A new master key: everything stays readable, whoever comes meanwhile too, and the older key is needed no more."""

import pytest

from core.errors import SettingsError
from core.ports import MasterKey
from core.storage import Storage
from core.storage.rotation import wrap_anew, wrapping_of
from tests.core.storage_people import comes, group_comes, note_of
from tests.fakes import FIRST_KEY, MasterKeysInMemory, masters

SECOND_KEY = MasterKey(version=2, key=b"another master key for the tests")
BOTH = (FIRST_KEY, SECOND_KEY)


async def test_every_key_is_wrapped_anew_and_the_older_one_is_needed_no_more(
    storage: Storage, database_url: str
) -> None:
    names = [f"member {number}" for number in range(7)]
    for name in names:
        await comes(storage, name)
    await group_comes(storage)
    told: list[tuple[int, int]] = []
    done = await wrap_anew(database_url, MasterKeysInMemory(*BOTH), on_batch=lambda *some: told.append(some), batch=3)
    assert done == 7 + 1 + 3
    assert told == [(3, 11), (6, 11), (9, 11), (11, 11)]
    assert (await wrapping_of(database_url)).keys == {2: 11}
    again = await Storage.open(database_url, MasterKeysInMemory(SECOND_KEY))
    assert [await note_of(again, name) for name in names] == [f"note of {name}" for name in names]
    await again.close()
    with pytest.raises(SettingsError, match="not the one"):
        await Storage.open(database_url, masters())


async def test_whoever_comes_while_it_runs_gets_the_newer_wrapping(storage: Storage, database_url: str) -> None:
    """The bot runs on with the older key in memory, and learns of the newer one when it needs it."""
    await comes(storage, "before")
    keys = storage._vault.masters
    assert isinstance(keys, MasterKeysInMemory)
    await wrap_anew(database_url, MasterKeysInMemory(*BOTH))
    keys.reload = lambda: keys.kept.update({2: SECOND_KEY})  # type: ignore[method-assign]  # the file has it now
    await comes(storage, "after")
    assert (await wrapping_of(database_url)).keys == {2: 5}
    assert await note_of(storage, "before") == "note of before"
    assert await note_of(storage, "after") == "note of after"


async def test_a_key_that_was_made_but_not_taken_into_use_stands_in_nobodys_way(
    storage: Storage, database_url: str
) -> None:
    """Killed between the file and the database: the file has two keys, the database knows of one."""
    await storage.close()
    opened = await Storage.open(database_url, MasterKeysInMemory(*BOTH))
    await comes(opened, "between")
    await opened.close()
    found = await wrapping_of(database_url)
    assert (found.version, found.keys) == (1, {1: 4})
    assert await wrap_anew(database_url, MasterKeysInMemory(*BOTH)) == 4


async def test_done_again_it_has_nothing_to_do(storage: Storage, database_url: str) -> None:
    await comes(storage, "ana")
    assert await wrap_anew(database_url, MasterKeysInMemory(*BOTH)) == 4
    assert await wrap_anew(database_url, MasterKeysInMemory(*BOTH)) == 0


async def test_without_the_older_key_nothing_is_changed(storage: Storage, database_url: str) -> None:
    await comes(storage, "ana")
    with pytest.raises(SettingsError):
        await wrap_anew(database_url, MasterKeysInMemory(SECOND_KEY))
    found = await wrapping_of(database_url)
    assert (found.version, found.keys) == (1, {1: 4})
    assert await note_of(storage, "ana") == "note of ana"
