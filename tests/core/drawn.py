"""Charts and pages to draw in tests; as a program it renews the pictures kept in tests/core/charts (look at them)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from core.drawing.chart import chart_svg
from core.drawing.figures import Chart, ChartWords, Line, Page, Paper, Section, Table

GOLDEN: Final = Path(__file__).with_name("charts")
FIRST: Final = date(2026, 2, 3)
WORDS: Final = ChartWords(
    flare="Flare",
    empty="Nothing was recorded in these days.",
    scale="0 is none, 10 is the worst.",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    mean="Each point is the mean of {days} days.",
)
_STEPS: Final = (5.0, 6.0, None, 4.5, 3.0, 3.5, 7.0, 8.0, None, None, 6.5, 2.0, 1.0, None, 9.0, 10.0, 0.0)
MARKUP: Final = "#panic() *bold* $x^2$ <label> @ref [box] \\u{41} `code` // gone /* too */ = head - item"


def values(days: int, turn: int = 0) -> list[float | None]:
    """Made up, with gaps, and with a day that stands alone; the same each time."""
    return [_STEPS[(day * (turn + 2) + turn) % len(_STEPS)] for day in range(days)]


def chart(
    days: int = 30,
    *,
    labels: Sequence[str] = ("Pain", "Sleep trouble", "Fatigue"),
    first: date = FIRST,
    flares: Sequence[tuple[int, int]] = ((5, 9), (20, 20)),
) -> Chart:
    """`flares` in days from the first."""
    return Chart(
        title=f"Your last {days} days" if days > 1 else "Today",
        first=first,
        days=days,
        lines=[Line(label=label, values=values(days, turn)) for turn, label in enumerate(labels)],
        flares=[(first + timedelta(days=begun), first + timedelta(days=until)) for begun, until in flares],
        words=WORDS,
    )


def empty(days: int = 30) -> Chart:
    return replace(chart(days, flares=()), lines=[Line(label="Pain", values=[None] * days)])


CHARTS: Final[Mapping[str, Chart]] = {
    "nothing": empty(),
    "1_day": chart(1, flares=()),
    "7_days": chart(7, flares=((1, 2),)),
    "30_days": chart(30),
    "365_days": chart(365, first=date(2025, 3, 8), flares=((85, 93), (238, 249))),
}


def page(**changed: object) -> Page:
    """A doctor's page of an ordinary month."""
    usual = Page(
        title="My last 30 days",
        by="Written by Zoë Example. Made on March 4, 2026.",
        summary=("Pain was 5.2 on average, from 18 of 30 days.", "Sleep trouble was 4.1, from 20 of 30 days."),
        chart=chart(30),
        chart_alt="Pain, sleep trouble and fatigue from February 3 to March 4. Days without a record are gaps.",
        table=Table(
            head=("Week from", "Days recorded", "Pain", "Sleep trouble", "Fatigue"),
            rows=[(f"Feb {day}", "5 of 7", "5.2", "4.1", "-") for day in (3, 10, 17, 24)],
        ),
        sections=(
            Section(title="Flares", lines=("February 8 to February 12", "February 23"), bullets=True),
            Section(title="I would like to ask", lines=("Could the new medicine make me tired?",), bullets=True),
        ),
        notes=None,
        cut="Left out to keep one page: {count}.",
        footer="Made with Spoonlight from what was recorded. It is a record, and no medical finding.",
        language="en-US",
        paper=Paper.A4,
        unseen="Some letters could not be shown here.",
    )
    return replace(usual, **changed)  # type: ignore[arg-type]  # the names are the page's own


def notes(*lines: str) -> Section:
    return Section(title="Notes", lines=lines, bullets=True)


PAGES: Final[Mapping[str, Page]] = {
    "an ordinary month": page(),
    "on Letter": page(paper=Paper.LETTER, notes=notes("Slept badly.", "A better day.")),
    "nothing recorded": page(chart=empty(), table=None, sections=(), summary=("Nothing was recorded.",)),
    "a year": page(chart=CHARTS["365_days"]),
    "no chart and no words": page(
        chart=None, chart_alt="", table=None, sections=(), summary=(), by="", footer="", cut="", unseen=""
    ),
    "one long note": page(notes=notes(f"{MARKUP} " * 50)),
    "a note without a space": page(notes=notes("x" * 4000)),
    "many notes": page(notes=notes(*(f"March {day}: {MARKUP}" for day in range(1, 100)))),
    "a long table": page(table=Table(head=("Week", "Pain"), rows=[(f"Week {one}", "5") for one in range(260)])),
    "long sections": page(sections=[Section(title="To ask", lines=[f"Question {one}?" * 9 for one in range(90)])]),
    "far too much of everything": page(
        title="T" * 2000,
        by="long " * 900,
        summary=["long " * 300] * 20,
        table=Table(head=("W" * 900,) * 9, rows=[("w" * 900,) * 9] * 400),
        sections=[Section(title=f"Part {one}", lines=["word " * 200] * 10) for one in range(30)],
        notes=notes(*["x" * 9000] * 5),
        footer="foot " * 900,
    ),
    "Arabic": page(
        title="آخر ٣٠ يوما",
        by="كتبته ليلى حسن، 4 March 2026",
        notes=notes("نمت بشكل سيئ (pain 7).", "English ثم العربية"),
    ),
    "Japanese": page(by="Written by 山田 花子", notes=notes("今日は痛みがひどかった。")),
    "emoji": page(by="Written by 🦋 Zoë 👩🏽‍🦽 🇩🇪 ❤️", notes=notes("Bad day 😣, no words 👨‍👩‍👧")),
    "scripts in the chart": page(chart=chart(30, labels=("ألم", "頭の痛み", "🦋 butterfly"))),
    "control characters": page(by="a\x00b\x07c \u202edesrever\u202c \ud800 \ue000"),
}


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name, drawn in CHARTS.items():
        (GOLDEN / f"{name}.svg").write_text(chart_svg(drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
