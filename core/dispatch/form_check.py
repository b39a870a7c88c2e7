"""Whether a value fits its field. The same rules for a modal and for a form asked step by step."""

from dataclasses import dataclass

from core.model.message import ChoiceField, Field, TextField


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Why a value does not fit: the key of a sentence and its fields."""

    key: str
    label: str
    limit: int = 0
    length: int = 0


def fitted(field: Field, typed: str) -> str | Misfit:
    """The value as it will be handed on (trimmed; a choice by its value or its label), or why it does not fit."""
    value = typed.strip()
    if not value:
        return Misfit(key="dispatch.form_needed", label=field.label) if field.required else ""
    match field:
        case TextField():
            if len(value) > field.max_length:
                return Misfit(
                    key="dispatch.form_too_long", label=field.label, limit=field.max_length, length=len(value)
                )
            return value
        case ChoiceField():
            for choice in field.choices:
                if value.casefold() in (choice.value.casefold(), choice.label.casefold()):
                    return choice.value
            return Misfit(key="dispatch.form_choose", label=field.label)
