"""Measures a process that merely imports what a user would build such a bot from."""

import os
import subprocess
import sys
import time

from tests.benchmarks.report import report

_IMPORTS = """
import telegram.ext, discord, sqlalchemy.ext.asyncio, apscheduler.schedulers.asyncio, pydantic
class Settings(pydantic.BaseModel):
    token: str
"""


def measure() -> None:
    """Prints the wall and CPU seconds of the whole process, and its most memory (bytes)."""
    started = time.time()
    process = subprocess.Popen([sys.executable, "-c", _IMPORTS])
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit("the imports failed")
    report(seconds=time.time() - started, cpu=used.ru_utime + used.ru_stime, memory=used.ru_maxrss * 1024)


if __name__ == "__main__":
    measure()
