"""Lets moderators turn it on, see what waits, and let it through or not.

They never learn who wrote, and cannot change a word.
"""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from core.dispatch.desk import note_act, tell_moderators
from core.dispatch.scene import Scene, Submission, Tap
from core.errors import ButtonRefused
from core.features.anonymous.desk_pages import (
    answer_form,
    desk_line,
    empty_page,
    note_page,
    panel_page,
)
from core.features.anonymous.pages import invitation, posted
from core.features.anonymous.writers import Writers
from core.model.anonymous import AnonymousKind, AnonymousNote, AnonymousState
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.group_act import ActKind
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.schedule import Interval, NewSchedule, Recurrence, Unit
from core.ports import Composition, Phrasebook, Purpose, UnitOfWork
from core.scheduling.recurrence import next_due

ANONYMOUS_DESK: Final = "anonymous_desk"
ANONYMOUS_POST: Final = "anonymous_post"
ANONYMOUS_DOOR: Final = "anonymous_door"

_GOOD_FOR: Final = timedelta(hours=24)
_LOOKS: Final = Recurrence(
    rule=Interval(every=30, unit=Unit.MINUTES, window_start=time(0), window_end=time(23, 59)), zone="UTC"
)
"""A note becomes visible at the second look after it came: 30 to 60 minutes later, and nothing tells when it came."""


