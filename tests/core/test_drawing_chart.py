"""The chart: the same values give the same picture, gaps stay gaps, and it can be read on a telephone."""

import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as Tree

import pytest

from core.drawing.chart import WHOLE_SHEET, chart_svg, draw_chart, shown_chart
from core.drawing.figures import Chart, Line
from core.drawing.fonts import Fonts
from core.drawing.letters import PLAIN, width
from core.drawing.scale import apart, days_a_point, marks, runs
from core.drawing.shapes import LINES
from core.errors import DrawingFailed
from tests.core.drawn import CHARTS, FIRST, GOLDEN, WORDS, chart
from tests.fakes import CONTENT

SVG = "{http://www.w3.org/2000/svg}"
TELEPHONE = 360
"""Pixels across, as a telephone's page counts them."""
SMALLEST = 10.5


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """The shipped font alone, as on a machine that has no others."""
    return Fonts(CONTENT / "fonts", system=False)


def drawn(given: Chart) -> Tree.Element:
    return Tree.fromstring(chart_svg(given))  # noqa: S314  (our own)


def texts(given: Chart) -> list[str]:
    return [one.text or "" for one in drawn(given).iter(f"{SVG}text")]


def strokes(given: Chart, number: int = 0) -> list[int]:
    """How many points each drawn stretch of a line has, without the sample beside its label."""
    of_it = [one for one in drawn(given).iter(f"{SVG}polyline") if one.get("stroke") == LINES[number].colour]
    return [len(str(one.get("points")).split()) for one in of_it][:-1]


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_days_give_the_same_picture(name: str) -> None:
    """After a wanted change: `python -m tests.core.drawn`, and look at the pictures."""
    assert chart_svg(CHARTS[name]) == (GOLDEN / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHARTS)
def test_each_becomes_a_picture_of_the_promised_size(name: str, fonts: Fonts) -> None:
    picture = draw_chart(CHARTS[name], fonts)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (800, 498)
    assert len(picture) < 150_000


def test_a_gap_is_never_joined_and_a_day_alone_is_a_point() -> None:
    line = Line(label="Pain", values=[1, 2, None, 3, None, None, 4, 5, 6])
    given = Chart(title="t", first=FIRST, days=9, lines=[line], flares=(), words=WORDS)
    assert strokes(given) == [2, 3]
    points = list(drawn(given).iter(f"{SVG}circle"))
    assert len(points) == 6 + 1  # six recorded days, and the sample beside the label


def test_a_zero_is_a_value_and_no_gap() -> None:
    assert list(runs([0, 0, None, 0], 1)) == [[(0.5, 0.0), (1.5, 0.0)], [(3.5, 0.0)]]


def test_a_week_without_a_record_is_a_gap_in_a_year_too() -> None:
    assert list(runs([4.0, *[None] * 13, 2.0, 3.0, *[None] * 5], 7)) == [[(3.5, 4.0)], [(17.5, 2.5)]]


@pytest.mark.parametrize("days", [121, 365, 366, 800, 1826])
def test_no_point_of_a_long_time_stands_for_a_day_or_two_alone(days: int) -> None:
    ((*joined,),) = runs([5.0] * days, days_a_point(days))
    apart_by = [later - earlier for (earlier, _), (later, _) in pairwise(joined)]
    assert max(apart_by) - min(apart_by) <= 1
    assert joined[0][0] + joined[-1][0] == pytest.approx(days, abs=1)


def test_means_are_said_where_days_share_a_point() -> None:
    assert [days_a_point(days) for days in (7, 30, 90, 365, 1826)] == [1, 1, 3, 7, 28]
    assert "mean of 7 days" in " ".join(texts(chart(365)))
    assert "mean of 3 days" in " ".join(texts(chart(90)))
    assert "mean" not in " ".join(texts(chart(30)))


def test_a_wide_chart_holds_the_same_and_lies_inside_its_sheet() -> None:
    wide = replace(chart(30), width=WHOLE_SHEET)
    assert texts(wide) == texts(chart(30))
    lines = [one.get("points", "").split() for one in drawn(wide).iter(f"{SVG}polyline")]
    across = [float(point.split(",")[0]) for line in lines for point in line]
    assert 900 < max(across) < WHOLE_SHEET
    assert min(across) >= 58


def test_nothing_recorded_is_said_in_the_picture() -> None:
    assert WORDS.empty in texts(CHARTS["nothing"])


def test_lines_differ_in_colour_in_dashes_and_in_shape() -> None:
    for way in ("colour", "dashes", "point"):
        assert len({getattr(style, way) for style in LINES}) == 3


def test_only_three_lines_are_drawn() -> None:
    assert "fourth" not in texts(chart(7, labels=("a", "b", "c", "fourth")))


def test_flare_days_are_hatched_and_named() -> None:
    hatched = [one for one in drawn(chart(30)).iter(f"{SVG}rect") if one.get("fill") == "url(#flare)"]
    assert len(hatched) == 2
    assert texts(chart(30)).count("Flare") == 2


