"""One update from the inbox to its answer: read it, hand it to the core, carry out what comes back."""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from telegram import Update

from bots.telegram.doorstep import Doorstep
from bots.telegram.ephemeral import Whispers
from bots.telegram.inbound import Me, also_joined, to_inbound
from bots.telegram.intake import Press
from bots.telegram.opening import LONG_AGO, Opening, opening_of
from bots.telegram.pieces import Pieces
from bots.telegram.replies import Replier
from bots.telegram.rights import Rights
from bots.telegram.wire import Json, WireBot
from core.bootstrap import SupportBot
from core.dispatch.doors import to_payload
from core.errors import FactNotHandled
from core.model.inbound import ButtonTapped, CommandGiven, FileOffered, Inbound, ReachChanged, TextSaid
from core.model.message import DoorButton, Outbound
from core.model.reply import Say
from core.ports import Transport
from core.ports.stores import WaitingEvent

log = logging.getLogger(__name__)

_START: Final = "start"


class Handling:
    """One for each token."""

    def __init__(
        self,
        *,
        bot: SupportBot,
        wire: WireBot,
        me: Me,
        transport: Transport,
        replier: Replier,
        doorstep: Doorstep,
        whispers: Whispers,
        rights: Rights,
    ) -> None:
        self._bot = bot
        self._wire = wire
        self._me = me
        self._transport = transport
        self._replier = replier
        self._doorstep = doorstep
        self._whispers = whispers
        self._rights = rights
        self._pieces = Pieces()

    def worth_keeping(self, raw: Json) -> bool:
        """Whether an update is for us at all. What is not is never stored; a change of rights is heeded at once."""
        try:
            update = Update.de_json(raw, self._wire)
            self._heed_standing(update)
            return to_inbound(update, self._me, now=self._bot.clock.now()) is not None
        except Exception as error:
            # Nobody will ever be able to read it, and its text may hold a member's words.
            log.error("action=read update=%s error=%s", raw.get("update_id"), type(error).__name__)
            return False

    def veiled(self, raw: Json) -> bool:
        """Whether nothing of an update may be written down; one that quotes a message of that kind is such a one."""
        try:
            inbound = to_inbound(Update.de_json(raw, self._wire), self._me, now=self._bot.clock.now())
        except Exception as error:
            log.error("action=read update=%s error=%s", raw.get("update_id"), type(error).__name__)
            return False
        if inbound is None:
            return False
        table, origin = self._bot.knowledge.table, inbound.origin
        quoted = [ButtonTapped(origin=origin, packed=one, message_private=True) for one in _buttons_in(raw)]
        return any(table.veiled(one) for one in (inbound, *quoted))

    def press_of(self, native: str) -> Press:
        """What may be let go when one person sends more than can be answered."""
        try:
            inbound = to_inbound(Update.de_json(json.loads(native), self._wire), self._me, now=self._bot.clock.now())
        except Exception as error:
            log.error("action=read error=%s", type(error).__name__)
            return Press.CAN_BE_SENT_AGAIN
        if not isinstance(inbound, CommandGiven | TextSaid | ButtonTapped | FileOffered):
            return Press.HAPPENS_ONCE
        return Press.AT_ONCE if self._bot.router.at_once(inbound) is not None else Press.CAN_BE_SENT_AGAIN

    async def handle(self, event: WaitingEvent, arrived: float) -> None:
        """Returns when it was answered. Raises TokenRevoked, and FactNotHandled for what must be told again."""
        update = Update.de_json(json.loads(event.native), self._wire)
        opening = opening_of(update, arrived=arrived)
        for joined in also_joined(update, self._me):
            await self._hand_over(joined, opening)
        inbound = to_inbound(update, self._me, now=self._bot.clock.now())
        if inbound is not None:
            await self._hand_over(inbound, opening)

    async def _hand_over(self, inbound: Inbound, opening: Opening | None) -> None:
        kept = self._behind_door(inbound, opening) if opening is not None else ()
        if isinstance(inbound, CommandGiven) and (door := _only_a_door(kept)) is not None:
            # What waits is but the next door, and they are in the private chat already: go through it with them.
            inbound, kept = replace(inbound, rest=to_payload(door.action)), ()
        if opening is not None and kept:
            # They came for what waits here. The core learns that they can be written to.
            origin = inbound.origin
            with suppress(FactNotHandled):  # it has its own log line; what waits is handed over all the same
                await self._bot.handle(ReachChanged(origin=origin, reachable=True), self._transport)
            words = self._bot.knowledge.words_in(origin.locale)
            await self._replier.carry_out([Say(message=one) for one in kept], opening, words)
            return
        heard = self._pieces.joined(inbound)
        replies = self._pieces.news(inbound, heard, await self._bot.handle(heard, self._transport))
        if opening is not None:
            words = self._bot.knowledge.words_in(inbound.origin.locale)
            await self._replier.carry_out(replies, opening, words)

    def _behind_door(self, inbound: Inbound, opening: Opening) -> tuple[Outbound, ...]:
        match inbound:
            case CommandGiven(name=name, rest=rest) if name == _START and opening.private and opening.user is not None:
                return self._doorstep.take(rest.strip(), opening.user)
            case _:
                return ()

    def _heed_standing(self, update: Update) -> None:
        """Somebody's rights changed, perhaps our own."""
        if (change := update.chat_member) is not None:
            self._rights.forget(change.chat.id, change.new_chat_member.user.id)
        if (change := update.my_chat_member) is not None:
            self._rights.forget(change.chat.id)
            self._whispers.forget(change.chat.id)


def _only_a_door(kept: Sequence[Outbound]) -> DoorButton | None:
    """The door button, when nothing else waits than one message with that single button."""
    match [button for one in kept for row in one.buttons for button in row]:
        case [DoorButton() as door] if len(kept) == 1:
            return door
        case _:
            return None


def _buttons_in(raw: object) -> Iterator[str]:
    """What each button of each message in it carries."""
    match raw:
        case dict():
            if isinstance(packed := raw.get("callback_data"), str):
                yield packed
            for inner in raw.values():
                yield from _buttons_in(inner)
        case list():
            for inner in raw:
                yield from _buttons_in(inner)


def line_of(native: str) -> str:
    """One person in one chat stands in one line; what cannot be read stands with the changes of standing."""
    try:
        opening = opening_of(Update.de_json(json.loads(native), None), arrived=LONG_AGO)
    except Exception as error:
        log.error("action=read error=%s", type(error).__name__)
        return "changes"
    return f"{opening.chat}/{opening.user}" if opening is not None else "changes"
