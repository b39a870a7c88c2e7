"""The rooms of the library, in the order in which people browse them (`data/library/topics.yaml`)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from core.library.forms import Form, Id, Label, fill_each, refuse_twins
from core.library.reading import read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A room of the library: its id, the words on its button, and a short sentence about it."""

    id: str
    title: str
    blurb: str


class TopicForm(Form):
    """One item of topics.yaml."""

    id: Id
    title: Label
    blurb: Annotated[str, StringConstraints(min_length=1, max_length=100)]


def read_topics(path: Path, name: str) -> tuple[Topic, ...]:
    """Return the topics in their order; raises ContentError for a broken file or an id used twice."""
    sheet = read_sheet(path, name, top=list)
    forms = fill_each(TopicForm, sheet)
    refuse_twins(sheet, (), (form.id for form in forms))
    return tuple(Topic(id=form.id, title=form.title, blurb=form.blurb) for form in forms)