def test_a_flare_that_lies_outside_is_not_drawn_and_one_that_reaches_out_is_cut() -> None:
    given = chart(7, flares=((-9, -3), (-2, 0), (6, 40), (8, 9)))
    bands = [one for one in drawn(given).iter(f"{SVG}rect") if one.get("fill") == "url(#flare)"]
    assert len(bands) == 2
    for band in bands:
        left = float(str(band.get("x")))
        assert 58 <= left < left + float(str(band.get("width"))) <= 640.1


def test_words_are_escaped() -> None:
    hostile = 'x</text><script href="a">&amp; y'
    given = replace(chart(7, labels=(hostile,)), title=hostile, words=replace(WORDS, flare=hostile, scale=hostile))
    root = drawn(given)
    assert not list(root.iter(f"{SVG}script"))
    assert root.find(f"{SVG}title") is not None
    assert str(root.find(f"{SVG}title").text) == hostile  # type: ignore[union-attr]  # looked at in the line above


@pytest.mark.parametrize("days", [1, 2, 7, 14, 30, 31, 90, 120, 121, 365, 800, 1826, 3650])
@pytest.mark.parametrize("first", [date(2024, 2, 29), date(2025, 12, 30), date(2026, 3, 1)])
def test_words_stay_in_the_picture_and_can_be_read_on_a_telephone(days: int, first: date) -> None:
    labels = ("A very long label of my own measure", "Supercalifragilisticexpialidocious", "WWWWWWWWWWWWWWWWWWW MMMM")
    given = replace(chart(days, labels=labels, first=first), title="W" * 90)
    for one in drawn(given).iter(f"{SVG}text"):
        size, x = float(str(one.get("font-size"))), float(str(one.get("x")))
        wide = width(one.text or "", size)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[str(one.get("text-anchor"))]
        assert left >= 0
        assert left + wide <= 900
        assert size * TELEPHONE / 900 >= SMALLEST


@pytest.mark.parametrize("days", range(1, 2000, 37))
def test_marks_are_few_in_order_and_inside(days: int) -> None:
    placed = marks(FIRST, days, WORDS.months)
    assert len(placed) <= 8
    assert all(one.at < other.at for one, other in pairwise(placed))
    assert all(0 <= one.at < days for one in placed)
    assert placed or days > 120


def test_the_day_of_each_mark_is_right() -> None:
    for one in marks(FIRST, 30, WORDS.months):
        assert (FIRST + timedelta(days=int(one.at))).day == int(one.above)
    assert [one.below for one in marks(FIRST, 30, WORDS.months)] == ["Feb", "", "", "", "Mar"]
    assert [one.above for one in marks(date(2021, 3, 8), 1826, WORDS.months)] == [
        "2022",
        "2023",
        "2024",
        "2025",
        "2026",
    ]


@pytest.mark.parametrize("wanted", [[5, 5, 5], [0, 1, 2], [99, 99, 100], [10, 50, 90], [-40, 140, 300]])
def test_labels_never_lie_on_each_other(wanted: list[float]) -> None:
    heights = [20, 30, 20]
    middles = apart(wanted, heights, 0, 100)
    edges = [(middle - tall / 2, middle + tall / 2) for middle, tall in zip(middles, heights, strict=True)]
    assert all(one[1] <= other[0] for one, other in pairwise(edges))
    assert edges[0][0] >= 0
    assert edges[-1][1] <= 100


def test_letters_without_a_font_are_said_in_words(fonts: Fonts) -> None:
    given = chart(7, labels=("頭の痛み", "🦋 ok", "Müde"))
    svg, changed = fonts.whole(lambda read: shown_chart(given, read))
    said = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert changed
    assert {"[?]", "[butterfly] ok", "Müde"} <= set(said)
    assert draw_chart(given, fonts).startswith(b"\x89PNG")


def test_what_counts_as_plain_is_in_the_shipped_font(fonts: Fonts) -> None:
    letters = sorted(one for one in PLAIN if not one.isspace())
    source = b'#set document(title: "letters")\n#set text(font: "Noto Sans")\n#sys.inputs.letters'
    assert fonts.pdf(source, {"letters": "\n".join(letters)}).startswith(b"%PDF")
    with pytest.raises(DrawingFailed):
        fonts.pdf(source, {"letters": "\u65e5"})


def test_many_threads_may_draw_with_the_same_fonts(fonts: Fonts) -> None:
    with ThreadPoolExecutor(4) as threads:
        pictures = list(threads.map(lambda _: draw_chart(CHARTS["30_days"], fonts), range(8)))
    assert len(set(pictures)) == 1


def test_nothing_of_typst_is_loaded_before_the_first_drawing() -> None:
    asks = (
        "import sys, core.knowledge, core.drawing.page; from core.drawing.fonts import Fonts; from pathlib import Path;"
    )
    asks += "Fonts(Path('nowhere')); sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asks], check=False).returncode == 0
