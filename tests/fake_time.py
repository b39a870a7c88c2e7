"""An event loop whose time jumps to the next timer when nothing else is left to do: minutes pass in milliseconds.

Only for code without threads or sockets: to this loop a waiting thread is nothing to do.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class FakeTimeLoop(asyncio.SelectorEventLoop):
    """`time()` starts at 1,000 seconds and moves by jumps alone."""

    _ready: Any  # asyncio's own: callbacks that run next, and timers in the order of their time
    _scheduled: Any

    def __init__(self) -> None:
        super().__init__()
        self._at = 1_000.0

    def time(self) -> float:
        return self._at

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self._at = max(self._at, self._scheduled[0].when())
        super()._run_once()  # type: ignore[misc]  # asyncio's own step, not in the stubs


def play(main: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine to its end in fake time."""
    with asyncio.Runner(loop_factory=FakeTimeLoop) as runner:
        return runner.run(main)
