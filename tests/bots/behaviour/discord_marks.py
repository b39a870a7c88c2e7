"""Reads what Discord is sent as the app shows it: marks taken off, buttons found by their labels."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_LINE = re.compile(r"^(?:### |-# |> )", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(<[^>]*>\)")
_ADDRESS = re.compile(r"<(https?://[^>]*)>", re.IGNORECASE)
_MOMENT = re.compile(r" ?<t:\d+:F>")  # each reader's own app writes it out, in their own zone
_ESCAPED = re.compile(r"\\([\\*_~|`\[\]<>#\-])")


def read(content: str) -> str:
    """What a person reads. Spoilers are taken as opened."""
    text = (
        _ADDRESS.sub(r"\1", _LINK.sub(r"\1", _LINE.sub("", _MOMENT.sub("", content))))
        .replace("||", "")
        .replace("\N{ZERO WIDTH SPACE}", "")
    )
    return _ESCAPED.sub(r"\1", text)


def custom_id_of(components: Iterable[Mapping[str, Any]], label: str) -> str | None:
    """What the button of that name carries; None for a link. Raises LookupError where there is no such button."""
    for component in components:
        if component.get("label") == label:
            return component.get("custom_id")
    raise LookupError(f"there is no button {label!r}")
