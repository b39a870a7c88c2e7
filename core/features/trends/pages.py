"""How trends look: words first, then the chart, and a few buttons for other days and other measures."""

from collections.abc import Sequence
from typing import Final

from core.drawing.scale import days_a_point, drawn
from core.features.trends.periods import PERIODS
from core.insight.daybook import Daybook
from core.insight.patterns import Findings
from core.insight.telling import chart_alt, pattern_lines, sentences
from core.model.action import Action, action
from core.model.measure import Measure
from core.model.message import AnyButton, Button, Emphasis, Outbound, Picture, message, note, plain, title
from core.ports import Phrasebook

SHOW: Final = "trends.show"
PICK: Final = "trends.pick"
EACH: Final = "trends.each"
PATTERNS: Final = "trends.patterns"

LINES_ON_A_PAGE: Final = 4
PATTERNS_ON_A_PAGE: Final = 2
_MOST_PICKED: Final = 20
_MOST_WORDS: Final = 49
"""In the sentences: 60 a message, less the title and the small print."""

Rows = tuple[tuple[AnyButton, ...], ...]


def trend_page(
    book: Daybook,
    shown: Sequence[Measure],
    scales: Sequence[Measure],
    picture: bytes | None,
    period: str,
    words: Phrasebook,
) -> Outbound:
    """`shown` are the scales that are told and drawn, out of all `scales` of the period."""
    one = shown[0].key if len(shown) == 1 and len(scales) > 1 else ""
    pick = (_button("trends.button_pick", action(PICK, period), words),) if len(scales) > 1 else ()
    alt, name = chart_alt(book, words, shown, step=days_a_point(book.days), drawn=drawn), f"trends-{period}.png"
    pictures = () if picture is None else (Picture(content=picture, alt=alt, name=name),)
    return message(
        title(words(f"trends.title_{period}")),
        *_told(book, shown, words),
        note(words("insight.gaps")),
        *pictures,
        buttons=(_periods(SHOW, period, words, one), (*pick, *_more(period, words)), _onward_ways(words)),
    )


def plain_page(book: Daybook, scales: Sequence[Measure], period: str, words: Phrasebook) -> Outbound:
    """Without a chart: one recorded day makes no line, and ticks have no height."""
    said = sentences(book, words, scales)[0]
    why = "trends.one_day" if len(book.recorded) < 2 else "trends.only_marks"
    return message(
        title(words(f"trends.title_{period}")),
        said,
        words(why),
        buttons=(_periods(SHOW, period, words), (_begin(words), *_more(period, words)[:1]), _onward_ways(words)),
    )


def empty_page(period: str, words: Phrasebook) -> Outbound:
    """Nothing was recorded in these days."""
    return message(
        title(words(f"trends.title_{period}")),
        words("trends.empty"),
        buttons=((_begin(words),), _periods(SHOW, period, words), (_menu(words),)),
    )


def pick_page(scales: Sequence[Measure], period: str, words: Phrasebook) -> Outbound:
    """One measure by a tap, or the main ones again."""
    named = [Button(label=one.label, action=action(SHOW, period, one.key)) for one in scales[:_MOST_PICKED]]
    rows = tuple(tuple(named[at : at + 2]) for at in range(0, len(named), 2))
    back = (_button("trends.button_main", action(SHOW, period), words),)
    return message(words("trends.pick"), buttons=(*rows, back))


def each_page(told: Sequence[str], period: str, page: int, words: Phrasebook) -> Outbound:
    """A line for each thing recorded, a few at a time."""
    shown, more = _portion(told, page, LINES_ON_A_PAGE)
    onward = _onward(EACH, period, page, words) if more else ()
    back = _button("trends.button_chart", action(SHOW, period), words)
    return message(
        title(words(f"trends.title_{period}")),
        plain("\n".join(shown)),
        note(words("insight.gaps")),
        note(words("insight.scale")),
        buttons=((*onward, back), _periods(EACH, period, words)),
    )


def patterns_page(found: Findings, period: str, page: int, words: Phrasebook) -> Outbound:
    """At most three, each with its numbers; the caution is on every page."""
    told = pattern_lines(found, words)
    caution = [note(told[-1])] if found.patterns else []
    shown, more = _portion(told[:-1] if found.patterns else told, page, PATTERNS_ON_A_PAGE)
    onward = _onward(PATTERNS, period, page, words) if more else ()
    back = _button("trends.button_chart", action(SHOW, period), words)
    return message(
        title(words(f"trends.patterns_{period}")),
        *shown,
        *caution,
        buttons=((*onward, back), _periods(PATTERNS, period, words)),
    )


def _told(book: Daybook, shown: Sequence[Measure], words: Phrasebook) -> Sequence[str]:
    """As many of the drawn measures as fit; "All numbers" and the picture's description tell of every one."""
    for count in range(len(shown), 1, -1):
        told = sentences(book, words, shown[:count])
        if len(" ".join(told).split()) <= _MOST_WORDS:
            return told
    return sentences(book, words, shown[:1])


def _portion(told: Sequence[str], page: int, size: int) -> tuple[Sequence[str], bool]:
    """Of a page that is not there any more, the first one is shown."""
    start = page * size if page * size < len(told) else 0
    return told[start : start + size], start + size < len(told)


def _onward(route: str, period: str, page: int, words: Phrasebook) -> tuple[AnyButton, ...]:
    return (_button("trends.button_more", action(route, period, page + 1), words),)


def _periods(route: str, period: str, words: Phrasebook, *kept: str) -> tuple[AnyButton, ...]:
    """The other periods, of the same page."""
    rest = [one for one in kept if one]
    return tuple(
        Button(label=words(f"trends.button_{name}"), action=action(route, name, *rest))
        for name in PERIODS
        if name != period
    )


def _more(period: str, words: Phrasebook) -> tuple[AnyButton, ...]:
    return (
        _button("trends.button_each", action(EACH, period), words),
        _button("trends.button_patterns", action(PATTERNS, period), words),
    )


def _onward_ways(words: Phrasebook) -> tuple[AnyButton, ...]:
    return (_button("trends.button_report", action("report.begin"), words), _menu(words))


def _menu(words: Phrasebook) -> Button:
    return _button("trends.button_menu", action("onboarding.menu"), words)


def _begin(words: Phrasebook) -> Button:
    wanted = action("checkin.begin", "daily")
    return Button(label=words("trends.button_begin"), action=wanted, emphasis=Emphasis.PRIMARY)


def _button(key: str, wanted: Action, words: Phrasebook) -> Button:
    return Button(label=words(key), action=wanted)
