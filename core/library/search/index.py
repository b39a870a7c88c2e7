"""Joins the two scorers into one finder over entries; the best line of an entry speaks for it."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Sequence
from threading import Lock

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
    """What can be found, and the finder over it. A changed library gets a new one.

    The finder is built by the first question, unless `warm_up` has built it before.
    """

    def __init__(self, entries: Sequence[Entry], vocabulary: Vocabulary | None = None) -> None:
        self._entries = tuple(entries)
        self._vocabulary = vocabulary or Vocabulary()
        self._building = Lock()
        self._finder: _Finder | None = None

    @property
    def scorer(self) -> str:
        """The name under which thresholds for these scores are kept."""
        return SCORER

    @property
    def ids(self) -> frozenset[str]:
        """What can be found."""
        return frozenset(entry.id for entry in self._entries)

    def warm_up(self) -> None:
        """Build the finder, which takes about half a second; may be called from any thread."""
        self._ready()

    def find(self, question: str, limit: int = 3) -> list[Found]:
        """Return at most `limit` hits, best first; none when the question has no word that carries meaning."""
        return self._ready().find(question[:LONGEST_QUESTION], limit)

    def _ready(self) -> _Finder:
        if self._finder is None:
            with self._building:
                self._finder = self._finder or _Finder(self._entries, Reader(self._vocabulary))
        return self._finder


class _Finder:
    """Built once: one line each for the title, every asked line and the text of each entry."""

    def __init__(self, entries: Sequence[Entry], reader: Reader) -> None:
        self._reader = reader
        self._ids = tuple(entry.id for entry in entries)
        self._owners = array("I")
        self._wholes: list[str | None] = []  # None for running text: it is not like any question
        read: list[list[str]] = []
        for number, entry in enumerate(entries):
            asked = (entry.title, *entry.also_asked)
            self._owners.extend([number] * (len(asked) + 1))
            self._wholes.extend((*map(reader.whole, asked), None))
            read.extend(map(reader.content_words, (*asked, f"{entry.title} {entry.text}")))
        self._words = WordScores([[reader.stem(word) for word in words] for words in read])
        self._letters = LetterScores(read)

    def find(self, question: str, limit: int) -> list[Found]:
        """As `SnippetIndex.find`."""
        words = self._reader.content_words(question)
        if not words:
            return []
        stems = [self._reader.stem(word) for word in words]
        trust = _STRANGE_WORTH + (1 - _STRANGE_WORTH) * self._words.familiar(stems)
        scores = self._scores(stems, words)
        best: dict[int, float] = {}
        whole = self._reader.whole(question)
        for line in heapq.nlargest(_LOOKED_AT_AGAIN, range(len(scores)), key=scores.__getitem__):
            if scores[line] <= 0:
                break
            score = (1 - _WHOLE_SHARE) * scores[line] + _WHOLE_SHARE * self._likeness(whole, line)
            owner = self._owners[line]
            best[owner] = max(score, best.get(owner, 0.0))
        top = heapq.nsmallest(limit, best.items(), key=lambda item: (-item[1], item[0]))
        return [Found(id=self._ids[owner], score=min(1.0, score * trust)) for owner, score in top]

    def _scores(self, stems: Sequence[str], words: Sequence[str]) -> list[float]:
        """Return what each line earns by its words and letters together."""
        scores = [_LETTERS_SHARE * score for score in self._letters.score(words)]
        for line, score in self._words.score(stems).items():
            scores[line] += _WORDS_SHARE * score
        for line, whole in enumerate(self._wholes):
            if whole is None:
                scores[line] *= _TEXT_WORTH
        return scores

    def _likeness(self, whole: str, line: int) -> float:
        """Return how alike question and line are as sentences: "what is a flare" and "after a flare" are not."""
        asked = self._wholes[line]
        if asked is None:
            return 0.5
        from rapidfuzz import fuzz  # imported here: no start waits for it

        return fuzz.ratio(whole, asked) / 100
