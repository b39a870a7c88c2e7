"""Carries out what a handler returned, on the conversation that is open. What is private never becomes public here.

In a group a private answer is seen by the one who asked alone, or it waits in the private chat behind a door.
"""

import logging
from collections.abc import Sequence
from functools import partial
from typing import Final, assert_never

from bots.telegram.courier import Courier
from bots.telegram.doorstep import Doorstep
from bots.telegram.ephemeral import Whispers
from bots.telegram.lettering import units
from bots.telegram.opening import Opening
from bots.telegram.render import Renderer
from bots.telegram.sending import Sender
from core.errors import MessageRefused, PlaceGone, TokenRevoked, TransportError
from core.model.message import LinkButton, Outbound, message
from core.model.reply import Edit, Handoff, Notice, OpenForm, Replies, Reply, Say
from core.ports import Phrasebook

log = logging.getLogger(__name__)

NOTICE_UNITS: Final = 200
_WELCOME: Final = "hello"


class Replier:
    """One for each token."""

    def __init__(
        self, *, sender: Sender, renderer: Renderer, courier: Courier, whispers: Whispers, doorstep: Doorstep
    ) -> None:
        self._sender = sender
        self._renderer = renderer
        self._courier = courier
        self._whispers = whispers
        self._doorstep = doorstep

    async def carry_out(self, replies: Replies, opening: Opening, words: Phrasebook) -> None:
        """One reply's failure does not stop the others. Raises TokenRevoked alone."""
        waiting: list[Outbound] = []
        notice = ""
        for reply in replies:
            if isinstance(reply, Notice) and opening.tap and not notice and units(reply.text) <= NOTICE_UNITS:
                notice = reply.text
                continue
            try:
                waiting += await self._one(reply, opening, words)
            except TokenRevoked:
                raise
            except TransportError as error:
                # What was answered is committed; the words are not in the log.
                log.warning("action=reply place=%s error=%s", opening.kind, type(error).__name__)
        through = self._link(waiting, opening) if waiting else ""
        if opening.tap is not None:
            answered = await self._answer_tap(opening, notice, through)
            through = "" if answered and not notice else through
        if through:
            await self._show_door(through, opening, words)

    async def _one(self, reply: Reply, opening: Opening, words: Phrasebook) -> Sequence[Outbound]:
        """Returns what could not be said here and must wait in the private chat."""
        match reply:
            case Say(message=said, private=private, lasting=lasting):
                if opening.private or not private:
                    await self._say(said, opening)
                    return ()
                return await self._say_alone(said, opening, words, lasting=lasting)
            case Edit(message=said, private=private):
                return await self._edit(said, opening, words, private=private)
            case Notice(text=text):
                return await self._one(Say(message=message(text), private=True), opening, words)
            case OpenForm() | Handoff():
                # The router makes something else of these where there are no modals.
                log.error("action=reply kind=%s unexpected", type(reply).__name__)
                return ()
            case _:
                assert_never(reply)

    async def _say(self, said: Outbound, opening: Opening) -> None:
        """To the whole conversation. A topic that is gone is answered in the main room."""
        rendered = self._renderer.render(said, opening.for_all)
        thread = opening.thread
        for index, part in enumerate(rendered.parts):
            post = partial(
                self._sender.post,
                opening.chat,
                part,
                keyboard=rendered.keyboard_of(index),
                quiet=rendered.quiet,
            )
            try:
                await self._courier.carry(opening.address, partial(post, thread=thread))
            except PlaceGone:
                thread = None
                await self._courier.carry(opening.address, post)

    async def _say_alone(
        self, said: Outbound, opening: Opening, words: Phrasebook, *, lasting: bool
    ) -> Sequence[Outbound]:
        if not lasting:
            return () if await self._whispers.say(said, opening) else (said,)
        if opening.user is None or not await self._whispers.say(said, opening):
            return (said,)
        # A message for one person may vanish: what must last waits behind a door, too.
        door = LinkButton(label=words("telegram.button_door"), url=self._link([said], opening))
        await self._whispers.say(message(words("telegram.lasting"), buttons=((door,),)), opening)
        return ()

    async def _edit(self, said: Outbound, opening: Opening, words: Phrasebook, *, private: bool) -> Sequence[Outbound]:
        if opening.whisper is not None and await self._whispers.edit(said, opening):
            return ()
        if not opening.private and private:
            return await self._say_alone(said, opening, words, lasting=False)
        if opening.message_id is None or not await self._edit_tapped(said, opening, opening.message_id):
            await self._say(said, opening)
        return ()

    async def _edit_tapped(self, said: Outbound, opening: Opening, message_id: int) -> bool:
        """False: it cannot be changed into that, so that a new message takes its part."""
        rendered = self._renderer.render(said, opening.for_all)
        if len(rendered.parts) > 1:
            return False
        try:
            await self._courier.carry(
                opening.address,
                lambda: self._sender.edit(opening.chat, message_id, rendered.parts[0], rendered.keyboard),
            )
        except MessageRefused:
            return False
        return True

    def _link(self, waiting: Sequence[Outbound], opening: Opening) -> str:
        if opening.user is None:
            return self._renderer.start_link(_WELCOME)
        return self._renderer.start_link(self._doorstep.keep(opening.user, waiting))

    async def _answer_tap(self, opening: Opening, notice: str, through: str) -> bool:
        """A notice, or the way into the private chat, or just the end of the waiting sign."""
        try:
            await self._sender.answer_tap(opening.tap or "", text=notice, url="" if notice else through)
        except TokenRevoked:
            raise
        except TransportError as error:
            log.info("action=answer_tap place=%s error=%s", opening.kind, type(error).__name__)
            return False
        return True

    async def _show_door(self, through: str, opening: Opening, words: Phrasebook) -> None:
        """In public: without a word of what it is about."""
        key = "telegram.door_anonymous" if opening.user is None else "telegram.door"
        door = LinkButton(label=words("telegram.button_door"), url=through)
        try:
            await self._say(message(words(key), buttons=((door,),)), opening)
        except TokenRevoked:
            raise
        except TransportError as error:
            log.warning("action=door place=%s error=%s", opening.kind, type(error).__name__)
