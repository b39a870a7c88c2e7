"""Joins setting, listing and deleting reminders, the catalogue, and what is said when one falls due."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.errors import ButtonRefused
from core.features.reminders.catalogue import ITEM, KIND, KINDS, group_page, item_page, kind_page, kinds_page
from core.features.reminders.due import Due
from core.features.reminders.holdings import Kept
from core.features.reminders.listing import list_page, new_button, start_page
from core.features.reminders.log import REMINDER_LOG
from core.features.reminders.managing import managing_forms, managing_routes, quiet_command, removal
from core.features.reminders.own import own_reminders
from core.features.reminders.reach import came_back, reach_changed
from core.features.reminders.setting import Setting
from core.features.reminders.taps import due_routes
from core.features.reminders.wish import (
    CARE,
    CHECKIN,
    NEW,
    OWN,
    PEG,
    WHEN,
    WHERE,
    Wish,
    new_form,
    when_form,
    where_form,
)
from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.command import Command, Option
from core.model.delivery import Lane, Promise
from core.model.identity import Platform
from core.model.inbound import CommandGiven
from core.model.message import Outbound, message
from core.model.reply import Edit, Notice, OpenForm, Replies, Say
from core.ports import Composition, Phrasebook, Purpose
from core.scheduling.rotation import choose, post_at, replaces
from core.scheduling.suggesting import suggest_cities

GROUP_SELFCARE: Final = "group_selfcare"


class Reminders:
    """Holds the catalogue that its handlers read."""

    def __init__(self, care: SelfCare, words: Phrasebook, reminders_only: frozenset[Platform]) -> None:
        self._care = care
        self._reminders_only = reminders_only
        self._words = words
        self.setting = Setting(care, reminders_only)

    async def remind(self, given: CommandGiven, scene: Scene) -> Replies:
        """/remind, in one line or step by step."""
        what, when = given.options.get("what", ""), given.options.get("when", "")
        if given.rest:
            return await self.setting.settle(Wish(target=OWN, said=given.rest), scene)
        if when:
            return await self.setting.settle(Wish(target=OWN, what=what, when=when), scene)
        if what:
            return await self.setting.settle(Wish(target=OWN, said=what), scene)
        return [Say(message=start_page(scene.words), private=True)]

    async def start(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=start_page(scene.words))]

    async def new(self, tap: Tap, scene: Scene) -> Replies:
        return [OpenForm(form=new_form(scene.words), door=action("remind.new"))]

    async def new_submitted(self, form: Submission, scene: Scene) -> Replies:
        wish = Wish(target=OWN, what=form.values["what"], when=form.values["when"])
        return await self.setting.settle(wish, scene)

    async def checkin(self, tap: Tap, scene: Scene) -> Replies:
        """Nobody is reminded to check in where no answers are kept."""
        if scene.origin.account.platform in self._reminders_only:
            shown = message(scene.words("reminders.no_checkins_here"), buttons=((new_button(scene.words),),))
            return [Edit(message=shown)]
        return _instead(await self.setting.settle(Wish(target=CHECKIN), scene))

    async def weekly(self, tap: Tap, scene: Scene) -> Replies:
        """The three questions of the week, at a usual time (a day's name and HHMM) or at one to choose."""
        if scene.origin.account.platform in self._reminders_only:
            return await self.checkin(tap, scene)
        when = ""
        if tap.action.args:
            day, clock = tap.action.args
            when = f"every {day} at {clock[:2]}:{clock[2:]}"
        return _instead(await self.setting.settle(Wish(target=PEG, when=when), scene))

    async def care(self, tap: Tap, scene: Scene) -> Replies:
        """A catalogue idea, at its suggested time (second argument, HHMM) or at one to choose."""
        item_id, *time = tap.action.args
        if item_id not in self._care.reminders:
            raise ButtonRefused("not in the catalogue any more")
        when = f"every day at {time[0][:2]}:{time[0][2:]}" if time else ""
        return _instead(await self.setting.settle(Wish(target=CARE + item_id, when=when), scene))

    async def choose(self, tap: Tap, scene: Scene) -> Replies:
        """A tapped time under a question; a second tap under the same one says that it is settled."""
        form_id, index = tap.action.args
        state = await scene.uow.forms.current(scene.origin.account)
        if state is None or str(state.form_id) != form_id:
            return [Notice(text=scene.words("reminders.answered_before"))]
        await scene.uow.forms.close(state.form_id)
        wish = Wish.from_known(state.values)
        return _instead(await self.setting.settle(replace(wish, when=wish.offered[int(index)]), scene))

    async def zone(self, tap: Tap, scene: Scene) -> Replies:
        """A tapped place."""
        return _instead(await self.setting.zone_chosen(tap.action.args[0], await self._waiting(scene), scene))

    async def where_submitted(self, form: Submission, scene: Scene) -> Replies:
        return await self.setting.placed(form.values["where"], await self._waiting(scene, form), scene)

    async def when_submitted(self, form: Submission, scene: Scene) -> Replies:
        wish = await self._waiting(scene, form) or Wish(target=OWN)
        return await self.setting.answered(wish, form.values["when"], scene)

    async def type(self, tap: Tap, scene: Scene) -> Replies:
        form = where_form(scene.words) if tap.action.args == ("where",) else when_form(scene.words)
        return [OpenForm(form=form, door=action("remind.resume"))]

    async def resume(self, tap: Tap, scene: Scene) -> Replies:
        """The member came into the private chat to answer what was asked in the group."""
        state = await scene.uow.forms.current(scene.origin.account)
        wish = await self._waiting(scene)
        if wish is None and state is not None and state.action.route == WHERE:
            return await self.setting.ask_where(None, scene)
        if wish is None:
            return [Say(message=start_page(scene.words), private=True)]
        return await self.setting.settle(wish, scene)

    async def timezone(self, given: CommandGiven, scene: Scene) -> Replies:
        """/timezone London, or /timezone alone. A reminder that waits for the place goes on."""
        wish = await self._waiting(scene)
        if place := given.rest or given.options.get("place", ""):
            return await self.setting.placed(place, wish, scene)
        return await self.setting.ask_where(wish, scene)

    async def clock(self, tap: Tap, scene: Scene) -> Replies:
        """Asks where the member is, from a button."""
        return await self.setting.ask_where(None, scene)

    async def times(self, tap: Tap, scene: Scene) -> Replies:
        """Somebody would rather say what time it is than where they are."""
        return _instead(await self.setting.ask_clock(await self._waiting(scene), scene))

    async def time(self, tap: Tap, scene: Scene) -> Replies:
        """A tapped clock time, and the minute in which it was shown."""
        wall, minute = tap.action.args
        at = datetime.fromtimestamp(int(minute) * 60, UTC)
        clock = time(int(wall[:2]), int(wall[2:]))
        return _instead(await self.setting.clock_told(clock, at, await self._waiting(scene), scene))

    async def listed(self, given: CommandGiven, scene: Scene) -> Replies:
        return [Say(message=await self._list(0, scene), private=True)]

    async def list_tapped(self, tap: Tap, scene: Scene) -> Replies:
        page = int(tap.action.args[0]) if tap.action.args else 0
        return [Edit(message=await self._list(page, scene))]

    async def undo(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        gone = await scene.uow.schedules.remove(int(tap.action.args[0]), member_id=member.id)
        key = "reminders.undone" if gone else "reminders.undone_before"
        return [Edit(message=message(scene.words(key), buttons=((new_button(scene.words),),)))]

    async def selfcare(self, given: CommandGiven, scene: Scene) -> Replies:
        return [Say(message=kinds_page(self._care, scene.words), private=True)]

    async def kinds(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=kinds_page(self._care, scene.words))]

    async def kind(self, tap: Tap, scene: Scene) -> Replies:
        if tap.action.args[0] not in self._care.kinds:
            raise ButtonRefused("not a kind any more")
        return [Edit(message=kind_page(self._care, tap.action.args[0], scene.words))]

    async def item(self, tap: Tap, scene: Scene) -> Replies:
        item = self._care.reminders.get(tap.action.args[0])
        if item is None:
            raise ButtonRefused("not in the catalogue any more")
        return [Edit(message=item_page(item, scene.words))]

    async def group_due(self, due: Composition) -> Outbound | None:
        """The group's idea of the day: everything once before anything twice."""
        chosen = await choose(due, list(self._care.reminders))
        return None if chosen is None else group_page(self._care.reminders[chosen], self._words)

    async def _waiting(self, scene: Scene, form: Submission | None = None) -> Wish | None:
        """The wish behind an answer: handed in with a form that was asked step by step, or still waiting."""
        if form is not None and "target" in form.values:
            return Wish.from_known(form.values)
        state = await scene.uow.forms.current(scene.origin.account)
        if state is None or state.action.route not in (WHERE, WHEN):
            return None
        await scene.uow.forms.close(state.form_id)
        return Wish.from_known(state.values) if "target" in state.values else None

    async def _list(self, page: int, scene: Scene) -> Outbound:
        member = await scene.member()
        return list_page(await own_reminders(scene.uow, member.id), page, self.setting, scene)


def reminders(care: SelfCare, words: Phrasebook, *, reminders_only: frozenset[Platform] = frozenset()) -> Feature:
    """The feature, whole. `words` are what is written when nobody is there to ask for a language.

    On the platforms of `reminders_only` no reminder to check in is set.
    """
    feature = Reminders(care, words, reminders_only)
    return Feature(
        name="reminders",
        commands=_commands(feature),
        buttons={
            "remind.list": ButtonRoute(handle=feature.list_tapped, door=True),
            "remind.start": ButtonRoute(handle=feature.start),
            "remind.new": ButtonRoute(handle=feature.new, door=True),
            "remind.checkin": ButtonRoute(handle=feature.checkin),
            "remind.weekly": ButtonRoute(handle=feature.weekly),
            "remind.care": ButtonRoute(handle=feature.care),
            "remind.choose": ButtonRoute(handle=feature.choose),
            "remind.zone": ButtonRoute(handle=feature.zone),
            "remind.times": ButtonRoute(handle=feature.times),
            "remind.time": ButtonRoute(handle=feature.time),
            "remind.clock": ButtonRoute(handle=feature.clock, door=True),
            "remind.type": ButtonRoute(handle=feature.type),
            "remind.resume": ButtonRoute(handle=feature.resume, door=True),
            "remind.undo": ButtonRoute(handle=feature.undo),
            KINDS: ButtonRoute(handle=feature.kinds),
            KIND: ButtonRoute(handle=feature.kind),
            ITEM: ButtonRoute(handle=feature.item, door=True),
            **due_routes(care),
            **managing_routes(feature.setting),
        },
        forms={
            NEW: FormRoute(build=lambda _, said: new_form(said), handle=feature.new_submitted),
            WHERE: FormRoute(build=lambda _, said: where_form(said), handle=feature.where_submitted),
            WHEN: FormRoute(build=lambda _, said: when_form(said), handle=feature.when_submitted),
            **managing_forms(feature.setting),
        },
        events=(reach_changed,),
        returns=(came_back,),
        holdings=(*Kept(care, words).holdings, REMINDER_LOG),
        purposes=(
            *Due(care, words).purposes,
            removal(),
            Purpose(
                name=GROUP_SELFCARE,
                compose=feature.group_due,
                lane=Lane.BROADCAST,
                promise=Promise.AT_MOST_ONCE,
                good_for=timedelta(hours=6),
                cheerful=True,
                post_at=post_at,
                renews=replaces,
            ),
        ),
    )


def _commands(feature: Reminders) -> tuple[CommandRoute, ...]:
    what = Option(name="what", summary="What should I remind you of?")
    when = Option(name="when", summary='When? For example "every day at 9" or "weekdays 7:45"')
    place = Option(name="place", summary="A city or a country near you", suggests=True)
    return (
        CommandRoute(
            command=Command(name="remind", summary="Set a kind reminder", options=(what, when)), handle=feature.remind
        ),
        CommandRoute(command=Command(name="reminders", summary="See and change your reminders"), handle=feature.listed),
        quiet_command(),
        CommandRoute(command=Command(name="selfcare", summary="Small ideas for today"), handle=feature.selfcare),
        CommandRoute(
            command=Command(name="timezone", summary="Tell me where you are", options=(place,)),
            handle=feature.timezone,
            suggest=suggest_cities,
            goes_on_with=frozenset({WHERE, WHEN}),
        ),
    )


def _instead(replies: Replies) -> Replies:
    """Puts what is said first in the place of the message that was tapped."""
    return [Edit(message=one.message) if at == 0 and isinstance(one, Say) else one for at, one in enumerate(replies)]
