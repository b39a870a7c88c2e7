"""Recognises remarks that are no question (a greeting, thanks, a hard day) by how people say them; answers nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.library.listening.folding import fold

_ALIKE = 0.8
_MOST_WORDS = 12  # a longer message tells something; its small talk is only its beginning


class Remark(Protocol):
    """What is needed to know of a remark: how people say it."""

    @property
    def said(self) -> tuple[str, ...]:
        """The ways of saying it."""


class SmallTalkEar:
    """Knows the ways of saying each remark; built once for one language."""

    def __init__(self, remarks: Mapping[str, Remark], small_words: frozenset[str]) -> None:
        self._small_words = small_words
        self._ways = {_bare(way): remark_id for remark_id, remark in remarks.items() for way in remark.said}
        self._longest_first = sorted(self._ways, key=lambda way: (-way.count(" "), way))

    def whole(self, text: str) -> str | None:
        """Return the remark that the whole message is, small words and typing slips aside."""
        heard = _bare(text)
        if not heard:
            return None
        if heard in self._ways:
            return self._ways[heard]
        inside = self._inside(heard)
        if inside and self._only_small_words(heard, inside):
            return self._ways[inside]
        if len(heard) >= 4 and heard.count(" ") < _MOST_WORDS:
            from rapidfuzz import process  # imported here: no start waits for it
            from rapidfuzz.distance import DamerauLevenshtein

            closest = process.extractOne(
                heard, self._longest_first, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_ALIKE
            )
            if closest:
                return self._ways[closest[0]]
        return None

    def within(self, text: str) -> tuple[str, float] | None:
        """Return the remark that stands somewhere in a short message, and its share of the words.

        Single words do not count here, and greetings have no share: a question may well open with one.
        """
        heard = _bare(text)
        if heard.count(" ") >= _MOST_WORDS:
            return None
        inside = self._inside(heard)
        if not inside or " " not in inside:
            return None
        telling = [word for word in inside.split() if word not in self._small_words]
        return self._ways[inside], len(inside.split()) / len(heard.split()) if telling else 0.0

    def beyond_greeting(self, text: str) -> str:
        """Return the text without a greeting of several words in it; the text as it is when there is none."""
        found = self.within(text)
        if found is None or found[1] > 0:
            return text
        heard = f" {_bare(text)} "
        return heard.replace(f" {self._inside(heard.strip())} ", " ", 1).strip()

    def _inside(self, heard: str) -> str | None:
        padded = f" {heard} "
        return next((way for way in self._longest_first if f" {way} " in padded), None)

    def _only_small_words(self, heard: str, inside: str) -> bool:
        left = f" {heard} ".replace(f" {inside} ", " ", 1).split()
        return all(word in self._small_words for word in left)


def _bare(text: str) -> str:
    return " ".join(word for word in fold(text).split() if word != ".")
