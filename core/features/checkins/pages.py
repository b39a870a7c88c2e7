"""How a check-in looks: one question at a time in one message, and the day's answers at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.library.questionnaires import FINE, WORST, Question, Questionnaire
from core.model.action import action
from core.model.checkin import Checkin
from core.model.measure import Measure, MeasureKind
from core.model.message import AnyButton, Button, Emphasis, Form, Outbound, TextField, message, note, plain, title
from core.ports import Phrasebook

BEGIN, ANSWER, SKIP, STOP, CHANGE, NOTE, UNNOTE, COUNT = (
    "checkin.begin",
    "checkin.answer",
    "checkin.skip",
    "checkin.stop",
    "checkin.change",
    "checkin.note",
    "checkin.unnote",
    "checkin.count",
)

DAILY: Final = "daily"
SHORT: Final = "short"
LONGEST_NOTE: Final = 1000
TICKS: Final = frozenset({MeasureKind.SYMPTOM, MeasureKind.TRIGGER})
_COUNTED_BY_TAP: Final = 11

Row = tuple[AnyButton, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands around a question: words and doors that belong to the answer before it, and further ways on.

    `day` names the day when it is not today; `ways` are rows below Skip and Stop.
    """

    words: str = ""
    doors: Sequence[Button] = ()
    day: str = ""
    ways: Sequence[Row] = ()


