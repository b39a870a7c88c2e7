"""Takes what somebody writes without a name. It never asks which member that is, so that nothing can be kept of it.

The platform alone is asked whether they are in the group. What must be remembered until it is handed in is in memory.
"""

from functools import partial
from typing import Final

from core.dispatch.scene import Scene, Submission, Tap
from core.features.anonymous.pages import (
    FORM,
    LONGEST,
    form_of,
    handed_in_page,
    line_page,
    look_page,
    preview_page,
    room_page,
)
from core.features.anonymous.rooms import Draft, Errand, Rooms, new_name
from core.features.anonymous.writers import Writers
from core.model.action import action
from core.model.anonymous import AnonymousKind, AnonymousState
from core.model.inbound import CommandGiven, TextSaid
from core.model.message import message
from core.model.reply import Edit, Notice, OpenForm, Replies, Say

MOST_WAITING = 30
"""Notes of one group that may wait; so moderators are not flooded."""

MOST_ASKED_ABOUT: Final = 20
"""Groups whose platform is asked, one after the other, whether somebody is in them; with more, the group's own button
says which one is meant."""


class Writing:
    """The writers' side."""

    def __init__(self, rooms: Rooms, writers: Writers) -> None:
        self._rooms = rooms
        self._writers = writers

    async def ask_group(self, given: CommandGiven, scene: Scene) -> Replies:
        """/ask group, with the words behind it or without."""
        return await self._ask(AnonymousKind.QUESTION, given, scene)

    async def ask_moderators(self, given: CommandGiven, scene: Scene) -> Replies:
        """/ask moderators."""
        return await self._ask(AnonymousKind.LINE, given, scene)

    async def begin(self, tap: Tap, scene: Scene) -> Replies:
        """From a button in the group, or to write it anew."""
        kind, group_id = AnonymousKind(tap.action.args[0]), int(tap.action.args[1])
        if (why := await self._refusal(kind, group_id, scene)) is not None:
            return [Say(message=line_page(why, scene.words), private=True)]
        return self._ask_for_words(Errand(kind=kind, group_id=group_id), scene)

    async def heard(self, said: TextSaid, scene: Scene) -> Replies | None:
        """The words that an open room waited for."""
        errand = self._rooms.wanted(scene.origin.account, scene.now) if scene.origin.address.private else None
        return None if errand is None else self._preview(errand, said.text, scene)

    async def formed(self, form: Submission, scene: Scene) -> Replies:
        kind, group_id = form.action.args
        return self._preview(Errand(kind=AnonymousKind(kind), group_id=int(group_id)), form.values["words"], scene)

    async def send(self, tap: Tap, scene: Scene) -> Replies:
        """Hands it in. Everything is asked again: they may have left the group meanwhile."""
        name, account = tap.action.args[0], scene.origin.account
        draft = self._rooms.draft(name, account, scene.now)
        if draft is None:
            return [Edit(message=line_page("lost", scene.words))]
        errand = draft.errand
        if (why := await self._refusal(errand.kind, errand.group_id, scene)) is not None:
            return [Edit(message=line_page(why, scene.words))]
        ticket = new_name()
        note_id = await scene.uow.anonymous.hand_in(
            errand.group_id, errand.kind, draft.words, ticket=ticket, day=scene.now.date()
        )
        tag = self._writers.tag(account, errand.group_id, scene.now)
        scene.later.append(partial(self._rooms.drop, name))
        scene.later.append(partial(self._writers.sent, note_id, tag, scene.now))
        handed_in = handed_in_page(errand.kind, ticket, scene.words)
        if scene.origin.address.private:
            return [Edit(message=handed_in)]
        return [Say(message=handed_in, private=True, lasting=True)]  # the ticket must not vanish with a passing message

    async def away(self, tap: Tap, scene: Scene) -> Replies:
        scene.later.append(partial(self._rooms.lift, scene.origin.account))
        scene.later.append(partial(self._rooms.drop, tap.action.args[0]))
        return [Edit(message=message(scene.words("anonymous.put_away")))]

    async def look(self, tap: Tap, scene: Scene) -> Replies:
        """Whoever holds the ticket may look; it never left the writer's own chat."""
        ticket = tap.action.args[0]
        return [Edit(message=look_page(await scene.uow.anonymous.of_ticket(ticket), ticket, scene.words))]

    async def take_back(self, tap: Tap, scene: Scene) -> Replies:
        ticket = tap.action.args[0]
        found = await scene.uow.anonymous.of_ticket(ticket)
        if found is not None:
            await scene.uow.anonymous.settle(found.id, AnonymousState.TAKEN_BACK, group_id=found.group_id)
        return await self.look(tap, scene)

    async def _ask(self, kind: AnonymousKind, given: CommandGiven, scene: Scene) -> Replies:
        known = await scene.uow.anonymous.groups(kind)
        if len(known) > MOST_ASKED_ABOUT:
            return [Say(message=line_page("which", scene.words), private=True)]
        groups = [one for one in known if await _is_in(one, scene)]
        if len(groups) != 1:
            return [Say(message=line_page("several" if groups else f"none_{kind}", scene.words), private=True)]
        if (why := await self._refusal(kind, groups[0], scene)) is not None:
            return [Say(message=line_page(why, scene.words), private=True)]
        errand = Errand(kind=kind, group_id=groups[0])
        typed = given.options.get("words", "") or given.rest
        return self._preview(errand, typed, scene) if typed.strip() else self._ask_for_words(errand, scene)

    def _ask_for_words(self, errand: Errand, scene: Scene) -> Replies:
        if scene.capabilities.forms:
            return [OpenForm(form=form_of(action(FORM, errand.kind, errand.group_id), scene.words))]
        if not scene.origin.address.private:
            return [Notice(text=scene.words("dispatch.only_in_private"))]
        scene.later.append(partial(self._rooms.open, scene.origin.account, errand, scene.now))
        return [Say(message=room_page(errand.kind, scene.words), private=True)]

    def _preview(self, errand: Errand, said: str, scene: Scene) -> Replies:
        said = said.strip()
        if len(said) > LONGEST:
            text = scene.words("anonymous.too_long", limit=LONGEST, length=len(said))
            return [Say(message=message(text), private=True)]
        name, draft = new_name(), Draft(account=scene.origin.account, errand=errand, words=said)
        scene.later.append(partial(self._rooms.keep, name, draft, scene.now))
        return [Say(message=preview_page(errand.kind, errand.group_id, said, name, scene.words), private=True)]

    async def _refusal(self, kind: AnonymousKind, group_id: int, scene: Scene) -> str | None:
        """The key of the sentence that says why not."""
        if kind not in await scene.uow.anonymous.kinds(group_id) or not await _is_in(group_id, scene):
            return f"none_{kind}"
        tag = self._writers.tag(scene.origin.account, group_id, scene.now)
        if self._writers.is_blocked(tag):
            return "blocked"
        if self._writers.wrote_enough(tag, scene.now):
            return "enough"
        return "full" if await scene.uow.anonymous.count_waiting(group_id) >= MOST_WAITING else None


async def _is_in(group_id: int, scene: Scene) -> bool:
    """Whether the one who acts is in one of the group's chats now, by what the platform says."""
    if scene.origin.anonymous:
        return False
    for chat in await scene.uow.groups.chats(group_id):
        if chat.platform == scene.origin.account.platform and await scene.ask_role(scene.origin.account, chat):
            return True
    return False
