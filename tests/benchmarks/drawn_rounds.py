"""How long one drawing takes, the first and later ones, and how much memory it takes to draw at all."""

import resource
import time
from collections.abc import Callable

from tests.benchmarks.report import report

_ROUNDS = 15


def measure(load: Callable[[], Callable[[], object]]) -> None:
    """`load` imports what draws and returns one drawing.

    `seconds`: the median of 15 later drawings, by the clock; `cpu`: their mean CPU time; `first`: of loading and the
    first one; `memory`: most bytes of the whole process; `added`: how many of them came after `load` began.
    """
    before = _most_memory()
    started = time.perf_counter()
    draw = load()
    draw()
    rounds = [time.perf_counter() - started]
    worked = time.process_time()
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        draw()
        rounds.append(time.perf_counter() - started)
    cpu = (time.process_time() - worked) / _ROUNDS
    most = _most_memory()
    report(cpu=cpu, seconds=sorted(rounds[1:])[_ROUNDS // 2], first=rounds[0], memory=most, added=most - before)


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
