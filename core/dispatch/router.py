"""Takes one fact, finds its handler, runs it in one transaction, and returns what to say.

It knows no feature by name and no platform; what it says itself is in data/words/*/dispatch.yaml.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Final, assert_never

from core.dispatch.arguments import options_of, route_of
from core.dispatch.doors import from_payload
from core.dispatch.failures import log_failure
from core.dispatch.form_check import Misfit, fitted
from core.dispatch.form_walk import CANCEL, PICK, SKIP, FormWalk, misfit_message
from core.dispatch.guards import refusal_of_action, refusal_of_command
from core.dispatch.roles import Roles, RoleWanted
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.signing import ButtonSigner
from core.dispatch.table import RouteTable
from core.dispatch.turns import Turns
from core.errors import ButtonRefused, FactNotHandled, NobodyBehind
from core.model.action import Action
from core.model.inbound import (
    BotAdded,
    BotRemoved,
    ButtonTapped,
    ChatMoved,
    CommandGiven,
    FormSubmitted,
    Inbound,
    MemberJoined,
    MemberLeft,
    ReachChanged,
    TextSaid,
)
from core.model.message import DoorButton, message
from core.model.reply import Edit, Handoff, Notice, OpenForm, Replies, Reply, Say
from core.ports import Clock, Phrasebook, Transport, UnitOfWorkFactory

LONGEST_TEXT: Final = 4000
"""Characters of a plain message that are read; beyond it the member is told kindly."""

_MARKING_SECONDS: Final = 1.0

_ASKS: Final = (CommandGiven, TextSaid, ButtonTapped, FormSubmitted)
"""Behind these somebody waits for an answer, and can ask again; the other facts happen once."""


class Router:
    """The only way from a fact to a handler."""

    def __init__(
        self,
        *,
        table: RouteTable,
        open_unit: UnitOfWorkFactory,
        clock: Clock,
        words_in: Callable[[str | None], Phrasebook],
        signer: ButtonSigner,
    ) -> None:
        self._table = table
        self._open_unit = open_unit
        self._clock = clock
        self._words_in = words_in
        self._signer = signer
        self._walk = FormWalk(table)
        self._turns = Turns()
        self._markings: set[asyncio.Task[bool]] = set()

    async def handle(self, inbound: Inbound, transport: Transport) -> Replies:
        """Returns what to say, after everything it rests on is committed. Never raises for what people did.

        The same event told twice has one effect and one answer. What one account does is handled in its order.
        Raises FactNotHandled for a join, a move or the like that failed: it is not marked as handled.
        """
        words = self._words_in(inbound.origin.locale)
        try:
            if (replies := self._by_reflex(inbound, words)) is not None:
                return replies if await self._mark_quickly(inbound) else ()
            async with self._turns.of(inbound.origin.account):
                return await self._handle_in_turn(inbound, transport, words)
        except ButtonRefused:
            return await self._refuse(inbound, words("dispatch.old_button"))
        except NobodyBehind:
            return await self._refuse(inbound, words("dispatch.nobody_behind"))
        except Exception as error:
            # The text of an error may hold a member's words: only its type and place are logged.
            log_failure(inbound, error)
            if not isinstance(inbound, _ASKS):
                raise FactNotHandled(type(inbound).__name__) from None  # the cause may hold a member's words
            return await self._refuse(inbound, words("dispatch.went_wrong"))

    def _by_reflex(self, inbound: Inbound, words: Phrasebook) -> Replies | None:
        for reflex in self._table.reflexes:
            try:
                if (replies := reflex(inbound, words)) is not None:
                    return replies
            except Exception as error:
                # The next reflex may be the one that somebody needs.
                log_failure(inbound, error)
        return None

    async def _handle_in_turn(self, inbound: Inbound, transport: Transport, words: Phrasebook) -> Replies:
        roles = Roles(transport)
        while True:
            try:
                return await self._attempt(inbound, transport, roles, words)
            except RoleWanted as wanted:
                await roles.ask(wanted)

    async def _attempt(self, inbound: Inbound, transport: Transport, roles: Roles, words: Phrasebook) -> Replies:
        origin = inbound.origin
        async with self._open_unit() as uow:
            now = self._clock.now()
            if not await uow.inbox.first_time(origin.account.platform, origin.event_id, now=now):
                return ()
            scene = Scene(
                origin=origin,
                uow=uow,
                now=now,
                words=words,
                capabilities=transport.capabilities,
                ask_role=roles.known,
            )
            settled: list[Reply] = []
            for reply in await self._route(inbound, scene):
                settled += await self._settle(reply, inbound, scene)
            await uow.commit()
            return settled

    async def _route(self, inbound: Inbound, scene: Scene) -> Replies:
        match inbound:
            case CommandGiven():
                return await self._command(inbound, scene)
            case TextSaid():
                return await self._text(inbound, scene)
            case ButtonTapped():
                return await self._button(inbound, scene)
            case FormSubmitted():
                return await self._form(inbound, scene)
            case MemberJoined() | MemberLeft() | BotAdded() | BotRemoved() | ChatMoved() | ReachChanged():
                return [reply for event in self._table.events for reply in await event(inbound, scene)]
            case _:
                assert_never(inbound)

    async def _command(self, given: CommandGiven, scene: Scene) -> Replies:
        if len(given.rest) > LONGEST_TEXT:
            return [_aside(scene.words("dispatch.too_long", limit=LONGEST_TEXT))]
        private = given.origin.address.private
        if given.name == "start" and private and (door := self._door(given.rest)) is not None:
            return await self._enter(door, given, scene)
        route, given = route_of(given, self._table)
        if route is None:
            return [_aside(scene.words("dispatch.unknown_command"))]
        if (refusal := await refusal_of_command(route.command, scene)) is not None:
            return [_aside(scene.words(refusal))]
        put_away = private and await self._walk.put_away(scene, but=route.goes_on_with)
        ready = replace(given, options=options_of(given, route.command))
        replies = await route.handle(ready, scene)
        return [_aside(scene.words("dispatch.form_put_away")), *replies] if put_away else replies

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
            return [_aside(scene.words("dispatch.too_long", limit=LONGEST_TEXT))]
        if (typed := _command_in(said)) is not None:
            return await self._command(typed, scene)
        if (replies := await self._walk.hear(said, scene)) is not None:
            return replies
        for hear in self._table.texts:
            if (replies := await hear(said, scene)) is not None:
                return replies
        return [_aside(scene.words("dispatch.not_understood"))]

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
            return [Notice(text=scene.words(refusal))]
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
            return [_aside(scene.words(refusal))]
        values: dict[str, str] = {}
        for field in route.build(wanted, scene.words).fields:
            value = fitted(field, submitted.values.get(field.name, ""))
            if isinstance(value, Misfit):
                return [Say(message=misfit_message(value, scene), private=True)]
            values[field.name] = value
        return await route.handle(Submission(origin=origin, action=wanted, values=values), scene)

    async def _settle(self, reply: Reply, inbound: Inbound, scene: Scene) -> Replies:
        """Makes of a reply what this event and this platform can carry, so that no adapter has to know the rules."""
        match reply:
            case Handoff(command=command):
                handed = await self._command(command, scene)
                return [settled for one in handed for settled in await self._settle(one, inbound, scene)]
            case OpenForm():
                return await self._settle_form(reply, inbound, scene)
            case Edit(private=private) if not isinstance(inbound, ButtonTapped) or (
                private and not inbound.message_private
            ):
                return [Say(message=reply.message, private=private)]
            case Notice(text=text) if not isinstance(inbound, ButtonTapped):
                return [_aside(text)]
            case _:
                return [reply]

    async def _settle_form(self, reply: OpenForm, inbound: Inbound, scene: Scene) -> Replies:
        if scene.capabilities.forms and isinstance(inbound, CommandGiven | ButtonTapped):
            return [reply]
        if scene.origin.address.private:
            return await self._walk.begin(reply.form.action, scene)
        if reply.door is None:
            return [_aside(scene.words("dispatch.only_in_private"))]
        door = DoorButton(label=scene.words("dispatch.button_private_chat"), action=reply.door)
        return [Say(message=message(scene.words("dispatch.form_door"), buttons=((door,),)), private=True)]

    async def _mark_quickly(self, inbound: Inbound) -> bool:
        """Marks an event as handled. A slow or locked database must not hold an answer back: then it goes on behind."""
        marking = asyncio.create_task(self._mark(inbound))
        self._markings.add(marking)
        marking.add_done_callback(self._markings.discard)
        done, _ = await asyncio.wait({marking}, timeout=_MARKING_SECONDS)
        return marking.result() if done else True

    async def _mark(self, inbound: Inbound) -> bool:
        origin = inbound.origin
        try:
            async with self._open_unit() as uow:
                first = await uow.inbox.first_time(origin.account.platform, origin.event_id, now=self._clock.now())
                await uow.commit()
                return first
        except Exception as error:
            log_failure(inbound, error)
            return True

    async def _refuse(self, inbound: Inbound, text: str) -> Replies:
        """Nothing was changed; says so kindly, once, to the one who acted."""
        if not await self._mark_quickly(inbound):
            return ()
        match inbound:
            case ButtonTapped():
                return [Notice(text=text)]
            case CommandGiven() | TextSaid() | FormSubmitted():
                return [_aside(text)]
            case _:
                return ()


def _command_in(said: TextSaid) -> CommandGiven | None:
    """A command that was typed as plain words, where the platform (or a screen reader's input) does not make it one."""
    first, *rest = said.text.split(maxsplit=1) or [""]
    name = first.removeprefix("/")
    return CommandGiven(origin=said.origin, name=name, rest="".join(rest)) if first != name and name.isalpha() else None


def _aside(text: str) -> Say:
    return Say(message=message(text), private=True)
