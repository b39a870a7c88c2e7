"""What a row of the table is, and how its figures come about: processes run in turn, medians, smallest and largest."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

Figures = dict[str, float]

NEVER: Final = float("inf")
"""The seconds of what never came to an end; `null` in the JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of those compared: its name and what each repetition gave."""

    name: str
    runs: tuple[Figures, ...]

    def middle(self, figure: str) -> float:
        """The median."""
        return statistics.median(run[figure] for run in self.runs)

    def span(self, figure: str) -> tuple[float, float]:
        """The smallest and the largest."""
        values = [run[figure] for run in self.runs]
        return min(values), max(values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of ours beside the others'. `goal` says in words what `met` says in one; `note` what was counted."""

    what: str
    figure: str
    unit: str
    ours: Side
    others: tuple[Side, ...] = ()
    goal: str = ""
    met: bool | None = None
    note: str = ""

    def ratio(self, other: Side) -> float | None:
        """Ours to theirs, by the medians; None when one of the two never came to an end."""
        ours, theirs = self.ours.middle(self.figure), other.middle(self.figure)
        return ours / theirs if theirs and ours < NEVER and theirs < NEVER else None


def compared(repetitions: int, **sides: Callable[[], Figures]) -> dict[str, Side]:
    """Runs all sides in turn, again and again, so that a busy minute falls on all of them."""
    runs: dict[str, list[Figures]] = {name: [] for name in sides}
    for _ in range(repetitions):
        for name, measure in sides.items():
            runs[name].append(measure())
    return {name: Side(name=name.replace("_", " "), runs=tuple(given)) for name, given in runs.items()}


def process(module: str, *arguments: str) -> Callable[[], Figures]:
    """Measures in a process of its own: `python -m tests.benchmarks.<module>` reports one line of JSON."""

    def measure() -> Figures:
        command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        ended = subprocess.run(command, env=kept, capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise SystemExit(f"{module} failed:\n{ended.stderr[-2000:]}")
        figures: Figures = json.loads(ended.stdout.splitlines()[-1])
        return figures

    return measure


def as_json(rows: Sequence[Row]) -> list[dict[str, object]]:
    """For programs: medians, all runs, and what became of each goal."""
    return [
        {
            "what": row.what,
            "figure": row.figure,
            "unit": row.unit,
            "goal": row.goal,
            "met": row.met,
            "note": row.note,
            "sides": [
                {
                    "name": side.name,
                    "median": _finite(side.middle(row.figure)),
                    "runs": [_finite(run[row.figure]) for run in side.runs],
                    "ratio": row.ratio(side),
                }
                for side in (row.ours, *row.others)
            ],
        }
        for row in rows
    ]


def _finite(value: float) -> float | None:
    return value if value < NEVER else None
