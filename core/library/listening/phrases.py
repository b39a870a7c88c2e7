"""Reads the phrases of `data/listening/` and finds them in folded text.

How a phrase is written: plain words; `(this|that way)` for either; `[word]` for one that may be missing;
`word*` for any ending; `~` for up to 3 words in between, `~~` for up to 8; `<name>` for a group of words named in
the same file; `^` and `$` for the very beginning and the very end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"~~|~|<[a-z_]+>|[a-z0-9]+\*?|[()\[\]|^$]")
_GAPS = {"~": 3, "~~": 8}
_EDGES = {"^": r"\A(?: \.)*", "$": r"(?: \.)*(?= \Z)"}
_RUN_TOGETHER = 9  # letters; shorter phrases turn up inside longer innocent words


class PhraseError(ValueError):
    """A phrase that cannot be read; the text says why, for the person who wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One phrase ready for use: as written, as a pattern, without its spaces, and the words it cannot do without."""

    written: str
    pattern: re.Pattern[str]
    tight: re.Pattern[str] | None
    needs: tuple[frozenset[str], ...]

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


def compile_phrase(written: str, groups: Mapping[str, str]) -> Phrase:
    """Compile one phrase; raises PhraseError when it cannot be read."""
    tree = _parse(written, groups, depth=0)
    return Phrase(
        written=written,
        pattern=re.compile(_sequence(tree, spaced=True) + r"(?= )"),
        tight=_tight(tree),
        needs=_needs(tree),
    )


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    open_ended: bool


@dataclass(frozen=True, slots=True)
class _Gap:
    most: int


@dataclass(frozen=True, slots=True)
class _Choice:
    ways: tuple[tuple[_Part, ...], ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class _Edge:
    pattern: str


_Part = _Word | _Gap | _Choice | _Edge


def _parse(written: str, groups: Mapping[str, str], *, depth: int) -> tuple[_Part, ...]:
    if depth > 6:
        raise PhraseError("its groups of words point at each other in a circle")
    if left := _TOKEN.sub("", written).strip():
        raise PhraseError(f"the sign `{left[0]}` has no place in a phrase")
    tokens = _TOKEN.findall(written)
    ways, rest = _ways(tokens, groups, closing="", depth=depth)
    if rest or not any(ways):
        raise PhraseError("a bracket is closed that was never opened" if rest else "there are no words in it")
    return ways[0] if len(ways) == 1 else (_Choice(ways, optional=False),)


def _ways(
    tokens: list[str], groups: Mapping[str, str], *, closing: str, depth: int
) -> tuple[tuple[tuple[_Part, ...], ...], list[str]]:
    ways: list[tuple[_Part, ...]] = []
    way: list[_Part] = []
    while tokens:
        token, *tokens = tokens
        if token == closing:
            return (*ways, tuple(way)), tokens
        if token in {")", "]"}:
            raise PhraseError(f"`{token}` closes a bracket that was never opened")
        if token == "|":  # noqa: S105 - a bar between two ways of saying it, not a secret
            ways.append(tuple(way))
            way = []
        elif token in {"(", "["}:
            inner, tokens = _ways(tokens, groups, closing=")" if token == "(" else "]", depth=depth)  # noqa: S105
            way.append(_Choice(inner, optional=token == "["))  # noqa: S105 - a bracket, not a secret
        elif token in _GAPS:
            way.append(_Gap(_GAPS[token]))
        elif token in _EDGES:
            way.append(_Edge(_EDGES[token]))
        elif token.startswith("<"):
            name = token.strip("<>")
            if name not in groups:
                raise PhraseError(f"there is no group of words called `{name}` in this file")
            way.append(_Choice((_parse(groups[name], groups, depth=depth + 1),), optional=False))
        else:
            way.append(_Word(token.rstrip("*"), token.endswith("*")))
    if closing:
        raise PhraseError(f"a bracket is opened and never closed with `{closing}`")
    return (*ways, tuple(way)), tokens


def _sequence(parts: Iterable[_Part], *, spaced: bool) -> str:
    return "".join(_pattern(part, spaced=spaced) for part in parts)


def _pattern(part: _Part, *, spaced: bool) -> str:
    match part:
        case _Word(text, open_ended):
            if not spaced:
                return re.escape(text)
            return f" {re.escape(text)}" + (r"[^ .]*" if open_ended else "") + r"(?= )"
        case _Edge(pattern):
            return pattern
        case _Gap(most):
            return rf"(?: [^ .]+){{0,{most}}}?" if spaced else ""
        case _Choice(ways, optional):
            inner = "|".join(_sequence(way, spaced=spaced) for way in ways)
            return f"(?:{inner})" + ("?" if optional else "")


def _tight(parts: tuple[_Part, ...]) -> re.Pattern[str] | None:
    """Return the phrase without its spaces and gaps; None for one that belongs at an edge of the message."""
    if any(isinstance(part, _Edge) for part in parts):
        return None
    return re.compile(_sequence(parts, spaced=False))


def _needs(parts: Iterable[_Part]) -> tuple[frozenset[str], ...]:
    """Return sets of words, at least one of each being in every text that has the phrase."""
    needs: list[frozenset[str]] = []
    for part in parts:
        match part:
            case _Word(text, False):
                needs.append(frozenset({text}))
            case _Choice(ways, False):
                each = [_needs(way) for way in ways]
                if all(each):
                    needs.append(frozenset().union(*(min(need, key=len) for need in each)))
                if len(each) == 1:
                    needs.extend(each[0])
            case _:
                pass
    return tuple(dict.fromkeys(needs))
