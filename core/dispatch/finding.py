"""Finds the handler of a fact, asks the guards at its door, and lets it answer. It opens and commits nothing."""

from dataclasses import replace
from functools import partial
from typing import Final, assert_never

from core.dispatch.arguments import options_of, route_of
from core.dispatch.desk import leaves_the_desk
from core.dispatch.doors import from_payload
from core.dispatch.form_check import Misfit, fitted
from core.dispatch.form_walk import CANCEL, PICK, SKIP, FormWalk, misfit_message
from core.dispatch.guards import refusal_of_action, refusal_of_command
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.signing import ButtonSigner
from core.dispatch.table import CommandRoute, RouteTable
from core.errors import ButtonRefused
from core.model.action import Action
from core.model.inbound import (
    BotAdded,
    BotRemoved,
    ButtonTapped,
    ChatMoved,
    CommandGiven,
    FileOffered,
    FormSubmitted,
    Inbound,
    MemberJoined,
    MemberLeft,
    ReachChanged,
    TextSaid,
)
from core.model.message import message
from core.model.reply import Notice, Replies, Say

LONGEST_TEXT: Final = 4000
"""Characters of a plain message that are read; beyond it the member is told kindly."""


class Finding:
    """The way from a fact to its handler, inside one transaction."""

    def __init__(self, table: RouteTable, walk: FormWalk, signer: ButtonSigner) -> None:
        self._table = table
        self._walk = walk
        self._signer = signer

    async def replies(self, inbound: Inbound, scene: Scene) -> Replies:
        """Raises ButtonRefused, NobodyBehind, RoleWanted, and whatever a handler raises."""
        greeted = await self._greeted(inbound, scene)
        return [*greeted, *await self._answered(inbound, scene)]

    async def _greeted(self, inbound: Inbound, scene: Scene) -> Replies:
        """Whoever acts in private can be written to there again."""
        origin = scene.origin
        acts = isinstance(inbound, CommandGiven | TextSaid | FileOffered | ButtonTapped | FormSubmitted)
        if not acts or scene.veiled or origin.anonymous or not origin.address.private:
            return []
        if await scene.uow.members.is_reachable(origin.account):
            return []
        await scene.uow.members.set_reachable(origin.account, True)
        return [reply for greet in self._table.returns for reply in await greet(inbound, scene)]

    async def _answered(self, inbound: Inbound, scene: Scene) -> Replies:
        match inbound:
            case CommandGiven():
                return await self.command(inbound, scene)
            case TextSaid():
                return await self._text(inbound, scene)
            case FileOffered():
                return await self._file(inbound, scene)
            case ButtonTapped():
                return await self._button(inbound, scene)
            case FormSubmitted():
                return await self._form(inbound, scene)
            case MemberJoined() | MemberLeft() | BotAdded() | BotRemoved() | ChatMoved() | ReachChanged():
                return [reply for event in self._table.events for reply in await event(inbound, scene)]
            case _:
                assert_never(inbound)

    async def act(self, wanted: Action, inbound: Inbound, scene: Scene) -> Replies:
        """What a button answers that nobody tapped: it comes before what was asked for. Raises as `replies` does."""
        alone = isinstance(inbound, ButtonTapped) and inbound.message_private
        return await self._act(wanted, inbound, scene, message_private=alone)

    async def command(self, given: CommandGiven, scene: Scene) -> Replies:
        """Also for what was said in plain words and meant a command."""
        if len(given.rest) > LONGEST_TEXT:
            return [aside(scene.words("dispatch.too_long", limit=LONGEST_TEXT))]
        private = given.origin.address.private
        if given.name == "start" and private and (door := self._door(given.rest)) is not None:
            return await self._enter(door, given, scene)
        route, given = route_of(given, self._table)
        if route is None:
            return [aside(scene.words("dispatch.unknown_command"))]
        if (refusal := await refusal_of_command(route.command, scene)) is not None:
            return [aside(scene.words(refusal))]
        put_away = private and not scene.veiled and await self._put_away(route, scene)
        ready = replace(given, options=options_of(given, route.command))
        replies = await route.handle(ready, scene)
        return [aside(scene.words("dispatch.form_put_away")), *replies] if put_away else replies

    async def _put_away(self, route: CommandRoute, scene: Scene) -> bool:
        """What was begun gives way to a command."""
        waiting = self._table.waiting_veils(scene.origin.account)
        scene.later.extend([partial(veil.lift, scene.origin.account) for veil in waiting])
        return await self._walk.put_away(scene, but=route.goes_on_with) or bool(waiting)

    async def _enter(self, door: Action, given: CommandGiven, scene: Scene) -> Replies:
        try:
            return await self._act(door, given, scene, message_private=True)
        except (IndexError, ValueError) as error:
            # A start link is not signed: one that somebody wrote themselves may lack what the handler needs.
            raise ButtonRefused("a start link that we did not make") from error

    def _door(self, payload: str) -> Action | None:
        """The action behind a start link, when a feature declared it as a door."""
        wanted = from_payload(payload) if payload else None
        route = self._table.buttons.get(wanted.route) if wanted else None
        return wanted if route is not None and route.door else None

    async def _text(self, said: TextSaid, scene: Scene) -> Replies:
        if len(said.text) > LONGEST_TEXT:
            return [aside(scene.words("dispatch.too_long", limit=LONGEST_TEXT))]
        if (typed := _command_in(said)) is not None:
            return await self.command(typed, scene)
        if not scene.veiled and (replies := await self._walk.hear(said, scene)) is not None:
            return replies
        for hear in self._table.texts:
            if (replies := await hear(said, scene)) is not None:
                return replies
        return [aside(scene.words("dispatch.not_understood"))]

    async def _file(self, offered: FileOffered, scene: Scene) -> Replies:
        """What no feature asked for is refused, and never fetched; words that came with it are answered as words."""
        for take in self._table.files:
            if (replies := await take(offered, scene)) is not None:
                return replies
        refused = aside(scene.words("dispatch.no_uploads"))
        return [refused, *await self._text(words_beside(offered), scene)] if offered.words else [refused]

    async def _button(self, tapped: ButtonTapped, scene: Scene) -> Replies:
        origin = tapped.origin
        wanted = self._signer.read(
            tapped.packed, conversation=origin.address.conversation, presser=origin.account.user_id
        )
        if wanted.route in (PICK, SKIP, CANCEL):
            tap = Tap(origin=origin, action=wanted, message_private=tapped.message_private)
            return await self._walk.tapped(tap, scene)
        return await self._act(wanted, tapped, scene, message_private=tapped.message_private)

    async def _act(self, wanted: Action, inbound: Inbound, scene: Scene, *, message_private: bool) -> Replies:
        route = self._table.buttons.get(wanted.route)
        if route is None:
            raise ButtonRefused("no such route any more")
        if (refusal := await refusal_of_action(route.who, wanted, scene)) is not None:
            return [await _refused(refusal, wanted, scene)]
        return await route.handle(Tap(origin=inbound.origin, action=wanted, message_private=message_private), scene)

    async def _form(self, submitted: FormSubmitted, scene: Scene) -> Replies:
        origin = submitted.origin
        wanted = self._signer.read(
            submitted.packed, conversation=origin.address.conversation, presser=origin.account.user_id
        )
        route = self._table.forms.get(wanted.route)
        if route is None:
            raise ButtonRefused("no such form any more")
        if (refusal := await refusal_of_action(route.who, wanted, scene)) is not None:
            return [aside(scene.words(refusal))]
        values: dict[str, str] = {}
        for field in route.build(wanted, scene.words).fields:
            value = fitted(field, submitted.values.get(field.name, ""))
            if isinstance(value, Misfit):
                return [Say(message=misfit_message(value, scene), private=True)]
            values[field.name] = value
        return await route.handle(Submission(origin=origin, action=wanted, values=values), scene)


async def _refused(refusal: str, wanted: Action, scene: Scene) -> Notice | Say:
    """Says why; and to a moderator of former days, that they are told of nothing more from now on."""
    group_id = wanted.args[0] if wanted.args else ""
    if group_id.isdecimal() and await leaves_the_desk(scene, int(group_id)):
        return aside(f"{scene.words(refusal)} {scene.words('dispatch.off_the_desk')}")
    return Notice(text=scene.words(refusal))


def aside(text: str) -> Say:
    """A line for the one who acted alone."""
    return Say(message=message(text), private=True)


def words_beside(offered: FileOffered) -> TextSaid:
    """What was written beside a file, as words of its own."""
    return TextSaid(origin=offered.origin, text=offered.words)


def _command_in(said: TextSaid) -> CommandGiven | None:
    """A command that was typed as plain words, where the platform (or a screen reader's input) does not make it one."""
    first, *rest = said.text.split(maxsplit=1) or [""]
    name = first.removeprefix("/")
    return CommandGiven(origin=said.origin, name=name, rest="".join(rest)) if first != name and name.isalpha() else None
