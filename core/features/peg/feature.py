"""Asks the three questions of the week, keeps the answers as a set of their own, and shows what they say together."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.errors import ButtonRefused
from core.features.peg.pages import (
    ANSWER,
    ASK,
    BEGIN,
    PAGE,
    SKIP,
    SOURCE,
    STOP,
    mean_of,
    prompt_page,
    question_page,
    result_page,
    source_page,
    start_page,
)
from core.library.questionnaires import FINE, WEEKLY, WORST, Checkins
from core.model.checkin import Checkin
from core.model.command import Command
from core.model.delivery import Lane, Promise
from core.model.identity import Member
from core.model.inbound import CommandGiven, TextSaid
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say
from core.model.schedule import Schedule
from core.ports import Composition, Phrasebook, Purpose, UnitOfWork
from core.scheduling.zone import local_day

PEG_PROMPT: Final = "peg_prompt"
_DAILY_PROMPT: Final = "checkin_prompt"
_LOUD: Final = "loud"
"""In a prompt's payload, when its member wants it at its own time in quiet hours, too."""

ANSWERED_LATELY: Final = timedelta(days=3)
"""Whoever answered all three by themselves so lately is not asked again for that week."""


class Peg:
    """Holds the questions, and the gate before every answer."""

    def __init__(self, content: Checkins, words: Phrasebook, gate: HealthGate) -> None:
        self._weekly = content.weekly
        self._content = content
        self._words = words
        self._gate = gate

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/weekly."""
        return [Say(message=await self._start(scene), private=True)]

    async def shown(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._start(scene))]

    async def source(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=source_page(scene.words))]

    async def begun(self, tap: Tap, scene: Scene) -> Replies:
        """Goes on with what waits from today, or opens a new one."""
        member = await scene.member()
        await self._gate.let_in(scene, then=("weekly",))
        today = local_day(member.zone, scene.now)
        checkin = await self._waiting(member, scene)
        said = scene.words("peg.resumed") if checkin is not None and checkin.answers else ""
        if checkin is None:
            checkin = await scene.uow.checkins.open(member.id, WEEKLY, local_date=today, now=scene.now)
        return [Edit(message=await self._go_on(checkin, self._open_step(checkin), member, scene, said=said))]

    async def asked(self, tap: Tap, scene: Scene) -> Replies:
        """All three anew; a new answer takes the place of the old one."""
        member = await scene.member()
        checkin = await self._own(int(tap.action.args[0]), member, scene)
        return [Edit(message=await self._go_on(checkin, int(tap.action.args[1]), member, scene))]

    async def answered(self, tap: Tap, scene: Scene) -> Replies:
        checkin_id, step, value = (int(one) for one in tap.action.args)
        if not FINE <= value <= WORST:
            raise ButtonRefused("not on the scale")
        return [Edit(message=await self._record(checkin_id, step, value, scene))]

    async def skipped(self, tap: Tap, scene: Scene) -> Replies:
        """Skipping is a full answer."""
        checkin_id, step = (int(one) for one in tap.action.args)
        return [Edit(message=await self._record(checkin_id, step, None, scene))]

    async def stopped(self, tap: Tap, scene: Scene) -> Replies:
        """What was tapped so far is kept; nothing more is asked."""
        member = await scene.member()
        checkin = await self._own(int(tap.action.args[0]), member, scene)
        return [Edit(message=await self._end(checkin, member, scene))]

    async def typed(self, said: TextSaid, scene: Scene) -> Replies | None:
        """A bare number, "skip" or "stop" typed in the private chat answers the question that waits there."""
        word = said.text.strip().casefold().rstrip(".!")
        skip, stop = (scene.words(f"peg.button_{name}").casefold() for name in ("skip", "stop"))
        number = int(word) if word.isdecimal() and len(word) <= len(str(WORST)) else None
        on_scale = number is not None and FINE <= number <= WORST
        if not scene.origin.address.private or not (on_scale or word in (skip, stop)) or self._gate.closed(scene):
            return None
        member = await scene.member()
        checkin = await self._waiting(member, scene)
        if checkin is None:
            return None
        if word == stop:
            return [Say(message=await self._end(checkin, member, scene), private=True)]
        shown = await self._record(checkin.id, self._open_step(checkin), number, scene)
        return [Say(message=shown, private=True)]

    async def due(self, due: Composition) -> Outbound | None:
        """The prompt of the week. It rests in a flare, while a consent is taken back, and after a recent answer."""
        member_id, day = due.schedule.member_id, due.slot.local_date
        if member_id is None or await self._gate.rests(due):
            return None
        if await due.uow.flares.on(member_id, day) is not None:
            return None
        lately = await due.uow.checkins.between(member_id, day - ANSWERED_LATELY, day)
        if any(one.questionnaire == WEEKLY and mean_of(one, self._weekly) is not None for one in lately):
            return None
        return prompt_page(due.schedule, self._words)

    @property
    def purpose(self) -> Purpose:
        """Worth bringing for a day; the week after, it comes again."""
        return Purpose(
            name=PEG_PROMPT,
            compose=self.due,
            lane=Lane.DUE,
            promise=Promise.AT_LEAST_ONCE,
            good_for=timedelta(days=1),
            same_day=True,
            heeds_quiet=_held_when_quiet,
            health=True,
        )

    async def _record(self, checkin_id: int, step: int, value: int | None, scene: Scene) -> Outbound:
        member = await scene.member()
        checkin = await self._own(checkin_id, member, scene)
        if not 0 <= step < len(self._weekly.questions):
            raise ButtonRefused("not a question of the week")
        await self._gate.let_in(scene, then=("weekly",))
        question = self._weekly.questions[step]
        await scene.uow.checkins.record(checkin.id, question.id, value, member_id=member.id, now=scene.now)
        checkin = await self._own(checkin_id, member, scene)
        said = ""
        if value is not None:
            wordings = question.follow_up(value).say
            said = wordings[checkin.id % len(wordings)].format(value=value)
        return await self._go_on(checkin, step + 1, member, scene, said=said)

    async def _go_on(self, checkin: Checkin, step: int, member: Member, scene: Scene, *, said: str = "") -> Outbound:
        if step >= len(self._weekly.questions):
            return await self._end(checkin, member, scene)
        return question_page(checkin, self._weekly, step, scene.words, said=said)

    async def _end(self, checkin: Checkin, member: Member, scene: Scene) -> Outbound:
        await scene.uow.checkins.close(checkin.id, now=scene.now)
        asked = await _prompt(PEG_PROMPT, member.id, scene.uow)
        return result_page(checkin, self._weekly, scene.words, asked=asked is not None)

    async def _start(self, scene: Scene) -> Outbound:
        member = await scene.member()
        asked = await _prompt(PEG_PROMPT, member.id, scene.uow)
        daily = await _prompt(_DAILY_PROMPT, member.id, scene.uow)
        return start_page(asked, daily, self._weekly, scene.words)

    async def _waiting(self, member: Member, scene: Scene) -> Checkin | None:
        """Of today, begun and not ended."""
        today = await scene.uow.checkins.on(member.id, local_day(member.zone, scene.now))
        waiting = [one for one in today if one.questionnaire == WEEKLY and one.closed_at is None]
        return waiting[-1] if waiting else None

    async def _own(self, checkin_id: int, member: Member, scene: Scene) -> Checkin:
        checkin = await scene.uow.checkins.get(checkin_id, member_id=member.id)
        if checkin is None or checkin.questionnaire != WEEKLY:
            raise ButtonRefused("not the questions of a week of this member")
        return checkin

    def _open_step(self, checkin: Checkin) -> int:
        """The first without an answer; past the end when there is none."""
        given = {one.measure for one in checkin.answers}
        steps: Sequence[int] = [at for at, one in enumerate(self._weekly.questions) if one.id not in given]
        return steps[0] if steps else len(self._weekly.questions)


def peg(content: Checkins, words: Phrasebook, gate: HealthGate) -> Feature:
    """The feature, whole. Its rhythm is a reminder like any other, set and changed in core.features.reminders."""
    feature = Peg(content, words, gate)
    command = Command(name="weekly", summary="Three questions about your week")
    return Feature(
        name="peg",
        commands=(CommandRoute(command=command, handle=gate.before_command(feature.said)),),
        buttons={
            PAGE: ButtonRoute(handle=gate.before(feature.shown), door=True),
            BEGIN: ButtonRoute(handle=gate.before(feature.begun), door=True),
            ASK: ButtonRoute(handle=gate.before(feature.asked)),
            ANSWER: ButtonRoute(handle=gate.before(feature.answered)),
            SKIP: ButtonRoute(handle=gate.before(feature.skipped)),
            STOP: ButtonRoute(handle=feature.stopped),
            SOURCE: ButtonRoute(handle=feature.source),
        },
        texts=(feature.typed,),
        purposes=(feature.purpose,),
    )


async def _prompt(purpose: str, member_id: int, uow: UnitOfWork) -> Schedule | None:
    return next((one for one in await uow.schedules.of_member(member_id) if one.purpose == purpose), None)


def _held_when_quiet(schedule: Schedule) -> bool:
    return _LOUD not in schedule.payload
