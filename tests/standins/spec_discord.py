"""Checks request bodies against Discord's own OpenAPI document, when SPOONLIGHT_SPECS_DIR names a folder with it.

Plain object schemas are closed, so that an unknown key is a breach; ids may also be integers, as discord.py sends.
"""

import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, relevance
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FILE = "discord-openapi.json"
BASE = "urn:discord"
# Keys that Discord documents and discord.py sends, though the OpenAPI document leaves them out.
KNOWN_GAPS: dict[str, dict[str, Any]] = {
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
    "ApplicationCommandCreateRequest": {"nsfw": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"const": False}},
    "RichEmbed": {"flags": {"type": "integer"}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"const": False}},
    "MessageEditRequestPartial": {"tts": {"const": False}},
}
LITERAL_FIRST = re.compile(r"\{[^}]+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    method: str
    path: str
    where: str
    why: str


class Spec:
    """The document, with validators made on first use."""

    def __init__(self, document: dict[str, Any]) -> None:
        _loosen_and_close(document)
        self._document = document
        resource: Resource[Any] = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(BASE, resource)
        by_literals = sorted(document["paths"], key=lambda p: len(LITERAL_FIRST.findall(p)))
        self._paths = [(re.compile(LITERAL_FIRST.sub("[^/]+", p)), p) for p in by_literals]
        self._validators: dict[tuple[str, str], Draft202012Validator | None] = {}

    def violations(self, method: str, path: str, body: Any) -> list[Violation]:
        """What is wrong with this request; `path` is without /api/v10 and without a query."""
        template = next((t for pattern, t in self._paths if pattern.fullmatch(path)), None)
        if template is None:
            return [Violation(method=method, path=path, where="", why="no such path in the spec")]
        if method.lower() not in self._document["paths"][template]:
            return [Violation(method=method, path=path, where="", why="no such method in the spec")]
        validator = self._validator(template, method.lower())
        if validator is None or body is None:
            return []
        found = []
        for error in validator.iter_errors(body):
            worst = _in_the_meant_branch(error)
            where = ".".join(str(step) for step in worst.absolute_path)
            found.append(Violation(method=method, path=template, where=where, why=worst.message[-200:]))
        return found

    def _validator(self, template: str, method: str) -> Draft202012Validator | None:
        key = (template, method)
        if key not in self._validators:
            content = self._document["paths"][template][method].get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            made = None
            if schema is not None:
                steps = ("paths", template, method, "requestBody", "content", "application/json", "schema")
                pointer = "/".join(s.replace("~", "~0").replace("/", "~1") for s in steps)
                quoted = pointer.replace("{", "%7B").replace("}", "%7D")
                made = Draft202012Validator({"$ref": f"{BASE}#/{quoted}"}, registry=self._registry)
            self._validators[key] = made
        return self._validators[key]


def spec_from_environment() -> Spec | None:
    """None when SPOONLIGHT_SPECS_DIR is unset, or has no Discord document in it."""
    folder = os.environ.get("SPOONLIGHT_SPECS_DIR")
    path = Path(folder) / FILE if folder else None
    return _read(path) if path is not None and path.exists() else None


@lru_cache(maxsize=1)
def _read(path: Path) -> Spec:
    return Spec(json.loads(path.read_text(encoding="utf-8")))


def _in_the_meant_branch(error: ValidationError) -> ValidationError:
    """Of a union's branches, the one whose `type` fits says what is wrong."""
    while error.context:
        elsewhere = {e.schema_path[0] for e in error.context if list(e.path) == ["type"]}
        meant = [e for e in error.context if e.schema_path[0] not in elsewhere]
        error = max(meant or error.context, key=relevance)
    return error


def _loosen_and_close(document: dict[str, Any]) -> None:
    snowflake = document["components"]["schemas"]["SnowflakeType"]
    snowflake["type"] = ["string", "integer"]
    for name, properties in KNOWN_GAPS.items():
        document["components"]["schemas"][name]["properties"] |= properties
    for schema in document["components"]["schemas"].values():
        _close(schema)


def _close(schema: Any) -> None:
    """Close object schemas that list their properties, except where several are combined by allOf."""
    if isinstance(schema, list):
        for one in schema:
            _close(one)
    if not isinstance(schema, dict):
        return
    is_plain = "properties" in schema and not {"allOf", "anyOf", "oneOf", "additionalProperties"} & set(schema)
    if is_plain:
        schema["additionalProperties"] = False
    for key, value in schema.items():
        if key == "properties":
            for inner in value.values():
                _close(inner)
        elif key in ("items", "additionalProperties", "anyOf", "oneOf"):
            _close(value)
