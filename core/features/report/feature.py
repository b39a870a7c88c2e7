"""Makes the page that a member hands to their doctor, from their own check-ins, in private only. It keeps nothing.

Answers that are still kept may be put on it without a live consent: the yes is to keeping them, and they are the
member's own.
"""

import logging
from dataclasses import dataclass
from datetime import date

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.drawing.figures import Page
from core.drawing.fonts import Fonts
from core.drawing.page import page_pdf, page_text
from core.errors import DrawingFailed, NobodyBehind
from core.features.report.choices import Choices
from core.features.report.content import Told, page_of
from core.features.report.pages import (
    BEGIN,
    MAKE,
    NAME,
    SHOW,
    TEXT,
    file_page,
    name_form,
    not_made_page,
    pdf_of,
    preview_page,
    text_of,
)
from core.features.report.paper import paper_of
from core.features.report.periods import PERIODS, SINCE, USUAL, first_day, last_visit, period_named
from core.insight.daybook import daybook
from core.insight.peg import peg_means
from core.library.questionnaires import Checkins
from core.model.command import Command, Option
from core.model.identity import Member
from core.model.inbound import CommandGiven
from core.model.message import Choice, Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.scheduling.zone import local_day

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What was read for one page: `left_out` notes stay out; `visited` is the day of the last visit."""

    told: Told
    left_out: int
    visited: date | None
    today: date


class Report:
    """Holds the names of what can be recorded, and the fonts."""

    def __init__(self, content: Checkins, fonts: Fonts) -> None:
        self._content = content
        self._fonts = fonts

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/report, with or without a period."""
        typed = given.options.get("period", given.rest)
        return [Say(message=await self._first_page(period_named(typed), scene), private=True)]

    async def begun(self, tap: Tap, scene: Scene) -> Replies:
        """From another message, which stays: the list of questions is needed beside it."""
        return [Say(message=await self._first_page(USUAL, scene), private=True)]

    async def shown(self, tap: Tap, scene: Scene) -> Replies:
        """The same page after a choice."""
        return [Edit(message=await self._preview(Choices.unpacked(tap.action.args), scene))]

    async def made(self, tap: Tap, scene: Scene) -> Replies:
        return await self._pdf(Choices.unpacked(tap.action.args), "", scene)

    async def as_text(self, tap: Tap, scene: Scene) -> Replies:
        chosen = Choices.unpacked(tap.action.args)
        looked = await self._look(chosen, scene)
        document = text_of(page_text(_page(looked, chosen, "", scene)), looked.told, scene.words)
        shown = file_page(document, chosen, scene.words, as_text=True)
        return [Say(message=shown, private=True, lasting=True)]

    async def name(self, tap: Tap, scene: Scene) -> Replies:
        """Asks for the name; the page comes after it, at once."""
        chosen = Choices.unpacked(tap.action.args)
        return [OpenForm(form=name_form(chosen.packed(), scene.words), door=tap.action)]

    async def named(self, form: Submission, scene: Scene) -> Replies:
        return await self._pdf(Choices.unpacked(form.action.args), form.values["name"], scene)

    async def _pdf(self, chosen: Choices, name: str, scene: Scene) -> Replies:
        looked = await self._look(chosen, scene)
        page = _page(looked, chosen, name, scene)
        try:
            content = await scene.errands.make("page for a doctor", lambda: page_pdf(page, self._fonts))
        except DrawingFailed:
            _log.error("a page could not be made", extra={"action": "make_page"})
            return [Say(message=not_made_page(chosen, scene.words), private=True)]
        document = pdf_of(page, content, looked.told, scene.words)
        shown = file_page(document, chosen, scene.words, as_text=False)
        return [Say(message=shown, private=True, lasting=True)]

    async def _first_page(self, period: str, scene: Scene) -> Outbound:
        member = await _member(scene)
        return await self._preview(Choices(period=period, paper=paper_of(member.zone if member else None)), scene)

    async def _preview(self, chosen: Choices, scene: Scene) -> Outbound:
        looked = await self._look(chosen, scene)
        return preview_page(looked.told, looked.left_out, chosen, scene.words, visited=looked.visited is not None)

    async def _look(self, chosen: Choices, scene: Scene) -> _Looked:
        """Reads the days of the period, today being the last one. Looking makes no member of anybody."""
        member = await _member(scene)
        today = local_day(member.zone if member else None, scene.now)
        if member is None:
            first = first_day(chosen.period, today, None)
            return _Looked(
                told=Told(book=daybook((), (), (), first=first, last=today)), left_out=0, visited=None, today=today
            )
        visited = last_visit([one.day for one in await scene.uow.appointments.of(member.id)], today)
        first = first_day(chosen.period, today, visited)
        kept = await scene.uow.checkins.between(member.id, first, today)
        flares = await scene.uow.flares.between(member.id, first, today)
        names = self._content.trend_measures(await scene.uow.tracked.of(member.id)).values()
        notes = [(one.local_date, one.note) for one in kept if one.note]
        questions = [one.text for one in await scene.uow.questions.of(member.id) if one.asked_at is None]
        told = Told(
            book=daybook(kept, flares, names, first=first, last=today),
            pegs=peg_means(kept, first=first, last=today),
            questions=questions if chosen.questions else (),
            notes=notes if chosen.notes else (),
        )
        return _Looked(told=told, left_out=0 if chosen.notes else len(notes), visited=visited, today=today)


def report(content: Checkins, fonts: Fonts, gate: HealthGate) -> Feature:
    """The feature, whole. `fonts` are what pages are set in. Where `gate` is closed none is made."""
    feature = Report(content, fonts)
    labels = {"30d": "30 days", "90d": "90 days", "6m": "6 months", "1y": "1 year", SINCE: "Since my last visit"}
    period = Option(
        name="period",
        summary="How far back it looks",
        choices=tuple(Choice(value=name, label=labels[name]) for name in (*PERIODS, SINCE)),
    )
    command = Command(name="report", summary="One page for my doctor", options=(period,))
    return Feature(
        name="report",
        commands=(CommandRoute(command=command, handle=gate.before_command(feature.said)),),
        buttons={
            BEGIN: ButtonRoute(handle=gate.before(feature.begun), door=True),
            SHOW: ButtonRoute(handle=gate.before(feature.shown)),
            MAKE: ButtonRoute(handle=gate.before(feature.made)),
            TEXT: ButtonRoute(handle=gate.before(feature.as_text)),
            NAME: ButtonRoute(handle=gate.before(feature.name), door=True),
        },
        forms={
            NAME: FormRoute(
                build=lambda wanted, words: name_form(wanted.args, words), handle=gate.before_form(feature.named)
            ),
        },
    )


def _page(looked: _Looked, chosen: Choices, name: str, scene: Scene) -> Page:
    words = scene.words
    return page_of(
        looked.told,
        name=name,
        made_on=looked.today,
        words=words,
        paper=chosen.paper,
        language=words("report.language"),
    )


async def _member(scene: Scene) -> Member | None:
    """Raises NobodyBehind for anonymous admins and channels."""
    if scene.origin.anonymous:
        raise NobodyBehind("only a person can have this")
    return await scene.uow.members.of(scene.origin.account)
