"""Measures the real planner on a real SQLite file: schedules due together -> moved on and in the outbox.

Run in a process of its own: `python -m tests.benchmarks.due_ours 1000`, or `... 1000 reminders` for the members' own
reminders as they are, each noted in its member's log.
"""

import asyncio
import gc
import tempfile
import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

from core.features.reminders.due import Due
from core.features.reminders.wish import OWN, Wish
from core.library.selfcare import SelfCare
from core.model.action import action
from core.model.delivery import DeliveryState, Lane, Promise
from core.model.identity import Account, Address, Platform
from core.model.message import Button, Outbound, message, title
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.ports import Composition, Purpose
from core.scheduling.planner import Planner
from core.scheduling.recurrence import next_due
from core.storage import Storage
from tests.benchmarks.report import report
from tests.benchmarks.stall import StallWatch
from tests.fakes import MovableClock, english, masters

_ADDED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_DUE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def measure(due: int, purpose: Purpose) -> None:
    """Prints seconds, the longest stall of the loop, how many came to the outbox, and how many were lost."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        storage = await Storage.open(f"sqlite:///{file}", masters())
        await _fill(storage, due, purpose.name)
        clock = MovableClock(_ADDED)
        planner = _planner(storage, clock, purpose)
        await planner.plan_due()  # nothing is due yet; a bot that runs has done this before
        clock.move_to(_DUE)
        gc.collect()
        gc.freeze()  # as the bot does it after its start (bots.settling)
        async with StallWatch() as watch:
            started, worked = time.perf_counter(), time.process_time()
            await planner.plan_due()
            seconds, cpu = time.perf_counter() - started, time.process_time() - worked
        async with storage.unit_of_work() as uow:
            queued = (await uow.outbox.counts()).get(DeliveryState.DUE, 0)
            waiting = await uow.schedules.next_due_at()
        await storage.close()
    lost = due - queued if waiting == _DUE + timedelta(days=1) else due
    report(seconds=seconds, cpu=cpu, stall=watch.longest, fired=queued, lost=lost)


async def _fill(storage: Storage, number: int, purpose: str) -> None:
    """Each schedule belongs to a member of its own, and is sealed with a key of its own."""
    recurrence = Recurrence(rule=Daily(times=(wall_time(9, 0),)), zone="UTC")
    async with storage.unit_of_work() as uow:
        for name in map(str, range(1, number + 1)):
            member = await uow.members.welcome(Account(platform=Platform.TELEGRAM, user_id=name), now=_ADDED)
            new = NewSchedule(
                purpose=purpose,
                recurrence=recurrence,
                address=Address(platform=Platform.TELEGRAM, conversation=name, private=True),
                member_id=member.id,
                payload=Wish(target=OWN, what="Drink a glass of water").known,
            )
            await uow.schedules.add(new, next_slot=next_due(recurrence, _ADDED), now=_ADDED)
        await uow.commit()


def _planner(storage: Storage, clock: MovableClock, purpose: Purpose) -> Planner:
    return Planner(open_unit=storage.unit_of_work, clock=clock, purposes={purpose.name: purpose}, words=english())


def reminders() -> Purpose:
    """The members' own, as the bot has it."""
    return Due(SelfCare(kinds={}, reminders={}), english()).purposes[0]


def bare() -> Purpose:
    """The least that a message can be."""
    return Purpose(
        name="bench",
        compose=_compose,
        lane=Lane.DUE,
        promise=Promise.AT_LEAST_ONCE,
        good_for=timedelta(hours=3),
    )


async def _compose(due: Composition) -> Outbound:  # noqa: ARG001 - it says the same each time
    """As a member's reminder: a title, a sentence and a button."""
    listed = Button(label="My reminders", action=action("remind.list"))
    return message(title("Drink a glass of water"), "You asked me to remind you.", buttons=((listed,),))


if __name__ == "__main__":
    import sys

    asyncio.run(measure(int(sys.argv[1]), reminders() if "reminders" in sys.argv else bare()))
