"""Shows members what their own check-ins add up to, in private only. It reads answers and keeps nothing.

Answers that are still kept may be looked at without a live consent: the yes is to keeping them, and they are the
member's own.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.drawing.chart import draw_chart
from core.drawing.fonts import Fonts
from core.errors import ButtonRefused, DrawingFailed, NobodyBehind
from core.features.trends.pages import (
    EACH,
    PATTERNS,
    PICK,
    SHOW,
    each_page,
    empty_page,
    patterns_page,
    pick_page,
    plain_page,
    trend_page,
)
from core.features.trends.periods import PERIODS, USUAL, period_named
from core.features.trends.picture import chart_of
from core.insight.daybook import Daybook, daybook
from core.insight.patterns import findings
from core.insight.peg import peg_means
from core.insight.telling import flare_line, lines, main_measures, peg_line
from core.library.questionnaires import Checkins
from core.model.checkin import Checkin
from core.model.command import Command, Option
from core.model.inbound import CommandGiven
from core.model.measure import Measure, MeasureKind
from core.model.message import Choice, Outbound
from core.model.reply import Edit, Replies, Say
from core.scheduling.zone import local_day

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What was read for one page."""

    period: str
    checkins: tuple[Checkin, ...]
    book: Daybook

    @property
    def scales(self) -> tuple[Measure, ...]:
        return self.book.of_kind(MeasureKind.SCALE)


class Trends:
    """Holds the names of what can be recorded. Looking makes no member of anybody."""

    def __init__(self, content: Checkins, fonts: Fonts) -> None:
        self._content = content
        self._fonts = fonts

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/trends, with or without a period."""
        period = period_named(given.options.get("period", given.rest))
        return [Say(message=await self._trend(period, "", scene), private=True)]

    async def shown(self, tap: Tap, scene: Scene) -> Replies:
        """Another period, or one measure alone."""
        period, *picked = tap.action.args or (USUAL,)
        return [Edit(message=await self._trend(_known(period), "".join(picked), scene))]

    async def pick(self, tap: Tap, scene: Scene) -> Replies:
        looked = await self._look(_known(tap.action.args[0]), scene)
        if len(looked.scales) < 2:
            return [Edit(message=await self._trend(looked.period, "", scene))]
        return [Edit(message=pick_page(looked.scales, looked.period, scene.words))]

    async def each(self, tap: Tap, scene: Scene) -> Replies:
        """A line for everything that was recorded, the weekly PEG and flares among them."""
        looked, words = await self._look(_known(tap.action.args[0]), scene), scene.words
        book = looked.book
        means = peg_means(looked.checkins, first=book.first, last=book.last)
        told = [*lines(book, words), peg_line(means, book, words), flare_line(book, words)]
        if not any(told):
            return [Edit(message=empty_page(looked.period, words))]
        kept = [one for one in told if one]
        return [Edit(message=each_page(kept, looked.period, _page_number(tap), words))]

    async def patterns(self, tap: Tap, scene: Scene) -> Replies:
        looked = await self._look(_known(tap.action.args[0]), scene)
        found = findings(looked.book)
        return [Edit(message=patterns_page(found, looked.period, _page_number(tap), scene.words))]

    async def _trend(self, period: str, picked: str, scene: Scene) -> Outbound:
        """What was picked and is not recorded in these days gives way to the main measures."""
        looked, words = await self._look(period, scene), scene.words
        book = looked.book
        if not book.recorded:
            return empty_page(period, words)
        shown = [one for one in looked.scales if one.key == picked] or main_measures(book)
        if len(book.recorded) < 2 or not shown:
            return plain_page(book, shown, period, words)
        picture = await self._picture(looked, shown, scene)
        return trend_page(book, shown, looked.scales, picture, period, words)

    async def _picture(self, looked: _Looked, shown: Sequence[Measure], scene: Scene) -> bytes | None:
        """None when it could not be drawn: the words are there without it."""
        chart = chart_of(looked.book, shown, scene.words(f"trends.title_{looked.period}"), scene.words)
        try:
            return await scene.errands.make("chart of trends", lambda: draw_chart(chart, self._fonts))
        except DrawingFailed:
            _log.error("a chart could not be drawn", extra={"action": "draw_chart"})
            return None

    async def _look(self, period: str, scene: Scene) -> _Looked:
        """Reads the days of the period, today being the last one."""
        if scene.origin.anonymous:
            raise NobodyBehind("only a person can have this")
        member = await scene.uow.members.of(scene.origin.account)
        last = local_day(member.zone if member else None, scene.now)
        first = last - timedelta(days=PERIODS[period] - 1)
        if member is None:
            return _Looked(period=period, checkins=(), book=daybook((), (), (), first=first, last=last))
        checkins = tuple(await scene.uow.checkins.between(member.id, first, last))
        flares = await scene.uow.flares.between(member.id, first, last)
        names = self._content.trend_measures(await scene.uow.tracked.of(member.id)).values()
        book = daybook(checkins, flares, names, first=first, last=last)
        return _Looked(period=period, checkins=checkins, book=book)


def trends(content: Checkins, fonts: Fonts, gate: HealthGate) -> Feature:
    """The feature, whole; charts are set in `fonts`. Where `gate` is closed no answers are shown."""
    feature = Trends(content, fonts)
    labels = {"7d": "7 days", "30d": "30 days", "90d": "90 days", "1y": "1 year"}
    period = Option(
        name="period",
        summary="How far back to look",
        choices=tuple(Choice(value=name, label=labels[name]) for name in PERIODS),
    )
    command = Command(name="trends", summary="See what your check-ins add up to", options=(period,))
    return Feature(
        name="trends",
        commands=(CommandRoute(command=command, handle=gate.before_command(feature.said)),),
        buttons={
            SHOW: ButtonRoute(handle=gate.before(feature.shown), door=True),
            PICK: ButtonRoute(handle=gate.before(feature.pick)),
            EACH: ButtonRoute(handle=gate.before(feature.each)),
            PATTERNS: ButtonRoute(handle=gate.before(feature.patterns)),
        },
    )


def _known(period: str) -> str:
    if period not in PERIODS:
        raise ButtonRefused("not a period any more")
    return period


def _page_number(tap: Tap) -> int:
    return int(tap.action.args[1]) if len(tap.action.args) > 1 else 0
