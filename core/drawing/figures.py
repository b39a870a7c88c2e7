"""What is drawn: a chart of days and a page for a doctor, as plain values. All words come in from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure over the days of a chart. None where nothing was recorded: a gap stays a gap."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartWords:
    """The few words in a chart: `flare` names the marked days, `empty` is said when nothing was recorded at all,
    `months` are twelve short names, `scale` says which way is worse. `mean` is said where many days had to be drawn as
    one point (it holds `{days}`, how many)."""

    flare: str
    empty: str
    scale: str
    months: tuple[str, ...]
    mean: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`days` days from `first`, at most three lines from 0 to 10. `flares` are stretches of days, with both ends.

    `width` is that of the picture, where its height is 560.
    """

    title: str
    first: date
    days: int
    lines: Sequence[Line]
    flares: Sequence[tuple[date, date]]
    words: ChartWords
    width: int = 900


class Paper(StrEnum):
    """The sheet of a page."""

    A4 = "a4"
    LETTER = "us-letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its lines; `bullets` draws them as a list."""

    title: str
    lines: Sequence[str]
    bullets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One printed page. `by` says who wrote it and when, as much as the member wants.

    `notes` come last and may be cut to keep the page to one sheet; `cut` is then said in their place (it holds
    `{count}`, the number of lines left out). `unseen` is said when letters had to be replaced by "[?]" or by the name
    of a picture sign, since no font at hand has them.
    """

    title: str
    by: str
    summary: Sequence[str]
    chart: Chart | None
    chart_alt: str
    table: Table | None
    sections: Sequence[Section]
    notes: Section | None
    cut: str
    footer: str
    language: str
    paper: Paper
    unseen: str = ""
