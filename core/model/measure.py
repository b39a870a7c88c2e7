"""What can be recorded in a check-in: the library's measures and a member's own."""

from dataclasses import dataclass
from enum import StrEnum


class MeasureKind(StrEnum):
    """How an answer is given. SCALE: 0-10. YES_NO: 1 or 0. COUNT: 0-99. SYMPTOM and TRIGGER: ticked, always 1."""

    SCALE = "scale"
    YES_NO = "yes_no"
    COUNT = "count"
    SYMPTOM = "symptom"
    TRIGGER = "trigger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is recorded. `key` is the name in `Answer.measure` ("pain", "poor_sleep", "own-k3f9qa")."""

    key: str
    kind: MeasureKind
    label: str
