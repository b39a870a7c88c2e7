"""Joins all of the content folder into one value, and checks what the files say about each other.

The only door for whoever needs content: `load_content` at start, `find_problems` for the people who edit it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from core.errors import ContentError
from core.library.consents import Consents, read_consents
from core.library.doors import Door
from core.library.forms import nearest
from core.library.helplines import Helplines, read_helplines
from core.library.questionnaires import Checkins, read_checkins
from core.library.questions import QuestionIdea, read_questions
from core.library.reading import broken
from core.library.selfcare import SelfCare, read_selfcare
from core.library.smalltalk import SmallTalk, read_smalltalk
from core.library.snippets import Snippet, read_snippet
from core.library.topics import Topic, read_topics
from core.library.words import ENGLISH, Words, find_lost, read_words

LIBRARY = f"library/{ENGLISH}"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that Spoonlight knows how to say. Mappings keep the order of their files."""

    words: Words
    topics: Mapping[str, Topic]
    snippets: Mapping[str, Snippet]
    checkins: Checkins
    consents: Consents
    questions: Mapping[str, QuestionIdea]
    selfcare: SelfCare
    smalltalk: Mapping[str, SmallTalk]
    helplines: Helplines

    def in_topic(self, topic: str) -> tuple[Snippet, ...]:
        """Return the snippets of one topic, in the order of their ids."""
        return tuple(snippet for snippet in self.snippets.values() if snippet.topic == topic)


def load_content(folder: Path) -> Content:
    """Read and check the whole folder; raises ContentError for the first thing that is broken."""
    content, problems = _read(folder)
    if content is None:
        raise problems[0]
    return content


def find_problems(folder: Path) -> tuple[ContentError, ...]:
    """Return everything that is broken, at most one for each file; nothing when all is well."""
    return _read(folder)[1]


class _Attempts:
    """Reads file after file of one folder, and keeps what was broken instead of stopping there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.resolve().name
        self.problems: list[ContentError] = []

    def at(self, file: str, read: Callable[[Path, str], T]) -> T | None:
        """Return what `read` makes of the file, or None, with the problem kept."""
        try:
            return read(self.folder / file, f"{self.name}/{file}")
        except ContentError as error:
            self.problems.append(error)
            return None


def _read(folder: Path) -> tuple[Content | None, tuple[ContentError, ...]]:
    attempts = _Attempts(folder)
    words = attempts.at("words", read_words)
    if words is not None:
        attempts.problems.extend(find_lost(words, folder / "words", f"{attempts.name}/words"))
    topics = attempts.at("library/topics.yaml", read_topics)
    checkins = attempts.at("checkins.yaml", read_checkins)
    consents = attempts.at("consents.yaml", read_consents)
    questions = attempts.at("questions.yaml", read_questions)
    selfcare = attempts.at("selfcare.yaml", read_selfcare)
    smalltalk = attempts.at("smalltalk.yaml", read_smalltalk)
    helplines = attempts.at("helplines.yaml", read_helplines)
    ids = [topic.id for topic in topics or ()]
    snippets = _snippets(attempts, ids) if topics is not None else {}
    for file, doors in (("smalltalk.yaml", _doors_of(smalltalk)), ("checkins.yaml", _doors_at(checkins))):
        if topics is not None:
            attempts.problems.extend(_lost_doors(f"{attempts.name}/{file}", doors, ids))
    if not attempts.problems:
        attempts.problems.extend(_lost_pages(f"{attempts.name}/questions.yaml", questions or {}, snippets))
    if words is None or topics is None or checkins is None or selfcare is None or smalltalk is None:
        return None, tuple(attempts.problems)
    if helplines is None or consents is None or questions is None or attempts.problems:
        return None, tuple(attempts.problems)
    content = Content(
        words=words,
        topics=MappingProxyType({topic.id: topic for topic in topics}),
        snippets=MappingProxyType(snippets),
        checkins=checkins,
        consents=consents,
        questions=questions,
        selfcare=selfcare,
        smalltalk=smalltalk,
        helplines=helplines,
    )
    return content, ()


def _snippets(attempts: _Attempts, topics: Sequence[str]) -> dict[str, Snippet]:
    paths = sorted((attempts.folder / LIBRARY).glob("*.md"))
    if not paths:
        attempts.problems.append(
            broken(
                f"{attempts.name}/{LIBRARY}",
                "the whole folder",
                "it holds no snippets",
                "Put the `.md` files of the library back, or point SPOONLIGHT_CONTENT_DIR at the right folder.",
            )
        )
    found = (
        attempts.at(f"{LIBRARY}/{path.name}", lambda path, name: read_snippet(path, name, topics)) for path in paths
    )
    return {snippet.id: snippet for snippet in found if snippet is not None}


def _doors_of(smalltalk: Mapping[str, SmallTalk] | None) -> list[Door]:
    return [door for remark in (smalltalk or {}).values() for door in remark.doors]


def _doors_at(checkins: Checkins | None) -> list[Door]:
    if checkins is None:
        return []
    bands = [band for question in checkins.questions.values() for band in question.follow_ups]
    return [door for band in (*bands, *checkins.closings, checkins.all_skipped) for door in band.doors]


def _lost_pages(file: str, ideas: Mapping[str, QuestionIdea], snippets: Mapping[str, Snippet]) -> list[ContentError]:
    """Ideas whose page of the library is not there."""
    return [
        broken(file, f"the idea `{idea.id}`", f"`{idea.snippet}` is no page", nearest(idea.snippet, list(snippets)))
        for idea in ideas.values()
        if idea.snippet not in snippets
    ]


def _lost_doors(file: str, doors: Sequence[Door], topics: Sequence[str]) -> list[ContentError]:
    return [
        broken(file, f'the door "{door.label}"', f"`{door.topic}` is not a topic", nearest(door.topic, topics))
        for door in doors
        if door.topic is not None and door.topic not in topics
    ]
