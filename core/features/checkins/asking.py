"""The way through one check-in: which question comes, what is kept, and what is shown at its end. It reads no tap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene
from core.errors import ButtonRefused
from core.features.checkins.gently import returns
from core.features.checkins.pages import (
    TICKS,
    Ending,
    Row,
    Said,
    question_page,
    saved_page,
    stopped_page,
)
from core.features.checkins.sets import Sets
from core.features.checkins.ways import all_marks, first_ways, quick_marks, undo_same
from core.library.doors import Door
from core.library.questionnaires import FINE, WEEKLY, Checkins, FollowUp, Question, Questionnaire
from core.model.checkin import Checkin
from core.model.identity import Member
from core.model.measure import MeasureKind
from core.model.message import Button, Outbound
from core.scheduling.saying import said_day
from core.scheduling.zone import local_day as day_in

DoorButtonFor = Callable[[Door], Button]

DAYS_BACK: Final = 7
"""How many earlier days a check-in can still be given for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The content and the doors that its pages are made of, and the gate before every answer."""

    content: Checkins
    doors: DoorButtonFor
    gate: HealthGate
    sets: Sets

    async def waiting_or_new(self, member: Member, name: str, day: date, scene: Scene) -> Checkin:
        """One with answers goes on. One without gives way when another set is wanted. The week's wait apart."""
        checkin = await scene.uow.checkins.unfinished(member.id, local_date=day)
        if checkin is not None and checkin.questionnaire == WEEKLY:
            checkin = None
        if checkin is not None and (checkin.answers or checkin.questionnaire == name):
            return checkin
        if checkin is not None:
            await scene.uow.checkins.close(checkin.id, now=scene.now)
        return await scene.uow.checkins.open(member.id, name, local_date=day, now=scene.now)

    async def first_page(self, checkin: Checkin, member: Member, scene: Scene) -> Outbound:
        """The question that comes next in one that was just opened or goes on."""
        questionnaire = await self.sets.of(checkin, scene.words, scene.uow)
        question = next_question(questionnaire, checkin)
        if question is None:
            await scene.uow.checkins.close(checkin.id, now=scene.now)
            return await self.saved(checkin, member, scene)
        said = scene.words("checkins.resumed") if checkin.answers else ""
        today = local_day(member, scene)
        if not said and checkin.local_date == today and await returns(member.id, today, scene.uow):
            said = scene.words("flares.welcome_back")
        ways = await self._ways(checkin, questionnaire, scene)
        around = Said(words=said, day=self.day_of(checkin, member, scene), ways=ways)
        return question_page(checkin, questionnaire, question, scene.words, around)

    async def question(
        self, checkin: Checkin, measure: str, member: Member, scene: Scene, *, said: str = ""
    ) -> Outbound:
        """One question again."""
        questionnaire = await self.sets.of(checkin, scene.words, scene.uow)
        around = Said(words=said, day=self.day_of(checkin, member, scene))
        return question_page(checkin, questionnaire, question_in(questionnaire, measure), scene.words, around)

    async def record(self, checkin_id: int, measure: str, value: int | None, scene: Scene) -> Outbound:
        """Keeps one answer; a second one changes the first. Raises ButtonRefused for what is not asked here."""
        member = await scene.member()
        checkin = await self.own(checkin_id, member, scene)
        questionnaire = await self.sets.of(checkin, scene.words, scene.uow)
        asked = question_in(questionnaire, measure)
        if value is not None and not FINE <= value <= asked.highest:
            raise ButtonRefused("not an answer to this question")
        await self.gate.let_in(scene, then=("checkin", checkin.questionnaire))
        checkin = await scene.uow.checkins.record(checkin.id, measure, value, member_id=member.id, now=scene.now)
        question = next_question(questionnaire, checkin, after=measure)
        if question is None:
            await scene.uow.checkins.close(checkin.id, now=scene.now)
            return await self.saved(checkin, member, scene)
        day = self.day_of(checkin, member, scene)
        said, doors = self._reflection(asked, value, checkin, scene, today=not day)
        around = Said(words=said, doors=doors, day=day)
        return question_page(checkin, questionnaire, question, scene.words, around)

    async def stop(self, checkin: Checkin, member: Member, scene: Scene) -> Outbound:
        """What was tapped so far is kept and shown."""
        await scene.uow.checkins.close(checkin.id, now=scene.now)
        return await self.saved(checkin, member, scene) if checkin.answers else stopped_page(scene.words)

    async def saved(self, checkin: Checkin, member: Member, scene: Scene, *, same: bool = False) -> Outbound:
        """What was kept. `same`: all of it was taken over by one tap, which can be undone."""
        that_day = await scene.uow.checkins.on(checkin.member_id, checkin.local_date)
        tracked = await scene.uow.tracked.of(member.id)
        measures = self.sets.all_measures(tracked)
        day = self.day_of(checkin, member, scene)
        closing = self._closing(checkin, today=not day)
        ending = Ending(
            closing=closing.say[checkin.id % len(closing.say)],
            doors=[self.doors(door) for door in closing.doors],
            count=sum(bool(one.answers) and one.questionnaire != WEEKLY for one in that_day),
            knows_zone=member.zone is not None,
            day=day,
            marks=quick_marks(checkin, self.sets.marks(tracked), tracked, scene.words),
            more=all_marks(checkin, scene.words),
            undo=undo_same(checkin, scene.words) if same else (),
        )
        return saved_page(checkin, measures, scene.words, ending)

    async def own(self, checkin_id: int, member: Member, scene: Scene) -> Checkin:
        """Raises ButtonRefused for anybody else's."""
        checkin = await scene.uow.checkins.get(checkin_id, member_id=member.id)
        if checkin is None:
            raise ButtonRefused("not a check-in of this member")
        return checkin

    def day_of(self, checkin: Checkin, member: Member, scene: Scene) -> str:
        """The day of a check-in in words, empty for today."""
        return "" if checkin.local_date == local_day(member, scene) else said_day(checkin.local_date, scene.words)

    async def earlier(self, checkin: Checkin, questionnaire: Questionnaire, scene: Scene) -> Checkin | None:
        """The last check-in with an answer to one of these questions on the days before, within a week."""
        asked = {question.id for question in questionnaire.questions}
        first, last = (checkin.local_date - timedelta(days=days) for days in (DAYS_BACK, 1))
        for one in reversed(await scene.uow.checkins.between(checkin.member_id, first, last)):
            if any(answer.measure in asked and answer.value is not None for answer in one.answers):
                return one
        return None

    async def numbers(self, checkin: Checkin, scene: Scene) -> Mapping[str, int]:
        """What was answered in it, but for ticks and skips."""
        measures = await self.sets.measures(checkin, scene.uow)
        return {
            answer.measure: answer.value
            for answer in checkin.answers
            if answer.value is not None and answer.measure in measures and measures[answer.measure].kind not in TICKS
        }

    async def _ways(self, checkin: Checkin, questionnaire: Questionnaire, scene: Scene) -> Sequence[Row]:
        """Under the first question of a new check-in."""
        if checkin.answers:
            return ()
        earlier = await self.earlier(checkin, questionnaire, scene)
        return first_ways(checkin, earlier, scene.words, forms=scene.capabilities.forms)

    def _reflection(
        self, asked: Question, value: int | None, checkin: Checkin, scene: Scene, *, today: bool
    ) -> tuple[str, list[Button]]:
        """A line about the answer just given, and the doors that it opens; nothing about a skipped one.

        The kind words of the content are about today; another day's answer is only noted.
        """
        if value is None:
            return "", []
        if not asked.follow_ups:
            return scene.words("checkins.noted", label=asked.label), []
        follow_up = asked.follow_up(value)
        said = follow_up.say[checkin.id % len(follow_up.say)].format(value=value)
        if not today:
            said = scene.words("checkins.noted", label=asked.label)
        return said, [self.doors(door) for door in follow_up.doors]

    def _closing(self, checkin: Checkin, *, today: bool) -> FollowUp:
        """By the highest answer on the library's scales. Yes, no and counts say nothing of how hard a day is.

        "Today is hard" is not said of another day.
        """
        scales = {name for name, one in self.content.questions.items() if one.kind is MeasureKind.SCALE}
        given = [answer.value for answer in checkin.answers if answer.measure in scales]
        others = any(answer.value is not None for answer in checkin.answers if answer.measure not in scales)
        answered = any(value is not None for value in given)
        if (others and not answered) or (answered and not today):
            return self.content.closing([FINE])
        return self.content.closing(given)


def local_day(member: Member, scene: Scene) -> date:
    """The member's own date; UTC until their zone is known."""
    return day_in(member.zone, scene.now)


def question_in(questionnaire: Questionnaire, measure: str) -> Question:
    """Raises ButtonRefused when this set does not ask it."""
    question = next((one for one in questionnaire.questions if one.id == measure), None)
    if question is None:
        raise ButtonRefused("not a question of this check-in")
    return question


def next_question(questionnaire: Questionnaire, checkin: Checkin, *, after: str | None = None) -> Question | None:
    """The next one without an answer, looking onward from `after` and then from the start."""
    answered = {answer.measure for answer in checkin.answers}
    questions = list(questionnaire.questions)
    start = next((at + 1 for at, question in enumerate(questions) if question.id == after), 0)
    onward = [*questions[start:], *questions[:start]]
    return next((question for question in onward if question.id not in answered), None)
