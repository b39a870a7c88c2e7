"""Keeps a service running: starts it again after a fault, later and later, and never lets one pull down another."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from core.errors import ContentError, SettingsError, SpoonlightError, TokenRevoked
from core.ports import Clock

log = logging.getLogger(__name__)

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 300.0
"""Seconds between an end and the next start: 5, 10, 20 ... 300, and up to a quarter more, by chance."""

STEADY: Final = timedelta(minutes=10)
"""After so long a run the next fault counts as a first one."""

LAST_WORDS: Final = 12.0
"""Seconds that a stopping service has; a delivery worker needs up to 10 to learn how its last sends ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Something that runs until it is cancelled. `run` begins anew each time.

    `mend` tells the operator what to do about a refused token.
    """

    name: str
    run: Callable[[], Awaitable[None]]
    mend: str = ""


async def keep_running(service: Service, clock: Clock, chance: Callable[[], float] = random.random) -> None:
    """Runs the service again and again. Returns only when another start would be of no use."""
    faults = 0
    while True:
        began = clock.now()
        fault = await _run_once(service)
        if (final := _final(fault)) is not None:
            _say_final(service, final)
            return
        faults = 1 if clock.now() - began >= STEADY else faults + 1
        pause = pause_before(faults, chance())
        log.error(
            "action=restart service=%s error=%s fault=%d seconds=%.0f",
            service.name,
            "ended" if fault is None else "+".join(type(one).__name__ for one in _leaves(fault)),
            faults,
            pause,
            exc_info=fault,
        )
        await clock.sleep_until(clock.now() + timedelta(seconds=pause))


async def keep_all_running(
    platforms: Sequence[Service], loops: Sequence[Service], clock: Clock, stop: asyncio.Event
) -> bool:
    """Runs them side by side until `stop` is set (True) or no platform is left that could run (False)."""
    running = [asyncio.create_task(keep_running(one, clock), name=one.name) for one in platforms]
    behind = [asyncio.create_task(keep_running(one, clock), name=one.name) for one in loops]
    stopping = asyncio.create_task(stop.wait())
    all_over = asyncio.ensure_future(asyncio.wait(running))
    try:
        await asyncio.wait((stopping, all_over), return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _end(*running, *behind, stopping, all_over)
    return stop.is_set()


def pause_before(fault: int, chance: float) -> float:
    """Seconds before the start that follows the `fault`-th fault in a row (from 1); `chance` is from 0 to 1."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(fault - 1, 10)) * (1 + chance / 4))


async def _run_once(service: Service) -> BaseException | None:
    """How it ended: with an error, or without one."""
    log.info("action=start service=%s", service.name)
    try:
        await service.run()
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        return error  # not we, but something inside it was cancelled: a fault like any other
    except Exception as error:
        return error
    return None


def _final(fault: BaseException | None) -> SpoonlightError | None:
    """The error that no new start can mend, however deep in groups of errors it lies."""
    final = (TokenRevoked, SettingsError, ContentError)
    return next((one for one in _leaves(fault) if isinstance(one, final)), None) if fault is not None else None


def _leaves(fault: BaseException) -> Iterator[BaseException]:
    if isinstance(fault, BaseExceptionGroup):
        for inner in fault.exceptions:
            yield from _leaves(inner)
    else:
        yield fault


def _say_final(service: Service, error: SpoonlightError) -> None:
    advice = service.mend if isinstance(error, TokenRevoked) else str(error)
    log.error("action=stop service=%s error=%s: %s", service.name, type(error).__name__, advice)


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    ended, slow = await asyncio.wait(tasks, timeout=LAST_WORDS)
    for task in ended:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("action=stop error=%s", type(error).__name__)
    for task in slow:
        name = task.get_name() if isinstance(task, asyncio.Task) else "?"
        log.warning("action=stop service=%s error=too_slow", name)
