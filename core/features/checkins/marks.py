"""Symptoms and triggers, ticked after the numbers are kept; those used last come first. A second tap unticks."""

from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ButtonRefused
from core.features.checkins.asking import Asking
from core.features.checkins.pages import TICKS
from core.features.checkins.sets import MOST_OWN
from core.features.checkins.ways import ON_SAVED, label_form, marks_page
from core.model.action import Action
from core.model.checkin import Checkin
from core.model.identity import Member
from core.model.measure import MeasureKind
from core.model.message import Form, Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.ports import Phrasebook


class Marks:
    """Handles the page to tick on."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def page(self, tap: Tap, scene: Scene) -> Replies:
        """Eight at a time."""
        checkin = await self._asking.own(int(tap.action.args[0]), await scene.member(), scene)
        return [Edit(message=await self._page(checkin, int(tap.action.args[1]), scene))]

    async def tick(self, tap: Tap, scene: Scene) -> Replies:
        """Ticks, or takes the tick away. The buttons stay where they are until the page is done."""
        member = await scene.member()
        checkin_id, key, where = tap.action.args
        checkin = await self._asking.own(int(checkin_id), member, scene)
        measure = (self._asking.sets.all_measures(await scene.uow.tracked.of(member.id))).get(key)
        if measure is None or measure.kind not in TICKS:
            raise ButtonRefused("nothing to tick")
        await self._asking.gate.let_in(scene)
        ticked = any(one.measure == key and one.value for one in checkin.answers)
        value = None if ticked else 1
        await scene.uow.checkins.record(checkin.id, key, value, member_id=member.id, now=scene.now)
        checkin = await self._asking.own(checkin.id, member, scene)
        if where == ON_SAVED:
            return [Edit(message=await self._asking.saved(checkin, member, scene))]
        return [Edit(message=await self._page(checkin, int(where), scene))]

    async def done(self, tap: Tap, scene: Scene) -> Replies:
        """What was ticked comes first the next time."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        await self._asking.gate.let_in(scene)
        measures = await self._asking.sets.measures(checkin, scene.uow)
        for answer in checkin.answers:
            measure = measures.get(answer.measure)
            if measure is not None and measure.kind in TICKS and answer.value:
                await scene.uow.tracked.used(member.id, measure, now=scene.now)
        return [Edit(message=await self._asking.saved(checkin, member, scene))]

    async def own(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form for a word of one's own."""
        await self._asking.own(int(tap.action.args[0]), await scene.member(), scene)
        await self._asking.gate.let_in(scene)
        return [OpenForm(form=own_mark_form(tap.action, scene.words), door=tap.action)]

    async def named(self, form: Submission, scene: Scene) -> Replies:
        """Keeps the word and ticks it at once. The same word again is the same tick."""
        member = await scene.member()
        checkin = await self._asking.own(int(form.action.args[0]), member, scene)
        await self._asking.gate.let_in(scene)
        if (key := await self._key_of(form.values["label"], _kind(form.action), member, scene)) is None:
            shown = await self._page(checkin, 0, scene, said=scene.words("checkins.too_many_own", most=MOST_OWN))
            return [Say(message=shown, private=True)]
        await scene.uow.checkins.record(checkin.id, key, 1, member_id=member.id, now=scene.now)
        checkin = await self._asking.own(checkin.id, member, scene)
        return [Say(message=await self._page(checkin, 0, scene), private=True)]

    async def _key_of(self, label: str, kind: MeasureKind, member: Member, scene: Scene) -> str | None:
        """The mark of that name, made when there is none; None when there are too many already."""
        tracked = await scene.uow.tracked.of(member.id)
        for one in self._asking.sets.marks(tracked):
            if one.label.casefold() == label.casefold():
                return one.key
        if sum(one.own and not one.retired for one in tracked) >= MOST_OWN:
            return None
        new = await scene.uow.tracked.add(member.id, kind, label)
        await scene.uow.tracked.used(member.id, new.measure, now=scene.now)
        return new.key

    async def _page(self, checkin: Checkin, page: int, scene: Scene, *, said: str = "") -> Outbound:
        tracked = await scene.uow.tracked.of(checkin.member_id)
        sets = self._asking.sets
        return marks_page(checkin, sets.marks(tracked), sets.all_measures(tracked), page, scene.words, said=said)


def own_mark_form(wanted: Action, words: Phrasebook) -> Form:
    """One word or two for a symptom or a trigger."""
    return label_form(wanted, words, ask=words(f"checkins.field_own_{_kind(wanted).value}"))


def _kind(wanted: Action) -> MeasureKind:
    """Raises ButtonRefused for a kind that is not ticked."""
    kind = wanted.args[1]
    if kind not in TICKS:
        raise ButtonRefused("nothing to tick")
    return MeasureKind(kind)
