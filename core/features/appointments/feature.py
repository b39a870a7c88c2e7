"""Joins a member's questions for their doctor with the dates of their appointments."""

from collections.abc import Mapping

from core.dispatch.consented import Consented
from core.dispatch.table import CommandRoute, Feature
from core.features.appointments.asking import Asking
from core.features.appointments.evening import Evening
from core.features.appointments.holdings import Kept
from core.features.appointments.visiting import Visiting
from core.library.consents import ConsentText
from core.library.questions import QuestionIdea
from core.model.command import Command, Option
from core.model.identity import Platform
from core.ports import Phrasebook


def appointments(
    ideas: Mapping[str, QuestionIdea],
    words: Phrasebook,
    consent: ConsentText,
    *,
    reminders_only: frozenset[Platform] = frozenset(),
) -> Feature:
    """The feature, whole. `words` are what is written when nobody is there to ask for a language.

    Questions for a doctor tell about health: nothing is kept without a yes to `consent`, and none at all on the
    platforms of `reminders_only`.
    """
    gate = Consented(consent.purpose, consent.covers, reminders_only)
    asking, visiting = Asking(ideas, gate), Visiting(gate)
    question = Option(name="question", summary="One more question to keep")
    when = Option(name="when", summary='Which day? For example "Tuesday 10:30 am"')
    return Feature(
        name="appointments",
        commands=(
            CommandRoute(
                command=Command(name="questions", summary="What I want to ask my doctor", options=(question,)),
                handle=gate.command(asking.said, "questions"),
            ),
            CommandRoute(
                command=Command(name="appointment", summary="When I see my doctor", options=(when,)),
                handle=gate.command(visiting.said, "appointment"),
            ),
        ),
        buttons={**asking.buttons, **visiting.buttons},
        forms={**asking.forms, **visiting.forms},
        purposes=(Evening(gate, words).purpose,),
        holdings=Kept(words).holdings,
    )
