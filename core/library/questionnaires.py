"""Check-ins as asked: questions from 0 to 10 in one direction, what is said to an answer, and the invitations.

Holds no answer of anybody, and draws no conclusion from one (`data/checkins.yaml`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.library.doors import Door, DoorForm, as_doors
from core.library.forms import Form, Id, Label, Text, fill, nearest
from core.library.reading import Sheet, read_sheet

WEEKLY = "peg"
"""By what name the answers of the weekly set are kept."""

FINE, WORST = 0, 10
"""Every question runs this way, so that nobody has to think twice: 0 is fine, 10 is the worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What may be said to an answer in this band, both ends included. `{value}` stands for the number."""

    lowest: int
    highest: int
    say: tuple[str, ...]
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question from 0 to 10, with the words for both ends and the follow-ups for each band."""

    id: str
    label: str
    ask: str
    fine: str
    worst: str
    follow_ups: tuple[FollowUp, ...]

    def follow_up(self, value: int) -> FollowUp:
        """Return the band that holds this answer."""
        return _band(self.follow_ups, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """A set of questions that is asked together."""

    id: str
    title: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkins:
    """All of `checkins.yaml`: the sets, what is said at their end, and the wordings of the invitations.

    `weekly` stands apart: three questions about a week (the PEG scale), which are no check-in of a day.
    """

    questions: Mapping[str, Question]
    questionnaires: Mapping[str, Questionnaire]
    weekly: Questionnaire
    closings: tuple[FollowUp, ...]
    all_skipped: FollowUp
    private_prompts: tuple[str, ...]
    group_prompts: tuple[str, ...]

    def closing(self, values: Sequence[int | None]) -> FollowUp:
        """Return what may be said at the end: by the highest answer, or kindly when all were skipped."""
        given = [value for value in values if value is not None]
        return _band(self.closings, max(given)) if given else self.all_skipped


class BandForm(Form):
    """One band of answers."""

    from_: Annotated[int, Field(alias="from", ge=FINE, le=WORST)]
    to: Annotated[int, Field(ge=FINE, le=WORST)]
    say: Annotated[list[Text], Field(min_length=2)]
    doors: tuple[DoorForm, ...] = ()


class QuestionForm(Form):
    """One question; its id is the key above it."""

    label: Label
    ask: Text
    fine: Label
    worst: Label
    follow_ups: Annotated[list[BandForm], Field(min_length=1)]


class QuestionnaireForm(Form):
    """A set of questions; its id is the key above it."""

    title: Label
    about: Text
    questions: Annotated[list[Text], Field(min_length=1)]


class AllSkippedForm(Form):
    """What is said when every question was skipped."""

    say: Annotated[list[Text], Field(min_length=2)]
    doors: tuple[DoorForm, ...] = ()


class PromptsForm(Form):
    """The wordings of the invitations, which take turns."""

    private: Annotated[list[Text], Field(min_length=3)]
    group: Annotated[list[Text], Field(min_length=3)]


class CheckinsForm(Form):
    """The whole of checkins.yaml."""

    questions: Annotated[dict[Id, QuestionForm], Field(min_length=1)]
    questionnaires: Annotated[dict[Id, QuestionnaireForm], Field(min_length=1)]
    weekly: QuestionnaireForm
    closings: Annotated[list[BandForm], Field(min_length=1)]
    all_skipped: AllSkippedForm
    prompts: PromptsForm


def read_checkins(path: Path, name: str) -> Checkins:
    """Return the check-ins; raises ContentError for a broken file, an unknown question or bands with a gap."""
    sheet = read_sheet(path, name)
    form = fill(CheckinsForm, sheet)
    questions = {
        id_: Question(
            id=id_,
            label=question.label,
            ask=question.ask,
            fine=question.fine,
            worst=question.worst,
            follow_ups=_bands(sheet, ["questions", id_, "follow_ups"], question.follow_ups),
        )
        for id_, question in form.questions.items()
    }
    return Checkins(
        questions=MappingProxyType(questions),
        questionnaires=MappingProxyType(
            {
                id_: _questionnaire(sheet, ["questionnaires", id_], id_, one, questions)
                for id_, one in form.questionnaires.items()
            }
        ),
        weekly=_questionnaire(sheet, ["weekly"], WEEKLY, form.weekly, questions),
        closings=_bands(sheet, ["closings"], form.closings),
        all_skipped=FollowUp(
            lowest=FINE, highest=WORST, say=tuple(form.all_skipped.say), doors=as_doors(form.all_skipped.doors)
        ),
        private_prompts=tuple(form.prompts.private),
        group_prompts=tuple(form.prompts.group),
    )


def _questionnaire(
    sheet: Sheet, path: list[str | int], id_: str, form: QuestionnaireForm, questions: Mapping[str, Question]
) -> Questionnaire:
    for index, asked in enumerate(form.questions):
        if asked not in questions:
            where = [*path, "questions", index]
            raise sheet.broken(where, f"there is no question `{asked}`", nearest(asked, list(questions)))
    return Questionnaire(
        id=id_, title=form.title, about=form.about, questions=tuple(questions[asked] for asked in form.questions)
    )


def _bands(sheet: Sheet, path: list[str | int], forms: Sequence[BandForm]) -> tuple[FollowUp, ...]:
    """Return the bands; raises ContentError unless they cover 0 to 10 in order, each number once."""
    expected = FINE
    for index, band in enumerate(forms):
        if band.from_ != expected or band.to < band.from_:
            raise sheet.broken(
                [*path, index, "from"],
                f"the band from {band.from_} to {band.to} does not go on where the one before ended",
                f"Begin this band at {expected}; together the bands run from {FINE} to {WORST}, no number twice.",
            )
        expected = band.to + 1
    if expected != WORST + 1:
        raise sheet.broken(
            [*path, len(forms) - 1, "to"], f"no band holds {expected} to {WORST}", f"Let the last one end at {WORST}."
        )
    return tuple(
        FollowUp(lowest=band.from_, highest=band.to, say=tuple(band.say), doors=as_doors(band.doors)) for band in forms
    )


def _band(bands: Sequence[FollowUp], value: int) -> FollowUp:
    return next(band for band in bands if band.lowest <= value <= band.highest)
