"""Traces each line that people were shown back to data/: the words as written, with their {fields} filled in.

A field may hold other words of data/, something that a person typed, a number, or the name of a time zone.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from string import Formatter
from typing import Any
from zoneinfo import available_timezones

import yaml

from core.knowledge import load_knowledge
from tests.fakes import CONTENT, english

_PYTHON = re.compile(r"\b(None|True|False|nan)\b")
"""Values of ours that somebody filled in unread; no sentence with a field in it has these words."""


class Origins:
    """What the content folder can say. Reads the files as text, so that no code of ours can vouch for itself."""

    def __init__(self) -> None:
        files = {path: path.read_text() for path in sorted(CONTENT.rglob("*")) if path.suffix in (".yaml", ".md")}
        texts = list(files.values())
        sheets = [text for path, text in files.items() if path.suffix == ".yaml"]
        loaded = [str(leaf) for text in sheets for leaf in _leaves(yaml.safe_load(text))]
        summaries = [one.summary for one in load_knowledge(CONTENT).table.declared]  # as the platforms' menus show them
        self._content = _plain("\n".join([*texts, *loaded, *summaries]))
        words = english()
        patterns = [*(wording for key in words for wording in words.wordings(key)), *(t for t in loaded if "{" in t)]
        composed = f"{words('learning.source_label')} {{work}}. {words.wordings('learning.reviewed_and_not_advice')[0]}"
        self._patterns = [_pattern(one) for one in sorted({*patterns, composed}, key=len, reverse=True)]
        self._zones = {part for zone in available_timezones() for part in (zone, zone.split("/")[-1].replace("_", " "))}

    def strangers(self, shown: str, typed: Sequence[str]) -> list[str]:
        """The lines that come from nowhere. `typed` is what people themselves wrote."""
        people = _plain("\n".join(typed))
        return [line for line in shown.splitlines() if line.strip() and not self._known(_plain(line), people)]

    def _known(self, line: str, people: str, depth: int = 4) -> bool:
        if _PYTHON.fullmatch(line):
            return False
        if not line or line in self._content or line in people or line in self._zones:
            return True
        if re.fullmatch(r"[\d\W]+", line):
            return True
        if depth == 0 or _PYTHON.search(line):
            return False
        for pattern in self._patterns:
            filled = pattern.fullmatch(line)
            if filled and all(self._known(value.strip(' "'), people, depth - 1) for value in filled.groups()):
                return True
        return False


@cache
def origins() -> Origins:
    """Read once for all tests."""
    return Origins()


def _pattern(wording: str) -> re.Pattern[str]:
    parts = []
    for literal, name, _, _ in Formatter().parse(_plain(wording)):
        parts.append(re.escape(literal) + ("(.+?)" if name is not None else ""))
    return re.compile("".join(parts))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _leaves(tree: Any) -> Iterator[Any]:
    if isinstance(tree, dict):
        for value in tree.values():
            yield from _leaves(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _leaves(value)
    else:
        yield tree
