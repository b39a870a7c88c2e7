"""What an operator does with keys and backups, from the command line and by the house's own clock."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots.backups import FAILURES, Backups, backups_in, failures_in
from bots.cli import main
from bots.housekeeping import Housekeeping, backup_place
from bots.keys_folder import KeysFolder
from bots.runner import opened
from bots.settings import Settings, read_settings
from core.bootstrap import SupportBot
from core.model.consent import Consent, ConsentPurpose
from core.model.identity import Account, Platform
from tests.fakes import NINE, MovableClock

ANA = Account(platform=Platform.TELEGRAM, user_id="ana")
BEN = Account(platform=Platform.TELEGRAM, user_id="ben")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("SPOONLIGHT_DATA_DIR", str(tmp_path / "kept"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(tmp_path / "none.env")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def bot(settings: Settings, clock: MovableClock) -> AsyncIterator[SupportBot]:
    async with opened(settings, settings.database, clock) as whole:
        yield whole


async def comes(bot: SupportBot, account: Account) -> int:
    """Somebody who agrees and writes a note today."""
    now = bot.clock.now()
    async with bot.open_unit() as uow:
        member = await uow.members.welcome(account, now=now)
        agreed = Consent(purpose=ConsentPurpose.CHECKINS, version=1, text_hash="0" * 64, given_at=now)
        await uow.consents.give(member.id, agreed)
        checkin = await uow.checkins.open(member.id, "daily", local_date=now.date(), now=now)
        await uow.checkins.write_note(checkin.id, f"note of {account.user_id}", member_id=member.id)
        await uow.commit()
    return member.id


async def forget(bot: SupportBot, member_id: int) -> None:
    async with bot.open_unit() as uow:
        await uow.members.forget(member_id, now=bot.clock.now())
        await uow.commit()


async def known(settings: Settings, account: Account) -> bool:
    async with opened(settings, settings.database, MovableClock()) as bot, bot.open_unit() as uow:
        return await uow.members.of(account) is not None


async def lived(settings: Settings, *accounts: Account) -> None:
    """An earlier run of the bot."""
    async with opened(settings, settings.database, MovableClock()) as bot:
        for account in accounts:
            await comes(bot, account)


def run(*words: str) -> int:
    return main(list(words))


async def in_thread(*words: str) -> int:
    """A command, as from another terminal while the bot runs."""
    return await asyncio.to_thread(run, *words)


async def test_the_first_start_says_where_the_key_is_and_the_next_one_says_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await lived(settings)
    said = capsys.readouterr().out
    assert str(settings.keys_dir / "master.key") in said
    assert "Copy that file now" in said
    await lived(settings)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("loss", ["missing", "wrong", "damaged"])
async def test_a_lost_or_wrong_key_stops_the_start_and_changes_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str], loss: str
) -> None:
    await lived(settings, ANA)
    key = settings.keys_dir / "master.key"
    match loss:
        case "missing":
            key.unlink()
        case "wrong":
            key.write_text("1 " + "A" * 43 + "=\n", encoding="ascii")
        case _:
            key.write_bytes(key.read_bytes()[:-9])
    there = {path: path.read_bytes() for path in _files(settings)}
    assert await in_thread("check", "database") == 1
    assert "SPOONLIGHT_KEYS_DIR" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in _files(settings)} == there


def _files(settings: Settings) -> list[Path]:
    return [
        path
        for folder in (settings.data_dir, settings.keys_dir)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    ]


async def test_keys_are_rotated_while_the_bot_runs(
    settings: Settings, bot: SupportBot, capsys: pytest.CaptureFixture[str]
) -> None:
    before = await comes(bot, ANA)
    assert await in_thread("keys", "rotate") == 0
    after = await comes(bot, BEN)
    async with bot.open_unit() as uow:
        assert [(await uow.checkins.all_of(one))[0].note for one in (before, after)] == ["note of ana", "note of ben"]
    assert await in_thread("keys", "show") == 0
    told = capsys.readouterr().out
    assert "version 2 wraps: 5" in told
    key = (settings.keys_dir / "master.key").read_text(encoding="ascii").split()[-1]
    assert key not in told


async def test_a_key_in_the_environment_is_rotated_by_its_owner(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = "A" * 43 + "=", "B" * 42 + "A="
    monkeypatch.setenv("SPOONLIGHT_MASTER_KEY", old)
    await lived(read_settings(settings.data_dir / "none"), ANA)
    assert not (settings.keys_dir / "master.key").exists()
    assert await in_thread("keys", "rotate") == 1
    assert "SPOONLIGHT_MASTER_KEY=2:<new>,1:<old>" in capsys.readouterr().out
    monkeypatch.setenv("SPOONLIGHT_MASTER_KEY", f"2:{new},1:{old}")
    assert await in_thread("keys", "rotate") == 0
    monkeypatch.setenv("SPOONLIGHT_MASTER_KEY", f"2:{new}")
    assert await known(read_settings(settings.data_dir / "none"), ANA)
    assert old not in "".join(capsys.readouterr())


async def test_a_backup_and_a_restore_in_one_screen_each(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await lived(settings, ANA)
    assert await in_thread("backup") == 0
    (backup,) = backups_in(settings.backups)
    assert backup.stat().st_mode & 0o777 == 0o600
    await lived(settings, BEN)
    assert await in_thread("restore", str(backup)) == 1
    assert "Add --replace" in capsys.readouterr().err
    assert await known(settings, BEN)
    assert await in_thread("restore", str(backup), "--replace") == 0
    told = capsys.readouterr().out
    assert "1 members" in told
    assert "Delete it soon" in told
    assert await known(settings, ANA)
    assert not await known(settings, BEN)
    assert len(list(settings.data_dir.glob("spoonlight.db.before-restore-*"))) == 1


async def test_a_running_bot_is_never_replaced(
    settings: Settings, bot: SupportBot, capsys: pytest.CaptureFixture[str]
) -> None:
    await comes(bot, ANA)
    assert await in_thread("backup") == 0
    (backup,) = backups_in(settings.backups)
    assert await in_thread("restore", str(backup), "--replace") == 1
    assert "Stop Spoonlight first" in capsys.readouterr().err
    assert not list(settings.data_dir.glob(".restoring*"))


async def test_with_all_but_the_keys_lost_a_backup_brings_everything_back(settings: Settings, tmp_path: Path) -> None:
    await lived(settings, ANA)
    assert await in_thread("backup", "--to", str(tmp_path / "far")) == 0
    shutil.rmtree(settings.data_dir)
    await lived(settings)  # started too early: a new, empty database
    (backup,) = backups_in(tmp_path / "far")
    assert await in_thread("restore", str(backup)) == 0
    assert await known(settings, ANA)


async def test_a_new_database_never_writes_over_the_key_set_of_a_lost_one(settings: Settings, tmp_path: Path) -> None:
    await lived(settings, ANA)
    assert await in_thread("backup", "--to", str(tmp_path / "far")) == 0
    lost = (settings.keys_dir / "members.keys").read_bytes()
    shutil.rmtree(settings.data_dir)
    await lived(settings, BEN)
    assert await in_thread("backup") == 0
    (aside,) = settings.keys_dir.glob("members.keys.of-another-database-*")
    assert aside.read_bytes() == lost
    (backup,) = backups_in(tmp_path / "far")
    assert await in_thread("restore", str(backup), "--keys", str(aside), "--replace") == 0
    assert await known(settings, ANA)


async def test_an_erasure_reaches_the_ledger_and_the_key_set_and_survives_a_restore(
    settings: Settings, bot: SupportBot
) -> None:
    ana = await comes(bot, ANA)
    await comes(bot, BEN)
    assert await in_thread("backup") == 0
    folder, keeper = KeysFolder(settings.keys_dir), Housekeeping(settings, bot).keeper
    before = folder.key_set()
    assert await keeper.settle() == 0
    await forget(bot, ana)
    assert keeper._told.is_set()
    assert await keeper.settle() == 1
    assert len(folder.erased()) == 1
    assert len(folder.key_set()) < len(before)
    assert await keeper.settle() == 0
    await bot.close()
    folder.key_set_file.write_bytes(before)  # a copy of the keys from before: the ledger alone must do
    (backup,) = backups_in(settings.backups)
    assert await in_thread("restore", str(backup), "--replace") == 0
    assert not await known(settings, ANA)
    assert await known(settings, BEN)


async def test_an_erasure_that_was_cut_short_is_noted_by_the_next_start(settings: Settings, bot: SupportBot) -> None:
    ana = await comes(bot, ANA)
    folder, keeper = KeysFolder(settings.keys_dir), Housekeeping(settings, bot).keeper
    await forget(bot, ana)
    folder.ledger_file.mkdir()  # nothing can be appended to it
    with pytest.raises(OSError, match="directory"):
        await keeper.settle()
    folder.ledger_file.rmdir()
    assert await Housekeeping(settings, bot).keeper.settle() == 1
    assert len(folder.erased()) == 1


async def test_backups_are_made_by_the_house_when_their_time_has_come_and_the_oldest_go(
    settings: Settings, bot: SupportBot, clock: MovableClock
) -> None:
    await comes(bot, ANA)
    backups = Backups(backup_place(settings, clock), every=timedelta(hours=24), keep=3)
    for hours in range(0, 24 * 6, 6):
        clock.move_to(NINE + timedelta(hours=hours))
        await backups.make_if_due()
    assert [one.name for one in backups_in(settings.backups)] == [
        f"spoonlight-2026030{day}-090000.backup" for day in (5, 6, 7)
    ]
    await Backups(backup_place(settings, clock), every=timedelta(0), keep=3).make_if_due()
    assert len(backups_in(settings.backups)) == 3


async def test_a_backup_that_fails_is_counted_shown_and_forgotten_once_one_is_made(
    settings: Settings, bot: SupportBot, clock: MovableClock, capsys: pytest.CaptureFixture[str]
) -> None:
    backups = Backups(backup_place(settings, clock), every=timedelta(hours=24), keep=3)
    await comes(bot, ANA)
    settings.keys_dir.joinpath("members.keys").mkdir()  # the key set cannot be written
    for _ in range(2):
        await backups.make_if_due()
    assert [line.split()[1] for line in failures_in(settings.backups)] == ["IsADirectoryError"] * 2
    assert backups_in(settings.backups) == []
    assert os.listdir(settings.backups) == [FAILURES]  # noqa: PTH208 - nothing half written stays
    assert await in_thread("check", "settings") == 1
    assert "2 backups in a row could not be made" in capsys.readouterr().out
    settings.keys_dir.joinpath("members.keys").rmdir()
    await backups.make_if_due()
    assert failures_in(settings.backups) == []
    assert len(backups_in(settings.backups)) == 1
