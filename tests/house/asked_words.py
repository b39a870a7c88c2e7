"""Finds, by reading the code, every sentence that it asks the phrasebook for, and the fields it gives."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.tracked import ROOT, python_files

KEY = re.compile(r"[a-z]+(?:\.[a-z0-9_]+)+")
DATA_KEYS = re.compile(r"^[a-z]+\.[a-z0-9_]+$")


@dataclass(frozen=True, slots=True)
class Asked:
    """One call. `pattern` matches the keys that it may ask for; `fields` is None when they come by `**`."""

    where: str
    pattern: re.Pattern[str]
    fields: frozenset[str] | None

    def asks_for(self, key: str) -> bool:
        """Whether this call may ask for it: what a built key fills in must stand in the code as a word."""
        found = self.pattern.fullmatch(key)
        return found is not None and all(part in literals() for part in found.groups())


@cache
def asked() -> tuple[Asked, ...]:
    """Every call of a phrasebook in core/ and bots/ whose key can be read off."""
    return tuple(one for path in python_files("core", "bots") for one in _in_file(path))


@cache
def named() -> frozenset[str]:
    """Every literal that looks like a key: handed on as a value ("dispatch.only_in_group") and asked for elsewhere."""
    return frozenset(text for text in literals() if DATA_KEYS.match(text))


@cache
def literals() -> frozenset[str]:
    """Every string that stands in the code."""
    return frozenset(
        node.value
        for path in python_files("core", "bots")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _in_file(path: Path) -> Iterator[Asked]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and _is_phrasebook(node.func):
            for pattern in _patterns(node.args[0]):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield Asked(where, pattern, _fields(node))


def _is_phrasebook(called: ast.expr) -> bool:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            if name == "pick":
                return isinstance(called, ast.Attribute) and _is_phrasebook(called.value)
            return name.lstrip("_").endswith("words") or name == "said"
    return False


def _patterns(key: ast.expr) -> Iterator[re.Pattern[str]]:
    match key:
        case ast.Constant(value=str(text)) if KEY.fullmatch(text):
            yield re.compile(re.escape(text))
        case ast.JoinedStr(values=parts):
            pieces = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "([a-z0-9_]+)" for part in parts
            ]
            yield re.compile("".join(pieces))
        case ast.IfExp(body=body, orelse=other):
            yield from _patterns(body)
            yield from _patterns(other)


def _fields(call: ast.Call) -> frozenset[str] | None:
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg is not None)
