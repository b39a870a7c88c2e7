"""How a check-in looks: one question at a time in one message, and today's answers at its end."""

from collections.abc import Sequence
from typing import Final

from core.library.questionnaires import FINE, WORST, Checkins, Question, Questionnaire
from core.model.action import action
from core.model.checkin import Checkin
from core.model.message import AnyButton, Button, Emphasis, Form, Outbound, TextField, message, note, plain, title
from core.ports import Phrasebook

BEGIN, ANSWER, SKIP, STOP, CHANGE, NOTE, UNNOTE = (
    "checkin.begin",
    "checkin.answer",
    "checkin.skip",
    "checkin.stop",
    "checkin.change",
    "checkin.note",
    "checkin.unnote",
)

DAILY: Final = "daily"
SHORT: Final = "short"
LONGEST_NOTE: Final = 1000


def question_page(
    checkin: Checkin,
    questionnaire: Questionnaire,
    question: Question,
    words: Phrasebook,
    *,
    said: str = "",
    doors: Sequence[Button] = (),
) -> Outbound:
    """One question with its eleven numbers, Skip and Stop. `said` and `doors` belong to the answer before it."""
    place = words("checkins.step", step=questionnaire.questions.index(question) + 1, steps=len(questionnaire.questions))
    lines = [plain(said)] if said else []
    lines += [
        note(place),
        plain(question.ask),
        note(words("checkins.scale", fine=question.fine, worst=question.worst)),
    ]
    return message(*lines, buttons=(*_numbers(checkin, question), _ways_out(checkin, question, words), *_row(doors)))


def saved_page(
    checkin: Checkin,
    content: Checkins,
    words: Phrasebook,
    *,
    closing: str,
    doors: Sequence[Button],
    count: int,
    knows_zone: bool,
) -> Outbound:
    """What was kept, in words. `count`: how many check-ins with answers this day has.

    Without a zone the day is counted by UTC: it says so, with the way to mend it.
    """
    lines = [title(words("checkins.saved")), *(plain(line) for line in answer_lines(checkin, content, words))]
    if count > 1:
        lines.append(note(words("checkins.count_today", count=count)))
    if checkin.note:
        lines.append(plain(words("checkins.note", note=checkin.note)))
    lines.append(plain(closing))
    rows: list[tuple[AnyButton, ...]] = [
        _note_buttons(checkin, words),
        (
            Button(label=words("checkins.button_change"), action=action(CHANGE, checkin.id)),
            Button(label=words("checkins.button_menu"), action=action("onboarding.menu")),
        ),
    ]
    if not knows_zone:
        lines.append(note(words("checkins.no_zone")))
        rows.append((Button(label=words("checkins.button_zone"), action=action("remind.clock")),))
    return message(*lines, buttons=(*((door,) for door in doors), *rows))


def which_page(checkin: Checkin, questionnaire: Questionnaire, words: Phrasebook) -> Outbound:
    """Each question as a button, to answer it anew."""
    buttons = [
        Button(label=question.label, action=action(CHANGE, checkin.id, question.id))
        for question in questionnaire.questions
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return message(words("checkins.which"), buttons=rows)


def answer_lines(checkin: Checkin, content: Checkins, words: Phrasebook) -> list[str]:
    """Lines such as "Pain: 6 of 10"; a skipped one says so and is never a zero."""
    lines = []
    for answer in checkin.answers:
        question = content.questions.get(answer.measure)
        label = question.label if question is not None else answer.measure
        key = "checkins.line_skipped" if answer.value is None else "checkins.line"
        lines.append(words(key, label=label, value=answer.value, worst=WORST))
    return lines


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


def _note_buttons(checkin: Checkin, words: Phrasebook) -> tuple[AnyButton, ...]:
    if not checkin.note:
        return (Button(label=words("checkins.button_note"), action=action(NOTE, checkin.id)),)
    return (
        Button(label=words("checkins.button_note_change"), action=action(NOTE, checkin.id)),
        Button(label=words("checkins.button_note_remove"), action=action(UNNOTE, checkin.id)),
    )


def _numbers(checkin: Checkin, question: Question) -> tuple[tuple[AnyButton, ...], ...]:
    buttons: list[AnyButton] = [
        Button(label=str(value), action=action(ANSWER, checkin.id, question.id, value))
        for value in range(FINE, WORST + 1)
    ]
    return tuple(buttons[:4]), tuple(buttons[4:8]), tuple(buttons[8:])


def _row(doors: Sequence[Button]) -> tuple[tuple[AnyButton, ...], ...]:
    return (tuple(doors),) if doors else ()


def _ways_out(checkin: Checkin, question: Question, words: Phrasebook) -> tuple[AnyButton, ...]:
    return (
        Button(label=words("checkins.button_skip"), action=action(SKIP, checkin.id, question.id)),
        Button(label=words("checkins.button_stop"), action=action(STOP, checkin.id)),
    )


def invitation(text: str, words: Phrasebook) -> Outbound:
    """A prompt with its two ways in."""
    return message(
        text,
        buttons=(
            (
                Button(label=words("checkins.button_begin"), action=action(BEGIN, DAILY), emphasis=Emphasis.PRIMARY),
                Button(label=words("checkins.button_short"), action=action(BEGIN, SHORT)),
            ),
        ),
    )
