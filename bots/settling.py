"""A quick start: what nobody needs in order to be heard is done once the platforms have had their turn.

It begins with `hurry` and ends with `settling`; what is put off is done in the same process, a moment later.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bots.housekeeping import Chore
    from core.bootstrap import SupportBot

log = logging.getLogger(__name__)

AFTER: Final = 1.5
"""Seconds that the platforms have for themselves."""


def hurry() -> None:
    """Stops looking for garbage while hundreds of modules are read: they are there to stay."""
    gc.disable()


@asynccontextmanager
async def settling(bot: "SupportBot", hourly: "Sequence[Chore]" = (), *, after: float = AFTER) -> AsyncIterator[None]:
    """Does what was put off, and the housekeeping, as long as the block lasts. `hourly`: more for the house's clock."""
    task = asyncio.create_task(_settle(bot, hourly, after))
    try:
        yield
    finally:
        gc.enable()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _settle(bot: "SupportBot", hourly: "Sequence[Chore]", after: float) -> None:
    await asyncio.sleep(after)
    gc.freeze()  # what is here now stays until the end, and need not be looked at again and again
    gc.enable()
    try:
        await bot.warm_up()
    except Exception as error:
        log.error("action=warm_up error=%s", type(error).__name__)
    from bots.clockwork import wound_up  # imported here: its first tick is half a minute away

    async with wound_up(bot, hourly):
        await asyncio.get_running_loop().create_future()
