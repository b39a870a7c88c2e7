"""Measures the ear: how long a question takes when the library holds three hundred snippets, and the crisis screen."""

import time
from pathlib import Path

from core.library.content import load_content
from core.library.listening.ear import Ear
from core.library.listening.rules import read_listening
from core.library.listening.screening import Screen
from core.library.search import Entry, SnippetIndex
from tests.benchmarks.report import report

_DATA = Path(__file__).parents[2] / "data"
_SNIPPETS = 300


def measure() -> None:
    """Prints the median and the 95th percentile of a question, of the screen alone, and the time to be ready."""
    content = load_content(_DATA)
    listening = read_listening(_DATA / "listening" / "en", "data/listening/en")
    shelf = [
        Entry(id=one.id, title=one.title, text=f"{one.body} {one.more or ''}", also_asked=one.also_asked)
        for one in content.snippets.values()
    ]
    ear = Ear(listening, SnippetIndex((shelf * 3)[:_SNIPPETS], listening.vocabulary), content.smalltalk)
    started = time.perf_counter()
    ear.warm_up()
    warm = time.perf_counter() - started
    asked = [line for one in shelf for line in one.also_asked][::7]
    heard = _timed(ear.hear, asked)
    screened = _timed(Screen(listening.crisis), asked)
    report(warm_up=warm, median=_at(heard, 0.5), p95=_at(heard, 0.95), screen_p95=_at(screened, 0.95))


def _timed(hear: object, asked: list[str]) -> list[float]:
    taken = []
    for text in asked:
        started = time.perf_counter()
        hear(text)  # type: ignore[operator]  # anything that takes a text
        taken.append(time.perf_counter() - started)
    return sorted(taken)


def _at(taken: list[float], share: float) -> float:
    return taken[int(share * (len(taken) - 1))]


if __name__ == "__main__":
    measure()
