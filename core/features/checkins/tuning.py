"""My check-in: which set opens, what is in a member's own set, and the words that they added. It keeps no answer."""

from collections.abc import Sequence

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ButtonRefused
from core.features.checkins.pages import DAILY, SHORT
from core.features.checkins.sets import ASKED, MOST_IN_SET, MOST_OWN, OWN, Sets
from core.features.checkins.tuning_pages import (
    add_page,
    kinds_page,
    order_page,
    out_page,
    retired_page,
    set_page,
    word_page,
    words_page,
)
from core.features.checkins.ways import label_form
from core.model.action import Action
from core.model.measure import Measure, MeasureKind
from core.model.message import Form, Outbound, message
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.tracked import Tracked
from core.ports import Phrasebook

SETTINGS = "set"
"""The word behind /checkin that opens this page."""


class Tuning:
    """Handles the pages on which a member makes the check-in their own."""

    def __init__(self, sets: Sets, gate: HealthGate) -> None:
        self._sets = sets
        self._gate = gate

    async def page(self, scene: Scene) -> Outbound:
        """Raises ConsentMissing: these words tell of somebody's health."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        member = await scene.member()
        tracked = await scene.uow.tracked.of(member.id)
        habits = await scene.uow.habits.get(member.id)
        has_words = any(one.own and not one.retired for one in tracked)
        own, forms = self._own(tracked), scene.capabilities.forms
        return set_page(own, habits, scene.words, forms=forms, has_words=has_words)

    async def shown(self, _: Tap, scene: Scene) -> Replies:
        """The page itself."""
        return [Edit(message=await self.page(scene))]

    async def opens(self, tap: Tap, scene: Scene) -> Replies:
        """Which set "Check in" opens from now on."""
        if tap.action.args[0] not in (DAILY, SHORT, OWN):
            raise ButtonRefused("no such set")
        await scene.uow.habits.change((await scene.member()).id, opens=tap.action.args[0])
        return [Edit(message=await self.page(scene))]

    async def once(self, tap: Tap, scene: Scene) -> Replies:
        """Whether "Check in" opens all on one page."""
        await scene.uow.habits.change((await scene.member()).id, all_at_once=tap.action.args[0] == "1")
        return [Edit(message=await self.page(scene))]

    async def add(self, tap: Tap, scene: Scene) -> Replies:
        """What could still be taken in."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        tracked = await scene.uow.tracked.of((await scene.member()).id)
        page = int(tap.action.args[0])
        shown = add_page(self._sets.offers(tracked), len(self._own(tracked)), page, scene.words)
        return [Edit(message=shown)]

    async def put(self, tap: Tap, scene: Scene) -> Replies:
        """Takes one in, as the last one. With a page of the others (second argument), they stay at hand."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        tracked = await scene.uow.tracked.of((await scene.member()).id)
        wanted = next((one for one in self._sets.offers(tracked) if one.key == tap.action.args[0]), None)
        own = self._own(tracked)
        if len(own) >= MOST_IN_SET:
            return [Edit(message=add_page([], len(own), 0, scene.words))]
        if wanted is not None:
            await self._place([*own, wanted], scene)
        if wanted is None or len(own) + 1 == MOST_IN_SET or len(tap.action.args) == 1:
            return [Edit(message=await self.page(scene))]
        left = [one for one in self._sets.offers(tracked) if one.key != wanted.key]
        return [Edit(message=add_page(left, len(own) + 1, int(tap.action.args[1]), scene.words, put=wanted))]

    async def new(self, _: Tap, scene: Scene) -> Replies:
        """How should it be answered."""
        return [Edit(message=kinds_page(scene.words))]

    async def ask_label(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form for a question of one's own."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        return [OpenForm(form=own_measure_form(tap.action, scene.words), door=tap.action)]

    async def named(self, form: Submission, scene: Scene) -> Replies:
        """Keeps the question and takes it into the set; one that stands there by that name already is enough."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        member = await scene.member()
        tracked = await scene.uow.tracked.of(member.id)
        own = self._own(tracked)
        label, kind = form.values["label"], _kind(form.action)
        if any(_same(one, label, kind) for one in own):
            return [Say(message=await self.page(scene), private=True)]
        if len(own) >= MOST_IN_SET:
            return [Say(message=add_page([], len(own), 0, scene.words), private=True)]
        if sum(one.own and not one.retired for one in tracked) >= MOST_OWN:
            return [Say(message=message(scene.words("checkins.too_many_own", most=MOST_OWN)), private=True)]
        new = next((one for one in self._sets.offers(tracked) if _same(one, label, kind)), None)
        new = new or (await scene.uow.tracked.add(member.id, kind, label)).measure
        await self._place([*own, new], scene)
        return [Say(message=await self.page(scene), private=True)]

    async def out(self, _: Tap, scene: Scene) -> Replies:
        """Which one should go."""
        own = self._own(await scene.uow.tracked.of((await scene.member()).id))
        return [Edit(message=out_page(own, scene.words))]

    async def take(self, tap: Tap, scene: Scene) -> Replies:
        """Out of the set it goes; its answers stay."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        own = self._own(await scene.uow.tracked.of((await scene.member()).id))
        gone = next((one for one in own if one.key == tap.action.args[0]), None)
        left = [one for one in own if one != gone]
        await self._place(left, scene)
        return [Edit(message=out_page(left, scene.words, gone=gone))]

    async def order(self, _: Tap, scene: Scene) -> Replies:
        """The set, to be put in order."""
        own = self._own(await scene.uow.tracked.of((await scene.member()).id))
        return [Edit(message=order_page(own, scene.words))]

    async def first(self, tap: Tap, scene: Scene) -> Replies:
        """The one that was tapped comes first."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        own = self._own(await scene.uow.tracked.of((await scene.member()).id))
        ordered = sorted(own, key=lambda one: one.key != tap.action.args[0])
        await self._place(ordered, scene)
        return [Edit(message=order_page(ordered, scene.words))]

    async def words(self, tap: Tap, scene: Scene) -> Replies:
        """All words that the member added."""
        tracked = await scene.uow.tracked.of((await scene.member()).id)
        mine = [one for one in tracked if one.own and not one.retired]
        return [Edit(message=words_page(mine, int(tap.action.args[0]), scene.words))]

    async def word(self, tap: Tap, scene: Scene) -> Replies:
        """One of them."""
        return [Edit(message=word_page(await self._word(tap.action, scene), scene.words))]

    async def rename(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form with the word that is there."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        one = await self._word(tap.action, scene)
        return [OpenForm(form=rename_form(tap.action, scene.words, value=one.label), door=tap.action)]

    async def renamed(self, form: Submission, scene: Scene) -> Replies:
        """The new word stands beside the earlier answers, too."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        await self._word(form.action, scene)
        member = await scene.member()
        await scene.uow.tracked.relabel(member.id, form.action.args[0], form.values["label"])
        return [Say(message=word_page(await self._word(form.action, scene), scene.words), private=True)]

    async def retire(self, tap: Tap, scene: Scene) -> Replies:
        """Taking a word away needs nobody's leave."""
        one = await self._word(tap.action, scene)
        await scene.uow.tracked.remove((await scene.member()).id, one.key)
        return [Edit(message=retired_page(one, scene.words))]

    async def take_up(self, tap: Tap, scene: Scene) -> Replies:
        """It is offered again."""
        await self._gate.let_in(scene, then=("checkin", SETTINGS))
        await scene.uow.tracked.take_up((await scene.member()).id, tap.action.args[0])
        return [Edit(message=word_page(await self._word(tap.action, scene), scene.words))]

    def _own(self, tracked: Sequence[Tracked]) -> list[Measure]:
        measures = self._sets.all_measures(tracked)
        return [measures[one.key] for one in tracked if one.place is not None and one.key in measures]

    async def _place(self, measures: Sequence[Measure], scene: Scene) -> None:
        await scene.uow.tracked.place((await scene.member()).id, measures)

    async def _word(self, wanted: Action, scene: Scene) -> Tracked:
        tracked = await scene.uow.tracked.of((await scene.member()).id)
        one = next((one for one in tracked if one.key == wanted.args[0] and one.own), None)
        if one is None:
            raise ButtonRefused("not a word of this member")
        return one


def own_measure_form(wanted: Action, words: Phrasebook) -> Form:
    """The name of a question of one's own."""
    return label_form(wanted, words, ask=words("checkins.field_own"))


def rename_form(wanted: Action, words: Phrasebook, *, value: str = "") -> Form:
    """Another name for it."""
    return label_form(wanted, words, ask=words("checkins.field_rename"), value=value)


def _same(one: Measure, label: str, kind: MeasureKind) -> bool:
    return one.kind is kind and one.label.casefold() == label.casefold()


def _kind(wanted: Action) -> MeasureKind:
    """Raises ButtonRefused for a kind that is not asked."""
    kind = wanted.args[0]
    if kind not in ASKED:
        raise ButtonRefused("no such kind")
    return MeasureKind(kind)
