"""Measures how long the event loop stands still while charts and pages are drawn in threads, from the first one on.

Run in a process of its own: `python -m tests.benchmarks.drawing_stall`.
"""

import asyncio

from core.drawing.chart import draw_chart
from core.drawing.fonts import Fonts
from core.drawing.page import page_pdf
from tests.benchmarks.drawing_ours import FONTS, PAGE
from tests.benchmarks.report import report
from tests.benchmarks.stall import StallWatch
from tests.core.drawn import CHARTS

_DRAWN = 6


async def measure() -> None:
    """`stall`: the longest, in seconds; `idle`: the longest while a thread merely slept as long, for comparison."""
    fonts = Fonts(FONTS)
    async with StallWatch() as watch:
        for _ in range(_DRAWN):
            await asyncio.gather(
                asyncio.to_thread(draw_chart, CHARTS["365_days"], fonts), asyncio.to_thread(page_pdf, PAGE, fonts)
            )
    async with StallWatch() as idle:
        await asyncio.sleep(0.3)
    report(stall=watch.longest, idle=idle.longest)


if __name__ == "__main__":
    asyncio.run(measure())
