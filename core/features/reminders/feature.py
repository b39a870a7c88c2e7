"""Joins setting, listing and deleting reminders, the catalogue, and what is said when one falls due."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.errors import ButtonRefused
from core.features.reminders.catalogue import ITEM, KIND, KINDS, group_page, item_page, kind_page, kinds_page
from core.features.reminders.setting import REMINDER, Setting
from core.features.reminders.wish import CARE, CHECKIN, NEW, OWN, WHEN, WHERE, Wish, new_form, when_form, where_form
from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.command import Command, Option
from core.model.delivery import Lane, Promise
from core.model.inbound import CommandGiven
from core.model.message import Button, Outbound, message, note, plain, title
from core.model.reply import Edit, OpenForm, Replies, Say
from core.ports import Composition, Phrasebook, Purpose
from core.scheduling.saying import said_moment, said_rule

GROUP_SELFCARE: Final = "group_selfcare"


class Reminders:
    """Holds the catalogue that its handlers read."""

    def __init__(self, care: SelfCare, words: Phrasebook) -> None:
        self._care = care
        self._words = words
        self._setting = Setting(care)

    async def remind(self, given: CommandGiven, scene: Scene) -> Replies:
        """/remind, in one line or step by step."""
        if given.rest:
            return await self._setting.settle(Wish(target=OWN, when=given.rest), scene)
        what, when = given.options.get("what", ""), given.options.get("when", "")
        if when:
            return await self._setting.settle(Wish(target=OWN, what=what, when=when), scene)
        if what:
            return await self._setting.settle(Wish(target=OWN, what=what), scene)
        return [Say(message=self._start_page(scene.words), private=True)]

    async def new(self, tap: Tap, scene: Scene) -> Replies:
        return [OpenForm(form=new_form(scene.words), door=action("remind.new"))]

    async def new_submitted(self, form: Submission, scene: Scene) -> Replies:
        wish = Wish(target=OWN, what=form.values["what"], when=form.values["when"])
        return await self._setting.settle(wish, scene)

    async def checkin(self, tap: Tap, scene: Scene) -> Replies:
        return await self._setting.settle(Wish(target=CHECKIN), scene)

    async def care(self, tap: Tap, scene: Scene) -> Replies:
        """A catalogue idea, at its suggested time (second argument, HHMM) or at one to choose."""
        item_id, *time = tap.action.args
        if item_id not in self._care.reminders:
            raise ButtonRefused("not in the catalogue any more")
        when = f"every day at {time[0][:2]}:{time[0][2:]}" if time else ""
        return await self._setting.settle(Wish(target=CARE + item_id, when=when), scene)

    async def choose(self, tap: Tap, scene: Scene) -> Replies:
        """A tapped time under a question. The wish waits as a half-filled form."""
        wish = await self._waiting(scene)
        if wish is None:
            return [Say(message=self._start_page(scene.words), private=True)]
        return await self._setting.settle(replace(wish, when=tap.action.args[0]), scene)

    async def zone(self, tap: Tap, scene: Scene) -> Replies:
        """A tapped place."""
        return await self._setting.zone_chosen(tap.action.args[0], await self._waiting(scene), scene)

    async def where_submitted(self, form: Submission, scene: Scene) -> Replies:
        return await self._setting.placed(form.values["where"], await self._waiting(scene, form), scene)

    async def when_submitted(self, form: Submission, scene: Scene) -> Replies:
        wish = await self._waiting(scene, form) or Wish(target=OWN)
        return await self._setting.settle(replace(wish, when=form.values["when"]), scene)

    async def type(self, tap: Tap, scene: Scene) -> Replies:
        form = where_form(scene.words) if tap.action.args == ("where",) else when_form(scene.words)
        return [OpenForm(form=form, door=action("remind.resume"))]

    async def resume(self, tap: Tap, scene: Scene) -> Replies:
        """The member came into the private chat to answer what was asked in the group."""
        wish = await self._waiting(scene)
        if wish is None:
            return [Say(message=self._start_page(scene.words), private=True)]
        return await self._setting.settle(wish, scene)

    async def timezone(self, given: CommandGiven, scene: Scene) -> Replies:
        """/timezone London, or /timezone alone."""
        if place := given.options.get("place", ""):
            return await self._setting.placed(place, None, scene)
        return await self._setting.ask_where(None, scene)

    async def listed(self, given: CommandGiven, scene: Scene) -> Replies:
        return [Say(message=await self._list(scene), private=True)]

    async def list_tapped(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._list(scene))]

    async def delete(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        await scene.uow.schedules.remove(int(tap.action.args[0]), member_id=member.id)
        return [Edit(message=await self._list(scene))]

    async def undo(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        gone = await scene.uow.schedules.remove(int(tap.action.args[0]), member_id=member.id)
        key = "reminders.undone" if gone else "reminders.undone_before"
        return [Edit(message=message(scene.words(key), buttons=((self._new_button(scene.words),),)))]

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

    async def due(self, due: Composition) -> Outbound:
        """The member's own reminder, at its minute."""
        wish = Wish.from_known(dict(due.schedule.payload))
        item = self._care.reminders.get(wish.target.removeprefix(CARE)) if wish.target.startswith(CARE) else None
        listed = Button(label=self._words("reminders.button_list"), action=action("remind.list"))
        heading = title(wish.label(self._care, self._words))
        text = plain(item.text) if item else note(self._words("reminders.due"))
        return message(heading, text, buttons=((listed,),))

    async def group_due(self, due: Composition) -> Outbound | None:
        """The group's idea of the day: everything once before anything twice."""
        group_id = due.schedule.group_id
        if group_id is None:
            return None
        items = list(self._care.reminders.values())
        shown = set(await due.uow.groups.chosen_lately(group_id, GROUP_SELFCARE, limit=len(items) - 1))
        item = next(item for item in items if item.id not in shown)
        await due.uow.groups.chose(group_id, GROUP_SELFCARE, item.id, now=due.now)
        return group_page(item, self._words)

    async def _waiting(self, scene: Scene, form: Submission | None = None) -> Wish | None:
        """The wish behind an answer: handed in with a form that was asked step by step, or still waiting."""
        if form is not None and "target" in form.values:
            return Wish.from_known(form.values)
        state = await scene.uow.forms.current(scene.origin.account)
        if state is None or state.action.route not in (WHERE, WHEN):
            return None
        await scene.uow.forms.close(state.form_id)
        return Wish.from_known(dict(state.values)) if "target" in state.values else None

    async def _list(self, scene: Scene) -> Outbound:
        words = scene.words
        member = await scene.member()
        kept = await scene.uow.schedules.of_member(member.id)
        if not kept:
            return message(words("reminders.none"), buttons=((self._new_button(words),),))
        lines = [
            words(
                "reminders.line",
                number=number,
                what=self._setting.label(one, words_of=scene),
                rule=said_rule(one.recurrence, words),
                next=said_moment(one.next_slot.at, one.recurrence.zone, words) if one.next_slot else "",
            )
            for number, one in enumerate(kept, start=1)
        ]
        buttons = [
            Button(label=words("reminders.button_delete", number=number), action=action("remind.delete", one.id))
            for number, one in enumerate(kept, start=1)
        ]
        rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
        return message(title(words("reminders.list_title")), *lines, buttons=(*rows, (self._new_button(words),)))

    def _start_page(self, words: Phrasebook) -> Outbound:
        checkin = Button(label=words("reminders.label_checkin"), action=action("remind.checkin"))
        ideas = Button(label=words("reminders.button_ideas"), action=action(KINDS))
        return message(words("reminders.of_what"), buttons=((checkin, ideas), (self._new_button(words),)))

    def _new_button(self, words: Phrasebook) -> Button:
        return Button(label=words("reminders.button_new"), action=action("remind.new"))


