"""Reads what people type about time ("weekdays 7:45", "in 2 hrs") into a rule, or into one short question."""

from core.scheduling.phrases.apart import Apart, take_apart
from core.scheduling.phrases.found import (
    Assumed,
    Choice,
    Every,
    Question,
    WhenFound,
    WhenKind,
    WhenUnclear,
    to_jsonable,
)
from core.scheduling.phrases.understand import understand

__all__ = [
    "Apart",
    "Assumed",
    "Choice",
    "Every",
    "Question",
    "WhenFound",
    "WhenKind",
    "WhenUnclear",
    "take_apart",
    "to_jsonable",
    "understand",
]
