"""What a member tracks beyond the sets that are there for all: their own measures and marks, and the order of use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.model.measure import Measure, MeasureKind

OWN_KEY: Final = "own-"
"""How the key of a measure begins that its member named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One measure of a member. `label` is empty for a measure of the library: its words are in data/.

    `place`: where it stands in their own set (from 0), None outside it. `used_at`: when it was last ticked (aware UTC).
    `retired`: no longer offered; the label stays, so that earlier answers can be read.
    """

    key: str
    kind: MeasureKind
    label: str = ""
    place: int | None = None
    used_at: datetime | None = None
    retired: bool = False

    @property
    def own(self) -> bool:
        """Whether its member named it."""
        return self.key.startswith(OWN_KEY)

    @property
    def measure(self) -> Measure:
        """The same without what is remembered of its use."""
        return Measure(key=self.key, kind=self.kind, label=self.label)
