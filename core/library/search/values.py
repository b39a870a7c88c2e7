"""The values that the finder takes and gives; no scoring here."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that can be found: a snippet, or later a resource that a moderator added."""

    id: str
    title: str
    text: str = ""
    also_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit; the score is what the question earned of what it could earn, 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """How people of one language write: words that carry nothing, and members' words for the library's words."""

    language: str = "english"
    stop_words: frozenset[str] = frozenset()
    same_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
