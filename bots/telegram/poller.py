"""The receive loop: each batch of updates is kept durably before the next request confirms it.

It reads none of them. What goes wrong is waited out; only a refused token ends it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from telegram.error import BadRequest, Conflict, TelegramError

from bots.telegram.errors import translated
from bots.telegram.wire import Json, WireBot
from core.errors import Throttled, TokenRevoked

log = logging.getLogger(__name__)

KINDS: Final = ("message", "callback_query", "my_chat_member", "chat_member")
"""What we ask for; Telegram remembers the last wish, so that it is said each time."""

POLL_SECONDS: Final = 30
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0


class Poller:
    """One for each token. Another one on the same token makes both fail in turns."""

    def __init__(self, bot: WireBot, take_in: Callable[[Sequence[Json]], Awaitable[None]]) -> None:
        self._bot = bot
        self._take_in = take_in
        self._offset: int | None = None
        self._faults = 0
        self._conflict_told = False

    async def run(self) -> None:
        """Polls until it is cancelled. Raises TokenRevoked."""
        while True:
            try:
                batch = await self._bot.raw_updates(offset=self._offset, seconds=POLL_SECONDS, kinds=KINDS)
                if batch:
                    await self._take_in(batch)
                    self._offset = max(int(update["update_id"]) for update in batch) + 1
                self._faults, self._conflict_told = 0, False
            except TelegramError as error:
                await self._after(error)
            except Exception as error:
                # The database failed: nothing was confirmed, so the same batch comes again.
                log.error("action=take_in error=%s", type(error).__name__)
                await self._pause()

    async def _after(self, error: TelegramError) -> None:
        """Waits as long as the fault asks for. Raises TokenRevoked."""
        meaning = translated(error)
        match meaning:
            case TokenRevoked():
                raise meaning from None
            case Throttled(seconds=seconds):
                await asyncio.sleep(seconds)
            case _:
                await self._tell(error)
                await self._pause()

    async def _tell(self, error: TelegramError) -> None:
        if not isinstance(error, Conflict):
            level = logging.ERROR if isinstance(error, BadRequest) else logging.WARNING
            log.log(level, "action=poll error=%s faults=%d", type(error).__name__, self._faults)
            return
        if not self._conflict_told:
            self._conflict_told = True
            log.error("action=poll error=Conflict another process uses this token, or a webhook is set")
        if "webhook" in error.message.lower():
            await self._drop_webhook()

    async def _drop_webhook(self) -> None:
        """A webhook that somebody set would keep every update from us; what waits is kept."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("action=drop_webhook error=%s", type(error).__name__)

    async def _pause(self) -> None:
        pause = min(_FIRST_PAUSE * 2**self._faults, _LONGEST_PAUSE)
        self._faults = min(self._faults + 1, 16)
        await asyncio.sleep(pause)
