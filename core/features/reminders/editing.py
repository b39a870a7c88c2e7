"""Changes one reminder: its time, its words, whether quiet hours hold it; or deletes it. Each with a way back."""

from dataclasses import replace

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, FormRoute
from core.features.reminders.before import BEFORE, gone_for_now, put_back, remembering
from core.features.reminders.confirming import LOUDLY, confirmation, put_back_page
from core.features.reminders.listing import new_button
from core.features.reminders.one import gone_page
from core.features.reminders.own import GONE, LOUD, drop_helpers, own_reminder, own_reminders
from core.features.reminders.setting import MOST_REMINDERS, Setting
from core.features.reminders.wish import LONGEST_TEXT, Wish
from core.model.action import action
from core.model.message import Button, Form, Outbound, TextField, message, title
from core.model.reply import Edit, Notice, OpenForm, Replies, Say
from core.model.schedule import Schedule
from core.ports import Phrasebook

RETIME, REWORD, DELETE, BACK = "remind.retime", "remind.reword", "remind.delete", "remind.back"


class Editing:
    """Works on the member's own alone: an id of somebody else's is gone to them."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    @property
    def buttons(self) -> dict[str, ButtonRoute]:
        """Its routes."""
        return {
            RETIME: ButtonRoute(handle=self.retime),
            REWORD: ButtonRoute(handle=self.reword, door=True),
            DELETE: ButtonRoute(handle=self.delete),
            BACK: ButtonRoute(handle=self.back),
            LOUDLY: ButtonRoute(handle=self.loudly),
        }

    @property
    def forms(self) -> dict[str, FormRoute]:
        """The words, typed."""
        build = lambda wanted, words: words_form(int(wanted.args[0]), words)  # noqa: E731  # one line, used once
        return {REWORD: FormRoute(build=build, handle=self.reworded)}

    async def retime(self, tap: Tap, scene: Scene) -> Replies:
        """Asks for the time as for a new one; what is typed or tapped then changes this one."""
        kept = await self._kept(tap, scene)
        if kept is None:
            return [Edit(message=gone_page(scene.words))]
        wish = replace(Wish.from_known(kept.payload), when="", said="", offered=(), changes=str(kept.id))
        asked = await self._setting.settle(wish, scene)
        return [Edit(message=reply.message) if isinstance(reply, Say) else reply for reply in asked]

    async def reword(self, tap: Tap, scene: Scene) -> Replies:
        form = words_form(int(tap.action.args[0]), scene.words)
        return [OpenForm(form=form, door=action(REWORD, tap.action.args[0]))]

    async def reworded(self, form: Submission, scene: Scene) -> Replies:
        member = await scene.member()
        kept = await own_reminder(scene.uow, int(form.action.args[0]), member.id)
        if kept is None:
            return [Say(message=gone_page(scene.words), private=True)]
        noted = remembering(kept)
        changed = replace(noted, payload={**noted.payload, "what": form.values["what"]})
        await scene.uow.schedules.change(changed, member_id=member.id)
        label = self._setting.label(changed, words_of=scene)
        return [Say(message=confirmation(changed, label, member, scene, changed=True), private=True)]

    async def delete(self, tap: Tap, scene: Scene) -> Replies:
        """Out of sight at once; for an hour it can be brought back, then it is gone for good."""
        member = await scene.member()
        kept = await self._kept(tap, scene)
        if kept is None:
            return [Edit(message=gone_page(scene.words))]
        await drop_helpers(scene.uow, member.id, [kept.id])
        await scene.uow.schedules.change(gone_for_now(kept, scene.now), member_id=member.id)
        return [Edit(message=deleted_page(kept, self._setting.label(kept, words_of=scene), scene.words))]

    async def back(self, tap: Tap, scene: Scene) -> Replies:
        """As it was before its last change. A second tap finds nothing to do and says so."""
        member = await scene.member()
        kept = await scene.uow.schedules.get(int(tap.action.args[0]))
        former = put_back(kept, scene.now) if kept is not None and kept.member_id == member.id else None
        if former is None:
            return [Edit(message=message(scene.words("mine.nothing_back"), buttons=((_listed(scene.words),),)))]
        full = len(await own_reminders(scene.uow, member.id)) >= MOST_REMINDERS
        if kept is not None and kept.purpose == GONE and full:
            return [Notice(text=scene.words("reminders.limit", most=MOST_REMINDERS))]
        await scene.uow.schedules.change(former, member_id=member.id)
        label = self._setting.label(former, words_of=scene)
        return [Edit(message=put_back_page(former, label, scene))]

    async def loudly(self, tap: Tap, scene: Scene) -> Replies:
        """The member wants this one at its own time, whatever the hour."""
        member = await scene.member()
        kept = await self._kept(tap, scene)
        if kept is None:
            return [Edit(message=gone_page(scene.words))]
        loud = replace(kept, payload={**kept.payload, LOUD: "1"})
        await scene.uow.schedules.change(loud, member_id=member.id)
        label = self._setting.label(loud, words_of=scene)
        return [Edit(message=confirmation(loud, label, member, scene, changed=BEFORE in loud.payload))]

    async def _kept(self, tap: Tap, scene: Scene) -> Schedule | None:
        return await own_reminder(scene.uow, int(tap.action.args[0]), (await scene.member()).id)


def words_form(schedule_id: int, words: Phrasebook) -> Form:
    """What it should say from now on."""
    field = TextField(
        name="what", label=words("reminders.field_what"), hint=words("reminders.hint_what"), max_length=LONGEST_TEXT
    )
    return Form(action=action(REWORD, schedule_id), title=words("mine.words_title"), fields=(field,))


def deleted_page(kept: Schedule, label: str, words: Phrasebook) -> Outbound:
    """What went, and the way back."""
    undo = Button(label=words("reminders.button_undo"), action=action(BACK, kept.id))
    rows = ((undo, _listed(words)), (new_button(words),))
    return message(title(label), words("mine.deleted"), buttons=rows)


def _listed(words: Phrasebook) -> Button:
    return Button(label=words("reminders.button_list"), action=action("remind.list"))
