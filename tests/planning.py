"""A planner in front of real schedules, with small purposes of the tests' own and a look into the outbox."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from core.library.words import Words
from core.model.delivery import Delivery, Lane, Promise
from core.model.message import Outbound, message
from core.model.schedule import Daily, DueSlot, NewSchedule, Recurrence, Rule, Schedule
from core.ports import Composition, Purpose, UnitOfWork
from core.scheduling.planner import Planner
from core.scheduling.recurrence import next_due
from core.storage import Storage
from tests.fakes import NINE, MovableClock, words_of
from tests.stage import account_of, private_with

DAY_BEFORE = NINE - timedelta(days=1)
AT_NINE = Daily(times=(time(9, 0),))


async def prompt(due: Composition) -> Outbound:
    return message(f"prompt for {due.slot.local_date} {due.slot.slot}")


async def nothing(_due: Composition) -> None:
    return None


async def writes_and_fails(due: Composition) -> Outbound:
    assert due.schedule.member_id is not None
    await due.uow.members.set_zone(due.schedule.member_id, "Half/Written")
    raise RuntimeError("words of a member")


def purpose(name: str, compose: Callable[..., object] = prompt, **changes: object) -> Purpose:
    made = Purpose(
        name=name,
        compose=compose,  # type: ignore[arg-type]  # the tests' composers are plain functions
        lane=Lane.DUE,
        promise=Promise.AT_LEAST_ONCE,
        good_for=timedelta(hours=2),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


PURPOSES = {
    each.name: each
    for each in (
        purpose("prompt"),
        purpose("silent", nothing),
        purpose("broken", writes_and_fails),
        purpose("labelled", late_label=True),
        purpose("short", good_for=timedelta(minutes=10)),
    )
}


class Desk:
    """Keeps schedules, plans, and reads what was queued."""

    def __init__(self, storage: Storage, clock: MovableClock, words: Words) -> None:
        self.storage = storage
        self.clock = clock
        self.words = words
        self.queued = 0
        self.planner = self.another_planner()

    def another_planner(
        self, purposes: Mapping[str, Purpose] = PURPOSES, open_unit: Callable[[], UnitOfWork] | None = None
    ) -> Planner:
        return Planner(
            open_unit=open_unit or self.storage.unit_of_work,
            clock=self.clock,
            purposes=purposes,
            words=self.words,
            on_queued=self._note,
        )

    def _note(self) -> None:
        self.queued += 1

    async def keeps(
        self,
        name: str = "prompt",
        *,
        by: str = "ana",
        rule: Rule = AT_NINE,
        zone: str = "UTC",
        seen: datetime = DAY_BEFORE,
    ) -> Schedule:
        async with self.storage.unit_of_work() as uow:
            member = await uow.members.welcome(account_of(by), now=NINE)
            recurrence = Recurrence(rule=rule, zone=zone)
            new = NewSchedule(purpose=name, recurrence=recurrence, address=private_with(by), member_id=member.id)
            first = next_due(replace(recurrence, zone="UTC"), seen)
            schedule = await uow.schedules.add(new, next_slot=first, now=NINE)
            await uow.commit()
        return schedule

    async def waiting(self) -> list[Delivery]:
        """What was queued, looked at and put back."""
        async with self.storage.unit_of_work() as uow:
            return list(
                await uow.outbox.claim(
                    [private_with("ana").platform], now=self.clock.now(), lease=timedelta(minutes=1), limit=10_000
                )
            )

    async def queued_in_all(self) -> int:
        """How many messages were ever queued."""
        async with self.storage.unit_of_work() as uow:
            return sum((await uow.outbox.counts()).values())

    async def texts(self) -> list[str]:
        return [words_of(each.message) for each in await self.waiting()]

    async def next_slot(self, schedule: Schedule) -> DueSlot | None:
        async with self.storage.unit_of_work() as uow:
            kept = await uow.schedules.get(schedule.id)
        assert kept is not None
        return kept.next_slot
