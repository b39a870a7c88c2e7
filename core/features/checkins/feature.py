"""Asks, keeps and shows check-ins. A member's answers are read for that member alone, and said in private only."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.errors import ButtonRefused
from core.features.checkins.gate import Gate
from core.features.checkins.gently import returns
from core.features.checkins.holdings import HOLDINGS
from core.features.checkins.pages import (
    ANSWER,
    BEGIN,
    CHANGE,
    DAILY,
    NOTE,
    SKIP,
    STOP,
    UNNOTE,
    note_form,
    question_page,
    saved_page,
    stopped_page,
    which_page,
)
from core.features.checkins.prompt_pages import AT_ONCE, ONE
from core.features.checkins.prompts import Prompts
from core.library.consents import ConsentText
from core.library.doors import Door
from core.library.questionnaires import FINE, WORST, Checkins, Question, Questionnaire
from core.model.checkin import Checkin
from core.model.command import Command, Option
from core.model.identity import Member, Platform
from core.model.inbound import CommandGiven, TextSaid
from core.model.message import Button, Choice, Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.ports import Phrasebook

DoorButtonFor = Callable[[Door], Button]


class CheckIns:
    """Holds the questions that its handlers ask, and the gate before every answer."""

    def __init__(self, content: Checkins, doors: DoorButtonFor, gate: Gate) -> None:
        self._content = content
        self._gate = gate
        self._doors = doors

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/checkin: goes on with the one that waits, or opens a new one."""
        member = await scene.member()
        wanted = given.options.get("kind", DAILY).lower()
        return [Say(message=await self._resume_or_open(member, wanted, scene), private=True)]

    async def begun(self, tap: Tap, scene: Scene) -> Replies:
        """A tap on a prompt or in the menu."""
        member = await scene.member()
        wanted = tap.action.args[0] if tap.action.args else DAILY
        return [Edit(message=await self._resume_or_open(member, wanted, scene))]

    async def changed(self, tap: Tap, scene: Scene) -> Replies:
        """Which answer should be changed, and then (second argument) that question again."""
        checkin = await self._own(int(tap.action.args[0]), await scene.member(), scene)
        questionnaire = self._set(checkin.questionnaire)
        if len(tap.action.args) == 1:
            return [Edit(message=which_page(checkin, questionnaire, scene.words))]
        question = next((one for one in questionnaire.questions if one.id == tap.action.args[1]), None)
        if question is None:
            raise ButtonRefused("not a question of this check-in")
        return [Edit(message=self._page(checkin, question, scene))]

    async def answered(self, tap: Tap, scene: Scene) -> Replies:
        """A number. A second tap changes the answer instead of adding one."""
        checkin_id, measure, value = tap.action.args
        if not FINE <= int(value) <= WORST:
            raise ButtonRefused("not on the scale")
        return [Edit(message=await self._record(int(checkin_id), measure, int(value), scene))]

    async def at_once(self, tap: Tap, scene: Scene) -> Replies:
        """The number under a prompt that asks one question. A second tap that day changes the answer."""
        measure, value = tap.action.args
        if not FINE <= int(value) <= WORST:
            raise ButtonRefused("not on the scale")
        await self._gate.let_in(scene, then=("checkin", ONE))
        member = await scene.member()
        today = local_day(member, scene)
        there = [one for one in await scene.uow.checkins.on(member.id, today) if one.questionnaire == ONE]
        checkin = there[-1] if there else None
        if checkin is None:
            checkin = await scene.uow.checkins.open(member.id, ONE, local_date=today, now=scene.now)
        return [Edit(message=await self._record(checkin.id, measure, int(value), scene))]

    async def skipped(self, tap: Tap, scene: Scene) -> Replies:
        """Skipping is a full answer."""
        checkin_id, measure = tap.action.args
        return [Edit(message=await self._record(int(checkin_id), measure, None, scene))]

    async def stopped(self, tap: Tap, scene: Scene) -> Replies:
        """What was tapped so far is kept and shown; nothing more is asked."""
        member = await scene.member()
        checkin = await self._own(int(tap.action.args[0]), member, scene)
        return [Edit(message=await self._stop(checkin, member, scene))]

    async def note(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form for a note, with the note that is there."""
        checkin = await self._own(int(tap.action.args[0]), await scene.member(), scene)
        await self._gate.let_in(scene)
        return [OpenForm(form=note_form(checkin.id, scene.words, note=checkin.note), door=tap.action)]

    async def noted(self, form: Submission, scene: Scene) -> Replies:
        """Keeps the note. Where questions are asked one by one, skipping leaves the note as it is."""
        note = form.values["note"]
        if note or scene.capabilities.forms:
            return [Say(message=await self._write_note(form.action.args[0], note, scene), private=True)]
        member = await scene.member()
        checkin = await self._own(int(form.action.args[0]), member, scene)
        return [Say(message=await self._saved(checkin, member, scene), private=True)]

    async def unnoted(self, tap: Tap, scene: Scene) -> Replies:
        """Taking a note away needs nobody's leave."""
        return [Edit(message=await self._write_note(tap.action.args[0], "", scene))]

    async def typed(self, said: TextSaid, scene: Scene) -> Replies | None:
        """A bare number, "skip" or "stop" typed in the private chat answers the question that waits there today."""
        word = said.text.strip().casefold().rstrip(".!")
        skip, stop = (scene.words(f"checkins.button_{name}").casefold() for name in ("skip", "stop"))
        number = int(word) if word.isdecimal() and len(word) <= len(str(WORST)) else None
        on_scale = number is not None and FINE <= number <= WORST
        if not scene.origin.address.private or not (on_scale or word in (skip, stop)) or self._gate.closed(scene):
            return None
        member = await scene.member()
        checkin = await self._unfinished(member, scene)
        if checkin is None or (question := _next_question(self._set(checkin.questionnaire), checkin)) is None:
            return None
        if word == stop:
            return [Say(message=await self._stop(checkin, member, scene), private=True)]
        return [Say(message=await self._record(checkin.id, question.id, number, scene), private=True)]

    async def _resume_or_open(self, member: Member, wanted: str, scene: Scene) -> Outbound:
        """One with answers goes on. One without gives way when another set is wanted."""
        today = local_day(member, scene)
        name = wanted if wanted in self._content.questionnaires else DAILY
        await self._gate.let_in(scene, then=("checkin", name))
        checkin = await self._unfinished(member, scene)
        if checkin is not None and not checkin.answers and checkin.questionnaire != name:
            await scene.uow.checkins.close(checkin.id, now=scene.now)
            checkin = None
        said = scene.words("checkins.resumed") if checkin is not None and checkin.answers else ""
        if not said and await returns(member.id, today, scene.uow):
            said = scene.words("flares.welcome_back")
        if checkin is None:
            checkin = await scene.uow.checkins.open(member.id, name, local_date=today, now=scene.now)
        questionnaire = self._set(checkin.questionnaire)
        question = _next_question(questionnaire, checkin)
        if question is None:
            await scene.uow.checkins.close(checkin.id, now=scene.now)
            return await self._saved(checkin, member, scene)
        return self._page(checkin, question, scene, said=said)

    async def _unfinished(self, member: Member, scene: Scene) -> Checkin | None:
        """One of the sets that are asked here: the questions of the week wait on their own."""
        checkin = await scene.uow.checkins.unfinished(member.id, local_date=local_day(member, scene))
        return checkin if checkin is not None and checkin.questionnaire in self._content.questionnaires else None

    async def _stop(self, checkin: Checkin, member: Member, scene: Scene) -> Outbound:
        await scene.uow.checkins.close(checkin.id, now=scene.now)
        return await self._saved(checkin, member, scene) if checkin.answers else stopped_page(scene.words)

    async def _record(self, checkin_id: int, measure: str, value: int | None, scene: Scene) -> Outbound:
        member = await scene.member()
        checkin = await self._own(checkin_id, member, scene)
        questionnaire = self._set(checkin.questionnaire)
        if measure not in [question.id for question in questionnaire.questions]:
            raise ButtonRefused("not a question of this check-in")
        await self._gate.let_in(scene, then=("checkin", checkin.questionnaire))
        await scene.uow.checkins.record(checkin.id, measure, value, member_id=member.id, now=scene.now)
        checkin = await self._own(checkin_id, member, scene)
        question = _next_question(questionnaire, checkin, after=measure)
        if question is not None:
            said, doors = self._reflection(measure, value, checkin)
            return self._page(checkin, question, scene, said=said, doors=doors)
        await scene.uow.checkins.close(checkin.id, now=scene.now)
        return await self._saved(checkin, member, scene)

    def _reflection(self, measure: str, value: int | None, checkin: Checkin) -> tuple[str, list[Button]]:
        """A line about the answer just given, and the doors that it opens; nothing about a skipped one."""
        if value is None:
            return "", []
        follow_up = self._content.questions[measure].follow_up(value)
        said = follow_up.say[checkin.id % len(follow_up.say)].format(value=value)
        return said, [self._doors(door) for door in follow_up.doors]

    async def _saved(self, checkin: Checkin, member: Member, scene: Scene) -> Outbound:
        today = await scene.uow.checkins.on(checkin.member_id, checkin.local_date)
        count = sum(bool(one.answers) and one.questionnaire in self._content.questionnaires for one in today)
        closing = self._content.closing([answer.value for answer in checkin.answers])
        return saved_page(
            checkin,
            self._content,
            scene.words,
            closing=closing.say[checkin.id % len(closing.say)],
            doors=[self._doors(door) for door in closing.doors],
            count=count,
            knows_zone=member.zone is not None,
        )

    async def _write_note(self, checkin_id: str, note: str, scene: Scene) -> Outbound:
        member = await scene.member()
        checkin = await self._own(int(checkin_id), member, scene)
        if note:
            await self._gate.let_in(scene)
        await scene.uow.checkins.write_note(checkin.id, note, member_id=member.id)
        return await self._saved(replace(checkin, note=note), member, scene)

    async def _own(self, checkin_id: int, member: Member, scene: Scene) -> Checkin:
        checkin = await scene.uow.checkins.get(checkin_id, member_id=member.id)
        if checkin is None:
            raise ButtonRefused("not a check-in of this member")
        return checkin

    def _set(self, name: str) -> Questionnaire:
        return self._content.questionnaires[name]

    def _page(
        self, checkin: Checkin, question: Question, scene: Scene, *, said: str = "", doors: Sequence[Button] = ()
    ) -> Outbound:
        questionnaire = self._set(checkin.questionnaire)
        return question_page(checkin, questionnaire, question, scene.words, said=said, doors=doors)


def checkins(
    content: Checkins,
    doors: DoorButtonFor,
    words: Phrasebook,
    consent: ConsentText,
    *,
    reminders_only: frozenset[Platform] = frozenset(),
) -> Feature:
    """The feature, whole. `doors` are the buttons behind content's doors; prompts are written in `words`.

    No answer is kept without a yes to `consent`, and none at all on the platforms of `reminders_only`.
    """
    gate = Gate(consent, reminders_only)
    feature = CheckIns(content, doors, gate)
    return Feature(
        name="checkins",
        commands=(CommandRoute(command=_command(content), handle=gate.before_command(feature.said)),),
        buttons={
            BEGIN: ButtonRoute(handle=gate.before(feature.begun), door=True),
            ANSWER: ButtonRoute(handle=gate.before(feature.answered)),
            AT_ONCE: ButtonRoute(handle=gate.before(feature.at_once)),
            SKIP: ButtonRoute(handle=gate.before(feature.skipped)),
            STOP: ButtonRoute(handle=feature.stopped),
            CHANGE: ButtonRoute(handle=gate.before(feature.changed)),
            NOTE: ButtonRoute(handle=gate.before(feature.note), door=True),
            UNNOTE: ButtonRoute(handle=feature.unnoted),
        },
        forms={
            NOTE: FormRoute(
                build=lambda wanted, said: note_form(int(wanted.args[0]), said),
                handle=gate.before_form(feature.noted),
            )
        },
        texts=(feature.typed,),
        holdings=HOLDINGS,
        purposes=Prompts(content, words, gate).purposes,
    )


def _command(content: Checkins) -> Command:
    kinds = tuple(Choice(value=name, label=one.title) for name, one in content.questionnaires.items())
    kind = Option(name="kind", summary="The whole set or the short one", choices=kinds)
    return Command(name="checkin", summary="Say how you are, by taps", options=(kind,))


def local_day(member: Member, scene: Scene) -> date:
    """The member's own date; UTC until their zone is known."""
    return scene.now.astimezone(ZoneInfo(member.zone or "UTC")).date()


def _next_question(questionnaire: Questionnaire, checkin: Checkin, *, after: str | None = None) -> Question | None:
    """The next one without an answer, looking onward from `after` and then from the start."""
    answered = {answer.measure for answer in checkin.answers}
    questions = list(questionnaire.questions)
    start = next((at + 1 for at, question in enumerate(questions) if question.id == after), 0)
    onward = [*questions[start:], *questions[:start]]
    return next((question for question in onward if question.id not in answered), None)
