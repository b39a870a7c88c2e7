"""A misspelt setting is named with the right name beside it, and its value is never repeated."""

from pathlib import Path

import pytest

from bots import checking, cli, settings, stray_names
from bots.settings import Settings
from bots.stray_names import stray_names as strays

CANARY = "123456:AAcanary-token_of-telegram-0123456789"


def said(folder: Path, *lines: str) -> tuple[str, ...]:
    file = folder / ".env"
    file.write_text("\n".join(lines), encoding="utf-8")
    return strays(file)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TELEGRAM_TOKN", "TELEGRAM_TOKEN"),
        ("telegram_tokn", "TELEGRAM_TOKEN"),
        ("TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN"),
        ("export DISCORD_TOKENS", "DISCORD_TOKEN"),
        ("DATBASE_URL", "DATABASE_URL"),
        ("SPOONLIGHT_DATA", "SPOONLIGHT_DATA_DIR"),
    ],
)
def test_a_misspelt_name_is_told_with_the_right_one(tmp_path: Path, written: str, meant: str) -> None:
    (line,) = said(tmp_path, f"{written}={CANARY}")
    assert line.startswith(f"{written.removeprefix('export ')} in .env is not a setting")
    assert line.endswith(f"Did you mean {meant}?")
    assert "canary" not in line


def test_a_name_with_our_prefix_that_is_like_none_of_ours_points_to_the_example(tmp_path: Path) -> None:
    (line,) = said(tmp_path, "DISCORD_QQQQQQQQQQ=1")
    assert line.endswith(".env.example explains each setting.")


def test_right_names_and_the_names_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    right = [f"{name.upper()}=x" for name in Settings.model_fields]
    assert said(tmp_path, *right, "telegram_token=x", "PATH=/bin", "COMPOSE_PROJECT_NAME=x", "# TELEGRAM_TOKN=x") == ()


def test_a_token_that_stands_where_a_name_should_is_never_repeated(tmp_path: Path) -> None:
    assert "canary" not in str(said(tmp_path, CANARY, f"TELEGRAM_TOKEN:{CANARY}", f"{CANARY}=x"))


def test_without_a_file_or_with_one_that_is_no_text_nothing_is_said_here(tmp_path: Path) -> None:
    assert strays(tmp_path / "none") == ()
    (tmp_path / ".env").write_bytes(b"TELEGRAM_TOKN=\xe9\n")
    assert strays(tmp_path / ".env") == ()


@pytest.fixture
def misspelt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation whose `.env` has one misspelt name."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SPOONLIGHT_DATA_DIR", str(tmp_path))
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKN={CANARY}\nPREVIEW_PORT=none\n", encoding="utf-8")
    for place in (settings, checking, stray_names):
        monkeypatch.setattr(place, "env_file", lambda: tmp_path / ".env")


@pytest.mark.usefixtures("misspelt")
def test_the_check_warns_of_it_beside_what_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["check", "settings"]) == 1
    told = capsys.readouterr().out
    assert "WARN  settings: TELEGRAM_TOKN in .env is not a setting" in told
    assert "FAIL  settings: PREVIEW_PORT" in told
    monkeypatch.setenv("PREVIEW_PORT", "8080")
    assert cli.main(["check", "settings"]) == 0
    assert "Did you mean TELEGRAM_TOKEN?" in capsys.readouterr().out


@pytest.mark.usefixtures("misspelt")
@pytest.mark.parametrize("command", ["run", "preview"])
def test_a_start_says_it_in_one_line(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert cli.main([command]) == 1  # PREVIEW_PORT stops it there
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("Please look: TELEGRAM_TOKN in .env is not a setting")
    assert "PREVIEW_PORT" in second
    assert "canary" not in first + second