def question_page(
    checkin: Checkin, questionnaire: Questionnaire, question: Question, words: Phrasebook, around: Said
) -> Outbound:
    """One question with its answers, Skip and Stop."""
    place = words("checkins.step", step=questionnaire.questions.index(question) + 1, steps=len(questionnaire.questions))
    lines = [title(words("checkins.for_day", day=around.day))] if around.day else []
    lines += [plain(around.words)] if around.words else []
    lines += [note(place), plain((around.day and question.ask_day) or question.ask)]
    if question.kind is MeasureKind.SCALE:
        lines.append(note(words("checkins.scale", fine=question.fine, worst=question.worst)))
    ways_out = (
        Button(label=words("checkins.button_skip"), action=action(SKIP, checkin.id, question.id)),
        Button(label=words("checkins.button_stop"), action=action(STOP, checkin.id)),
    )
    doors: Sequence[Row] = (tuple(around.doors),) if around.doors else ()
    return message(*lines, buttons=(*_answers(checkin, question, words), ways_out, *doors, *around.ways))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What stands under a finished check-in. `count`: how many with answers that day has. `day`: when not today.

    `marks`: what can be ticked at once; `more`: the way to all that can be.
    """

    closing: str
    doors: Sequence[Button]
    count: int
    knows_zone: bool
    day: str = ""
    marks: Sequence[Row] = ()
    more: Row = ()
    undo: Row = ()


def saved_page(checkin: Checkin, measures: Mapping[str, Measure], words: Phrasebook, ending: Ending) -> Outbound:
    """What was kept, in words. Without a zone the day is counted by UTC: it says so, with the way to mend it."""
    head = words("checkins.saved_day", day=ending.day) if ending.day else words("checkins.saved")
    lines = [title(head), *(plain(line) for line in answer_lines(checkin, measures, words))]
    if ending.count > 1:
        key = "checkins.count_day" if ending.day else "checkins.count_today"
        lines.append(note(words(key, count=ending.count)))
    if checkin.note:
        lines.append(plain(words("checkins.note", note=checkin.note)))
    lines.append(plain(ending.closing))
    under: list[AnyButton] = [
        *ending.doors,
        *ending.more,
        *_note_buttons(checkin, words),
        Button(label=words("checkins.button_change"), action=action(CHANGE, checkin.id)),
        *ending.undo,
    ]
    if not ending.knows_zone:
        lines.append(note(words("checkins.no_zone")))
        under.append(Button(label=words("checkins.button_zone"), action=action("remind.clock")))
    under.append(Button(label=words("checkins.button_menu"), action=action("onboarding.menu")))
    return message(*lines, buttons=(*ending.marks, *in_twos(under)))


def which_page(checkin: Checkin, questionnaire: Questionnaire, words: Phrasebook, *, ways: Sequence[Row]) -> Outbound:
    """Each question as a button, to answer it anew; `ways` are rows below."""
    buttons = [
        Button(label=question.label, action=action(CHANGE, checkin.id, question.id))
        for question in questionnaire.questions
    ]
    return message(words("checkins.which"), buttons=(*in_twos(buttons), *ways))


def answer_lines(checkin: Checkin, measures: Mapping[str, Measure], words: Phrasebook) -> list[str]:
    """Lines such as "Pain: 6 of 10"; a skipped one says so and is never a zero. What was ticked shares one line."""
    lines = []
    for answer in checkin.answers:
        measure = measures.get(answer.measure)
        kind = measure.kind if measure is not None else MeasureKind.SCALE
        label = measure.label if measure is not None else answer.measure
        if kind not in TICKS:
            lines.append(_line(label, kind, answer.value, words))
    if also := ticked_labels(checkin, measures):
        lines.append(words("checkins.also", marks=", ".join(also)))
    return lines


def ticked_labels(checkin: Checkin, measures: Mapping[str, Measure]) -> list[str]:
    """The symptoms and triggers that are ticked in it."""
    found = ((measures.get(answer.measure), answer.value) for answer in checkin.answers)
    return [measure.label for measure, value in found if measure is not None and measure.kind in TICKS and value]


def _line(label: str, kind: MeasureKind, value: int | None, words: Phrasebook) -> str:
    if value is None:
        return words("checkins.line_skipped", label=label)
    if kind is MeasureKind.YES_NO:
        return words("checkins.line_yes" if value else "checkins.line_no", label=label)
    if kind is MeasureKind.COUNT:
        return words("checkins.line_count", label=label, value=value)
    return words("checkins.line", label=label, value=value, worst=WORST)


def note_form(checkin_id: int, words: Phrasebook, *, note: str = "") -> Form:
    """One field, with the note that is there; it may be left empty."""
    field = TextField(
        name="note",
        label=words("checkins.field_note"),
        hint=words("checkins.hint_note", most=LONGEST_NOTE),
        required=False,
        max_length=LONGEST_NOTE,
        multiline=True,
        value=note,
    )
    return Form(action=action(NOTE, checkin_id), title=words("checkins.note_title"), fields=(field,))


def count_form(checkin_id: int, measure: str, words: Phrasebook, *, ask: str = "") -> Form:
    """A number that has no button."""
    label = ask or words("checkins.field_count")
    field = TextField(name="count", label=label, hint=words("checkins.hint_count"), max_length=20)
    return Form(action=action(COUNT, checkin_id, measure), title=words("checkins.count_title"), fields=(field,))


def reminders_only_page(words: Phrasebook) -> Outbound:
    """The people who run this Spoonlight keep no health answers on this platform; what there is instead."""
    return message(
        words("checkins.reminders_only"),
        buttons=(
            (
                Button(label=words("checkins.button_reminders"), action=action("remind.list")),
                Button(label=words("checkins.button_learn"), action=action("learn.topics")),
            ),
            (
                Button(label=words("checkins.button_selfcare"), action=action("care.kinds")),
                Button(label=words("checkins.button_menu"), action=action("onboarding.menu")),
            ),
        ),
    )


def stopped_page(words: Phrasebook) -> Outbound:
    """Stopping is a full answer."""
    menu = Button(label=words("checkins.button_menu"), action=action("onboarding.menu"))
    return message(words("checkins.stopped"), buttons=((menu,),))


def invitation(text: str, words: Phrasebook) -> Outbound:
    """A prompt with its two ways in: the set that the member chose, and the short one."""
    return message(
        text,
        buttons=(
            (
                Button(label=words("checkins.button_begin"), action=action(BEGIN), emphasis=Emphasis.PRIMARY),
                Button(label=words("checkins.button_short"), action=action(BEGIN, SHORT)),
            ),
        ),
    )


def in_twos(buttons: Sequence[AnyButton]) -> tuple[Row, ...]:
    """Two buttons in each row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _note_buttons(checkin: Checkin, words: Phrasebook) -> Row:
    if not checkin.note:
        return (Button(label=words("checkins.button_note"), action=action(NOTE, checkin.id)),)
    return (
        Button(label=words("checkins.button_note_change"), action=action(NOTE, checkin.id)),
        Button(label=words("checkins.button_note_remove"), action=action(UNNOTE, checkin.id)),
    )


def _answers(checkin: Checkin, question: Question, words: Phrasebook) -> tuple[Row, ...]:
    def button(label: str, value: int) -> Button:
        return Button(label=label, action=action(ANSWER, checkin.id, question.id, value))

    if question.kind is MeasureKind.YES_NO:
        return ((button(words("checkins.button_yes"), 1), button(words("checkins.button_no"), 0)),)
    if question.kind is MeasureKind.COUNT:
        few = [button(str(value), value) for value in range(_COUNTED_BY_TAP)]
        more = Button(label=words("checkins.button_more"), action=action(COUNT, checkin.id, question.id))
        return tuple(few[:4]), tuple(few[4:8]), (*few[8:], more)
    numbers = [button(str(value), value) for value in range(FINE, WORST + 1)]
    return tuple(numbers[:4]), tuple(numbers[4:8]), tuple(numbers[8:])
