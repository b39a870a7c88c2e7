"""Measures matplotlib with the same chart: same size and values, gaps, hatched days, words at the lines' ends.

Run in a process of its own: `python -m tests.benchmarks.drawing_matplotlib`. Without pyplot, whose state is global.
"""

import io
import math
from collections.abc import Callable

from core.drawing.figures import Chart
from core.drawing.scale import marks
from core.drawing.shapes import LINES
from tests.benchmarks.drawn_rounds import measure
from tests.core.drawn import CHARTS

_SHAPES = {"circle": "o", "square": "s", "triangle": "^"}


def load() -> Callable[[], bytes]:
    """Imports it here, so that its memory is counted."""

    return lambda: draw(CHARTS["30_days"])


def draw(chart: Chart) -> bytes:
    """The chart as a PNG of 800 by 498."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5.6), dpi=800 / 9)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.07, 0.16, 0.64, 0.6))
    figure.text(0.02, 0.92, chart.title, fontsize=24)
    figure.text(0.02, 0.85, chart.words.scale, fontsize=19)
    for begun, until in chart.flares:
        left, right = (begun - chart.first).days, (until - chart.first).days + 1
        axes.axvspan(left, right, facecolor="#efe6ef", edgecolor="#b78fb7", hatch="//")
        axes.text((left + right) / 2, 10.3, chart.words.flare, fontsize=19, ha="center")
    for style, line in zip(LINES, chart.lines, strict=False):
        values = [math.nan if one is None else one for one in line.values]
        days = [number + 0.5 for number in range(len(values))]
        axes.plot(days, values, color=style.colour, marker=_SHAPES[style.point], markersize=10, linewidth=3)
        last = max(number for number, one in enumerate(line.values) if one is not None)
        axes.annotate(line.label, (days[last], values[last]), (chart.days + 2, values[last]), fontsize=19)
    placed = marks(chart.first, chart.days, chart.words.months)
    axes.set_xticks([one.at for one in placed], [f"{one.above}\n{one.below}" for one in placed], fontsize=19)
    axes.set_xlim(0, chart.days)
    axes.set_ylim(0, 10)
    axes.grid(axis="y")
    made = io.BytesIO()
    figure.savefig(made, format="png")
    return made.getvalue()


if __name__ == "__main__":
    measure(load)
