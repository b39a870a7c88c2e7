"""Runs Spoonlight on Telegram: connects, registers commands, then receives, handles and delivers until stopped."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from telegram.error import TelegramError

from bots.telegram.commands import first_words, sync_commands
from bots.telegram.courier import Courier
from bots.telegram.doorstep import Doorstep
from bots.telegram.ephemeral import Whispers
from bots.telegram.errors import translated
from bots.telegram.handling import Handling, line_of
from bots.telegram.inbound import Me
from bots.telegram.intake import Intake
from bots.telegram.poller import Poller
from bots.telegram.render import Renderer
from bots.telegram.replies import Replier
from bots.telegram.rights import Rights
from bots.telegram.sending import Sender
from bots.telegram.transport import TelegramTransport
from bots.telegram.wire import Json, wire_bot
from core.bootstrap import SupportBot
from core.delivery.limiter import Rates
from core.errors import TokenRevoked, TransportError

log = logging.getLogger(__name__)

RATES: Final = Rates(per_second=29, chat_gap=1.0, group_per_minute=20)
API_URL: Final = "https://api.telegram.org/bot"
FILE_URL: Final = "https://api.telegram.org/file/bot"

_LONGEST_PAUSE: Final = 30.0
_SYNC_AGAIN: Final = 300.0


class TelegramApp:
    """One token's process part. `api_url` and `file_url` end in "/bot"; other servers may stand there."""

    def __init__(self, bot: SupportBot, *, token: str, api_url: str = API_URL, file_url: str = FILE_URL) -> None:
        self._bot = bot
        self._wire = wire_bot(token, api_url, file_url)
        self._intake: Intake | None = None

    async def run(self) -> None:
        """Returns never; cancel it to stop. Raises TokenRevoked when Telegram does not know the token."""
        try:
            me = await self._connect()
            await self._serve(me)
        finally:
            await self._wire.shutdown()

    async def idle(self) -> None:
        """Returns when everything that was taken in is handled; for those who must know, such as tests."""
        if self._intake is not None:
            await self._intake.idle()

    async def _connect(self) -> Me:
        """Waits for Telegram as long as it takes. Raises TokenRevoked."""
        pause = 0.5
        while True:
            try:
                await self._wire.initialize()
            except TelegramError as error:
                meaning = translated(error)
                if isinstance(meaning, TokenRevoked):
                    raise meaning from None  # the library's text holds the token
                log.warning("action=connect error=%s", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                commands = first_words(self._bot.commands)
                return Me(id=self._wire.id, username=self._wire.username, commands=commands)

    async def _serve(self, me: Me) -> None:
        renderer = Renderer(signer=self._bot.signer, words=self._bot.knowledge.words, username=me.username)
        sender = Sender(self._wire, renderer)
        rights = Rights(self._wire)
        transport = TelegramTransport(wire=self._wire, sender=sender, renderer=renderer, rights=rights)
        line = self._bot.line(transport, RATES)
        courier = Courier(line.limiter)
        whispers = Whispers(sender=sender, renderer=renderer, courier=courier)
        doorstep = Doorstep()
        handling = Handling(
            bot=self._bot,
            wire=self._wire,
            me=me,
            transport=transport,
            replier=Replier(sender=sender, renderer=renderer, courier=courier, whispers=whispers, doorstep=doorstep),
            doorstep=doorstep,
            whispers=whispers,
            rights=rights,
        )
        self._intake = intake = self._take_in_for(handling)
        take_in = _keeping(intake, handling)
        synced = await self._sync(whispers)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(intake.run())
                tasks.create_task(Poller(self._wire, take_in).run())
                tasks.create_task(line.worker.run())
                if not synced:
                    tasks.create_task(self._sync_later(whispers))
        except BaseExceptionGroup as group:
            raise _the_reason(group) from None

    def _take_in_for(self, handling: Handling) -> Intake:
        return Intake(
            open_unit=self._bot.open_unit,
            clock=self._bot.clock,
            handle=handling.handle,
            line_of=line_of,
            press_of=handling.press_of,
        )

    async def _sync(self, whispers: Whispers) -> bool:
        """Registers the commands and learns what the server can do. False: to be tried again."""
        try:
            whispers.proved = await sync_commands(self._wire, self._bot.commands)
        except TokenRevoked:
            raise
        except TransportError as error:
            log.warning("action=commands error=%s", type(error).__name__)
            return False
        return True

    async def _sync_later(self, whispers: Whispers) -> None:
        """Until it is proved, nothing private is said in groups: the door is offered instead."""
        while True:
            await asyncio.sleep(_SYNC_AGAIN)
            if await self._sync(whispers):
                return


def _keeping(intake: Intake, handling: Handling) -> Callable[[Sequence[Json]], Awaitable[None]]:
    """Takes in what somebody must handle, before Telegram is told that it arrived."""

    async def take_in(batch: Sequence[Json]) -> None:
        kept: dict[str, str] = {}
        for raw in batch:
            if not handling.worth_keeping(raw):
                continue
            event_id, native = str(raw["update_id"]), json.dumps(raw)
            if handling.veiled(raw) or intake.passes_by(native):
                intake.pass_by(event_id, native)
            else:
                kept[event_id] = native
        if kept:
            await intake.take_in(kept)

    return take_in


def _the_reason(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """A refused token says it all; otherwise the first thing that went wrong."""
    revoked = group.subgroup(TokenRevoked)
    found: BaseException = revoked if revoked is not None else group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
