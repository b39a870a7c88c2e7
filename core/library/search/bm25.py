"""Scores lines by the words they share with a question (BM25, normalised), mending words the library never uses."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from core.library.search.postings import Postings

_SATURATION = 1.2
_LENGTH_SHARE = 0.35
_ALIKE = 0.7  # measured: below it, other words creep in; above it, real typing slips are lost
_SHORTEST_MENDED = 4
_MOST_MENDED = 8  # words of one question


class WordScores:
    """An inverted index from stems to lines; built once, read-only afterwards."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        self._lines = len(lines)
        mean = sum(len(line) for line in lines) / max(1, len(lines)) or 1.0
        spread: Counter[str] = Counter()
        for line in lines:
            spread.update(set(line))
        self._postings = Postings(spread)
        self._best: dict[str, float] = defaultdict(float)
        for number, line in enumerate(lines):
            drag = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * len(line) / mean)
            for stem, times in Counter(line).items():
                worth = times / (times + drag)
                self._postings.add(stem, number, worth)
                self._best[stem] = max(self._best[stem], worth)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for stem in sorted(self._postings):
            if len(stem) >= _SHORTEST_MENDED - 1:
                self._by_letter[stem[0]].append(stem)

    def score(self, stems: Sequence[str]) -> dict[int, float]:
        """Return line number -> share earned of the most these stems could earn, 0 to 1."""
        possible = 0.0
        earned: dict[int, float] = defaultdict(float)
        mends = _MOST_MENDED
        for stem in dict.fromkeys(stems):
            known, likeness = stem, 1.0
            if stem not in self._postings and mends:
                mends -= 1
                known, likeness = self._mended(stem)
            weight = self._weight(self._postings.count(known))
            possible += weight
            share = weight * likeness / self._best.get(known, 1.0)
            for number, worth in self._postings.of(known):
                earned[number] += share * worth
        return {number: sum_ / possible for number, sum_ in earned.items()} if possible else {}

    def familiar(self, stems: Sequence[str]) -> float:
        """Return the share of these stems that the library uses, 0 to 1: the rest may be about something else."""
        different = set(stems)
        return sum(stem in self._postings for stem in different) / len(different) if different else 0.0

    def _weight(self, found_in: int) -> float:
        """Return how telling a word is; a word that the library never uses weighs like a rare one."""
        seen = found_in or 1
        return math.log(1 + (self._lines - seen + 0.5) / (seen + 0.5))

    def _mended(self, stem: str) -> tuple[str, float]:
        if len(stem) < _SHORTEST_MENDED or stem.isdigit():
            return stem, 0.0
        from rapidfuzz import process  # imported here: no start waits for it
        from rapidfuzz.distance import DamerauLevenshtein

        closest = process.extractOne(
            stem,
            self._by_letter.get(stem[0], []),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_ALIKE,
        )
        return (closest[0], float(closest[1])) if closest else (stem, 0.0)
