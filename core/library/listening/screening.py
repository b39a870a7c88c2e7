"""Hears in one message whether somebody may be in a crisis: pure, local, the same answer for the same text.

It only says what it heard and where; what follows from that is decided elsewhere, and nothing is stored or logged here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from core.library.listening.folding import fold, letters
from core.library.listening.phrases import Phrase
from core.library.listening.rules import CrisisRules, read_crisis_rules

_LEFT_OUT = " x"  # stands for a harmless phrase, so that the words around it do not grow together
_RUN_TOGETHER = range(10, 80)  # letters of a word in which whole phrases are looked for
_QUOTED = re.compile("[\"\u201c\u201e\u00ab][^\"\u201c\u201d\u00bb]{1,120}[\"\u201d\u00bb]")
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

    def __call__(self, text: str) -> Screening:
        """Return the highest level heard in the text."""
        folded = fold(self._without_titles(text))
        words = frozenset(folded.split())
        heard = self._without_harmless(folded, words)
        for level, phrases in ((Level.CRISIS, self._rules.crisis), (Level.CONCERN, self._rules.concern)):
            part = _first(phrases, heard, words) or _run_together(phrases, words)
            if part:
                return Screening(level=level, part=part)
        return Screening(level=Level.NONE)

    def _without_harmless(self, folded: str, words: frozenset[str]) -> str:
        for phrase in self._rules.harmless:
            if phrase.may_be_in(words):
                folded = phrase.pattern.sub(_LEFT_OUT, folded)
        return folded

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


def _first(phrases: Sequence[Phrase], folded: str, words: frozenset[str]) -> str:
    for phrase in phrases:
        if found := phrase.search(folded, words):
            return found[0].strip()
    return ""


def _run_together(phrases: Sequence[Phrase], words: frozenset[str]) -> str:
    """Return the part of a long word that is a whole phrase written without spaces."""
    for word in sorted(word for word in words if len(word) in _RUN_TOGETHER):
        for phrase in phrases:
            if found := phrase.run_together(word):
                return found
    return ""
