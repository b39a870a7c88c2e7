"""Takes "drink water at 8" apart into what and when, and keeps what was written as it was written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.scheduling.phrases.found import Question, Unclear, WhenFound, WhenUnclear
from core.scheduling.phrases.tokens import cut, tidy
from core.scheduling.phrases.understand import understand

_MOST_WORDS: Final = 60
"""A longer text is read as one: who writes so much says what, and is asked when."""

_LONG: Final = 25
"""Words from which on the time is looked for only among the first and the last few."""

_AT_AN_END: Final = 12
"""So many words may tell the time at either end of a long line."""

_BELONGS_TO_WHAT: Final = frozenset({"in", "to", "up"})
"""Words that may end a thing to do ("check in at 9"); they stay with it where the time is the same without them."""

_INTRODUCES: Final = frozenset({"me", "to", "that", "about"})
"""Words between "remind" and the thing itself."""

_SPAN: Final = re.compile("g?(?:N|HA?|A)-?U(?:&?NU|&A?H)?")
"""The tags (see `grammar`) of a span of time."""

_SHORT_UNITS: Final = frozenset({"seconds", "minutes", "hours"})
_MOST_IN_SPAN: Final = 5

_COUNTS_FROM: Final = frozenset({"before", "after", "from", "ago", "later", "past", "to", "until", "till"})
"""Words behind a span that make a time of it."""

_LEADS_TO_SPAN: Final = frozenset({"every", "each", "in", "within", "next"})
"""Words in front of a span that make a time of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """`what` in the words that were typed, `when` as a phrase of its own, and what that phrase comes to."""

    what: str
    when: str
    found: WhenFound | WhenUnclear


def take_apart(text: str, *, now: datetime, zone: str) -> Apart:
    """Finds the time at the beginning, at the end or at both; all other words are `what`.

    With the time in the middle, the whole text is `what`.
    When no time was said, all is `what` and `found` asks NOT_UNDERSTOOD. Raises UnknownZone.
    """
    words = text.split()
    if len(words) <= _MOST_WORDS:
        for head, tail in _ends(len(words)):
            middle = words[head:tail]
            if (head and tail < len(words) and _is_amount(words[:head])) or not _is_a_thing(middle):
                continue
            when = " ".join([*words[:head], *words[tail:]])
            found = understand(when, now=now, zone=zone)
            if _is_all_about_time(when, found):
                if isinstance(found, WhenUnclear) and (lasting := _lasting(words, head, tail, now=now, zone=zone)):
                    return lasting
                tail = _given_back(words, head, tail, found, now=now, zone=zone)
                when = " ".join([*words[:head], *words[tail:]])
                return Apart(what=_introduced(words[head:tail]), when=when, found=found)
    found = understand(text, now=now, zone=zone)
    if isinstance(found, WhenFound):
        return Apart(what=_introduced(words) if found.rest else "", when=text, found=found)
    return Apart(what=_introduced(words), when="", found=found)


def _ends(count: int) -> Iterator[tuple[int, int]]:
    """Each way to cut a middle out, the smallest middle first: (words in front, where the words behind begin)."""
    most = count if count <= _LONG else _AT_AN_END
    for middle in range(max(0, count - 2 * most), count):
        for head in range(max(0, count - middle - most), min(most, count - middle) + 1):
            yield head, head + middle


def _lasting(words: list[str], head: int, tail: int, *, now: datetime, zone: str) -> Apart | None:
    """How long something lasts stands beside it ("walk 20 minutes at noon"), and belongs to it when what is left says
    the time on its own. None where it does not."""
    behind = range(min(len(words), tail + _MOST_IN_SPAN), tail, -1)
    before = range(max(0, head - _MOST_IN_SPAN), head)
    cuts = [(head, end) for end in behind if _is_span(words[tail:end]) and not _counts_from(words[end : end + 1])]
    cuts += [(start, tail) for start in before if _is_span(words[start:head]) and not _leads(words[:start][-1:])]
    for start, end in cuts:
        when = " ".join([*words[:start], *words[end:]])
        found = understand(when, now=now, zone=zone)
        if when and _is_all_about_time(when, found):
            return Apart(what=_introduced(words[start:end]), when=when, found=found)
    return None


def _is_span(words: list[str]) -> bool:
    """ "20 minutes", "for an hour", "1 hour 30 minutes"."""
    try:
        tokens = cut(tidy(" ".join(words)))
    except Unclear:
        return False
    short = all(token.name in _SHORT_UNITS for token in tokens if token.tag == "U")
    return short and _SPAN.fullmatch("".join(token.tag for token in tokens)) is not None


def _counts_from(following: list[str]) -> bool:
    return following != [] and following[0].lower() in _COUNTS_FROM


def _leads(preceding: list[str]) -> bool:
    return preceding != [] and preceding[0].lower() in _LEADS_TO_SPAN


def _is_all_about_time(when: str, found: WhenFound | WhenUnclear) -> bool:
    if isinstance(found, WhenFound):
        return not found.rest
    return found.question is not Question.NOT_UNDERSTOOD and not _has_strange_words(when)


def _is_amount(words: list[str]) -> bool:
    """ "2 apples at 8": a number in front, with a time behind, counts something."""
    try:
        return {token.tag for token in cut(tidy(" ".join(words)))} == {"N"}
    except Unclear:
        return False


def _is_a_thing(middle: list[str]) -> bool:
    """Whether these words can be what to do; "every" alone cannot, so many words always can."""
    return not middle or len(middle) > _AT_AN_END or _has_strange_words(" ".join(middle))


def _has_strange_words(when: str) -> bool:
    try:
        return any(token.tag == "?" for token in cut(tidy(when)))
    except Unclear:
        return any(_is_strange(word) for word in when.split())


def _is_strange(word: str) -> bool:
    try:
        return any(token.tag == "?" for token in cut(tidy(word)))
    except Unclear:
        return False


def _introduced(words: list[str]) -> str:
    first = next((at for at, word in enumerate(words) if word.lower() not in _INTRODUCES), len(words))
    return " ".join(words[first:])


def _given_back(
    words: list[str], head: int, tail: int, found: WhenFound | WhenUnclear, *, now: datetime, zone: str
) -> int:
    """Where the time behind begins, once a word that belongs to what is to be done is given back to it."""
    if head < tail < len(words) - 1 and words[tail].lower() in _BELONGS_TO_WHAT:
        without = " ".join([*words[:head], *words[tail + 1 :]])
        if understand(without, now=now, zone=zone) == found:
            return tail + 1
    return tail
