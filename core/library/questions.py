"""Ideas for what to ask a doctor (`data/questions.yaml`), each with the page of the library that it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.library.forms import Form, Id, Text, fill, refuse_twins
from core.library.reading import read_sheet
from core.library.snippets import Claim

LONGEST_IDEA = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionIdea:
    """One question. `snippet` is the page of the library that says why it helps; `claims` are the facts behind it."""

    id: str
    text: str
    snippet: str
    claims: tuple[str, ...]


class IdeaForm(Form):
    """One idea of questions.yaml."""

    id: Id
    text: Text
    snippet: Id
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]


class QuestionsForm(Form):
    """The whole of questions.yaml."""

    ideas: Annotated[list[IdeaForm], Field(min_length=1)]


def read_questions(path: Path, name: str) -> Mapping[str, QuestionIdea]:
    """The ideas in their order, by id. Raises ContentError for a broken file, a long text or a repeated id."""
    sheet = read_sheet(path, name)
    form = fill(QuestionsForm, sheet)
    refuse_twins(sheet, ("ideas",), (idea.id for idea in form.ideas))
    for index, idea in enumerate(form.ideas):
        if len(idea.text) > LONGEST_IDEA:
            problem = f"it has {len(idea.text)} characters; {LONGEST_IDEA} fit"
            raise sheet.broken(["ideas", index, "text"], problem, "Ask it in fewer words.")
    ideas = {
        idea.id: QuestionIdea(id=idea.id, text=idea.text, snippet=idea.snippet, claims=idea.claims)
        for idea in form.ideas
    }
    return MappingProxyType(ideas)
