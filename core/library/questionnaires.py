"""Check-ins as asked: questions from 0 to 10 in one direction, what is said to an answer, and the invitations.

Holds no answer of anybody, and draws no conclusion from one (`data/checkins.yaml`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, assert_never

from pydantic import Field

from core.library.doors import Door, DoorForm, as_doors
from core.library.forms import Form, Id, Label, Text, fill, nearest
from core.library.reading import Sheet, read_sheet
from core.model.measure import Measure, MeasureKind
from core.model.tracked import Tracked

WEEKLY = "peg"
"""By what name the answers of the weekly set are kept."""

FINE, WORST = 0, 10
"""Every scale runs this way, so that nobody has to think twice: 0 is fine, 10 is the worst."""

MOST_COUNTED = 99


def highest_of(kind: MeasureKind) -> int:
    """The highest answer to a measure of this kind; a tick is a 1."""
    match kind:
        case MeasureKind.SCALE:
            return WORST
        case MeasureKind.COUNT:
            return MOST_COUNTED
        case MeasureKind.YES_NO | MeasureKind.SYMPTOM | MeasureKind.TRIGGER:
            return 1
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What may be said to an answer in this band, both ends included. `{value}` stands for the number."""

    lowest: int
    highest: int
    say: tuple[str, ...]
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. A scale has words for both ends, and mostly follow-ups for each band; the other kinds have none.

    `ask_day` asks the same about another day than today. `trend` names what grows with the number, where averages are
    told: "Sleep was lower" could be read both ways, "Trouble sleeping was lower" cannot.
    """

    id: str
    label: str
    ask: str
    fine: str
    worst: str
    follow_ups: tuple[FollowUp, ...]
    kind: MeasureKind = MeasureKind.SCALE
    ask_day: str = ""
    trend: str = ""

    @property
    def measure(self) -> Measure:
        """What its answers are kept under."""
        return Measure(key=self.id, kind=self.kind, label=self.label)

    @property
    def trend_measure(self) -> Measure:
        """The same by the name that stands beside averages, in charts and on the doctor's page."""
        return Measure(key=self.id, kind=self.kind, label=self.trend or self.label)

    @property
    def highest(self) -> int:
        """The highest answer that it takes; the lowest is always 0."""
        return highest_of(self.kind)

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
    `offers`: ids of the questions that a member may take into a set of their own. `marks`: symptoms and triggers.
    """

    questions: Mapping[str, Question]
    questionnaires: Mapping[str, Questionnaire]
    weekly: Questionnaire
    offers: tuple[str, ...]
    marks: Mapping[str, Measure]
    closings: tuple[FollowUp, ...]
    all_skipped: FollowUp
    private_prompts: tuple[str, ...]
    group_prompts: tuple[str, ...]

    def measures(self, tracked: Iterable[Tracked] = ()) -> Mapping[str, Measure]:
        """All that has a name, by its key: the library's questions and marks, and what this member named.

        What they retired is in it, since its answers are still there.
        """
        library = {key: question.measure for key, question in self.questions.items()}
        return MappingProxyType({**library, **self.marks, **{one.key: one.measure for one in tracked if one.own}})

    def trend_measures(self, tracked: Iterable[Tracked] = ()) -> Mapping[str, Measure]:
        """The same, by the names that stand beside averages."""
        library = {key: question.trend_measure for key, question in self.questions.items()}
        return MappingProxyType({**self.measures(tracked), **library})

    def closing(self, values: Sequence[int | None]) -> FollowUp:
        """Return what may be said at the end: by the highest answer, or kindly when all were skipped."""
        given = [value for value in values if value is not None]  # of scales alone
        return _band(self.closings, max(given)) if given else self.all_skipped


class BandForm(Form):
    """One band of answers."""

    from_: Annotated[int, Field(alias="from", ge=FINE, le=WORST)]
    to: Annotated[int, Field(ge=FINE, le=WORST)]
    say: Annotated[list[Text], Field(min_length=2)]
    doors: tuple[DoorForm, ...] = ()


class QuestionForm(Form):
    """One question; its id is the key above it. The ends and the follow-ups belong to a scale."""

    label: Label
    ask: Text
    ask_day: Text = ""
    trend_label: Label | None = None
    kind: Literal["scale", "yes_no", "count"] = "scale"
    fine: Label | None = None
    worst: Label | None = None
    follow_ups: tuple[BandForm, ...] = ()


class MarkForm(Form):
    """One symptom or trigger; its id is the key above it."""

    label: Label
    kind: Literal["symptom", "trigger"]


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
    offers: Annotated[list[Text], Field(min_length=1)]
    marks: Annotated[dict[Id, MarkForm], Field(min_length=1)]
    closings: Annotated[list[BandForm], Field(min_length=1)]
    all_skipped: AllSkippedForm
    prompts: PromptsForm


def read_checkins(path: Path, name: str) -> Checkins:
    """Return the check-ins; raises ContentError for a broken file, an unknown question or bands with a gap."""
    sheet = read_sheet(path, name)
    form = fill(CheckinsForm, sheet)
    questions = {id_: _question(sheet, id_, question) for id_, question in form.questions.items()}
    return Checkins(
        questions=MappingProxyType(questions),
        questionnaires=MappingProxyType(
            {
                id_: _questionnaire(sheet, ["questionnaires", id_], id_, one, questions)
                for id_, one in form.questionnaires.items()
            }
        ),
        weekly=_questionnaire(sheet, ["weekly"], WEEKLY, form.weekly, questions),
        offers=_offers(sheet, form, questions),
        marks=MappingProxyType(_marks(sheet, form)),
        closings=_bands(sheet, ["closings"], form.closings),
        all_skipped=FollowUp(
            lowest=FINE, highest=WORST, say=tuple(form.all_skipped.say), doors=as_doors(form.all_skipped.doors)
        ),
        private_prompts=tuple(form.prompts.private),
        group_prompts=tuple(form.prompts.group),
    )


def _question(sheet: Sheet, id_: str, form: QuestionForm) -> Question:
    """Return the question; raises ContentError for a scale without its ends, and for ends without a scale."""
    kind, path = MeasureKind(form.kind), ["questions", id_]
    for name in ("fine", "worst", "follow_ups"):
        if kind is MeasureKind.SCALE and not getattr(form, name):
            raise sheet.broken([*path], f"`{name}` is missing", f"Add a line `{name}: ...` there.")
        if kind is not MeasureKind.SCALE and getattr(form, name):
            raise sheet.broken([*path, name], f"`{name}` belongs to a scale", "Delete it, or make it `kind: scale`.")
    return Question(
        id=id_,
        label=form.label,
        ask=form.ask,
        fine=form.fine or "",
        worst=form.worst or "",
        follow_ups=_bands(sheet, [*path, "follow_ups"], form.follow_ups) if form.follow_ups else (),
        kind=kind,
        ask_day=form.ask_day,
        trend=form.trend_label or "",
    )


def _offers(sheet: Sheet, form: CheckinsForm, questions: Mapping[str, Question]) -> tuple[str, ...]:
    for index, offered in enumerate(form.offers):
        if offered not in questions:
            raise sheet.broken(
                ["offers", index], f"there is no question `{offered}`", nearest(offered, list(questions))
            )
    return tuple(form.offers)


def _marks(sheet: Sheet, form: CheckinsForm) -> dict[str, Measure]:
    """Return the marks; raises ContentError for an id that a question has: answers are kept under it."""
    for id_ in form.marks:
        if id_ in form.questions:
            raise sheet.broken(["marks", id_], f"the id `{id_}` is a question's", "Give one of the two another id.")
    return {id_: Measure(key=id_, kind=MeasureKind(mark.kind), label=mark.label) for id_, mark in form.marks.items()}


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
