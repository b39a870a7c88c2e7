"""A reminder that somebody wishes for, before its time and zone are settled. It waits as a half-filled form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.message import Form, TextField
from core.ports import Phrasebook

NEW, WHERE, WHEN = "remind.new", "remind.where", "remind.when"
"""The form routes: all of it; only the place; only the time."""

LONGEST_TEXT: Final = 200

OWN, CHECKIN, PEG, CARE = "own", "checkin", "peg", "care."
"""Targets: the member's own words, the check-in, the three questions of the week, or `care.<id>` of the catalogue."""

_CHECKIN: Final = re.compile(r"(do |for )?(my |the |a )?(daily )?check[- ]?in", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to remind of (`target` and, for OWN, `what`), and when as it was typed.

    `said` is a line that may hold both and was not taken apart yet. `offered` are the phrases behind the buttons
    under the question that was asked. `changes`: the id of the kept reminder that gets a new time; empty for a new one.
    """

    target: str
    what: str = ""
    when: str = ""
    said: str = ""
    offered: tuple[str, ...] = ()
    changes: str = ""

    @property
    def known(self) -> dict[str, str]:
        """As a half-filled form keeps it."""
        return {
            "target": self.target,
            "what": self.what,
            "when_said": self.when,
            "said": self.said,
            "offered": "\n".join(self.offered),
            "changes": self.changes,
        }

    @classmethod
    def from_known(cls, values: Mapping[str, str]) -> Self:
        """Reads `known` back."""
        return cls(
            target=values.get("target", OWN),
            what=values.get("what", ""),
            when=values.get("when_said", ""),
            said=values.get("said", ""),
            offered=tuple(values.get("offered", "").split("\n")),
            changes=values.get("changes", ""),
        )

    @property
    def names_checkin(self) -> bool:
        """Whether the typed words mean the check-in itself: then it comes with its buttons, and not as a bare line."""
        return self.target == OWN and _CHECKIN.fullmatch(self.what.strip()) is not None

    def label(self, care: SelfCare, words: Phrasebook) -> str:
        """What it is called in lists and confirmations."""
        if self.target == CHECKIN:
            return words("reminders.label_checkin")
        if self.target == PEG:
            return words("reminders.label_peg")
        if self.target.startswith(CARE) and (item := care.reminders.get(self.target.removeprefix(CARE))):
            return item.title
        return self.what or words("reminders.label_plain")


def new_form(words: Phrasebook) -> Form:
    """What and when, asked together."""
    return Form(
        action=action(NEW),
        title=words("reminders.form_title"),
        fields=(
            TextField(
                name="what",
                label=words("reminders.field_what"),
                hint=words("reminders.hint_what"),
                max_length=LONGEST_TEXT,
            ),
            when_field(words),
        ),
    )


def where_form(words: Phrasebook) -> Form:
    """Where the member is, to know their clock."""
    field = TextField(
        name="where", label=words("reminders.field_where"), hint=words("reminders.hint_where"), max_length=60
    )
    return Form(action=action(WHERE), title=words("reminders.where_title"), fields=(field,))


def when_form(words: Phrasebook) -> Form:
    """Only the time, when the first telling of it was unclear."""
    return Form(action=action(WHEN), title=words("reminders.when_title"), fields=(when_field(words),))


def when_field(words: Phrasebook) -> TextField:
    """Takes what people type about time."""
    return TextField(
        name="when", label=words("reminders.field_when"), hint=words("reminders.hint_when"), max_length=100
    )
