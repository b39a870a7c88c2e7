"""Reads one content file into plain values, and remembers at which line each of them stands.

Knows YAML and front matter; knows nothing of what a file is about, and writes no file.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from core.errors import ContentError

try:
    from yaml import CSafeLoader as _FastLoader
except ImportError:  # PyYAML built without libyaml: the same loader in Python, about ten times slower
    from yaml import SafeLoader as _FastLoader  # type: ignore[assignment]  # same interface, other base

FENCE = "---"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One content file: the values read from its YAML, and where that YAML stands in the file."""

    name: str
    values: Any
    yaml_text: str
    first_line: int = 1
    prose: str = ""
    prose_line: int = 1

    def where(self, path: Sequence[str | int]) -> str:
        """Return "line 12, `title`" for a path of keys; the nearest line that exists when the key is missing."""
        line = self.first_line + _line_of(self.yaml_text, path)
        keys = [str(step) for step in path if isinstance(step, str)]
        return f"line {line}, `{'.'.join(keys)}`" if keys else f"line {line}"

    def broken(self, path: Sequence[str | int], problem: str, mend: str) -> ContentError:
        """Return the error for the value at this path, ready to be raised."""
        return broken(self.name, self.where(path), problem, mend)

    def broken_prose(self, line: int, problem: str, mend: str) -> ContentError:
        """Return the error for the prose under the front matter, from this line of the file on."""
        return broken(self.name, f"line {line}", problem, mend)


def broken(name: str, where: str, problem: str, mend: str) -> ContentError:
    """Return the error for a place in a file; the problem becomes a sentence."""
    return ContentError(file=name, where=where, problem=f"{problem[0].upper()}{problem[1:]}.", mend=mend)


def read_sheet(path: Path, name: str, *, top: type[dict[str, Any]] | type[list[Any]] = dict) -> Sheet:
    """Read a YAML file whose top level is `key: value` lines, or a list.

    Raises ContentError, naming the file as `name`, when it is missing, not UTF-8, not YAML or something else on top.
    """
    text = read_text(path, name)
    return Sheet(name=name, values=_values(text, name, first_line=1, top=top), yaml_text=text)


def read_page(path: Path, name: str) -> Sheet:
    """Read a Markdown file that opens with front matter between two `---` lines.

    Raises ContentError, naming the file as `name`, for a missing fence as well as for broken YAML in it.
    """
    lines = read_text(path, name).split("\n")
    if lines[0].rstrip() != FENCE:
        raise broken(
            name,
            "line 1",
            f"the file does not open with a `{FENCE}` line",
            f"Put `{FENCE}` alone on the first line, then the facts about the text, then `{FENCE}` again.",
        )
    for index in range(1, len(lines)):
        if lines[index].rstrip() == FENCE:
            front = "\n".join(lines[1:index]) + "\n"
            return Sheet(
                name=name,
                values=_values(front, name, first_line=2, top=dict),
                yaml_text=front,
                first_line=2,
                prose="\n".join(lines[index + 1 :]),
                prose_line=index + 2,
            )
    raise broken(
        name,
        "line 1",
        f"the part that opens with `{FENCE}` is never closed",
        f"Put `{FENCE}` alone on a line between the facts about the text and the text.",
    )


def read_text(path: Path, name: str) -> str:
    """Return the file as text with plain newlines; raises ContentError when it is not there or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise broken(
            name,
            "the whole file",
            "it is not there",
            "Put the file back, or point SPOONLIGHT_CONTENT_DIR at the folder that has it.",
        ) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise broken(
            name,
            f"line {line}",
            "it has a letter that is not saved as UTF-8",
            "Save the file again with the encoding UTF-8.",
        ) from error
    except OSError as error:
        raise broken(
            name,
            "the whole file",
            "it cannot be opened",
            "Check that it is a file, and that Spoonlight may read it.",
        ) from error


class _PlainLoader(_FastLoader):
    """YAML as people write it: `yes`, `no`, `on`, `2018` and `14:30` stay text; a key given twice is an error."""

    # Nothing but an empty value is guessed at here: the form of each file says what is a number or a day.
    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute, replaced and never changed
        first: [(tag, rule) for tag, rule in rules if tag.rsplit(":", 1)[1] in {"null", "merge"}]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key.value}` is there twice", key.start_mark
                )
            if isinstance(key.value, str):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _values(text: str, name: str, *, first_line: int, top: type) -> Any:
    try:
        values = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader with fewer types, not more
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problem, mend = _in_plain_words(error.problem or "")
        raise broken(name, f"line {line}", problem, mend) from error
    except yaml.YAMLError as error:  # an unprintable character: libyaml gives no line for it
        raise broken(
            name,
            "the whole file",
            "it has a character that cannot be printed",
            "Find and delete the odd character; copying the text through a plain editor helps.",
        ) from error
    if not isinstance(values, top):
        raise broken(
            name,
            f"line {first_line}",
            f"it should hold {'`key: value` lines' if top is dict else 'a list of items with dashes'} and does not",
            "Start from a file of the same kind that works, and change its values.",
        )
    return values


def _in_plain_words(problem: str) -> tuple[str, str]:
    quotes = 'Put the whole text between double quotes: "like: this".'
    indent = "Line this line up with the ones above it; use two spaces a step."
    if "is there twice" in problem:
        return problem, "Keep one of the two, or give one of them another name."
    if "mapping values are not allowed" in problem:
        return "there is a colon where only text was expected", quotes
    if "tab character" in problem:
        return "a line is indented with a tab", "Use spaces instead of the tab."
    if "cannot start any token" in problem or "constructor for the tag" in problem or "escape" in problem:
        return "a text begins with, or holds, a sign that means something else here", (
            "Put a text that begins with a sign between single quotes: 'like this'. Use spaces instead of tabs."
        )
    if "',' or" in problem:
        return "a bracket is opened and never closed, or a comma is missing", "Close it, or add the comma."
    if "unexpected end of stream" in problem or "scanning a quoted" in problem:
        return "a quote is opened and never closed", "Add the closing quote at the end of the text."
    if "expected ':'" in problem:
        return "a key has no colon after it", "Write `key: value`; if it is text, indent it under its key."
    if "alias" in problem or "anchor" in problem:
        return "a text begins with * or &", quotes
    if "expected" in problem:
        return "the lines do not fit together here, or a quote stands inside a quoted text", indent
    return "this line cannot be read", f"{indent} {quotes}"


def _line_of(text: str, path: Sequence[str | int]) -> int:
    """Return how many lines stand above the value at this path, as far as the path exists."""
    node = yaml.compose(text, Loader=_FastLoader)
    line = node.start_mark.line if node else 0
    for step in path:
        found = _child(node, step)
        if found is None:
            return line
        node, line = found
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item, item.start_mark.line
    return None
