"""Lets the preview's time pass: minute by minute of what falls due, so that nothing in between is lost or late."""

import asyncio
from datetime import datetime, time, timedelta
from typing import Final, Literal, assert_never

from bots.local.clock import MovableClock
from bots.local.inbound import Step
from core.bootstrap import Line, SupportBot
from core.scheduling.zone import zone

MOST_STOPS: Final = 300
"""For one move; a reminder for each quarter of an hour of two days fits."""


class PassingTime:
    """Moves the clock from one due moment to the next, and has each one planned and sent before it goes on."""

    def __init__(self, bot: SupportBot, clock: MovableClock, line: Line) -> None:
        self._bot = bot
        self._clock = clock
        self._line = line
        self._one_move = asyncio.Lock()

    async def move(self, step: Step, zone_name: str) -> None:
        """Returns when everything that came due on the way is on the page. "now" goes back to real time."""
        async with self._one_move:
            if step == "now":
                self._clock.back_to_real_time()
            else:
                await self._pass_until(_target(step, self._clock.now(), zone_name))
            self._bot.wake()

    async def _pass_until(self, target: datetime) -> None:
        for _ in range(MOST_STOPS):
            async with self._bot.open_unit() as uow:
                due = await uow.schedules.next_due_at()
            if due is None or due > target:
                break
            await self._arrive(max(due, self._clock.now()))
        await self._arrive(max(target, self._clock.now()))

    async def _arrive(self, at: datetime) -> None:
        self._clock.move_to(at)
        await self._bot.planner.plan_due()
        await self._line.worker.send_due()


def _target(step: Literal["nine_tomorrow", "hour", "day"], now: datetime, zone_name: str) -> datetime:
    match step:
        case "hour":
            return now + timedelta(hours=1)
        case "day":
            return now + timedelta(days=1)
        case "nine_tomorrow":
            here = zone(zone_name)
            tomorrow = now.astimezone(here).date() + timedelta(days=1)
            return datetime.combine(tomorrow, time(9), here)
        case _:
            assert_never(step)
