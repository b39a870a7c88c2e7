"""Measures `spoonlight --help`: from the start of the process to its end."""

import os
import subprocess
import sys
import time

from tests.benchmarks.report import report


def measure() -> None:
    """Prints wall and CPU seconds."""
    started = time.time()
    process = subprocess.Popen([sys.executable, "-m", "bots", "--help"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit("--help failed")
    report(seconds=time.time() - started, cpu=used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    measure()
