"""How long one drawing takes, the first and later ones, and how much memory its process took at most."""

import resource
import statistics
import time
from collections.abc import Callable

from tests.benchmarks.report import report

_ROUNDS = 15


def measure(draw: Callable[[], object]) -> None:
    """`seconds`: the median of 15 later drawings, by the clock; `first`: of the first; `memory`: most bytes."""
    rounds = []
    for _ in range(_ROUNDS + 1):
        started = time.perf_counter()
        draw()
        rounds.append(time.perf_counter() - started)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    report(seconds=statistics.median(rounds[1:]), first=rounds[0], memory=most)
