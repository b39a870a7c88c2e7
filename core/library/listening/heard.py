"""What the ear made of one message; values only."""

from dataclasses import dataclass
from enum import StrEnum

from core.library.listening.rules import Care
from core.library.listening.screening import Screening


class Kind(StrEnum):
    """What a message is, in the order in which the ear looks for it."""

    CRISIS = "crisis"
    CONCERN = "concern"
    URGENT = "urgent"
    COMMAND = "command"
    MEDICAL = "medical"
    ANSWER = "answer"
    CHOICES = "choices"
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A command said in plain words: its name, and the rest of the message as it was typed."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message, understood as far as its words allow. Fields that the kind does not need are empty.

    `sign` is the rule of urgent.yaml or medical.yaml that was heard, `care` whom an urgent sign asks for.
    """

    kind: Kind
    snippets: tuple[str, ...] = ()
    smalltalk: str | None = None
    command: Spoken | None = None
    sign: str | None = None
    care: Care | None = None
    screening: Screening | None = None