class Moderating:
    """The moderators' side. Its `words` write what groups see."""

    def __init__(self, writers: Writers, words: Phrasebook) -> None:
        self._writers = writers
        self._words = words

    async def panel(self, given: CommandGiven, scene: Scene) -> Replies:
        """/group anonymous."""
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        return [Say(message=await self._panel(group.id, scene), private=True)]

    async def show(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._panel(int(tap.action.args[0]), scene))]

    async def turn(self, tap: Tap, scene: Scene) -> Replies:
        """On or off. What waits already can still be seen."""
        group_id, kind, on = int(tap.action.args[0]), AnonymousKind(tap.action.args[1]), tap.action.args[2] == "1"
        if await scene.uow.anonymous.turn(group_id, kind, on=on):
            about = self._words(f"anonymous.name_{kind}")
            await note_act(scene, group_id, ActKind.ANONYMOUS_ON if on else ActKind.ANONYMOUS_OFF, about)
        if on:
            await _look_regularly(group_id, scene.uow, scene.now)
        return [Edit(message=await self._panel(group_id, scene))]

    async def queue(self, tap: Tap, scene: Scene) -> Replies:
        group_id, at = tap.action.args
        return [Edit(message=await self._waiting(int(group_id), scene, at=int(at)))]

    async def yes(self, tap: Tap, scene: Scene) -> Replies:
        """Posts a question into every place of the group; whoever is second changes nothing."""
        found = await self._note(tap.action.args, scene)
        if found.kind is not AnonymousKind.QUESTION:
            raise ButtonRefused("not a question for the group")
        done = await scene.uow.anonymous.settle(found.id, AnonymousState.POSTED, group_id=found.group_id)
        if done:
            await self._post(ANONYMOUS_POST, f"{found.id}", found.group_id, posted(found, self._words), scene, found.id)
            await note_act(scene, found.group_id, ActKind.ANONYMOUS_POSTED)
        return await self._after(found, done, AnonymousState.POSTED, scene)

    async def undo(self, tap: Tap, scene: Scene) -> Replies:
        """Takes a posted question out of every place where it stands."""
        found = await self._note(tap.action.args, scene)
        done = await scene.uow.anonymous.settle(
            found.id, AnonymousState.WITHDRAWN, group_id=found.group_id, if_state=AnonymousState.POSTED
        )
        if done:
            until = scene.now + _GOOD_FOR
            await scene.uow.outbox.amend(ANONYMOUS_POST, found.id, None, now=scene.now, expires_at=until)
            await note_act(scene, found.group_id, ActKind.ANONYMOUS_WITHDRAWN)
        return await self._after(found, done, AnonymousState.WITHDRAWN, scene)

    async def no(self, tap: Tap, scene: Scene) -> Replies:
        found = await self._note(tap.action.args, scene)
        return await self._declined(found, scene)

    async def block(self, tap: Tap, scene: Scene) -> Replies:
        """Declines it, and takes nothing more of whoever wrote it. Nobody learns who that is."""
        found = await self._note(tap.action.args, scene)
        if not self._writers.knows(found.id, scene.now):
            said = scene.words("anonymous.cannot_block")
            return [Edit(message=await self._waiting(found.group_id, scene, said=said))]
        return await self._declined(found, scene, block=True)

    async def unblock(self, tap: Tap, scene: Scene) -> Replies:
        group_id = int(tap.action.args[0])
        scene.later.append(partial(self._writers.unblock, group_id))
        await note_act(scene, group_id, ActKind.ANONYMOUS_UNBLOCKED)
        return [Edit(message=await self._panel(group_id, scene, scene.words("anonymous.unblocked"), none_blocked=True))]

    async def reply(self, tap: Tap, scene: Scene) -> Replies:
        found = await self._note(tap.action.args, scene)
        if found.state is not AnonymousState.WAITING:
            return await self._after(found, False, AnonymousState.ANSWERED, scene)
        return [OpenForm(form=answer_form(tap.action.args[0], tap.action.args[1], scene.words), door=tap.action)]

    async def answered(self, form: Submission, scene: Scene) -> Replies:
        """Kept until the writer looks for it; it is sent to nobody."""
        found = await self._note(form.action.args, scene)
        if found.kind is not AnonymousKind.LINE:
            raise ButtonRefused("not a line to the moderators")
        done = await scene.uow.anonymous.settle(
            found.id, AnonymousState.ANSWERED, group_id=found.group_id, answer=form.values["back"]
        )
        if done:
            await note_act(scene, found.group_id, ActKind.ANONYMOUS_ANSWERED)
        return await self._after(found, done, AnonymousState.ANSWERED, scene)

    async def invite(self, tap: Tap, scene: Scene) -> Replies:
        """Posts the button into the group."""
        group_id = int(tap.action.args[0])
        kinds = await scene.uow.anonymous.kinds(group_id)
        if kinds:
            shown = invitation(kinds, group_id, self._words)
            await self._post(ANONYMOUS_DOOR, f"{group_id}/{int(scene.now.timestamp())}", group_id, shown, scene)
            await note_act(scene, group_id, ActKind.ANONYMOUS_SHOWN)
        return [Edit(message=await self._panel(group_id, scene, scene.words("anonymous.shown") if kinds else ""))]

    async def gather(self, due: Composition) -> Outbound | None:
        """One look: what came before the last one can be seen now, and the desk is told. It sends nothing itself."""
        group_id = due.schedule.group_id
        if group_id is None:
            return None
        looks = [one.id for one in await due.uow.schedules.of_group(group_id) if one.purpose == ANONYMOUS_DESK]
        if due.schedule.id != min(looks):
            return None
        await _look_regularly(group_id, due.uow, due.now)  # a chat may have joined since
        if count := await due.uow.anonymous.ripen(group_id):
            line, key = desk_line(group_id, self._words, count), f"anonymous/{due.slot.local_date}/{due.slot.slot}"
            await tell_moderators(due.uow, group_id, line, key=key, now=due.now)
        return None

    @property
    def purpose(self) -> Purpose:
        return Purpose(
            name=ANONYMOUS_DESK,
            compose=self.gather,
            lane=Lane.DUE,
            promise=Promise.AT_MOST_ONCE,
            good_for=_GOOD_FOR,
            rests=False,
        )

    async def _declined(self, found: AnonymousNote, scene: Scene, *, block: bool = False) -> Replies:
        done = await scene.uow.anonymous.settle(found.id, AnonymousState.DECLINED, group_id=found.group_id)
        if done and block:
            scene.later.append(partial(self._writers.block, found.id))
        if done:
            kind = ActKind.ANONYMOUS_BLOCKED if block else ActKind.ANONYMOUS_DECLINED
            await note_act(scene, found.group_id, kind)
        return await self._after(found, done, AnonymousState.DECLINED, scene, "blocked_writer" if block else "")

    async def _after(
        self, found: AnonymousNote, done: bool, wanted: AnonymousState, scene: Scene, said: str = ""
    ) -> Replies:
        """What came of it, told truly to whoever was second, too; and what waits next."""
        if done:
            line = scene.words(f"anonymous.{said or f'done_{wanted}'}")
        else:
            now = await scene.uow.anonymous.get(found.id, group_id=found.group_id)
            line = scene.words(f"anonymous.faster_{now.state if now else wanted}")
        undo = found.id if done and wanted is AnonymousState.POSTED else 0
        return [Edit(message=await self._waiting(found.group_id, scene, said=line, undo=undo))]

    async def _waiting(self, group_id: int, scene: Scene, *, at: int = 0, said: str = "", undo: int = 0) -> Outbound:
        waiting = await scene.uow.anonymous.waiting(group_id)
        if not waiting:
            return empty_page(group_id, scene.words, said, undo)
        at %= len(waiting)
        can_block = self._writers.knows(waiting[at].id, scene.now)
        return note_page(waiting[at], scene.words, at=at, count=len(waiting), can_block=can_block, said=said, undo=undo)

    async def _panel(self, group_id: int, scene: Scene, said: str = "", *, none_blocked: bool = False) -> Outbound:
        return panel_page(
            group_id,
            await scene.uow.anonymous.kinds(group_id),
            scene.words,
            waiting=len(await scene.uow.anonymous.waiting(group_id)),
            heard=bool(await scene.uow.desk.of(group_id)),
            blocked=self._writers.has_blocked(group_id) and not none_blocked,
            said=said,
        )

    async def _note(self, args: tuple[str, ...], scene: Scene) -> AnonymousNote:
        """The guard asked for rights in that group, so the note must belong to it."""
        found = await scene.uow.anonymous.get(int(args[1]), group_id=int(args[0]))
        if found is None:
            raise ButtonRefused("not a note of this group")
        return found

    async def _post(
        self, purpose: str, key: str, group_id: int, shown: Outbound, scene: Scene, post_id: int | None = None
    ) -> None:
        """One act, every place of the group."""
        places = await scene.uow.groups.places(group_id)
        new = [
            NewDelivery(
                key=f"{purpose}/{key}/{place.to_text()}",
                address=place,
                message=shown,
                purpose=purpose,
                lane=Lane.BROADCAST,
                promise=Promise.AT_MOST_ONCE,
                due_at=scene.now,
                expires_at=scene.now + _GOOD_FOR,
                group_id=group_id,
                post_id=post_id,
            )
            for place in places
        ]
        await scene.uow.outbox.put(new)


async def _look_regularly(group_id: int, uow: UnitOfWork, now: datetime) -> None:
    """A look each half hour, in each chat of the group, so that it goes on when one of them ends."""
    there = {one.address for one in await uow.schedules.of_group(group_id) if one.purpose == ANONYMOUS_DESK}
    for chat in await uow.groups.chats(group_id):
        if chat not in there:
            new = NewSchedule(purpose=ANONYMOUS_DESK, recurrence=_LOOKS, address=chat, group_id=group_id)
            await uow.schedules.add(new, next_slot=next_due(_LOOKS, now), now=now)
