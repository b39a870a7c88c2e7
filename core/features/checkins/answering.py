"""Hears the taps, words and notes of a check-in. What is kept and what is asked next is the part of Asking."""

from dataclasses import replace
from datetime import timedelta

from core.dispatch.scene import Scene, Submission, Tap
from core.features.checkins.asking import DAYS_BACK, Asking, local_day, next_question, question_in
from core.features.checkins.at_once import AtOnce
from core.features.checkins.pages import BEGIN, count_form, note_form, which_page
from core.features.checkins.prompt_pages import ONE
from core.features.checkins.sets import OWN, USUAL
from core.features.checkins.tuning import SETTINGS, Tuning
from core.features.checkins.ways import EARLIER, change_ways, days_page
from core.library.questionnaires import MOST_COUNTED, WEEKLY, Question
from core.model.action import action
from core.model.checkin import Checkin
from core.model.identity import Member
from core.model.inbound import CommandGiven, TextSaid
from core.model.measure import MeasureKind
from core.model.message import Form, Outbound
from core.model.reply import Edit, OpenForm, Replies, Say


class Answering:
    """Handles what belongs to one check-in of today."""

    def __init__(self, asking: Asking, at_once: AtOnce, tuning: Tuning) -> None:
        self._asking = asking
        self._at_once = at_once
        self._tuning = tuning

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/checkin: goes on with the one that waits, or opens a new one; "set" leads to the own set, "day" to days."""
        wanted = given.options.get("kind", USUAL).lower()
        if wanted == SETTINGS:
            return [Say(message=await self._tuning.page(scene), private=True)]
        member = await scene.member()
        checkin = await self._begin(member, wanted, scene)
        if wanted == EARLIER:
            shown = days_page(checkin, local_day(member, scene), DAYS_BACK, scene.words)
            return [Say(message=shown, private=True)]
        if wanted == OWN and checkin.questionnaire != OWN and not checkin.answers:
            return [Say(message=await self._tuning.page(scene), private=True)]
        if (form := await self._all_at_once(checkin, member, scene)) is not None:
            return [OpenForm(form=form, door=action(BEGIN, checkin.questionnaire))]
        return [Say(message=await self._asking.first_page(checkin, member, scene), private=True)]

    async def begun(self, tap: Tap, scene: Scene) -> Replies:
        """A tap on a prompt or in the menu."""
        member = await scene.member()
        wanted = tap.action.args[0] if tap.action.args else USUAL
        checkin = await self._begin(member, wanted, scene)
        if (form := await self._all_at_once(checkin, member, scene)) is not None:
            return [OpenForm(form=form, door=tap.action)]
        return [Edit(message=await self._asking.first_page(checkin, member, scene))]

    async def changed(self, tap: Tap, scene: Scene) -> Replies:
        """Which answer should be changed, and then (second argument) that question again."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        if len(tap.action.args) == 1:
            questionnaire = await self._asking.sets.of(checkin, scene.words, scene.uow)
            ways = change_ways(checkin, scene.words)
            return [Edit(message=which_page(checkin, questionnaire, scene.words, ways=ways))]
        return [Edit(message=await self._asking.question(checkin, tap.action.args[1], member, scene))]

    async def answered(self, tap: Tap, scene: Scene) -> Replies:
        """A number. A second tap changes the answer instead of adding one."""
        checkin_id, measure, value = tap.action.args
        return [Edit(message=await self._asking.record(int(checkin_id), measure, int(value), scene))]

    async def under_prompt(self, tap: Tap, scene: Scene) -> Replies:
        """The number under a prompt that asks one question. A second tap that day changes the answer."""
        measure, value = tap.action.args
        await self._asking.gate.let_in(scene, then=("checkin", ONE))
        member = await scene.member()
        today = local_day(member, scene)
        there = [one for one in await scene.uow.checkins.on(member.id, today) if one.questionnaire == ONE]
        checkin = there[-1] if there else await scene.uow.checkins.open(member.id, ONE, local_date=today, now=scene.now)
        return [Edit(message=await self._asking.record(checkin.id, measure, int(value), scene))]

    async def skipped(self, tap: Tap, scene: Scene) -> Replies:
        """Skipping is a full answer."""
        checkin_id, measure = tap.action.args
        return [Edit(message=await self._asking.record(int(checkin_id), measure, None, scene))]

    async def stopped(self, tap: Tap, scene: Scene) -> Replies:
        """What was tapped so far is kept and shown; nothing more is asked."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        return [Edit(message=await self._asking.stop(checkin, member, scene))]

    async def counted(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form for a number that has no button."""
        checkin_id, measure = tap.action.args
        checkin = await self._asking.own(int(checkin_id), await scene.member(), scene)
        await self._asking.gate.let_in(scene, then=("checkin", checkin.questionnaire))
        asked = question_in(await self._asking.sets.of(checkin, scene.words, scene.uow), measure)
        return [OpenForm(form=count_form(checkin.id, measure, scene.words, ask=asked.ask), door=tap.action)]

    async def count_given(self, form: Submission, scene: Scene) -> Replies:
        """Keeps the number; what is none is asked for again."""
        checkin_id, measure = form.action.args
        typed = form.values["count"]
        if not typed.isdecimal() or int(typed) > MOST_COUNTED:
            member = await scene.member()
            checkin = await self._asking.own(int(checkin_id), member, scene)
            shown = await self._asking.question(checkin, measure, member, scene, said=scene.words("checkins.no_count"))
            return [Say(message=shown, private=True)]
        return [Say(message=await self._asking.record(int(checkin_id), measure, int(typed), scene), private=True)]

    async def note(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form for a note, with the note that is there."""
        checkin = await self._asking.own(int(tap.action.args[0]), await scene.member(), scene)
        await self._asking.gate.let_in(scene)
        return [OpenForm(form=note_form(checkin.id, scene.words, note=checkin.note), door=tap.action)]

    async def noted(self, form: Submission, scene: Scene) -> Replies:
        """Keeps the note. Where questions are asked one by one, skipping leaves the note as it is."""
        note = form.values["note"]
        if note or scene.capabilities.forms:
            return [Say(message=await self._write_note(form.action.args[0], note, scene), private=True)]
        member = await scene.member()
        checkin = await self._asking.own(int(form.action.args[0]), member, scene)
        return [Say(message=await self._asking.saved(checkin, member, scene), private=True)]

    async def unnoted(self, tap: Tap, scene: Scene) -> Replies:
        """Taking a note away needs nobody's leave."""
        return [Edit(message=await self._write_note(tap.action.args[0], "", scene))]

    async def typed(self, said: TextSaid, scene: Scene) -> Replies | None:
        """A bare number, yes, no, "skip" or "stop" typed in the private chat answers the question that waits there."""
        word = said.text.strip().casefold().rstrip(".!")
        skip, stop, yes, no = (
            scene.words(f"checkins.button_{name}").casefold() for name in ("skip", "stop", "yes", "no")
        )
        number = int(word) if word.isdecimal() and len(word) <= len(str(MOST_COUNTED)) else None
        heard = number is not None or word in (skip, stop, yes, no)
        if not scene.origin.address.private or not heard or self._asking.gate.closed(scene):
            return None
        member = await scene.member()
        waiting = await self._waiting(member, scene)
        if waiting is None:
            return None
        checkin, question = waiting
        if word == stop:
            return [Say(message=await self._asking.stop(checkin, member, scene), private=True)]
        if question.kind is MeasureKind.YES_NO and word in (yes, no):
            number = int(word == yes)
        elif word != skip and (number is None or number > question.highest or question.kind is MeasureKind.YES_NO):
            return None
        return [Say(message=await self._asking.record(checkin.id, question.id, number, scene), private=True)]

    async def _waiting(self, member: Member, scene: Scene) -> tuple[Checkin, Question] | None:
        """The question that waits in the newest check-in that is for today or was opened today."""
        today = local_day(member, scene)
        lately = await scene.uow.checkins.between(member.id, today - timedelta(days=DAYS_BACK), today)
        waiting = [
            one
            for one in lately
            if one.closed_at is None
            and one.questionnaire != WEEKLY
            and today in (one.local_date, local_day(member, replace(scene, now=one.opened_at)))
        ]
        if not waiting:
            return None
        checkin = max(waiting, key=lambda one: one.id)
        question = next_question(await self._asking.sets.of(checkin, scene.words, scene.uow), checkin)
        return None if question is None else (checkin, question)

    async def _all_at_once(self, checkin: Checkin, member: Member, scene: Scene) -> Form | None:
        """The whole of it on one page, for who prefers that, where the platform has such pages."""
        if not scene.capabilities.forms or not (await scene.uow.habits.get(member.id)).all_at_once:
            return None
        return await self._at_once.form(checkin, member, scene)

    async def _begin(self, member: Member, wanted: str, scene: Scene) -> Checkin:
        name = await self._asking.sets.chosen(wanted, member, scene.uow)
        await self._asking.gate.let_in(scene, then=("checkin", name))
        return await self._asking.waiting_or_new(member, name, local_day(member, scene), scene)

    async def _write_note(self, checkin_id: str, note: str, scene: Scene) -> Outbound:
        member = await scene.member()
        checkin = await self._asking.own(int(checkin_id), member, scene)
        if note:
            await self._asking.gate.let_in(scene)
        await scene.uow.checkins.write_note(checkin.id, note, member_id=member.id)
        return await self._asking.saved(replace(checkin, note=note), member, scene)
