"""A rotation of the master key that dies anywhere: everything stays readable, and done again it goes on to the end."""

import asyncio
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, insert
from sqlalchemy.engine import Engine

from bots.keeping_keys import rotated
from bots.master_key import MasterKeyFile
from bots.settings import Settings, read_settings
from core.storage import Storage
from core.storage.engine import open_engine
from core.storage.keyring import MEMBER
from core.storage.schema import data_keys, members
from core.storage.seal import Seal
from core.storage.vault import new_key
from tests.core.storage_values import NOW
from tests.faults.lives import CHECKOUT, seeded

MEMBERS = 10_000
POINTS = 50
REAL_KILLS = 3


class Killed(BaseException):
    """Stands for a process that is gone: nothing catches it."""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("SPOONLIGHT_DATA_DIR", str(tmp_path / "kept"))
    return read_settings(tmp_path / "none.env")


def key_file(settings: Settings) -> MasterKeyFile:
    """As a process that starts reads it."""
    return MasterKeyFile(settings.keys_dir / "master.key")


async def peopled(settings: Settings, count: int) -> dict[int, tuple[str, str]]:
    """Members with a sealed zone each; returns what was sealed, and with which key (by its name)."""
    storage = await Storage.open(settings.database, key_file(settings))
    await storage.close()
    master = key_file(settings).newest()
    assert master is not None
    people, keys, zones = [], [], {}
    for member_id in range(1, count + 1):
        key, row = new_key(master)
        zone = Seal(key, row["ref"]).close("members.zone", member_id, f"Zone/{member_id}")
        people.append({"id": member_id, "welcomed_at": NOW, "zone": zone})
        keys.append({MEMBER: member_id, **row})
        zones[member_id] = (f"Zone/{member_id}", row["ref"])
    engine = open_engine(settings.database)
    async with engine.begin() as connection:
        await connection.execute(insert(members), people)
        await connection.execute(insert(data_keys), keys)
    await engine.dispose()
    return zones


async def unreadable(settings: Settings, member_ids: list[int]) -> list[int]:
    """Those whose zone does not open after a start with the keys that are in the file."""
    storage = await Storage.open(settings.database, key_file(settings))
    lost = []
    async with storage.unit_of_work() as uow:
        for member_id in member_ids:
            member = await uow.members.get(member_id)
            if member is None or member.zone != f"Zone/{member_id}":
                lost.append(member_id)
    await storage.close()
    return lost


@contextmanager
def dies_at(step: int) -> Iterator[list[str]]:
    """Dies at the `step`-th statement, commit, write or rename of a key file, before it is done; notes all of them."""
    passed: list[str] = []

    def passes(name: str) -> None:
        passed.append(name)
        if len(passed) == step:
            raise Killed

    def statement(_c: object, _u: object, text: str, *_: object) -> None:
        passes(text.split()[0])

    def commit(_: object) -> None:
        passes("commit")

    sync, replaced = os.fsync, Path.replace

    def before_sync(handle: int) -> None:
        passes("fsync")
        sync(handle)

    def before_replace(self: Path, target: Path) -> Path:
        passes("replace")
        return replaced(self, target)

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    with pytest.MonkeyPatch.context() as there:
        there.setattr(os, "fsync", before_sync)
        there.setattr(Path, "replace", before_replace)
        try:
            yield passed
        finally:
            event.remove(Engine, "before_cursor_execute", statement)
            event.remove(Engine, "commit", commit)


async def rotate(settings: Settings) -> None:
    await rotated(settings, key_file(settings), lambda _: None)


async def test_killed_at_fifty_points_with_ten_thousand_members_all_stay_readable(settings: Settings) -> None:
    chance = seeded()
    everybody = list(await peopled(settings, MEMBERS))
    before = {
        file: file.read_bytes() for file in (settings.data_dir / "spoonlight.db", settings.keys_dir / "master.key")
    }
    with dies_at(0) as steps:
        await rotate(settings)
    assert len(steps) >= POINTS, steps
    for number, point in enumerate(_spread(len(steps), POINTS)):
        for file, content in before.items():
            file.write_bytes(content)
        with dies_at(point) as passed, pytest.raises(Killed):
            await rotate(settings)
        assert await unreadable(settings, chance.sample(everybody, 40)) == [], passed[-3:]
        if number % 7 == 0:
            await rotate(settings)  # goes on to its end
            assert len(key_file(settings).versions) == 1
    await rotate(settings)
    assert await unreadable(settings, everybody) == []


def _spread(whole: int, points: int) -> list[int]:
    """The first and the last steps, and others evenly between them."""
    return sorted({1 + round(number * (whole - 1) / (points - 1)) for number in range(points)})


async def test_a_process_that_is_really_killed_leaves_everything_readable(settings: Settings) -> None:
    chance = seeded()
    everybody = list(await peopled(settings, 3000))
    for _ in range(REAL_KILLS):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bots", "keys", "rotate"),
            cwd=CHECKOUT,
            env=dict(os.environ),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert process.stdout is not None
        await process.stdout.readline()  # the new key was made, or the rotation goes on
        await asyncio.sleep(chance.random() * 0.1)
        if process.returncode is None:
            process.kill()
        await process.communicate()
        assert await unreadable(settings, random.Random(1).sample(everybody, 60)) == []
    await rotate(settings)
    assert await unreadable(settings, everybody) == []
    assert len(key_file(settings).versions) == 1
