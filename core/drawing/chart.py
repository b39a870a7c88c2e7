"""The chart of days: an SVG of our own, and the same as a PNG. Gaps stay gaps; each line has a colour, a dash, a shape.

The colours are three of Okabe and Ito's, which are told apart by people who see colours differently.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from core.drawing.figures import Chart, Line
from core.drawing.fonts import FAMILY, Fonts
from core.drawing.letters import Read, cleaned, shortened, width, wrapped
from core.drawing.scale import apart, days_a_point, marks, runs
from core.drawing.shapes import INK, LINES, PAPER, Style, attributes, escape, flare_pattern, shape, stroke, text

HEIGHT = 560
WHOLE_SHEET = 1470
"""The width of a chart that runs from margin to margin of a page."""

_LEFT, _TOP, _BOTTOM = 58, 140, 462
_BESIDE = 260
"""Room for the labels, to the right of the lines."""

_SMALL, _LARGE = 27, 34
"""Sizes of letters: on a telephone, where the picture is 360 wide, about 11 and 14."""
_LABEL_ROOM, _LABEL_WIDTH, _LABEL_LINE = 194, 186, 30
_BY_POINT = 40
"""So many points of a line are each marked with its shape; of more of them, only those that stand alone."""

_PPI = 64
"""Makes a picture of 800 by 498: sharp on a telephone, and a fifth less memory than at one pixel a unit."""

_SOURCE = b"""#set page(width: 900pt, height: 560pt, margin: 0pt)
#image(bytes(sys.inputs.chart), format: "svg", width: 100%)
"""


def draw_chart(chart: Chart, fonts: Fonts) -> bytes:
    """The chart as a PNG, 800 by 498. Takes some 20 ms: call it off the event loop. Raises DrawingFailed."""
    svg, _ = fonts.whole(lambda read: shown_chart(chart, read))
    return fonts.png(_SOURCE, {"chart": svg}, ppi=_PPI)


def chart_svg(chart: Chart) -> str:
    """The chart as an SVG, 560 high. The same chart gives the same text."""
    return shown_chart(chart, cleaned)


def shown_chart(chart: Chart, read: Read) -> str:
    """The same with its words as `read` gives them."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes(width=chart.width, height=HEIGHT)}'
        f' viewBox="0 0 {chart.width} {HEIGHT}" role="img" font-family="{FAMILY}, sans-serif">',
        f"<title>{escape(read(chart.title))}</title>",
        flare_pattern(),
        f"<rect {attributes(width=chart.width, height=HEIGHT, fill=PAPER)}/>",
        text(shortened(read(chart.title), chart.width - 36, _LARGE), 18, 44, _LARGE, bold=True),
        text(shortened(read(_under_title(chart)), chart.width - 36, _SMALL), 18, 84, _SMALL, fill="#444"),
        *_flares(chart, read),
        *_axes(chart, read),
    ]
    drawn = [(style, line) for style, line in zip(LINES, chart.lines, strict=False) if any(_recorded(line))]
    if drawn:
        for style, line in drawn:
            parts += _line(chart, line, style)
        parts += _labels(chart, drawn, read)
    else:
        parts += _nothing(chart, read(chart.words.empty))
    return "\n".join([*parts, "</svg>", ""])


def _under_title(chart: Chart) -> str:
    step = days_a_point(chart.days)
    mean = chart.words.mean.replace("{days}", str(step)) if step > 1 else ""
    return f"{chart.words.scale} {mean}".strip()


def _recorded(line: Line) -> Iterator[bool]:
    return (one is not None for one in line.values)


def _x(chart: Chart, day: float) -> float:
    return _LEFT + (_right(chart) - _LEFT) * day / max(1, chart.days)


def _right(chart: Chart) -> int:
    """Where the lines end, and their labels begin."""
    return chart.width - _BESIDE


