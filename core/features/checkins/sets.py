"""Which questions a check-in asks, and what a measure is called: the library's sets, and a member's own."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.features.checkins.pages import DAILY
from core.library.questionnaires import Checkins, Question, Questionnaire
from core.model.checkin import Checkin
from core.model.identity import Member
from core.model.measure import Measure, MeasureKind
from core.model.tracked import OWN_KEY, Tracked
from core.ports import Phrasebook, UnitOfWork

OWN: Final = "own"
USUAL: Final = "usual"
"""Behind "Check in": the set that the member chose for it."""

MOST_IN_SET: Final = 8
MOST_OWN: Final = 40
"""How many words of their own a member may add, retired ones left out."""

ASKED: Final = frozenset({MeasureKind.SCALE, MeasureKind.YES_NO, MeasureKind.COUNT})
"""Kinds that are asked as questions; the others are ticked."""


class Sets:
    """Reads the content and, only where a member's own words are needed, what they track."""

    def __init__(self, content: Checkins) -> None:
        self._content = content

    async def chosen(self, wanted: str, member: Member, uow: UnitOfWork) -> str:
        """The name of a set that can be asked. An own set without a question gives way to the daily one."""
        name = wanted
        if name not in self._content.questionnaires and name != OWN:
            name = (await uow.habits.get(member.id)).opens
        if name == OWN and not any(one.place is not None for one in await uow.tracked.of(member.id)):
            return DAILY
        return name if name == OWN or name in self._content.questionnaires else DAILY

    async def of(self, checkin: Checkin, words: Phrasebook, uow: UnitOfWork) -> Questionnaire:
        """Its questions, and after them what it holds answers to besides: all of it can be changed."""
        tracked = await self._tracked(checkin, uow)
        if checkin.questionnaire == OWN:
            placed = [one for one in tracked if one.place is not None]
            asked = [question for one in placed if (question := self._question(one.key, tracked, words))]
            name = words("checkins.own_set")
            base = Questionnaire(id=OWN, title=name, about=name, questions=tuple(asked))
        else:
            base = self._content.questionnaires.get(checkin.questionnaire, self._content.questionnaires[DAILY])
        known = {question.id for question in base.questions}
        others = [self._question(answer.measure, tracked, words) for answer in checkin.answers]
        more = tuple(question for question in others if question is not None and question.id not in known)
        return Questionnaire(id=base.id, title=base.title, about=base.about, questions=(*base.questions, *more))

    async def measures(self, checkin: Checkin, uow: UnitOfWork) -> Mapping[str, Measure]:
        """What this check-in's answers are called, by their keys."""
        return self._content.measures(await self._tracked(checkin, uow))

    def all_measures(self, tracked: Sequence[Tracked]) -> Mapping[str, Measure]:
        """All that the library and a member have words for, by their keys."""
        return self._content.measures(tracked)

    def offers(self, tracked: Sequence[Tracked]) -> list[Measure]:
        """What could still be taken into the own set."""
        taken = {one.key for one in tracked if one.place is not None}
        own = [one.measure for one in tracked if one.own and not one.retired and one.kind in ASKED]
        library = [self._content.questions[name].measure for name in self._content.offers]
        return [one for one in (*library, *own) if one.key not in taken]

    def marks(self, tracked: Sequence[Tracked]) -> list[Measure]:
        """Symptoms and triggers to tick: those used last come first, then the member's own, then the library's."""
        own = [one.measure for one in tracked if one.own and not one.retired and one.kind not in ASKED]
        used = {one.key: one.used_at for one in tracked if one.used_at is not None}
        every = [*own, *self._content.marks.values()]
        lately = sorted((one for one in every if one.key in used), key=lambda one: used[one.key], reverse=True)
        return [*lately, *(one for one in every if one.key not in used)]

    async def _tracked(self, checkin: Checkin, uow: UnitOfWork) -> Sequence[Tracked]:
        own = checkin.questionnaire == OWN or any(one.measure.startswith(OWN_KEY) for one in checkin.answers)
        return await uow.tracked.of(checkin.member_id) if own else ()

    def _question(self, key: str, tracked: Sequence[Tracked], words: Phrasebook) -> Question | None:
        """None for what is ticked, and for what nobody has words for any more."""
        if (known := self._content.questions.get(key)) is not None:
            return known
        mine = next((one for one in tracked if one.key == key and one.own and one.kind in ASKED), None)
        if mine is None:
            return None
        scale = mine.kind is MeasureKind.SCALE
        return Question(
            id=key,
            label=mine.label,
            ask=words(f"checkins.ask_own_{mine.kind.value}", label=mine.label),
            ask_day=words(f"checkins.ask_day_{mine.kind.value}", label=mine.label),
            fine=words("checkins.own_least") if scale else "",
            worst=words("checkins.own_most") if scale else "",
            follow_ups=(),
            kind=mine.kind,
        )
