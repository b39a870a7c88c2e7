"""The command line as people meet it: quick help, plain sentences, exit codes that tell."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bots.cli import main
from bots.settings import Settings

CHECKOUT = Path(__file__).parents[2]
TELEGRAM = "123456:AAcanary-token_of-telegram-0123456789"
HEAVY = ("telegram", "discord", "aiohttp", "sqlalchemy", "pydantic", "apscheduler", "yaml")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine, and none of its `.env`, reaches a test."""
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("SPOONLIGHT_DATA_DIR", str(tmp_path / "kept"))


def test_help_names_each_command_and_where_settings_come_from() -> None:
    done = subprocess.run([sys.executable, "-m", "bots", "--help"], cwd=CHECKOUT, capture_output=True, check=True)
    for word in (b"run", b"preview", b"check", b"try", b".env"):
        assert word in done.stdout


def test_help_imports_no_platform_and_no_database() -> None:
    code = f"import sys, bots.cli; print(*({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, check=True)
    assert done.stdout.split() == []


def test_without_a_command_it_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "first steps" in capsys.readouterr().out


def test_an_unknown_command_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["dance"])
    assert caught.value.code == 2


@pytest.mark.parametrize("command", [["run"], ["preview"], ["try", "ask", "hello"]])
def test_a_wrong_setting_stops_every_command_with_a_sentence(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREVIEW_PORT", "often")
    assert main(command) == 1
    assert capsys.readouterr().err.startswith("Spoonlight cannot go on. PREVIEW_PORT is not a port.")


def test_broken_content_stops_with_the_file_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["try", "ask", "hello", "--content", str(tmp_path)]) == 1
    assert "Spoonlight cannot go on." in capsys.readouterr().err


def test_try_answers_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["try", "ask", "is", "fibro", "autoimmune"]) == 0
    assert "not currently classed as autoimmune" in capsys.readouterr().out


def test_try_without_words_says_what_it_wants(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["try", "safety"]) == 2
    assert 'spoonlight try safety "..."' in capsys.readouterr().err


def test_try_runs_through_a_pipe_line_by_line() -> None:
    given = "\n".join(json.dumps({"text": f"what is pacing {number}"}) for number in range(200))
    done = subprocess.run(
        [sys.executable, "-m", "bots", "try", "ask", "--jsonl"],
        cwd=CHECKOUT,
        input=given.encode(),
        capture_output=True,
        check=True,
    )
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == [
        f"what is pacing {number}" for number in range(200)
    ]


def test_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert "FAIL" not in said
    for part in ("settings", "content", "database", "platforms"):
        assert f"OK    {part}:" in said


def test_check_of_content_names_every_broken_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "words").mkdir()
    monkeypatch.setenv("SPOONLIGHT_CONTENT_DIR", str(tmp_path))
    assert main(["check", "content"]) == 1
    said = capsys.readouterr().out
    assert "checkins.yaml" in said
    assert "helplines.yaml" in said


def test_check_of_an_unknown_part_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "weather"]) == 2
    assert "settings, content, database, platforms" in capsys.readouterr().out


def test_check_refuses_a_damaged_key_before_it_opens_the_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (tmp_path / "kept-keys").mkdir()
    (tmp_path / "kept-keys" / "master.key").write_bytes(b"half")
    (folder / "spoonlight.db").touch()
    assert main(["check", "database"]) == 1
    assert "is damaged" in capsys.readouterr().out
