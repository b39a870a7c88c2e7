"""What a member chose for their page, packed into a few letters that each button carries. Pure."""

from dataclasses import dataclass, replace
from typing import Self

from core.drawing.figures import Paper
from core.errors import ButtonRefused
from core.features.report.periods import PERIODS, SINCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Notes are left out and questions are there unless the member says otherwise."""

    period: str
    paper: Paper
    notes: bool = False
    questions: bool = True

    def packed(self, **changed: object) -> tuple[str, str]:
        """The arguments of a button, with something changed."""
        one = replace(self, **changed)  # type: ignore[arg-type]  # only ever with our own fields
        flags = ("n" if one.notes else "-", "q" if one.questions else "-", "l" if one.paper is Paper.LETTER else "a")
        return one.period, "".join(flags)

    @classmethod
    def unpacked(cls, args: tuple[str, ...]) -> Self:
        """Reads `packed` back. Raises ButtonRefused for anything else."""
        if len(args) != 2 or args[0] not in {*PERIODS, SINCE} or len(args[1]) != 3:
            raise ButtonRefused("not choices of a page")
        period, flags = args
        return cls(
            period=period,
            paper=Paper.LETTER if flags[2] == "l" else Paper.A4,
            notes=flags[0] == "n",
            questions=flags[1] == "q",
        )
