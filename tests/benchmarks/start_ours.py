"""Measures a start of the whole bot on both platforms, in its own process, until it receives from both.

Run as `python -m tests.benchmarks.start_ours FOLDER`: the folder keeps the database from one start to the next.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.report import report

_SETTLED = 6.0
"""Seconds after which what was put off (the finder, the housekeeping) has been done too."""


def measure(folder: Path) -> None:
    """Prints wall and CPU seconds until ready, and the most memory until then and after all was done (bytes)."""
    servers = _python("-m", "tests.benchmarks.start_servers", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert servers.stdin is not None
    assert servers.stdout is not None
    try:
        aimed = {**compiled_once(), "SPOONLIGHT_DATA_DIR": str(folder), **json.loads(servers.stdout.readline())}
        started = time.time()
        bot = _python("-m", "bots", "run", env=aimed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ready = servers.stdout.readline()  # nothing, when the servers lost patience
        if not ready or bot.poll() is not None:
            raise SystemExit("the bot was never ready; `spoonlight run` says why")
        seconds = float(ready) - started
        cpu, memory = _cpu_seconds(bot.pid), _most_memory(bot.pid)
        time.sleep(_SETTLED)
        settled = _most_memory(bot.pid)
        bot.terminate()
        bot.wait(timeout=20)
    finally:
        servers.stdin.close()
        servers.terminate()
        servers.wait(timeout=20)
    report(seconds=seconds, cpu=cpu, memory=memory, settled_memory=settled)


def compiled_once() -> dict[str, str]:
    """An environment in which Python keeps compiled modules, as it does by default."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _python(*arguments: str, **how: object) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, *arguments], **how)  # type: ignore[call-overload,no-any-return]  # passed on


def _cpu_seconds(process: int) -> float:
    """User and system time so far. Linux only, as the memory is."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _most_memory(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("this system does not say how much memory a process took")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
