"""What stands on the page for a doctor: a pure function of a member's own days and of what they chose to show.

It tells what was tapped and where the gaps are. It interprets nothing, names no illness and finds no cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.drawing.figures import Chart, ChartWords, Line, Page, Paper, Section, Table
from core.drawing.scale import days_a_point
from core.drawing.scale import drawn as points
from core.features.report.months import month_table
from core.insight.daybook import TICKED, Daybook
from core.insight.peg import PegMean
from core.insight.telling import (
    chart_alt,
    flare_line,
    lines,
    main_measures,
    number,
    peg_line,
    said_days,
    sentences,
    week_table,
)
from core.model.measure import MeasureKind
from core.ports import Phrasebook

MOST_WEEKS: Final = 15
"""A longer time is told by months: a table of 53 weeks is read by nobody, and fits on no sheet."""

MOST_PEGS: Final = 12
_FEWEST_DRAWN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page may tell: `questions` in their order, `notes` by day, oldest first. Empty what was left out."""

    book: Daybook
    pegs: Sequence[PegMean] = ()
    questions: Sequence[str] = ()
    notes: Sequence[tuple[date, str]] = ()


def page_of(told: Told, *, name: str, made_on: date, words: Phrasebook, paper: Paper, language: str) -> Page:
    """One page. `name` is the line that the member typed, empty for none."""
    book = told.book
    on = _day(made_on, words)
    by = words("report.by_name", name=name, day=on) if name else words("report.by", day=on)
    drawn = len(book.recorded) >= _FEWEST_DRAWN and bool(main_measures(book))
    return Page(
        title=words("report.title", period=said_period(book, words)),
        by=by,
        summary=_summary(book, words),
        chart=_chart(book, words) if drawn else None,
        chart_alt=chart_alt(book, words, step=days_a_point(book.days), drawn=points) if drawn else "",
        table=_table(book, words) if book.recorded else None,
        sections=_sections(told, words),
        notes=_notes(told.notes, words),
        cut=words("report.cut", count="{count}"),
        footer=words("report.footer"),
        language=language,
        paper=paper,
        unseen=words("report.unseen"),
    )


def _summary(book: Daybook, words: Phrasebook) -> tuple[str, ...]:
    said = sentences(book, words)
    if not book.recorded:
        return (*said, words("report.nothing"))
    return (*said, words("insight.gaps"))


def _chart(book: Daybook, words: Phrasebook) -> Chart:
    return Chart(
        title=words("report.chart_title"),
        first=book.first,
        days=book.days,
        lines=tuple(Line(label=one.label, values=book.line(one.key)) for one in main_measures(book)),
        flares=book.flares,
        words=ChartWords(
            flare=words("insight.chart_flare"),
            empty=words("insight.chart_empty"),
            scale=words("insight.chart_scale"),
            months=tuple(words.pick("insight.months_short", month) for month in range(12)),
            mean=words("insight.chart_mean", days="{days}"),
        ),
    )


def _table(book: Daybook, words: Phrasebook) -> Table:
    """By week, or by month where there are too many weeks; the newest first, since a full sheet lets go of the end."""
    lead = book.first.weekday()
    if (book.days + lead + 6) // 7 > MOST_WEEKS:
        head, rows = month_table(book, main_measures(book), words)
    else:
        head, rows = week_table(book, words)
    return Table(head=head, rows=tuple(reversed(rows)))


def _sections(told: Told, words: Phrasebook) -> tuple[Section, ...]:
    book = told.book
    every = lines(book, words)
    scales, ticks = len(book.of_kind(MeasureKind.SCALE)), len(book.of_kind(*TICKED))
    other = every[len(main_measures(book)) : len(every) - ticks]
    ticked = every[len(every) - ticks :]
    found = (
        _section("report.questions", told.questions, words),
        _section("report.marks", ticked, words),
        _section("report.also" if scales else "report.recorded", other, words),
        _section("report.flares", _flares(book, words), words),
        _section("report.peg", _pegs(told.pegs, book, words), words),
    )
    return tuple(one for one in found if one is not None)


def _section(key: str, said: Sequence[str], words: Phrasebook) -> Section | None:
    return Section(title=words(key), lines=tuple(said), bullets=True) if said else None


def _flares(book: Daybook, words: Phrasebook) -> tuple[str, ...]:
    """How many days, and which."""
    total = flare_line(book, words)
    if total is None:
        return ()
    return total, "; ".join(said_days(began, until, words) for began, until in book.flares)


def _pegs(pegs: Sequence[PegMean], book: Daybook, words: Phrasebook) -> tuple[str, ...]:
    """The mean of all, what it is, and the newest ones with their days."""
    total = peg_line(pegs, book, words)
    if total is None:
        return ()
    newest = pegs[-MOST_PEGS:]
    told = [
        words("report.peg_one", day=said_days(one.day, one.day, words), mean=number(one.mean, words)) for one in newest
    ]
    listed = "; ".join(told)
    by_day = words("report.peg_newest", count=len(newest), listed=listed) if len(newest) < len(pegs) else listed
    return total, words("report.peg_what"), by_day


def _notes(notes: Sequence[tuple[date, str]], words: Phrasebook) -> Section | None:
    """The newest first: a full sheet lets go of the end."""
    said = [
        words("report.note", day=said_days(day, day, words), note=" ".join(text.split()))
        for day, text in reversed(notes)
    ]
    return _section("report.notes", said, words)


def said_period(book: Daybook, words: Phrasebook) -> str:
    """With the year, always: a page lies in a file for years."""
    if book.first == book.last:
        return _day(book.first, words)
    return words("insight.days", first=_day(book.first, words), last=_day(book.last, words))


def _day(day: date, words: Phrasebook) -> str:
    month = words.pick("times.months", day.month - 1)
    return words("insight.day_of_year", number=day.day, month=month, year=day.year)
