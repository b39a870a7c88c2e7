"""Waits until nothing that is due still has to be planned or sent: the loops run by themselves, as in real life."""

import asyncio
from collections.abc import Sequence

from core.bootstrap import SupportBot
from core.delivery.limiter import Rates
from core.model.delivery import DeliveryState
from core.model.identity import Platform

FAST = Rates(per_second=float("inf"))
"""The platforms' pace is proved elsewhere; here nobody waits for it, also where time stands still (simcord)."""

_ON_THE_WAY = (DeliveryState.LEASED, DeliveryState.SENDING)


async def all_delivered(bot: SupportBot, *platforms: Platform, within: float = 10.0) -> None:
    """Returns when both loops have nothing to do at the clock's time."""
    async with asyncio.timeout(within):
        while not await _nothing_due(bot, platforms):  # noqa: ASYNC110  (it is known by the database alone)
            await asyncio.sleep(0.003)


async def _nothing_due(bot: SupportBot, platforms: Sequence[Platform]) -> bool:
    async with bot.open_unit() as uow:
        counts = await uow.outbox.counts()
        times = (await uow.schedules.next_due_at(), await uow.outbox.next_at(platforms))
    now = bot.clock.now()
    return not any(counts.get(state) for state in _ON_THE_WAY) and all(at is None or at > now for at in times)
