"""How a gentle prompt looks: one question with its numbers, the short set first, and a flare day in one tap."""

from dataclasses import replace
from typing import Final

from core.features.checkins.pages import BEGIN
from core.library.questionnaires import FINE, WORST, Question
from core.model.action import action
from core.model.message import AnyButton, Button, Emphasis, Outbound, message, note, plain
from core.ports import Phrasebook

AT_ONCE: Final = "checkin.one"
"""The route of a number under a prompt: measure and value; the check-in is opened by the tap."""

ONE: Final = "one"
"""The set of one question."""


def one_question_page(question: Question, words: Phrasebook, *, flaring: bool) -> Outbound:
    """One tap answers it. Under it, the way out of a flare, or into one."""
    numbers: list[AnyButton] = [
        Button(label=str(value), action=action(AT_ONCE, question.id, value)) for value in range(FINE, WORST + 1)
    ]
    last = Button(label=words("flares.button_over"), action=action("flare.end")) if flaring else _flare(words)
    return message(
        words("flares.lead_flare" if flaring else "flares.lead_low"),
        plain(question.ask),
        note(words("flares.scale", fine=question.fine, worst=question.worst)),
        buttons=(tuple(numbers[:4]), tuple(numbers[4:8]), tuple(numbers[8:]), (last,)),
    )


def shorter_first(text: str, whole: str, short: str, words: Phrasebook) -> Outbound:
    """After a hard day: the short set stands first, and the whole one is still there."""
    return message(
        text,
        buttons=(
            (
                Button(label=words("checkins.button_short"), action=action(BEGIN, short), emphasis=Emphasis.PRIMARY),
                Button(label=words("checkins.button_begin"), action=action(BEGIN, whole)),
            ),
        ),
    )


def with_flare_button(shown: Outbound, words: Phrasebook) -> Outbound:
    """The same, with one more row."""
    return replace(shown, buttons=(*shown.buttons, (_flare(words),)))


def _flare(words: Phrasebook) -> Button:
    return Button(label=words("flares.button_begin"), action=action("flare.begin"))
