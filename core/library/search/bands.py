"""Decides from scores whether to answer straight, to offer titles, or to say "I don't know"; sends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.library.search.values import Found


class Band(StrEnum):
    """What the scores allow to be said."""

    STRAIGHT = "straight"
    TITLES = "titles"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where the bands begin, for one scorer only: scores of two scorers cannot be compared.

    `straight` is enough for an answer unless the next hit ties; `clear` when the next is at least `lead` behind.
    """

    scorer: str
    straight: float
    clear: float
    lead: float
    titles: float


def band_of(found: Sequence[Found], thresholds: Thresholds) -> Band:
    """Return the band of these hits, given best first."""
    if not found or found[0].score < thresholds.titles:
        return Band.UNKNOWN
    top = found[0].score
    ahead = top - (found[1].score if len(found) > 1 else 0.0)
    if (top >= thresholds.straight and ahead > 0) or (top >= thresholds.clear and ahead >= thresholds.lead):
        return Band.STRAIGHT
    return Band.TITLES
