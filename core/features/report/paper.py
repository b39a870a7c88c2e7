"""Which sheet a printer has where somebody lives. Pure."""

from typing import Final

from core.drawing.figures import Paper

_LETTER: Final = frozenset(
    {
        *("New_York", "Detroit", "Chicago", "Denver", "Boise", "Phoenix", "Los_Angeles", "Anchorage", "Puerto_Rico"),
        *("Toronto", "Montreal", "Halifax", "St_Johns", "Winnipeg", "Regina", "Edmonton", "Vancouver"),
        *("Mexico_City", "Monterrey", "Tijuana", "Bogota", "Santiago", "Honolulu", "Manila"),
        *("Indiana", "Kentucky", "North_Dakota"),
    }
)
"""The second parts of zones where Letter is the usual sheet."""


def paper_of(zone: str | None) -> Paper:
    """Letter in North America and a few other places, A4 everywhere else and where nothing is known."""
    parts = (zone or "").split("/")
    return Paper.LETTER if len(parts) > 1 and parts[1] in _LETTER else Paper.A4
