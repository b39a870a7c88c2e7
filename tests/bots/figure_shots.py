"""Draws the docs' chart and doctor's page: `python -m tests.bots.figure_shots FOLDER`. The days in them are made up;
the words, the chart and the page are those that a member gets."""

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from core.drawing.chart import draw_chart
from core.drawing.figures import Paper
from core.drawing.fonts import Fonts
from core.drawing.page import page_pdf
from core.features.report.content import Told, page_of
from core.features.trends.picture import chart_of
from core.insight.daybook import Daybook, daybook
from core.insight.peg import peg_means
from core.insight.telling import main_measures
from core.library.content import load_content
from core.model.checkin import Answer, Checkin
from core.model.flare import Flare

CONTENT = Path(__file__).parents[2] / "data"
LAST = date(2026, 11, 30)
_DAYS, _SEED = 90, 7
_FLARES = ((32, 34), (74, 78))
"""Places of days among the ninety, both ends included."""


class _Pictured(Fonts):
    """Gives the sheet as a picture instead of a PDF."""

    def pdf(self, source: bytes, inputs: Mapping[str, str]) -> bytes:
        return self.png(source, inputs, ppi=72)


def draw(folder: Path) -> None:
    """Writes chart-30-days.png and doctors-page.png into `folder`, which is there."""
    content = load_content(CONTENT)
    names = content.checkins.measures().values()
    kept = list(_checkins())
    flares = [_flare(*places) for places in _FLARES]

    def book(days: int) -> Daybook:
        return daybook(kept, flares, names, first=LAST - timedelta(days=days - 1), last=LAST)

    month, quarter, words = book(30), book(_DAYS), content.words
    chart = chart_of(month, main_measures(month), words("trends.title_30d"), words)
    (folder / "chart-30-days.png").write_bytes(draw_chart(chart, Fonts(CONTENT / "fonts")))
    told = Told(
        book=quarter,
        pegs=peg_means(kept, first=quarter.first, last=LAST),
        questions=("What else could this be?", "Could poor sleep and pain be linked for me?"),
    )
    page = page_of(
        told, name="Robin Example", made_on=LAST, words=words, paper=Paper.A4, language=words("report.language")
    )
    (folder / "doctors-page.png").write_bytes(page_pdf(page, _Pictured(CONTENT / "fonts")))


def _checkins() -> Iterator[Checkin]:
    """About two days of three, with a worse night now and then; a week's three questions on some Sundays."""
    chance = Random(_SEED)
    for place in range(_DAYS):
        night = chance.choice((2, 3, 3, 4, 4, 5, 6, 8))
        hard = 2 if any(first <= place <= last for first, last in _FLARES) else 0
        pain, tired = (min(10, base + hard + (night >= 6) * 2 + chance.randint(-1, 1)) for base in (4, 5))
        asked, day = chance.random() < 0.7, LAST - timedelta(days=_DAYS - 1 - place)
        if asked:
            ticks = {"poor_sleep": night >= 6, "stood_a_lot": chance.random() < 0.2, "headache": pain >= 7}
            given = {"pain": pain, "tiredness": tired, "sleep": night}
            yield _checkin(place, day, {**given, **{key: 1 for key, on in ticks.items() if on}})
        if day.weekday() == 6 and chance.random() < 0.8:
            week = {key: chance.choice((4, 5, 6)) for key in ("peg_pain", "peg_enjoyment", "peg_activity")}
            yield _checkin(_DAYS + place, day, week)


def _checkin(number: int, day: date, given: Mapping[str, int]) -> Checkin:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Checkin(
        id=number,
        member_id=1,
        questionnaire="daily",
        local_date=day,
        opened_at=at,
        closed_at=at,
        answers=tuple(Answer(measure=measure, value=value) for measure, value in given.items()),
    )


def _flare(first: int, last: int) -> Flare:
    began = LAST - timedelta(days=_DAYS - 1 - first)
    return Flare(id=first, member_id=1, began_on=began, until=began + timedelta(days=last - first))


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    draw(target)
