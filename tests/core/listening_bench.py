"""Shared by the tests of the ear: the shipped rules and library, and the frozen lines that they are judged by."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.library.content import Content, load_content
from core.library.listening.ear import Ear
from core.library.listening.rules import Listening, read_listening
from core.library.search import Entry, SnippetIndex

DATA = Path(__file__).resolve().parents[2] / "data"


@lru_cache(maxsize=1)
def content() -> Content:
    return load_content(DATA)


@lru_cache(maxsize=1)
def listening() -> Listening:
    return read_listening(DATA / "listening" / "en", "data/listening/en")


def entries() -> list[Entry]:
    return [
        Entry(id=each.id, title=each.title, text=f"{each.body} {each.more or ''}", also_asked=each.also_asked)
        for each in content().snippets.values()
    ]


@lru_cache(maxsize=1)
def index() -> SnippetIndex:
    return SnippetIndex(entries(), listening().vocabulary)


@lru_cache(maxsize=1)
def ear() -> Ear:
    return Ear(listening(), index(), content().smalltalk)


def lines(file: str, half: str) -> list[dict[str, Any]]:
    """The frozen lines of one half; `dev` is for tuning, `test` is never tuned on."""
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return [line for line in map(json.loads, text.splitlines()) if line["half"] == half]


def fits(snippet_id: str, line: dict[str, Any]) -> bool:
    """Whether the snippet tells what the question wants to know."""
    snippet = content().snippets[snippet_id]
    return bool(set(snippet.claims) & set(line["want_claims"])) or snippet.topic in line["want_topics"]


def share(hits: Iterable[bool]) -> float:
    seen = list(hits)
    return sum(seen) / len(seen)
