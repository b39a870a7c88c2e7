"""The master key's file and setting: made once, for its owner alone, and never guessed, repaired or printed."""

import os
from base64 import b64encode
from pathlib import Path

import pytest

from bots.durable import append_durably, write_durably
from bots.master_key import MasterKeyFile, MasterKeysGiven
from bots.settings import Settings, read_settings
from core.errors import SettingsError
from core.model.identity import Platform

OLD, NEW = (b64encode(bytes([byte]) * 32).decode() for byte in (1, 2))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(folder: Path, *lines: str) -> Settings:
    file = folder / "settings.env"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_settings(file)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_nothing_is_made_before_it_is_asked_for(tmp_path: Path) -> None:
    keys = MasterKeyFile(tmp_path / "keys" / "master.key")
    assert keys.newest() is None
    assert list(tmp_path.iterdir()) == []


def test_the_first_key_lasts_for_its_owner_alone_and_is_told_of_once(tmp_path: Path) -> None:
    path, told = tmp_path / "keys" / "master.key", list[Path]()
    made = MasterKeyFile(path, on_made=told.append).make()
    again = MasterKeyFile(path, on_made=told.append)
    assert (made.version, len(made.key)) == (1, 32)
    assert again.newest() == made == again.get(1)
    assert told == [path]
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]
    with pytest.raises(SettingsError, match="already"):
        again.make()


def test_of_two_processes_that_make_one_at_the_same_moment_both_use_the_first(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    one, other = MasterKeyFile(path), MasterKeyFile(path)
    assert one.make() == other.make()


def test_a_rotation_keeps_both_until_the_older_one_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    keys = MasterKeyFile(path)
    first = keys.make()
    running = MasterKeyFile(path)
    second = keys.add()
    assert (second.version, keys.versions) == (2, (2, 1))
    assert running.get(2) is None
    running.reload()
    assert (running.newest(), running.get(1)) == (second, first)
    keys.keep_only(2)
    assert MasterKeyFile(path).versions == (2,)


@pytest.mark.parametrize(
    "damage",
    [b"", b"half", b"1 c2hvcnQ=\n", b"\xff\xfe", b"1 " + OLD.encode() + b"\n1 " + NEW.encode(), b"0 " + OLD.encode()],
)
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(damage)
    path.chmod(0o600)
    before = path.stat()
    with pytest.raises(SettingsError, match="is damaged"):
        MasterKeyFile(path)
    after = path.stat()
    assert path.read_bytes() == damage
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_file_that_is_damaged_while_we_run_takes_nothing_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keys = MasterKeyFile(tmp_path / "master.key")
    made = keys.make()
    keys.path.write_bytes(b"1 half")
    keys.reload()
    assert keys.newest() == made
    assert "is damaged" in caplog.text


def test_a_file_that_others_could_read_is_closed_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    MasterKeyFile(tmp_path / "master.key").make()
    (tmp_path / "master.key").chmod(0o644)
    MasterKeyFile(tmp_path / "master.key")
    assert mode(tmp_path / "master.key") == 0o600
    assert "master_key_closed" in caplog.text


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(SettingsError, match="SPOONLIGHT_KEYS_DIR"):
        MasterKeyFile(tmp_path / "file" / "master.key").make()


def test_keys_of_the_environment_have_versions_or_are_the_first() -> None:
    assert MasterKeysGiven(OLD).versions == (1,)
    both = MasterKeysGiven(f"2:{NEW}, 1:{OLD}")
    assert (both.versions, both.newest().key) == ((2, 1), b"\2" * 32)
    with pytest.raises(SettingsError):
        both.make()


@pytest.mark.parametrize("text", ["canary", "2:canary", f"x:{OLD}", f"1:{OLD},1:{NEW}", f"{OLD},", f"0:{OLD}"])
def test_a_wrong_key_in_the_environment_is_named_without_repeating_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, f"SPOONLIGHT_MASTER_KEY={text}")
    assert str(caught.value).startswith("SPOONLIGHT_MASTER_KEY ")
    assert "canary" not in str(caught.value)
    assert OLD not in str(caught.value)


def test_no_key_shows_in_settings_in_keys_or_in_logs(tmp_path: Path) -> None:
    settings = read(tmp_path, f"SPOONLIGHT_MASTER_KEY=2:{NEW},1:{OLD}")
    keys = MasterKeysGiven(f"2:{NEW},1:{OLD}")
    for shown in (repr(settings), str(settings), repr(keys), repr(keys.newest())):
        assert NEW not in shown
        assert repr(b"\2\2")[2:-1] not in shown
    assert {NEW, OLD} < set(settings.secrets)


@pytest.mark.parametrize("inside", ["SPOONLIGHT_DATA_DIR", "BACKUP_DIR"])
def test_the_keys_never_lie_where_the_data_or_the_backups_do(tmp_path: Path, inside: str) -> None:
    with pytest.raises(SettingsError, match=f"inside {inside}"):
        read(tmp_path, f"{inside}={tmp_path / 'kept'}", f"SPOONLIGHT_KEYS_DIR={tmp_path / 'kept' / 'keys'}")
    (tmp_path / "kept").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "kept")
    with pytest.raises(SettingsError, match=f"inside {inside}"):
        read(tmp_path, f"{inside}={tmp_path / 'kept'}", f"SPOONLIGHT_KEYS_DIR={tmp_path / 'way' / 'keys'}")


def test_without_a_name_the_keys_lie_beside_the_data(tmp_path: Path) -> None:
    assert read(tmp_path).keys_dir == read(tmp_path).data_dir.with_name("keys")
    named = read(tmp_path, f"SPOONLIGHT_DATA_DIR={tmp_path / 'kept'}")
    assert named.keys_dir == tmp_path / "kept-keys"
    assert named.backups == tmp_path / "kept" / "backups"


def test_platforms_without_health_answers_are_named(tmp_path: Path) -> None:
    assert read(tmp_path).reminders_only == frozenset()
    both = read(tmp_path, "KEEP_NO_HEALTH_ANSWERS_ON=Discord, telegram")
    assert both.reminders_only == {Platform.DISCORD, Platform.TELEGRAM}
    with pytest.raises(SettingsError, match="KEEP_NO_HEALTH_ANSWERS_ON is not a list"):
        read(tmp_path, "KEEP_NO_HEALTH_ANSWERS_ON=fax")


def test_a_small_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_durably(path, b"first")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as there:
        there.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_durably(path, b"second")
    assert path.read_bytes() == b"first"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_lines_are_added_behind_half_a_line_of_a_power_cut(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    append_durably(path, b"one\n")
    with path.open("ab") as file:
        file.write(b"tw")
    append_durably(path, b"three\n")
    assert path.read_bytes() == b"one\ntw\nthree\n"
    assert mode(path) == 0o600
