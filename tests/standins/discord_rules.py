"""Discord's limits on messages, components, modals, embeds and commands; each breach is a 400 with its path."""

import re
from collections.abc import Iterator
from typing import Any

from tests.standins import discord_errors as errors
from tests.standins.discord_world import COMPONENTS_V2, Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 17, 18
SELECTS = (3, 5, 6, 7, 8)
RADIO_GROUP, CHECKBOX_GROUP = 21, 22
FIELDS = (*SELECTS, TEXT_INPUT, 19, RADIO_GROUP, CHECKBOX_GROUP, 23)  # 19 files, 23 one checkbox
LINK, PREMIUM = 5, 6


def check_message(message: Json, *, has_files: bool = False) -> None:
    """Refuse a whole message (not a patch) that Discord would refuse."""
    content, embeds = message.get("content") or "", message.get("embeds") or []
    components = message.get("components") or []
    if message.get("flags", 0) & COMPONENTS_V2:
        if content or embeds or message.get("poll"):
            raise errors.invalid_form("content", "Cannot be used with components v2")
        if not components:
            raise errors.empty_message()
        _check_layout(components)
        return
    _at_most(2000, content, "content")
    _check_embeds(embeds)
    if not (content.strip() or embeds or components or has_files or message.get("poll")):
        raise errors.empty_message()
    if len(components) > 5:
        raise errors.invalid_form("components", "Must be 5 or fewer in length.")
    for at, row in enumerate(components):
        if row.get("type") != ROW:
            raise errors.invalid_form(f"components.{at}.type", "Value of field must be 1 without components v2")
    _check_parts(components)


def check_modal(modal: Json) -> None:
    """Refuse a form that Discord would not open."""
    _from_to(1, 45, modal.get("title"), "title")
    _from_to(1, 100, modal.get("custom_id"), "custom_id")
    parts = modal.get("components") or []
    if not 1 <= len(parts) <= 5:
        raise errors.invalid_form("components", "Must be between 1 and 5 in length.")
    for at, part in enumerate(parts):
        path = f"components.{at}"
        match part.get("type"):
            case 1:
                _check_input(part["components"][0], f"{path}.components.0", has_label=True)
            case 18:
                _from_to(1, 45, part.get("label"), f"{path}.label")
                _at_most(100, part.get("description") or "", f"{path}.description")
                _check_input(part["component"], f"{path}.component", has_label=False)
            case 10:
                _from_to(1, 4000, part.get("content"), f"{path}.content")
            case other:
                raise errors.invalid_form(f"{path}.type", f"{other} cannot stand in a modal")
    _no_twins(parts)


def check_commands(commands: list[Json]) -> None:
    """Refuse a command list that Discord would not store."""
    if sum(c.get("type", 1) == 1 for c in commands) > 100:
        raise errors.DiscordError(400, 30032, "Maximum number of application commands reached (100).")
    for at, command in enumerate(commands):
        _check_command(command, str(at), named=command.get("type", 1) == 1)


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, the nested ones too, in the order in which a person reads them."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        inner = [component[key] for key in ("component", "accessory") if component.get(key)]
        yield from walk(inner)


