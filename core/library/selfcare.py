"""Small kind things to be reminded of, by kind (`data/selfcare.yaml`). Plans and sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.library.forms import Form, Id, Label, Text, TimeOfDay, count_words, fill, nearest, refuse_twins
from core.library.reading import read_sheet

MOST_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder of the catalogue. `title` fits a button; `suggested_time` is wall time where the member lives."""

    id: str
    kind: str
    title: str
    text: str
    suggested_time: time


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCare:
    """The catalogue: the titles of the kinds in their order, and the reminders in theirs."""

    kinds: Mapping[str, str]
    reminders: Mapping[str, Reminder]

    def of_kind(self, kind: str) -> tuple[Reminder, ...]:
        """Return the reminders of one kind, in their order."""
        return tuple(reminder for reminder in self.reminders.values() if reminder.kind == kind)


class ReminderForm(Form):
    """One reminder of selfcare.yaml."""

    id: Id
    kind: Text
    title: Label
    text: Text
    suggested_time: TimeOfDay


class SelfCareForm(Form):
    """The whole of selfcare.yaml."""

    kinds: Annotated[dict[Id, Label], Field(min_length=1)]
    reminders: Annotated[list[ReminderForm], Field(min_length=1)]


def read_selfcare(path: Path, name: str) -> SelfCare:
    """Return the catalogue; raises ContentError for a broken file, an unknown kind, a long text or a repeated id."""
    sheet = read_sheet(path, name)
    form = fill(SelfCareForm, sheet)
    refuse_twins(sheet, ("reminders",), (reminder.id for reminder in form.reminders))
    for index, reminder in enumerate(form.reminders):
        if reminder.kind not in form.kinds:
            raise sheet.broken(
                ["reminders", index, "kind"],
                f"`{reminder.kind}` is not a kind of this file",
                nearest(reminder.kind, list(form.kinds)),
            )
        if (words := count_words(reminder.text)) > MOST_WORDS:
            raise sheet.broken(
                ["reminders", index, "text"], f"it has {words} words; {MOST_WORDS} fit", "Say it in fewer words."
            )
    return SelfCare(
        kinds=MappingProxyType(dict(form.kinds)),
        reminders=MappingProxyType(
            {
                reminder.id: Reminder(
                    id=reminder.id,
                    kind=reminder.kind,
                    title=reminder.title,
                    text=reminder.text,
                    suggested_time=time.fromisoformat(reminder.suggested_time),
                )
                for reminder in form.reminders
            }
        ),
    )
