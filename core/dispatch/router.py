"""Takes one fact, finds its handler, runs it in one transaction, and returns what to say.

It knows no feature by name and no platform; what it says itself is in data/words/*/dispatch.yaml.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from core.dispatch.cleaning import cleaned
from core.dispatch.errands import Errands, ErrandWanted
from core.dispatch.failures import log_failure
from core.dispatch.finding import Finding, aside, words_beside
from core.dispatch.form_walk import FormWalk
from core.dispatch.plainly import as_they_read
from core.dispatch.roles import Roles, RoleWanted
from core.dispatch.scene import Scene
from core.dispatch.signing import ButtonSigner
from core.dispatch.table import RouteTable
from core.dispatch.turns import Turns
from core.dispatch.veiled_events import VeiledEvents
from core.errors import ButtonRefused, ConsentMissing, FactNotHandled, NobodyBehind
from core.model.action import Action
from core.model.inbound import ButtonTapped, CommandGiven, FileOffered, FormSubmitted, Inbound, TextSaid
from core.model.message import DoorButton, message
from core.model.reply import Edit, Handoff, Notice, OpenForm, Replies, Reply, Say
from core.ports import Clock, Phrasebook, Transport, UnitOfWorkFactory

log = logging.getLogger(__name__)

_MARKING_SECONDS: Final = 1.0
_MADE_AT_ONCE: Final = 2
"""Pictures and pages; of a burst the others wait, so that the machine still answers."""

_ASKS: Final = (CommandGiven, TextSaid, ButtonTapped, FormSubmitted, FileOffered)
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
        on_consent_missing: Callable[[ConsentMissing], Action] | None = None,
    ) -> None:
        """`on_consent_missing`: what is asked first where a handler may not keep what it was given."""
        self._table = table
        self._open_unit = open_unit
        self._clock = clock
        self._words_in = words_in
        self._walk = FormWalk(table)
        self._finding = Finding(table, self._walk, signer)
        self._on_consent_missing = on_consent_missing
        self._turns = Turns()
        self._veiled_events = VeiledEvents()
        self._making = asyncio.Semaphore(_MADE_AT_ONCE)
        self._markings: set[asyncio.Task[bool]] = set()

    async def handle(self, inbound: Inbound, transport: Transport) -> Replies:
        """Returns what to say, after everything it rests on is committed. Never raises for what people did.

        The same event told twice has one effect and one answer. What one account does is handled in its order.
        One account that asks faster than it can be answered is not heard for a while, but for its calls for help.
        Raises FactNotHandled for a join, a move or the like that failed: it is not marked as handled.
        """
        words = self._words_in(inbound.origin.locale)
        inbound = cleaned(inbound)
        try:
            if (replies := self._by_reflex(inbound, words)) is not None:
                replies = [*replies, *self._not_passed_on(inbound, words)]
                return replies if await self._mark_quickly(inbound) else ()
            if isinstance(inbound, _ASKS) and self._turns.crowded(inbound.origin.account):
                log.warning("action=shed event=%s", inbound.origin.event_id)
                return ()
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

    def at_once(self, inbound: Inbound) -> Replies | None:
        """What a reflex answers, such as a call for help; None when nothing is as pressing as that."""
        return self._by_reflex(cleaned(inbound), self._words_in(inbound.origin.locale))

    def _by_reflex(self, inbound: Inbound, words: Phrasebook) -> Replies | None:
        if isinstance(inbound, FileOffered):
            return self._by_reflex(words_beside(inbound), words) if inbound.words else None
        for reflex in self._table.reflexes:
            try:
                if (replies := reflex(inbound, words)) is not None:
                    return replies
            except Exception as error:
                # The next reflex may be the one that somebody needs.
                log_failure(inbound, error)
        return None

    def _not_passed_on(self, inbound: Inbound, words: Phrasebook) -> Replies:
        """Words that were meant for others, without a name, got help instead: nothing waits for more of them."""
        if isinstance(inbound, ButtonTapped) or not self._table.veiled(inbound):
            return ()
        for veil in self._table.waiting_veils(inbound.origin.account):
            veil.lift(inbound.origin.account)
        return [aside(words("dispatch.not_passed_on"))]

    async def _handle_in_turn(self, inbound: Inbound, transport: Transport, words: Phrasebook) -> Replies:
        roles, errands = Roles(transport), Errands(transport, self._open_unit, self._making)
        instead: Action | None = None
        while True:
            try:
                return await self._attempt(inbound, transport, roles, errands, words, instead)
            except RoleWanted as wanted:
                await roles.ask(wanted)
            except ErrandWanted as wanted:
                await errands.do(wanted)
            except ConsentMissing as missing:
                if instead is not None or self._on_consent_missing is None:
                    raise
                instead = self._on_consent_missing(missing)

    async def _attempt(
        self,
        inbound: Inbound,
        transport: Transport,
        roles: Roles,
        errands: Errands,
        words: Phrasebook,
        instead: Action | None,
    ) -> Replies:
        origin = inbound.origin
        async with self._open_unit() as uow:
            now = self._clock.now()
            if veiled := self._table.veiled(inbound):
                if self._veiled_events.known(inbound):
                    return ()
            elif not await uow.inbox.first_time(origin.account.platform, origin.event_id, now=now):
                return ()
            scene = Scene(
                origin=origin,
                uow=uow,
                now=now,
                words=words,
                capabilities=transport.capabilities,
                ask_role=roles.known,
                errands=errands,
                veiled=veiled,
            )
            settled: list[Reply] = []
            finding = (
                self._finding.replies(inbound, scene) if instead is None else self._finding.act(instead, inbound, scene)
            )
            for reply in await finding:
                settled += await self._settle(reply, inbound, scene)
            written = await as_they_read(settled, scene)
            await uow.commit()
            if veiled:
                self._veiled_events.mark(inbound)
            for change in scene.later:
                change()
            return written

    async def _settle(self, reply: Reply, inbound: Inbound, scene: Scene) -> Replies:
        """Makes of a reply what this event and this platform can carry, so that no adapter has to know the rules."""
        match reply:
            case Handoff(command=command):
                handed = await self._finding.command(command, scene)
                return [settled for one in handed for settled in await self._settle(one, inbound, scene)]
            case OpenForm():
                return await self._settle_form(reply, inbound, scene)
            case Edit(private=private) if not isinstance(inbound, ButtonTapped) or (
                private and not inbound.message_private
            ):
                return [Say(message=reply.message, private=private)]
            case Notice(text=text) if not isinstance(inbound, ButtonTapped):
                return [aside(text)]
            case _:
                return [reply]

    async def _settle_form(self, reply: OpenForm, inbound: Inbound, scene: Scene) -> Replies:
        if scene.capabilities.forms and isinstance(inbound, CommandGiven | ButtonTapped):
            return [reply]
        if scene.origin.address.private:
            for veil in self._table.waiting_veils(scene.origin.account):
                scene.later.append(partial(veil.lift, scene.origin.account))
            return await self._walk.begin(reply.form.action, scene)
        if reply.door is None:
            return [aside(scene.words("dispatch.only_in_private"))]
        door = DoorButton(label=scene.words("dispatch.button_private_chat"), action=reply.door)
        return [Say(message=message(scene.words("dispatch.form_door"), buttons=((door,),)), private=True)]

    async def _mark_quickly(self, inbound: Inbound) -> bool:
        """Marks an event as handled. A slow or locked database must not hold an answer back: then it goes on behind."""
        if self._table.veiled(inbound):
            return self._veiled_events.mark(inbound)
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
            case CommandGiven() | TextSaid() | FormSubmitted() | FileOffered():
                return [aside(text)]
            case _:
                return ()
