"""Form -> a modal, and a submitted modal -> its values.

A modal is read by its custom_id and never kept in memory, so one that was open during a restart still counts.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, assert_never

import discord

from bots.discord.render import shortened
from core.model.message import ChoiceField, Field, Form, TextField

TITLE_LIMIT: Final = 45
HINT_LIMIT: Final = 100
MOST_FIELDS: Final = 5
_RADIO_CHOICES: Final = range(2, 11)

_Modal = discord.ui.Modal


def modal_of(form: Form, custom_id: str) -> discord.ui.Modal:
    """Raises ValueError for more than five fields (a house rule keeps forms below that). Needs a running loop."""
    if len(form.fields) > MOST_FIELDS:
        raise ValueError(f"{form.action.route} has more fields than a modal holds")
    modal = discord.ui.Modal(title=shortened(form.title, TITLE_LIMIT), custom_id=custom_id, timeout=None)
    for field in form.fields:
        modal.add_item(_label(field))
    modal.stop()
    return modal


def values_of(components: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The typed and chosen values of a raw modal submission, by field name. What was left empty is an empty text."""
    values: dict[str, str] = {}
    for outer in components:
        inner = outer.get("component") or outer
        if nested := outer.get("components"):
            values |= values_of(nested)
        elif (name := inner.get("custom_id")) is not None:
            chosen = inner.get("values") or []
            values[str(name)] = str(inner.get("value") or (chosen[0] if chosen else ""))
    return values


def _label(field: Field) -> discord.ui.Label[_Modal]:
    """A label too long for its place goes on, whole, in the line below it."""
    hint = field.hint if isinstance(field, TextField) else ""
    text = shortened(field.label, TITLE_LIMIT)
    below = hint if text == field.label else field.label
    placeholder = hint if below != hint else ""
    description = shortened(below, HINT_LIMIT) or None
    return discord.ui.Label(text=text, description=description, component=_input(field, placeholder))


def _input(field: Field, placeholder: str) -> discord.ui.Item[_Modal]:
    match field:
        case TextField():
            return discord.ui.TextInput(
                custom_id=field.name,
                style=discord.TextStyle.paragraph if field.multiline else discord.TextStyle.short,
                placeholder=shortened(placeholder, HINT_LIMIT) or None,
                default=field.value or None,
                required=field.required,
                max_length=min(field.max_length, 4000),
            )
        case ChoiceField() if len(field.choices) in _RADIO_CHOICES:
            return discord.ui.RadioGroup(
                custom_id=field.name,
                required=field.required,
                options=[
                    discord.RadioGroupOption(label=shortened(one.label, HINT_LIMIT), value=one.value)
                    for one in field.choices
                ],
            )
        case ChoiceField():
            return discord.ui.Select(
                custom_id=field.name,
                required=field.required,
                min_values=1 if field.required else 0,
                options=[
                    discord.SelectOption(label=shortened(one.label, HINT_LIMIT), value=one.value)
                    for one in field.choices
                ],
            )
        case _:
            assert_never(field)
