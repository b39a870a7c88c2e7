"""Messages in a group that one person alone sees (Bot API 10.2, reshaped in 10.3).

It answers "no" rather than risk that something private appears in public: support is proved at the start, an answer
that comes back public is taken away at once, and a chat's refusal is learnt.
"""

import asyncio
import logging
from typing import Any, Final

from bots.telegram.courier import Courier
from bots.telegram.inbound import ephemeral_id_of
from bots.telegram.lettering import Lettered
from bots.telegram.opening import Opening
from bots.telegram.render import Part, Rendered, Renderer
from bots.telegram.sending import Sender
from core.errors import MessageRefused, PlaceGone, TransportError, Unreachable
from core.model.message import Outbound

log = logging.getLogger(__name__)

Json = dict[str, Any]

_REMEMBERED_SECONDS: Final = 6 * 3600.0
_NOT_THE_CHAT: Final = ("too old", "query_id_invalid", "query is", "to be replied", "receiver")
"""Refusals that say nothing of the chat: it was too late, or this one person cannot get it."""


class Whispers:
    """`proved`: the server knows such messages. An older one would ignore the wish and post in public."""

    def __init__(self, *, sender: Sender, renderer: Renderer, courier: Courier) -> None:
        self._sender = sender
        self._renderer = renderer
        self._courier = courier
        self._refused: dict[tuple[int, bool], float] = {}
        self.proved = False

    async def say(self, message: Outbound, opening: Opening) -> bool:
        """Whether that person alone was told. False: nothing of it was sent, or only to them."""
        if opening.user is None or opening.private:
            return False
        rendered = self._renderer.render(message, opening.for_one)
        for asked in (True, False):
            if not self._may_try(opening, asked=asked):
                continue
            try:
                return await self._say_all(rendered, opening, asked=asked)
            except (MessageRefused, Unreachable, PlaceGone) as error:
                self._learn(opening, error, asked=asked)
        return False

    async def edit(self, message: Outbound, opening: Opening) -> bool:
        """Changes the tapped one; a longer text goes on in new ones. False: it is gone, or cannot hold that."""
        if opening.user is None or opening.whisper is None or opening.tap is None:
            return False
        user, whisper = opening.user, opening.whisper
        rendered = self._renderer.render(message, opening.for_one)
        part = rendered.parts[0]
        if len(rendered.parts) > 1 or not isinstance(part, Lettered):
            return False
        try:
            await self._courier.carry(
                opening.address,
                lambda: self._sender.edit_whisper(opening.chat, user, whisper, part, rendered.keyboard),
            )
        except (MessageRefused, Unreachable):
            return False
        return True

    def forget(self, chat: int) -> None:
        """Our standing in a chat changed: what it refused may be allowed now."""
        for asked in (True, False):
            self._refused.pop((chat, asked), None)

    def _may_try(self, opening: Opening, *, asked: bool) -> bool:
        """`asked`: as the answer to a tap or to a private command. Otherwise only an administrator bot may."""
        if not self.proved:
            return False
        if asked and (not opening.fresh or (opening.tap is None and opening.whisper is None)):
            return False
        refused = self._refused.get((opening.chat, asked))
        return refused is None or asyncio.get_running_loop().time() - refused > _REMEMBERED_SECONDS

    async def _say_all(self, rendered: Rendered, opening: Opening, *, asked: bool) -> bool:
        for index, part in enumerate(rendered.parts):
            if not await self._say_part(rendered, index, part, opening, asked=asked):
                return False
        return True

    async def _say_part(self, rendered: Rendered, index: int, part: Part, opening: Opening, *, asked: bool) -> bool:
        sent = await self._courier.carry(
            opening.address,
            lambda: self._sender.post(
                opening.chat,
                part,
                keyboard=rendered.keyboard_of(index),
                thread=opening.thread,
                quiet=rendered.quiet,
                extra=_wish(opening, asked=asked),
            ),
        )
        if ephemeral_id_of(sent) is not None:
            return True
        # The server did not keep its word. Take it away, and never trust it again.
        self.proved = False
        log.error("action=whisper place=%s leaked=taken_away", opening.kind)
        await self._sender.delete(opening.chat, sent.message_id)
        return False

    def _learn(self, opening: Opening, error: TransportError, *, asked: bool) -> None:
        text = str(error.__cause__).lower()
        if isinstance(error, PlaceGone) or any(sign in text for sign in _NOT_THE_CHAT):
            return
        self._refused[opening.chat, asked] = asyncio.get_running_loop().time()
        log.info("action=whisper place=%s refused asked=%s", opening.kind, asked)


def _wish(opening: Opening, *, asked: bool) -> Json:
    """The parameters of 10.3. A reply never names the message id 0 of a private command."""
    wish: Json = {"receiver_user_id": opening.user}
    if asked and opening.tap is not None:
        return {"ephemeral_message_parameters": wish | {"callback_query_id": opening.tap}}
    if asked:
        quoted = {"ephemeral_message_id": opening.whisper}
        return {"ephemeral_message_parameters": wish, "reply_parameters": quoted}
    return {"ephemeral_message_parameters": wish}
