"""Reads the phrases of `data/listening/` and finds them in folded text.

How a phrase is written: plain words; `(this|that way)` for either; `[word]` for one that may be missing;
`word*` for any ending; `~` for up to 3 words in between, `~~` for up to 8; `<name>` for a group of words named in
the same file; `^` and `$` for the very beginning and the very end.

All are read at once, so that a broken one is named; their patterns are compiled when a text first needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

_TOKEN = re.compile(r"~~|~|<[a-z_]+>|[a-z0-9]+\*?|[()\[\]|^$]")
_GAPS = {"~": 3, "~~": 8}
_EDGES = {"^": r"\A(?: \.)*", "$": r"(?: \.)*(?= \Z)"}
_RUN_TOGETHER = 9  # letters; shorter phrases turn up inside longer innocent words


class PhraseError(ValueError):
    """A phrase that cannot be read; the text says why, for the person who wrote it."""


class Phrase:
    """One phrase ready for use: as `written`, and the words it cannot do without (`needs`, one of each set)."""

    def __init__(self, written: str, parts: tuple[_Part, ...]) -> None:
        self.written = written
        self.needs = tuple(dict.fromkeys(_needs(parts)))
        self._parts = parts

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the phrase in folded text."""
        return re.compile(_sequence(self._parts, spaced=True) + r"(?= )")

    @cached_property
    def tight(self) -> re.Pattern[str] | None:
        """The phrase without its spaces and gaps; None for one that belongs at an edge of the message."""
        if any(isinstance(part, _Edge) for part in self._parts):
            return None
        return re.compile(_sequence(self._parts, spaced=False))

    def compile(self) -> None:
        """Compile the pattern now instead of when a text first needs it."""
        _ = self.pattern

    def search(self, folded: str, words: frozenset[str]) -> re.Match[str] | None:
        """Return the first place of the phrase; `words` are the words of the text, to skip most phrases quickly."""
        return self.pattern.search(folded) if self.may_be_in(words) else None

    def run_together(self, word: str) -> str:
        """Return the phrase as it stands inside one long word, written without spaces; "" when it does not."""
        places = self.tight.finditer(word) if self.tight else ()
        return next((place[0] for place in places if len(place[0]) >= _RUN_TOGETHER), "")

    def may_be_in(self, words: frozenset[str]) -> bool:
        """Say whether the text has at least the words that this phrase needs."""
        return not any(need.isdisjoint(words) for need in self.needs)


class Phrases:
    """Reads the phrases of one file, which names groups of words; each group is read once."""

    def __init__(self, groups: Mapping[str, str]) -> None:
        self._groups = groups
        self._read: dict[str, _Choice] = {}
        self._reading: list[str] = []

    def read(self, written: str) -> Phrase:
        """Return one phrase; raises PhraseError when it cannot be read."""
        return Phrase(written, self._parse(written))

    def _parse(self, written: str) -> tuple[_Part, ...]:
        if left := _TOKEN.sub("", written).strip():
            raise PhraseError(f"the sign `{left[0]}` has no place in a phrase")
        tokens = _TOKEN.findall(written)
        tokens.reverse()  # taken from the end
        ways = self._ways(tokens, closing="")
        if not any(ways):
            raise PhraseError("there are no words in it")
        return ways[0] if len(ways) == 1 else (_choice(ways, optional=False),)

    def _ways(self, tokens: list[str], *, closing: str) -> tuple[tuple[_Part, ...], ...]:
        """Take tokens up to the closing bracket, or all of them when there is none to close."""
        ways: list[tuple[_Part, ...]] = []
        way: list[_Part] = []
        while tokens:
            token = tokens.pop()
            if token == closing:
                return (*ways, tuple(way))
            if token in {")", "]"}:
                raise PhraseError(f"`{token}` closes a bracket that was never opened")
            if token == "|":  # noqa: S105 - a bar between two ways of saying it, not a secret
                ways.append(tuple(way))
                way = []
            else:
                way.append(self._part(token, tokens))
        if closing:
            raise PhraseError(f"a bracket is opened and never closed with `{closing}`")
        return (*ways, tuple(way))

    def _part(self, token: str, tokens: list[str]) -> _Part:
        match token[0]:
            case "(":
                return _choice(self._ways(tokens, closing=")"), optional=False)
            case "[":
                return _choice(self._ways(tokens, closing="]"), optional=True)
            case "~":
                return _Gap(_GAPS[token])
            case "^" | "$":
                return _Edge(_EDGES[token])
            case "<":
                return self._group(token.strip("<>"))
            case _:
                return _Word(token.rstrip("*"), token.endswith("*"))

    def _group(self, name: str) -> _Choice:
        if name in self._read:
            return self._read[name]
        if name not in self._groups:
            raise PhraseError(f"there is no group of words called `{name}` in this file")
        if name in self._reading:
            raise PhraseError("its groups of words point at each other in a circle")
        self._reading.append(name)
        try:
            self._read[name] = _choice((self._parse(self._groups[name]),), optional=False)
        finally:
            self._reading.pop()
        return self._read[name]


@dataclass(slots=True)
class _Word:
    text: str
    open_ended: bool


@dataclass(slots=True)
class _Gap:
    most: int


@dataclass(slots=True)
class _Choice:
    """`needs`: reckoned once, because many phrases share a group."""

    ways: tuple[tuple[_Part, ...], ...]
    optional: bool
    needs: tuple[frozenset[str], ...]


@dataclass(slots=True)
class _Edge:
    pattern: str


_Part = _Word | _Gap | _Choice | _Edge


def _choice(ways: tuple[tuple[_Part, ...], ...], *, optional: bool) -> _Choice:
    return _Choice(ways, optional, () if optional else _needs_of_one(ways))


def _sequence(parts: Iterable[_Part], *, spaced: bool) -> str:
    return "".join(_pattern(part, spaced=spaced) for part in parts)


def _pattern(part: _Part, *, spaced: bool) -> str:
    match part:
        case _Word(text, open_ended):
            if not spaced:
                return text
            return f" {text}" + (r"[^ .]*" if open_ended else "") + r"(?= )"
        case _Edge(pattern):
            return pattern
        case _Gap(most):
            return rf"(?: [^ .]+){{0,{most}}}?" if spaced else ""
        case _Choice(ways, optional):
            inner = "|".join(_sequence(way, spaced=spaced) for way in ways)
            return f"(?:{inner})" + ("?" if optional else "")


def _needs(parts: Iterable[_Part]) -> list[frozenset[str]]:
    """Return sets of words, at least one of each being in every text that has the phrase."""
    needs: list[frozenset[str]] = []
    for part in parts:
        if isinstance(part, _Word) and not part.open_ended:
            needs.append(frozenset((part.text,)))
        elif isinstance(part, _Choice):
            needs.extend(part.needs)
    return needs


def _needs_of_one(ways: tuple[tuple[_Part, ...], ...]) -> tuple[frozenset[str], ...]:
    """Return what every one of several ways needs: any of the most telling words of each."""
    each = [_needs(way) for way in ways]
    if not all(each):
        return ()
    any_of_them = frozenset().union(*(min(need, key=len) for need in each))
    return tuple(dict.fromkeys((any_of_them, *each[0]) if len(each) == 1 else (any_of_them,)))
