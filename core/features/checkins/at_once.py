"""A whole check-in on one page with one submit, where a platform has such pages. A field left empty is a skip."""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

from core.dispatch.scene import Scene, Submission, Tap
from core.features.checkins.asking import Asking, next_question
from core.features.checkins.ways import ALL
from core.library.questionnaires import FINE, WORST, Question, Questionnaire
from core.model.action import Action, action
from core.model.checkin import Checkin
from core.model.identity import Member
from core.model.measure import MeasureKind
from core.model.message import Choice, ChoiceField, Field, Form, TextField
from core.model.reply import Edit, OpenForm, Replies, Say
from core.ports import Phrasebook

MOST_FIELDS: Final = 5
"""A page of a platform holds no more."""

_LETTERS: Final = {"s": MeasureKind.SCALE, "y": MeasureKind.YES_NO, "c": MeasureKind.COUNT}
_BY_KIND: Final = {kind: letter for letter, kind in _LETTERS.items()}


class AtOnce:
    """Opens the page and keeps what comes back."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def opened(self, tap: Tap, scene: Scene) -> Replies:
        """A tap on "All on one page"."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        form = await self.form(checkin, member, scene)
        if form is None:
            return [Edit(message=await self._asking.first_page(checkin, member, scene))]
        return [OpenForm(form=form, door=tap.action)]

    async def form(self, checkin: Checkin, member: Member, scene: Scene) -> Form | None:
        """The first questions that wait, at most five; None when none waits."""
        await self._asking.gate.let_in(scene, then=("checkin", checkin.questionnaire))
        questionnaire = await self._asking.sets.of(checkin, scene.words, scene.uow)
        answered = {answer.measure for answer in checkin.answers}
        waiting = [(place, one) for place, one in enumerate(questionnaire.questions[:10]) if one.id not in answered]
        if not (asked := waiting[:MOST_FIELDS]):
            return None
        places = "".join(str(place) for place, _ in asked)
        kinds = "".join(_BY_KIND[one.kind] for _, one in asked)
        day = self._asking.day_of(checkin, member, scene)
        fields = [
            _field(number, one.kind, scene.words, question=one, today=not day) for number, (_, one) in enumerate(asked)
        ]
        wanted = action(ALL, checkin.id, places, kinds, _stamp(questionnaire))
        return Form(action=wanted, title=day or questionnaire.title, fields=tuple(fields))

    async def kept(self, form: Submission, scene: Scene) -> Replies:
        """Keeps all of it. What is no number stays open, and so does what found no place on the page."""
        member = await scene.member()
        checkin_id, places, _, stamp = form.action.args
        checkin = await self._asking.own(int(checkin_id), member, scene)
        await self._asking.gate.let_in(scene, then=("checkin", checkin.questionnaire))
        questionnaire = await self._asking.sets.of(checkin, scene.words, scene.uow)
        if _stamp(questionnaire) == stamp:
            asked = [questionnaire.questions[int(place)] for place in places]
            await self._keep(checkin, asked, form, member, scene)
            checkin = await self._asking.own(checkin.id, member, scene)
        if checkin.closed_at is None and next_question(questionnaire, checkin) is not None:
            return [Say(message=await self._asking.first_page(checkin, member, scene), private=True)]
        await scene.uow.checkins.close(checkin.id, now=scene.now)
        return [Say(message=await self._asking.saved(checkin, member, scene), private=True)]

    async def _keep(
        self, checkin: Checkin, asked: Sequence[Question], form: Submission, member: Member, scene: Scene
    ) -> None:
        for number, question in enumerate(asked):
            typed = form.values.get(_name(number), "")
            if typed and not (typed.isdecimal() and FINE <= int(typed) <= question.highest):
                continue
            value = int(typed) if typed else None
            await scene.uow.checkins.record(checkin.id, question.id, value, member_id=member.id, now=scene.now)


def page_of(wanted: Action, words: Phrasebook) -> Form:
    """The page anew, as it is read when it is handed in: its fields by their kinds, without their questions."""
    kinds = wanted.args[2] if len(wanted.args) > 2 else ""
    fields = [_field(number, _LETTERS[letter], words) for number, letter in enumerate(kinds)]
    return Form(action=wanted, title=words("checkins.all_title"), fields=tuple(fields))


def _field(
    number: int, kind: MeasureKind, words: Phrasebook, *, question: Question | None = None, today: bool = True
) -> Field:
    label = words("checkins.field_count")
    if question is not None:
        label = question.ask if today else question.ask_day or question.ask
    if kind is MeasureKind.COUNT:
        hint = words("checkins.hint_count")
        return TextField(name=_name(number), label=label, hint=hint, required=False, max_length=2)
    if kind is MeasureKind.YES_NO:
        choices = [Choice(value="1", label=words("checkins.button_yes"))]
        choices.append(Choice(value="0", label=words("checkins.button_no")))
    else:
        choices = [Choice(value=str(value), label=str(value)) for value in range(FINE, WORST + 1)]
        if question is not None:
            for place, end in ((0, question.fine), (-1, question.worst)):
                said = words("checkins.end_of_scale", value=choices[place].value, end=end)
                choices[place] = Choice(value=choices[place].value, label=said)
    return ChoiceField(name=_name(number), label=label, choices=tuple(choices), required=False)


def _name(number: int) -> str:
    return f"q{number}"


def _stamp(questionnaire: Questionnaire) -> str:
    """Tells whether the set is still the one that was asked."""
    return f"{crc32(' '.join(one.id for one in questionnaire.questions).encode()) & 0xFFFF:04x}"
