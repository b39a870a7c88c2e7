"""How a person fills a modal or a select menu of the stand-in; it refuses what the client would not let her send."""

from collections.abc import Iterable
from typing import Any

from tests.standins.discord_commands import NotOffered, resolve, size_is_wrong
from tests.standins.discord_rules import LABEL, ROW, TEXT_INPUT
from tests.standins.discord_world import Json, World

STRING_SELECT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 3, 19, 21, 22, 23


def submission(world: World, form: Json, given: Json) -> Json:
    """MODAL_SUBMIT data for fields named by label or custom_id; what is not named keeps its default."""
    left = dict(given)
    resolved: Json = {}
    parts = [_part(world, part, at + 1, left, resolved) for at, part in enumerate(form["components"])]
    if left:
        raise NotOffered(f"the form {form['title']!r} has no {sorted(left)}, only {field_names(form)}")
    data: Json = {"custom_id": form["custom_id"], "components": parts}
    return data | ({"resolved": resolved} if resolved else {})


def field_names(form: Json) -> list[str]:
    """The labels that a person reads in the form."""
    return [label for label, _ in map(_labelled, form["components"]) if label]


def selection(world: World, menu: Json, picked: Iterable[Any]) -> Json:
    """MESSAGE_COMPONENT data for a select menu; options by label or value."""
    resolved: Json = {}
    values = _picked(world, menu, list(picked), resolved)
    data: Json = {"component_type": menu["type"], "custom_id": menu["custom_id"], "values": values}
    return data | ({"resolved": resolved} if resolved else {})


def _part(world: World, part: Json, number: int, left: Json, resolved: Json) -> Json:
    label, field = _labelled(part)
    if field is None:
        return {"type": part["type"], "id": part.get("id") or number}
    key = next((k for k in (label, field["custom_id"]) if k in left), None)
    is_given = key is not None
    value = left.pop(key) if key is not None else None
    filled = {"type": field["type"], "id": field.get("id") or number + 100, "custom_id": field["custom_id"]}
    filled |= _value(world, label, field, value, resolved) if is_given else _default(label, field)
    if part["type"] == ROW:
        return {"type": ROW, "id": number, "components": [filled]}
    return {"type": LABEL, "id": part.get("id") or number, "component": filled}


def _labelled(part: Json) -> tuple[str, Json | None]:
    if part["type"] == ROW:
        field = part["components"][0]
        return field.get("label", ""), field
    return part.get("label", ""), part.get("component")


def _value(world: World, label: str, field: Json, value: Any, resolved: Json) -> Json:
    if field["type"] == TEXT_INPUT:
        longest = field.get("max_length") or 4000
        if size_is_wrong(len(value), field.get("min_length") if value else None, longest):
            raise NotOffered(f"{label}: {len(value)} characters do not fit")
        if not value and field.get("required", True):
            raise NotOffered(f"{label} must not be empty")
        return {"value": value}
    if field["type"] == CHECKBOX:
        return {"value": bool(value)}
    if field["type"] == RADIO_GROUP:
        return {"value": _picked(world, field, [value], resolved)[0]}
    several = list(value) if isinstance(value, list | tuple | set) else [value]
    if field["type"] == FILE_UPLOAD and isinstance(value, tuple):
        several = [value]
    return {"values": _picked(world, field, several, resolved)}


def _default(label: str, field: Json) -> Json:
    chosen = [o["value"] for o in field.get("options") or [] if o.get("default")]
    empty: Json = {"values": chosen}
    match field["type"]:
        case 4:
            empty = {"value": field.get("value") or ""}
        case 21:
            empty = {"value": chosen[0] if chosen else None}
        case 23:
            return {"value": bool(field.get("default"))}
    if field.get("required", True) and not any(empty.values()):
        raise NotOffered(f"the form needs {label or field['custom_id']!r}")
    return empty


def _picked(world: World, menu: Json, picked: list[Any], resolved: Json) -> list[Any]:
    options = menu.get("options")
    by_words = {words: o["value"] for o in options or [] for words in (o["label"], o["value"])}
    if options is not None and not set(picked) <= set(by_words):
        raise NotOffered(f"{picked} is not among {[o['label'] for o in options]}")
    low, high = menu.get("min_values", 1), menu.get("max_values", len(options or [1]))
    low = low if menu["type"] in (STRING_SELECT, FILE_UPLOAD) or menu.get("required", True) else 0
    if size_is_wrong(len(picked), low, high):
        raise NotOffered(f"{len(picked)} picked, {low} to {high} asked for")
    return [by_words[p] if options is not None else resolve(world, p, resolved) for p in picked]
