"""Doors: buttons that content offers under a kind sentence. What lies behind each is the features' affair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.library.forms import Form, Label

Opens = Literal["menu", "checkin", "short_checkin", "selfcare", "learn", "people", "privacy", "remind"]
"""menu: the start menu. selfcare: one small idea now. learn: the library, at `topic` if there is one.
people: a real person, that is a moderator or a helpline. remind: setting a reminder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The words on a button, and what it opens."""

    label: str
    opens: Opens
    topic: str | None = None


class DoorForm(Form):
    """One door, as written."""

    label: Label
    opens: Opens
    topic: str | None = None


def as_doors(forms: Sequence[DoorForm]) -> tuple[Door, ...]:
    """Return the doors as values."""
    return tuple(Door(label=form.label, opens=form.opens, topic=form.topic) for form in forms)
