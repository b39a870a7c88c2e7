"""Scores lines by the groups of letters they share with a question, so that spelling and word endings matter less."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from core.library.search.postings import Postings

_SIZES = (3, 4)


class LetterScores:
    """An inverted index from letter groups to lines, compared by cosine; built once, read-only afterwards."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        self._lines = len(lines)
        groups_of = lru_cache(maxsize=None)(_groups)  # for as long as this is being built: words come often
        spread: Counter[str] = Counter()
        for line in lines:
            spread.update({group for word in line for group in groups_of(word)})
        self._postings = Postings(spread)
        for number, line in enumerate(lines):
            counted = Counter(group for word in line for group in groups_of(word))
            for group, weight in self._weights(counted).items():
                self._postings.add(group, number, weight)

    def score(self, words: Iterable[str]) -> list[float]:
        """Return for each line the cosine of its letter groups and these, 0 to 1."""
        scores = [0.0] * self._lines
        asked = Counter(group for word in words for group in _groups(word))
        for group, weight in self._weights(asked).items():
            for number, theirs in self._postings.of(group):
                scores[number] += weight * theirs
        return scores

    def _weights(self, groups: Mapping[str, int]) -> dict[str, float]:
        raw = {group: (1 + math.log(times)) * self._rarity(group) for group, times in groups.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {group: weight / length for group, weight in raw.items()}

    def _rarity(self, group: str) -> float:
        return math.log((1 + self._lines) / (1 + self._postings.count(group))) + 1


def _groups(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[start : start + size] for size in _SIZES for start in range(max(1, len(padded) - size + 1)))