def text_of(content: str, embeds: list[Json], components: list[Json]) -> str:
    """All that a person reads in a message: content, embeds, text displays."""
    parts: list[str | None] = [content]
    for embed in embeds:
        parts += [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
        for field in embed.get("fields") or []:
            parts += [field.get("name"), field.get("value")]
        parts.append((embed.get("footer") or {}).get("text"))
    parts += [c.get("content") for c in walk(components) if c.get("type") == TEXT_DISPLAY]
    return "\n".join(part for part in parts if part)


def _check_layout(components: list[Json]) -> None:
    every = list(walk(components))
    if len(every) > 40:
        raise errors.invalid_form("components", "The maximum number of components is 40")
    if sum(len(c.get("content") or "") for c in every if c.get("type") == TEXT_DISPLAY) > 4000:
        raise errors.invalid_form("components", "The text of all components is over 4000")
    _check_parts(components)


def _check_parts(components: list[Json], path: str = "components") -> None:
    for at, part in enumerate(components):
        here = f"{path}.{at}"
        match part.get("type"):
            case 1:
                _check_row(part, here)
            case 2:
                _check_button(part, here)
            case 9:
                _check_parts(part.get("components") or [], f"{here}.components")
                _check_parts([part["accessory"]], f"{here}.accessory")
            case 10:
                _from_to(1, 4000, part.get("content"), f"{here}.content")
            case 17:
                _check_parts(part.get("components") or [], f"{here}.components")
    if path == "components":
        _no_twins(components)


def _check_row(row: Json, path: str) -> None:
    inside = row.get("components") or []
    if not 1 <= len(inside) <= 5:
        raise errors.invalid_form(f"{path}.components", "Must be between 1 and 5 in length.")
    selects = [c for c in inside if c.get("type") in SELECTS]
    if selects and len(inside) > 1:
        raise errors.invalid_form(f"{path}.components", "A select menu stands alone in its row")
    for at, part in enumerate(inside):
        if part in selects:
            _check_input(part, f"{path}.components.{at}", has_label=False)
        else:
            _check_button(part, f"{path}.components.{at}")


def _check_button(button: Json, path: str) -> None:
    if button.get("type") not in (BUTTON, 11):
        raise errors.invalid_form(f"{path}.type", "Value of field is not a button")
    if button["type"] == 11:  # a thumbnail beside a section
        return
    _at_most(80, button.get("label") or "", f"{path}.label")
    if not (button.get("label") or button.get("emoji") or button.get("style") == PREMIUM):
        raise errors.invalid_form(f"{path}.label", "A button needs a label or an emoji")
    if button.get("style") == LINK:
        _from_to(1, 512, button.get("url"), f"{path}.url")
        if button.get("custom_id"):
            raise errors.invalid_form(f"{path}.custom_id", "A link button has no custom_id")
    elif button.get("style") != PREMIUM:
        _from_to(1, 100, button.get("custom_id"), f"{path}.custom_id")


def _check_input(part: Json, path: str, *, has_label: bool) -> None:
    if part.get("type") not in ((TEXT_INPUT,) if has_label else FIELDS):
        raise errors.invalid_form(f"{path}.type", f"{part.get('type')} takes no input here")
    _from_to(1, 100, part.get("custom_id"), f"{path}.custom_id")
    kind, options = part.get("type"), part.get("options") or []
    if kind == TEXT_INPUT:
        if has_label:
            _from_to(1, 45, part.get("label"), f"{path}.label")
        _at_most(100, part.get("placeholder") or "", f"{path}.placeholder")
        _at_most(4000, part.get("value") or "", f"{path}.value")
    _at_most(150, part.get("placeholder") or "", f"{path}.placeholder")
    fewest_most = {STRING_SELECT: (1, 25), RADIO_GROUP: (2, 10), CHECKBOX_GROUP: (1, 10)}
    if isinstance(kind, int) and kind in fewest_most:
        fewest, most = fewest_most[kind]
        if not fewest <= len(options) <= most:
            raise errors.invalid_form(f"{path}.options", f"Must be between {fewest} and {most} in length.")
    for at, option in enumerate(options):
        _from_to(1, 100, option.get("label"), f"{path}.options.{at}.label")
        _from_to(1, 100, option.get("value"), f"{path}.options.{at}.value")
    if len({option.get("value") for option in options}) < len(options):
        raise errors.invalid_form(f"{path}.options", "The specified option value is already used")


def _check_embeds(embeds: list[Json]) -> None:
    if len(embeds) > 10:
        raise errors.invalid_form("embeds", "Must be 10 or fewer in length.")
    for at, embed in enumerate(embeds):
        path = f"embeds.{at}"
        _at_most(256, embed.get("title") or "", f"{path}.title")
        _at_most(4096, embed.get("description") or "", f"{path}.description")
        _at_most(2048, (embed.get("footer") or {}).get("text") or "", f"{path}.footer.text")
        _at_most(256, (embed.get("author") or {}).get("name") or "", f"{path}.author.name")
        fields = embed.get("fields") or []
        if len(fields) > 25:
            raise errors.invalid_form(f"{path}.fields", "Must be 25 or fewer in length.")
        for nth, field in enumerate(fields):
            _from_to(1, 256, field.get("name"), f"{path}.fields.{nth}.name")
            _from_to(1, 1024, field.get("value"), f"{path}.fields.{nth}.value")
    if len(text_of("", embeds, [])) > 6000:
        raise errors.invalid_form("embeds", "Embed size exceeds maximum size of 6000")


def _check_command(command: Json, path: str, *, named: bool) -> None:
    pattern = r"[-_'\w]{1,32}" if named else r".{1,32}"
    name = str(command.get("name", ""))
    if not re.fullmatch(pattern, name) or (named and name != name.lower()):
        raise errors.invalid_form(f"{path}.name", "Command name is invalid")
    if named:
        _from_to(1, 100, command.get("description"), f"{path}.description")
    options = command.get("options") or []
    if len(options) > 25:
        raise errors.invalid_form(f"{path}.options", "Must be 25 or fewer in length.")
    required = [bool(o.get("required")) for o in options]
    if required != sorted(required, reverse=True):
        raise errors.invalid_form(f"{path}.options", "Required options must be placed before others")
    for at, option in enumerate(options):
        _check_command(option, f"{path}.options.{at}", named=True)
        if len(option.get("choices") or []) > 25:
            raise errors.invalid_form(f"{path}.options.{at}.choices", "Must be 25 or fewer in length.")


def _no_twins(components: list[Json]) -> None:
    ids = [c["custom_id"] for c in walk(components) if c.get("custom_id")]
    if len(set(ids)) < len(ids):
        raise errors.invalid_form("components", "Component custom id cannot be duplicated")


def _at_most(limit: int, text: str, path: str) -> None:
    if len(text) > limit:
        raise errors.invalid_form(path, f"Must be {limit} or fewer in length.")


def _from_to(fewest: int, most: int, text: Any, path: str) -> None:
    if not isinstance(text, str) or not fewest <= len(text) <= most:
        raise errors.invalid_form(path, f"Must be between {fewest} and {most} in length.")