def reminders(care: SelfCare, words: Phrasebook) -> Feature:
    """The feature, whole. `words` are what is written when nobody is there to ask for a language."""
    feature = Reminders(care, words)
    return Feature(
        name="reminders",
        commands=_commands(feature),
        buttons={
            "remind.list": ButtonRoute(handle=feature.list_tapped),
            "remind.new": ButtonRoute(handle=feature.new, door=True),
            "remind.checkin": ButtonRoute(handle=feature.checkin),
            "remind.care": ButtonRoute(handle=feature.care),
            "remind.choose": ButtonRoute(handle=feature.choose),
            "remind.zone": ButtonRoute(handle=feature.zone),
            "remind.type": ButtonRoute(handle=feature.type),
            "remind.resume": ButtonRoute(handle=feature.resume, door=True),
            "remind.delete": ButtonRoute(handle=feature.delete),
            "remind.undo": ButtonRoute(handle=feature.undo),
            KINDS: ButtonRoute(handle=feature.kinds),
            KIND: ButtonRoute(handle=feature.kind),
            ITEM: ButtonRoute(handle=feature.item, door=True),
        },
        forms={
            NEW: FormRoute(build=lambda _, said: new_form(said), handle=feature.new_submitted),
            WHERE: FormRoute(build=lambda _, said: where_form(said), handle=feature.where_submitted),
            WHEN: FormRoute(build=lambda _, said: when_form(said), handle=feature.when_submitted),
        },
        purposes=(
            Purpose(
                name=REMINDER,
                compose=feature.due,
                lane=Lane.DUE,
                promise=Promise.AT_LEAST_ONCE,
                good_for=timedelta(hours=2),
                late_label=True,
            ),
            Purpose(
                name=GROUP_SELFCARE,
                compose=feature.group_due,
                lane=Lane.BROADCAST,
                promise=Promise.AT_MOST_ONCE,
                good_for=timedelta(hours=6),
            ),
        ),
    )


def _commands(feature: Reminders) -> tuple[CommandRoute, ...]:
    what = Option(name="what", summary="What should I remind you of?")
    when = Option(name="when", summary='When? For example "every day at 9" or "weekdays 7:45"')
    place = Option(name="place", summary="A city or a country near you")
    return (
        CommandRoute(
            command=Command(name="remind", summary="Set a kind reminder", options=(what, when)), handle=feature.remind
        ),
        CommandRoute(command=Command(name="reminders", summary="See and delete your reminders"), handle=feature.listed),
        CommandRoute(command=Command(name="selfcare", summary="Small ideas for today"), handle=feature.selfcare),
        CommandRoute(
            command=Command(name="timezone", summary="Tell me where you are", options=(place,)), handle=feature.timezone
        ),
    )
