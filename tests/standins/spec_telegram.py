"""Checks a Bot API request against Telegram's own written specification (a JSON scrape of it).

It knows names, types, required fields and the lengths that the prose states; it knows nothing of
chats, rights or state. The specification is reference data beside the project and may be absent.
"""

import functools
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SPEC_FILE = "telegram-bot-api-10.3.json"
_ANSWERS = {
    "getUpdates": "Array of Update",
    "getMe": "User",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatAdministrators": "Array of ChatMember",
    "getWebhookInfo": "WebhookInfo",
    "getFile": "File",
    "getMyCommands": "Array of BotCommand",
}
_LENGTH = re.compile(r"\b(\d+)-(\d+) (characters|bytes)(?! after entit)")
_FIXED = re.compile(r"\bmust be \*(\w+)\*")


class TelegramSpec:
    """The methods and types of the Bot API, and the question whether a request fits them."""

    def __init__(self, source: Path) -> None:
        document = json.loads(source.read_text(encoding="utf-8"))
        children = [child for section in document["items"] for child in section["children"]]
        self.version: str = document["api"]["version"]
        self._methods: dict[str, Json] = {c["name"]: c for c in children if c["category"] == "methods"}
        self._types: dict[str, Json] = {c["name"]: c for c in children if c["category"] == "types"}
        self._names = {name.lower(): name for name in self._methods}

    @classmethod
    def from_environment(cls) -> "TelegramSpec | None":
        """The specification in the folder that SPOONLIGHT_SPECS_DIR names, or None where it is not there."""
        folder = os.environ.get("SPOONLIGHT_SPECS_DIR", "")
        source = Path(folder) / SPEC_FILE
        return _read(source) if folder and source.is_file() else None

    def problems(self, method: str, params: Mapping[str, Any], files: frozenset[str]) -> list[str]:
        """What is wrong with a request, a sentence each. `files` are the names of its uploaded parts."""
        name = self._names.get(method.lower())
        if name is None:
            return [f"{method}: no such method"]
        fields = self._fields(self._methods[name])
        found = [f"{name}: no such parameter: {key}" for key in params if key not in fields]
        for key, field in fields.items():
            where = f"{name}.{key}"
            if key in params:
                found += self._value(where, field["type"], params[key], files) + _limits(where, field, params[key])
            elif key in files:
                if "InputFile" not in field["type"]:
                    found.append(f"{where}: a file where {field['type']} belongs")
            elif field["required"]:
                found.append(f"{where}: required, and not there")
        return found

    def answer_problems(self, method: str, result: Any) -> list[str]:
        """What is wrong with a stand-in's own answer; methods that return neither a list nor an object pass."""
        kind = _ANSWERS.get(method) or ("Message" if isinstance(result, dict) else None)
        return self._value(f"answer to {method}", kind, result, frozenset()) if kind else []

    def _fields(self, item: Json) -> dict[str, Json]:
        return {field["name"]: field for field in item.get("annotations", [])}

    def _value(self, where: str, kind: str, value: Any, files: frozenset[str]) -> list[str]:
        if kind.startswith("Array of "):
            return self._array(where, kind.removeprefix("Array of "), value, files)
        kinds = re.split(r" or |, | and ", kind)
        answers = [self._single(where, one, value, files) for one in kinds]
        return min(answers, key=len)

    def _array(self, where: str, kind: str, value: Any, files: frozenset[str]) -> list[str]:
        value = _decoded(value)
        if not isinstance(value, list):
            return [f"{where}: not a list"]
        return [
            problem
            for index, item in enumerate(value)
            for problem in self._value(f"{where}[{index}]", kind, item, files)
        ]

    def _single(self, where: str, kind: str, value: Any, files: frozenset[str]) -> list[str]:
        if kind in _PLAIN:
            return [] if _PLAIN[kind](value) else [f"{where}: not of type {kind}"]
        if kind == "InputFile":
            attached = str(value).removeprefix("attach://")
            return [] if attached in files else [f"{where}: no such uploaded file"]
        item = self._types.get(kind)
        if item is None:
            return [f"{where}: the specification has no type {kind}"]
        value = _decoded(value)
        fields = self._fields(item)
        choices = re.findall(r"^ ?- (\w+)$", item["description"], flags=re.MULTILINE)
        if not fields and choices:
            return min((self._single(where, one, value, files) for one in choices), key=len)
        return self._object(where, fields, value, files)

    def _object(self, where: str, fields: dict[str, Json], value: Any, files: frozenset[str]) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: not an object"]
        found = [f"{where}: no such field: {key}" for key in value if key not in fields]
        for key, field in fields.items():
            inner = f"{where}.{key}"
            if key in value:
                found += self._value(inner, field["type"], value[key], files)
                found += _limits(inner, field, value[key])
            elif field["required"]:
                found.append(f"{inner}: required, and not there")
        return found


@functools.lru_cache(maxsize=1)
def _read(source: Path) -> TelegramSpec:
    return TelegramSpec(source)


def _decoded(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _limits(where: str, field: Json, value: Any) -> list[str]:
    if not isinstance(value, str):
        return []
    if fixed := _FIXED.search(field["rst_description"]):
        return [] if value == fixed[1] else [f"{where}: must be {fixed[1]}"]
    found = []
    if limit := _LENGTH.search(field["description"]):
        size = len(value.encode()) if limit[3] == "bytes" else len(value)
        if not int(limit[1]) <= size <= int(limit[2]):
            found.append(f"{where}: {size} {limit[3]}, allowed are {limit[1]}-{limit[2]}")
    if "Must be one of" in field["description"]:
        allowed = re.findall(r"'(\w+)'", field["description"].partition("Must be one of")[2])
        if allowed and value not in allowed:
            found.append(f"{where}: {value!r} is none of {allowed}")
    return found


def _is_integer(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"-?\d+", value) is not None)


def _is_float(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.lower() in {"true", "false"})


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


_PLAIN = {
    "Integer": _is_integer,
    "Float": _is_float,
    "Boolean": _is_boolean,
    "True": _is_boolean,
    "String": _is_string,
}
