"""Real processes: `python -m bots run` without a token is the preview, and SIGTERM ends it cleanly."""

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

from bots.settings import Settings

CHECKOUT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def started(folder: Path, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """`python -m bots run` with nothing set but these; killed at the end if it still runs."""
    empty = {name.upper(): "" for name in Settings.model_fields}
    environment = {**os.environ, **empty, "SPOONLIGHT_DATA_DIR": str(folder / "kept"), **settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "bots", "run"],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_without_a_token_the_preview_is_reached_and_stops_when_asked(tmp_path: Path, asked: signal.Signals) -> None:
    port = free_port()
    with started(tmp_path, PREVIEW_PORT=str(port)) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        assert "TELEGRAM_TOKEN" in process.stdout.readline()
        assert "DISCORD_TOKEN" in process.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            assert b"<html" in page.read().lower()
        process.send_signal(asked)
        _, errors = process.communicate(timeout=10)
        assert process.returncode == 0, errors
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["preview.db"]


def test_a_taken_port_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with started(tmp_path, PREVIEW_PORT=port) as process:
            _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert f"PREVIEW_PORT {port}" in errors
    assert "Traceback" not in errors
