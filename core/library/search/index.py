"""Joins the two scorers into one finder over entries; the best line of an entry speaks for it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from rapidfuzz import fuzz

from core.library.search.bm25 import WordScores
from core.library.search.grams import LetterScores
from core.library.search.values import Entry, Found, Vocabulary
from core.library.search.words import LONGEST_QUESTION, Reader

SCORER = "lexical-1"  # thresholds are kept under this name; change it whenever scores change their meaning

_WORDS_SHARE = 0.5
_LETTERS_SHARE = 0.5
_WHOLE_SHARE = 0.2  # of the sentence as it stands; it decides between lines with the same telling words
_LOOKED_AT_AGAIN = 60  # lines; only the best are compared as sentences
_STRANGE_WORTH = 0.5  # what is left of a score when the library has none of the words; measured on dev questions
_TEXT_WORTH = 0.8  # a hit in the running text says less than one in a title or an asked line


class SnippetIndex:
    """A finished index; `build` makes one, `find` reads it, and a changed library gets a new one."""

    def __init__(self, ids: Sequence[str], owners: Sequence[int], lines: Sequence[str], reader: Reader) -> None:
        read = [reader.content_words(line) for line in lines]
        self._ids = tuple(ids)
        self._owners = tuple(owners)
        self._reader = reader
        self._wholes = tuple(reader.whole(line) for line in lines)
        self._words = WordScores([[reader.stem(word) for word in words] for words in read])
        self._letters = LetterScores(read)
        self._texts: frozenset[int] = frozenset()

    @property
    def scorer(self) -> str:
        """The name under which thresholds for these scores are kept."""
        return SCORER

    @property
    def ids(self) -> frozenset[str]:
        """What can be found."""
        return frozenset(self._ids)

    @classmethod
    def build(cls, entries: Sequence[Entry], vocabulary: Vocabulary | None = None) -> SnippetIndex:
        """Build the index: one line each for the title, every asked line and the text of each entry."""
        owners: list[int] = []
        lines: list[str] = []
        texts: set[int] = set()
        for number, entry in enumerate(entries):
            for line in (entry.title, *entry.also_asked):
                owners.append(number)
                lines.append(line)
            texts.add(len(lines))
            owners.append(number)
            lines.append(f"{entry.title} {entry.text}")
        index = cls([entry.id for entry in entries], owners, lines, Reader(vocabulary or Vocabulary()))
        index._texts = frozenset(texts)
        return index

    def find(self, question: str, limit: int = 3) -> list[Found]:
        """Return at most `limit` hits, best first; none when the question has no word that carries meaning."""
        words = self._reader.content_words(question[:LONGEST_QUESTION])
        if not words:
            return []
        stems = [self._reader.stem(word) for word in words]
        trust = _STRANGE_WORTH + (1 - _STRANGE_WORTH) * self._words.familiar(stems)
        by_words = self._words.score(stems)
        by_letters = self._letters.score(words)
        scores: dict[int, float] = {}
        for line in by_words.keys() | by_letters.keys():
            score = _WORDS_SHARE * by_words.get(line, 0.0) + _LETTERS_SHARE * by_letters.get(line, 0.0)
            scores[line] = score * _TEXT_WORTH if line in self._texts else score
        best: dict[int, float] = {}
        whole = self._reader.whole(question[:LONGEST_QUESTION])
        for line in heapq.nlargest(_LOOKED_AT_AGAIN, scores, key=lambda line: (scores[line], -line)):
            score = (1 - _WHOLE_SHARE) * scores[line] + _WHOLE_SHARE * self._likeness(whole, line)
            owner = self._owners[line]
            best[owner] = max(score, best.get(owner, 0.0))
        top = heapq.nsmallest(limit, best.items(), key=lambda item: (-item[1], item[0]))
        return [Found(id=self._ids[owner], score=min(1.0, score * trust)) for owner, score in top]

    def _likeness(self, whole: str, line: int) -> float:
        """Return how alike question and line are as sentences: "what is a flare" and "after a flare" are not."""
        return 0.5 if line in self._texts else fuzz.ratio(whole, self._wholes[line]) / 100

    def has_content(self, text: str) -> bool:
        """Say whether a text has any word that carries meaning."""
        return bool(self._reader.content_words(text[:LONGEST_QUESTION]))
