"""Hears in one message whether somebody may be in a crisis: pure, local, the same answer for the same text.

It only says what it heard and where; what follows from that is decided elsewhere, and nothing is stored or logged here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from core.library.listening.folding import fold, letters
from core.library.listening.phrases import Phrase
from core.library.listening.rules import CrisisRules, read_crisis_rules

_LEFT_OUT = " x"  # stands for a harmless phrase, so that the words around it do not grow together
_RUN_TOGETHER = range(10, 80)  # letters of a word in which whole phrases are looked for
_QUOTED = re.compile('["\u201c\u201e\u00ab][^"\u201c\u201d\u00bb]{1,120}["\u201d\u00bb]')
_WORDS_BEFORE_TITLE = 6


class Level(StrEnum):
    """How much help is offered; a higher level never gets less."""

    NONE = "none"
    CONCERN = "concern"
    CRISIS = "crisis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What was heard, and the part that decided it (for people who review the rules; never for the chat or a log)."""

    level: Level
    part: str = ""


class Screen:
    """The screen with one language's rules; call it with a text."""

    def __init__(self, rules: CrisisRules) -> None:
        self._rules = rules
        grave = (*rules.crisis, *rules.concern)
        self._grave_words = frozenset(word for phrase in grave for need in phrase.needs for word in need)

    def warm_up(self) -> None:
        """Compile every pattern, so that no message waits for it. Without it each is compiled when first needed."""
        for phrase in (*self._rules.harmless, *self._rules.crisis, *self._rules.concern):
            phrase.compile()

    def __call__(self, text: str) -> Screening:
        """Return the highest level heard in the text."""
        sentences = _sentences(fold(self._without_titles(text)))
        words = _Places(sentences)
        for phrase in self._rules.harmless:
            for number in words.that_may_hold(phrase):
                sentences[number] = phrase.pattern.sub(_LEFT_OUT, sentences[number])
        for level, phrases in ((Level.CRISIS, self._rules.crisis), (Level.CONCERN, self._rules.concern)):
            part = _first(phrases, sentences, words) or self._run_together(phrases, words)
            if part:
                return Screening(level=level, part=part)
        return Screening(level=Level.NONE)

    def _run_together(self, phrases: Sequence[Phrase], words: _Places) -> str:
        """Return the part of a long word that is a whole phrase written without spaces."""
        long_words = words.long_words()
        somewhere = " ".join(long_words)
        grave = [word for word in self._grave_words if word in somewhere]
        for long_word in long_words:
            inside = frozenset(word for word in grave if word in long_word)
            for phrase in phrases:
                if phrase.may_be_in(inside) and (found := phrase.run_together(long_word)):
                    return found
        return ""

    def _without_titles(self, text: str) -> str:
        """Leave out quoted titles: a song called like a cry for help is not one."""
        kept: list[str] = []
        end = 0
        for quote in _QUOTED.finditer(text):
            before = letters(text[max(0, quote.start() - 80) : quote.start()]).split()
            if not self._rules.titles.isdisjoint(before[-_WORDS_BEFORE_TITLE:]):
                kept.append(text[end : quote.start()])
                end = quote.end()
        return " ".join((*kept, text[end:]))


def screen(text: str) -> Screening:
    """Screen one text by the rules that ship with Spoonlight; needs nothing else to be up.

    Raises ContentError only when the shipped rules are broken, which `spoonlight check` and each start would say first.
    """
    return _shipped()(text)


@lru_cache(maxsize=1)
def _shipped() -> Callable[[str], Screening]:
    folder = Path(__file__).resolve().parents[3] / "data" / "listening" / "en"
    return Screen(read_crisis_rules(folder, "data/listening/en"))


class _Places:
    """Which word stands in which sentences, so that most phrases are never tried on most sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._all = (1 << len(sentences)) - 1
        self._masks: dict[str, int] = {}
        for number, sentence in enumerate(sentences):
            for word in sentence.split():
                self._masks[word] = self._masks.get(word, 0) | 1 << number

    def that_may_hold(self, phrase: Phrase) -> Iterator[int]:
        """Yield the numbers of the sentences that have the words which the phrase cannot do without."""
        mask = self._all
        for need in phrase.needs:
            here = 0
            for word in need & self._masks.keys():
                here |= self._masks[word]
            mask &= here
            if not mask:
                return
        while mask:
            lowest = mask & -mask
            yield lowest.bit_length() - 1
            mask ^= lowest

    def long_words(self) -> list[str]:
        return sorted(word for word in self._masks if len(word) in _RUN_TOGETHER)


def _sentences(folded: str) -> list[str]:
    return [f" {sentence.strip()} " for sentence in folded.split(" . ") if sentence.strip(" .")]


def _first(phrases: Sequence[Phrase], sentences: Sequence[str], words: _Places) -> str:
    for phrase in phrases:
        for number in words.that_may_hold(phrase):
            if found := phrase.pattern.search(sentences[number]):
                return found[0].strip()
    return ""
