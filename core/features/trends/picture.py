"""Makes a chart of a daybook: at most three lines, gaps left open, flares marked. Drawing it is another's part."""

from collections.abc import Sequence

from core.drawing.figures import Chart, ChartWords, Line
from core.insight.daybook import Daybook
from core.model.measure import Measure
from core.ports import Phrasebook


def chart_of(book: Daybook, shown: Sequence[Measure], title: str, words: Phrasebook) -> Chart:
    """The values of a chart with its words."""
    return Chart(
        title=title,
        first=book.first,
        days=book.days,
        lines=tuple(Line(label=one.label, values=book.line(one.key)) for one in shown),
        flares=book.flares,
        words=ChartWords(
            flare=words("insight.chart_flare"),
            empty=words("insight.chart_empty"),
            scale=words("insight.chart_scale"),
            mean=words("insight.chart_mean", days="{days}"),
            months=tuple(words.pick("insight.months_short", month) for month in range(12)),
        ),
    )
