"""Scores lines by the groups of letters they share with a question, so that spelling and word endings matter less."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

_SIZES = (3, 4)


class LetterScores:
    """An inverted index from letter groups to lines, compared by cosine; built once, read-only afterwards."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        counted = [Counter(_groups(line)) for line in lines]
        spread: Counter[str] = Counter()
        for groups in counted:
            spread.update(groups.keys())
        self._rarity = {group: math.log((1 + len(lines)) / (1 + seen)) + 1 for group, seen in spread.items()}
        self._unseen = math.log(1 + len(lines)) + 1
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, groups in enumerate(counted):
            weights = self._weights(groups)
            for group, weight in weights.items():
                postings[group].append((number, weight))
        self._postings = dict(postings)

    def score(self, words: Sequence[str]) -> dict[int, float]:
        """Return line number -> cosine of their letter groups, 0 to 1."""
        scores: dict[int, float] = defaultdict(float)
        for group, weight in self._weights(Counter(_groups(words))).items():
            for number, theirs in self._postings.get(group, ()):
                scores[number] += weight * theirs
        return scores

    def _weights(self, groups: Counter[str]) -> dict[str, float]:
        raw = {group: (1 + math.log(times)) * self._rarity.get(group, self._unseen) for group, times in groups.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {group: weight / length for group, weight in raw.items()}


def _groups(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in _SIZES:
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]
