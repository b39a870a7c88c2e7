"""Measures our charts and pages: the time of one, and the most memory that the process ever took.

Run in a process of its own: `python -m tests.benchmarks.drawing_ours chart | page | stall`.
"""

import asyncio
import sys
from pathlib import Path

from core.drawing.chart import draw_chart
from core.drawing.fonts import Fonts
from core.drawing.page import page_pdf
from tests.benchmarks.drawn_rounds import measure
from tests.benchmarks.report import report
from tests.benchmarks.stall import StallWatch
from tests.core.drawn import CHARTS, notes, page

_FONTS = Path(__file__).parents[2] / "data" / "fonts"
_PAGE = page(notes=notes(*(f"March {day}: slept badly, and was slow until noon." for day in range(1, 32))))
_DRAWN = 6


async def measure_stall(fonts: Fonts) -> None:
    """`stall`: how long the loop stood still at most while charts and pages were drawn in threads, from the first on."""
    await asyncio.to_thread(int)  # the threads themselves are there in a running bot
    async with StallWatch() as watch:
        for _ in range(_DRAWN):
            await asyncio.gather(
                asyncio.to_thread(draw_chart, CHARTS["365_days"], fonts), asyncio.to_thread(page_pdf, _PAGE, fonts)
            )
    report(stall=watch.longest)


def main(what: str) -> None:
    """One of the three."""
    fonts = Fonts(_FONTS)
    match what:
        case "chart":
            measure(lambda: draw_chart(CHARTS["30_days"], fonts))
        case "page":
            measure(lambda: page_pdf(_PAGE, fonts))
        case _:
            asyncio.run(measure_stall(fonts))


if __name__ == "__main__":
    main(sys.argv[1])
