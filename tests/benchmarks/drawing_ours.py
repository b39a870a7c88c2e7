"""Measures our charts and pages: the time of one, and the memory that it takes to draw them.

Run in a process of its own: `python -m tests.benchmarks.drawing_ours chart | page`.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from core.drawing.fonts import Fonts
from tests.benchmarks.drawn_rounds import measure
from tests.core.drawn import CHARTS, notes, page

FONTS = Path(__file__).parents[2] / "data" / "fonts"
PAGE = page(notes=notes(*(f"March {day}: slept badly, and was slow until noon." for day in range(1, 32))))
"""A month, with more notes than fit."""


def load_chart() -> Callable[[], bytes]:
    """typst itself is loaded by the first drawing."""
    from core.drawing.chart import draw_chart

    fonts = Fonts(FONTS)
    return lambda: draw_chart(CHARTS["30_days"], fonts)


def load_page() -> Callable[[], bytes]:
    """The same for a page."""
    from core.drawing.page import page_pdf

    fonts = Fonts(FONTS)
    return lambda: page_pdf(PAGE, fonts)


if __name__ == "__main__":
    measure(load_page if sys.argv[1] == "page" else load_chart)
