"""Joins a member's questions for their doctor with the dates of their appointments."""

from collections.abc import Mapping

from core.dispatch.health_gate import HealthGate
from core.dispatch.table import CommandRoute, Feature
from core.features.appointments.asking import Asking
from core.features.appointments.evening import Evening
from core.features.appointments.holdings import Kept
from core.features.appointments.visiting import Visiting
from core.library.questions import QuestionIdea
from core.model.command import Command, Option
from core.ports import Phrasebook


def appointments(
    ideas: Mapping[str, QuestionIdea],
    words: Phrasebook,
    gate: HealthGate,
) -> Feature:
    """The feature, whole. `words` are what is written when nobody is there to ask for a language.

    Questions for a doctor tell about health: nothing is kept that `gate` does not let in.
    """
    asking, visiting = Asking(ideas, gate), Visiting(gate)
    question = Option(name="question", summary="One more question to keep")
    when = Option(name="when", summary='Which day? For example "Tuesday 10:30 am"')
    return Feature(
        name="appointments",
        commands=(
            CommandRoute(
                command=Command(name="questions", summary="What I want to ask my doctor", options=(question,)),
                handle=gate.before_command(asking.said, then=("questions",)),
            ),
            CommandRoute(
                command=Command(name="appointment", summary="When I see my doctor", options=(when,)),
                handle=gate.before_command(visiting.said, then=("appointment",)),
            ),
        ),
        buttons={**asking.buttons, **visiting.buttons},
        forms={**asking.forms, **visiting.forms},
        purposes=(Evening(gate, words).purpose,),
        holdings=Kept(words).holdings,
    )
