"""Says how far a long command is, on standard error, at most once a second."""

import sys
import time
from typing import Final, TextIO

_PAUSE: Final = 1.0


class Progress:
    """Called with what is being done and how many are done."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._said_at = time.monotonic()

    def __call__(self, what: str, done: int) -> None:
        now = time.monotonic()
        if now - self._said_at >= _PAUSE:
            self._said_at = now
            print(f"{what}: {done}", file=self._stream, flush=True)