def _y(value: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / 10


def _axes(chart: Chart, read: Read) -> Iterator[str]:
    for value in range(0, 11, 2):
        y = _y(value)
        line = attributes(
            x1=_LEFT, x2=_right(chart), y1=y, y2=y, stroke="#777" if value == 0 else "#d9d9d9", stroke_width=2
        )
        yield f"<line {line}/>"
        yield text(str(value), _LEFT - 10, y + 10, _SMALL, anchor="end")
    ends = [-1e9, -1e9]
    for mark in marks(chart.first, chart.days, [read(one) for one in chart.words.months]):
        x = _x(chart, mark.at)
        yield f"<line {attributes(x1=x, x2=x, y1=_BOTTOM, y2=_BOTTOM + 8, stroke='#777', stroke_width=2)}/>"
        for row, said in enumerate((mark.above, mark.below)):
            half = width(said, _SMALL) / 2
            if said and x - half > ends[row] + 6:
                yield text(said, x, _BOTTOM + 38 + 34 * row, _SMALL, anchor="middle")
                ends[row] = x + half


def _flares(chart: Chart, read: Read) -> Iterator[str]:
    said, ends = shortened(read(chart.words.flare), 200, _SMALL), -1e9
    for begun, until in chart.flares:
        left, right = _x(chart, max(0, _number(chart, begun))), _x(chart, min(chart.days, _number(chart, until) + 1))
        if right <= left:
            continue
        band = attributes(x=left, y=_TOP, width=max(4.0, right - left), height=_BOTTOM - _TOP)
        yield f'<rect {band} fill="#efe6ef"/><rect {band} fill="url(#flare)"/>'
        half = width(said, _SMALL) / 2
        middle = min(max((left + right) / 2, _LEFT + half), _right(chart) - half)
        if middle - half > ends + 8:
            yield text(said, middle, _TOP - 12, _SMALL, anchor="middle", fill="#5b2a5b")
            ends = middle + half


def _number(chart: Chart, day: date) -> int:
    return (day - chart.first).days


def _line(chart: Chart, line: Line, style: Style) -> Iterator[str]:
    joined = list(_points(chart, line))
    each = sum(map(len, joined)) <= _BY_POINT
    for run in joined:
        if len(run) > 1:
            yield stroke(run, style)
        if each or len(run) == 1:
            yield from (shape(x, y, style) for x, y in run)


def _points(chart: Chart, line: Line) -> Iterator[list[tuple[float, float]]]:
    for run in runs(line.values[: chart.days], days_a_point(chart.days)):
        yield [(_x(chart, day), _y(value)) for day, value in run]


def _labels(chart: Chart, drawn: Sequence[tuple[Style, Line]], read: Read) -> Iterator[str]:
    """Each beside the end of its line, moved apart where they would meet, with a thin line to what it names."""
    ends = [list(_points(chart, line))[-1][-1] for _, line in drawn]
    at = chart.width - _LABEL_ROOM
    said = [wrapped(read(line.label), _LABEL_WIDTH, _SMALL, lines=2) or [""] for _, line in drawn]
    order = sorted(range(len(drawn)), key=lambda number: ends[number][1])
    heights = [len(said[number]) * _LABEL_LINE + 10 for number in order]
    middles = apart([ends[number][1] for number in order], heights, _TOP - 16, _BOTTOM + 16)
    for number, middle in zip(order, middles, strict=True):
        style, (x, y) = drawn[number][0], ends[number]
        lead = attributes(x1=x + 12, y1=y, x2=at - 42, y2=middle, stroke="#999", stroke_width=1.5)
        yield f"<line {lead}/>"
        yield stroke([(at - 40, middle), (at - 10, middle)], style)
        yield shape(at - 25, middle, style)
        top = middle - (len(said[number]) - 1) * _LABEL_LINE / 2 + 9
        for row, words in enumerate(said[number]):
            yield text(words, at, top + row * _LABEL_LINE, _SMALL)


def _nothing(chart: Chart, said: str) -> Iterator[str]:
    right = _right(chart)
    rows = wrapped(said, right - _LEFT - 40, _SMALL, lines=4)
    tall = len(rows) * 36 + 24
    ground = attributes(x=_LEFT, y=(_TOP + _BOTTOM - tall) / 2, width=right - _LEFT, height=tall, fill=PAPER)
    yield f"<rect {ground}/>"
    for row, words in enumerate(rows):
        y = (_TOP + _BOTTOM) / 2 + (row - (len(rows) - 1) / 2) * 36 + 10
        yield text(words, (_LEFT + right) / 2, y, _SMALL, anchor="middle", fill=INK)
