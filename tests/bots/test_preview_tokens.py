"""Beside a real token the preview stays closed, unless it is told otherwise; and even then it never uses the token."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bots.cli import main
from bots.settings import Settings

CHECKOUT = Path(__file__).parents[2]
TELEGRAM = "123456:AAcanary-token_of-telegram-0123456789"
DISCORD = "canary.of.discord"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine, and none of its `.env`, reaches a test."""
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("SPOONLIGHT_DATA_DIR", str(tmp_path / "kept"))


@pytest.mark.parametrize(
    ("held", "named"),
    [
        ({"TELEGRAM_TOKEN": TELEGRAM}, "(TELEGRAM_TOKEN)"),
        ({"DISCORD_TOKEN": DISCORD}, "(DISCORD_TOKEN)"),
        ({"TELEGRAM_TOKEN": TELEGRAM, "DISCORD_TOKEN": DISCORD}, "(TELEGRAM_TOKEN and DISCORD_TOKEN)"),
    ],
)
def test_beside_a_real_token_it_stays_closed_and_says_how_to_open_it(
    held: dict[str, str],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, token in held.items():
        monkeypatch.setenv(name, token)
    assert main(["preview"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert named in line
    assert "spoonlight preview --beside-tokens" in line
    assert not any(token in line for token in held.values())
    assert not (tmp_path / "kept").exists()


@contextmanager
def listening() -> Iterator[tuple[socket.socket, str]]:
    """Something on this computer that remembers whether anybody came."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        ear.setblocking(False)
        yield ear, f"127.0.0.1:{ear.getsockname()[1]}"


def came(ear: socket.socket) -> bool:
    try:
        ear.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_when_told_so_it_opens_and_never_reaches_for_the_platforms(tmp_path: Path) -> None:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = str(trial.getsockname()[1])
    with listening() as (telegram, telegram_host), listening() as (discord, discord_host):
        environment = {
            **os.environ,
            "SPOONLIGHT_DATA_DIR": str(tmp_path / "kept"),
            "PREVIEW_PORT": port,
            "TELEGRAM_TOKEN": TELEGRAM,
            "TELEGRAM_API_URL": f"http://{telegram_host}",
            "DISCORD_TOKEN": DISCORD,
            "DISCORD_API_URL": f"http://{discord_host}/api/v10",
            "DISCORD_GATEWAY_URL": f"ws://{discord_host}",
        }
        command = [sys.executable, "-m", "bots", "preview", "--beside-tokens"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
            try:
                assert process.stdout is not None
                assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
                say = urllib.request.Request(
                    f"http://127.0.0.1:{port}/api/say",
                    data=b'{"person": "robin", "text": "/start"}',
                    headers={"Content-Type": "application/json"},
                )
                with urllib.request.urlopen(say, timeout=20) as answer:  # noqa: S310  # our own address, on loopback
                    assert answer.status == 200
                process.send_signal(signal.SIGTERM)
                _, errors = process.communicate(timeout=20)
            finally:
                process.kill()
        assert process.returncode == 0, errors
        assert not came(telegram)
        assert not came(discord)
    kept = {path.name for path in (tmp_path / "kept").iterdir()}
    assert "preview.db" in kept
    assert "spoonlight.db" not in kept
