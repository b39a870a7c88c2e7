"""Decides what one plain message is: the fixed order from a crisis down to "I don't know". Says and stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from core.library.listening.folding import fold
from core.library.listening.heard import Heard, Kind, Spoken
from core.library.listening.phrases import Phrase
from core.library.listening.rules import Listening, Rule
from core.library.listening.screening import Level, Screen
from core.library.listening.smalltalk import Remark, SmallTalkEar
from core.library.search import Band, SnippetIndex, band_of

_MOSTLY_TALK = 0.3  # share of a message's words from which a remark counts for more than a near snippet
_LONGEST_HEARD = 4_000  # letters that the rules below the crisis screen look at


class Ear:
    """Hears with one language's rules, one index of snippets and the known remarks.

    `commands` are the names that exist; None means that all names in commands.yaml do.
    """

    def __init__(
        self,
        listening: Listening,
        index: SnippetIndex,
        smalltalk: Mapping[str, Remark],
        *,
        commands: frozenset[str] | None = None,
    ) -> None:
        self._listening = listening
        self._index = index
        self._ids = index.ids
        self._smalltalk = SmallTalkEar(smalltalk, listening.small_words)
        self._screen = Screen(listening.crisis)
        self._thresholds = listening.thresholds[index.scorer]
        self._commands = tuple(rule for rule in listening.commands if commands is None or rule.id in commands)

    def warm_up(self) -> None:
        """Make ready, in a thread of its own, what the first messages would otherwise wait for: the screen first."""
        self._screen.warm_up()
        self._index.warm_up()

    def hear(self, text: str) -> Heard:
        """Return what the message is; the same text always gives the same answer."""
        screening = self._screen(text)
        if screening.level is Level.CRISIS:
            return Heard(kind=Kind.CRISIS, screening=screening)
        if screening.level is Level.CONCERN:
            return Heard(kind=Kind.CONCERN, screening=screening)
        folded = fold(text[:_LONGEST_HEARD])
        return (
            self._urgent(text, folded)
            or self._command(text, folded)
            or self._medical(text, folded)
            or self._question_or_talk(text, folded)
            or Heard(kind=Kind.OUT_OF_SCOPE)
        )

    def _urgent(self, text: str, folded: str) -> Heard | None:
        found = _first(self._listening.urgent, folded)
        if not found:
            return None
        rule = found[0]
        return Heard(kind=Kind.URGENT, snippets=self._pages(rule, text), sign=rule.id, care=rule.care)

    def _command(self, text: str, folded: str) -> Heard | None:
        found = _first(self._commands, folded)
        if not found:
            return None
        rule, end = found
        return Heard(kind=Kind.COMMAND, command=Spoken(name=rule.id, rest=_rest(text, folded[:end])))

    def _medical(self, text: str, folded: str) -> Heard | None:
        found = _first(self._listening.medical, folded)
        if not found:
            return None
        return Heard(kind=Kind.MEDICAL, snippets=self._pages(found[0], text), sign=found[0].id)

    def _question_or_talk(self, text: str, folded: str) -> Heard | None:
        talk = self._smalltalk.whole(text)
        if talk is not None:
            return Heard(kind=Kind.SMALLTALK, smalltalk=talk)
        answer = self._question(self._smalltalk.beyond_greeting(text))
        asks = "?" in text or _any(self._listening.question_shapes, folded)
        inside = None if asks else self._smalltalk.within(text)
        if inside and (answer is None or _outweighs(inside[1], answer)):
            return Heard(kind=Kind.SMALLTALK, smalltalk=inside[0])
        return answer

    def _question(self, text: str) -> Heard | None:
        found = self._index.find(text)
        match band_of(found, self._thresholds):
            case Band.STRAIGHT:
                return Heard(kind=Kind.ANSWER, snippets=(found[0].id,))
            case Band.TITLES:
                return Heard(kind=Kind.CHOICES, snippets=tuple(hit.id for hit in found))
            case Band.UNKNOWN:
                return None

    def _pages(self, rule: Rule, text: str) -> tuple[str, ...]:
        """Return the library pages to show beside a fixed reply: the rule's own, else those near enough."""
        own = tuple(page for page in rule.shows if page in self._ids)
        if own:
            return own
        return tuple(hit.id for hit in self._index.find(text) if hit.score >= self._thresholds.titles)


def _outweighs(share: float, answer: Heard) -> bool:
    """Say whether a remark that makes up this share of a message counts for more than what the library has."""
    return share >= _MOSTLY_TALK or (share > 0 and answer.kind is not Kind.ANSWER)


def _first(rules: Sequence[Rule], folded: str) -> tuple[Rule, int] | None:
    """Return the first rule that is heard, and where its phrase ends in the folded text."""
    words = frozenset(folded.split())
    for rule in rules:
        for phrase in rule.phrases:
            place = phrase.search(folded, words)
            if place and (not rule.also or _any(rule.also, folded)) and not _any(rule.unless, folded):
                return rule, place.end()
    return None


def _any(phrases: Sequence[Phrase], folded: str) -> bool:
    words = frozenset(folded.split())
    return any(phrase.search(folded, words) for phrase in phrases)


def _rest(text: str, taken: str) -> str:
    """Return what was typed after the words that a phrase took."""
    typed = text.split()
    wanted = len([word for word in taken.split() if word != "."])
    counts = accumulate(len([word for word in fold(word).split() if word != "."]) for word in typed)
    used = next((number for number, count in enumerate(counts, start=1) if count >= wanted), len(typed))
    return " ".join(typed[used:])
