"""Completes a place while somebody types it, from memory alone; nothing of it is kept."""

from collections.abc import Sequence
from typing import Final

from core.model.message import Choice
from core.scheduling.zones import city_names

_MOST: Final = 25


def suggest_cities(typed: str) -> Sequence[Choice]:
    """A country or a clock time is understood as well; then there may be one more question."""
    return [Choice(value=name, label=name) for name in city_names(typed, most=_MOST)]
