"""Lets go of what has been kept for as long as was said: in small transactions, so that nobody waits for it.

It decides by the house's own rules and each member's wish, and writes nothing but deletions. Done again, it goes on.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.model.consent import KEPT_AFTER_WITHDRAWAL, ConsentPurpose
from core.ports import UnitOfWork, UnitOfWorkFactory

ENDED_KEPT: Final = timedelta(days=30)
"""How long the bare row of a delivery that has ended is kept (it has neither text nor address)."""

OVER_KEPT: Final = timedelta(days=30)
"""How long a schedule is kept after its last slot: until then what it said can still be put off."""

MISSED_KEPT: Final = timedelta(days=90)
"""How long the counts of what was missed are kept; they are about nobody."""

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """How many went: check-ins and reminders' log kept long enough, members' answers after a withdrawal, members and
    groups that left, deliveries and schedules that were over."""

    checkins: int
    reminder_log: int
    withdrawn: int
    members: int
    groups: int
    deliveries: int
    schedules: int


async def tidy(open_unit: UnitOfWorkFactory, now: datetime) -> Tidied:
    """`now`: aware UTC. Stopped in the middle, what is gone is gone and the rest waits for the next time."""

    async def outlived(uow: UnitOfWork) -> int:
        return await uow.checkins.remove_outlived(now, limit=_AT_ONCE)

    async def old_log(uow: UnitOfWork) -> int:
        return await uow.occurrences.remove_outlived(now, limit=_AT_ONCE)

    async def missed(uow: UnitOfWork) -> int:
        return await uow.missed.forget_before((now - MISSED_KEPT).date())

    async def groups(uow: UnitOfWork) -> int:
        return await uow.groups.forget_left(now)

    async def over(uow: UnitOfWork) -> int:
        return await uow.schedules.remove_over((now - OVER_KEPT).date(), limit=_AT_ONCE)

    async def deliveries(uow: UnitOfWork) -> int:
        return await uow.outbox.forget_ended_before(now - ENDED_KEPT)

    await _in_one(open_unit, missed)
    return Tidied(
        checkins=await _until_none(open_unit, outlived),
        reminder_log=await _until_none(open_unit, old_log),
        withdrawn=await _one_by_one(open_unit, _ended_consents(now), _remove_withdrawn),
        members=await _one_by_one(open_unit, _leaving(now), _forget(now)),
        groups=await _in_one(open_unit, groups),
        deliveries=await _in_one(open_unit, deliveries),
        schedules=await _until_none(open_unit, over),
    )


Chosen = Callable[[UnitOfWork], Awaitable[list[int]]]
Carried = Callable[[UnitOfWork, int], Awaitable[bool]]


def _ended_consents(now: datetime) -> Chosen:
    async def chosen(uow: UnitOfWork) -> list[int]:
        at = now - KEPT_AFTER_WITHDRAWAL
        return list(await uow.consents.withdrawn_before(at, ConsentPurpose.CHECKINS, limit=_AT_ONCE))

    return chosen


async def _remove_withdrawn(uow: UnitOfWork, member_id: int) -> bool:
    """Whoever has agreed again meanwhile keeps theirs."""
    if await uow.consents.live(member_id, ConsentPurpose.CHECKINS) is not None:
        return False
    return await uow.checkins.remove_all(member_id) > 0


def _leaving(now: datetime) -> Chosen:
    async def chosen(uow: UnitOfWork) -> list[int]:
        return list(await uow.members.leaving(now, limit=_AT_ONCE))

    return chosen


def _forget(now: datetime) -> Carried:
    async def forget(uow: UnitOfWork, member_id: int) -> bool:
        """Whoever came back meanwhile stays."""
        member = await uow.members.get(member_id)
        if member is None or member.leaves_at is None or member.leaves_at > now:
            return False
        await uow.members.forget(member_id, now=now)
        return True

    return forget


async def _one_by_one(open_unit: UnitOfWorkFactory, choose: Chosen, carry_out: Carried) -> int:
    """A transaction for each; ends when a look finds nobody, or nobody new."""
    count, seen = 0, set[int]()
    while True:
        async with open_unit() as uow:
            chosen = [one for one in await choose(uow) if one not in seen]
        if not chosen:
            return count
        seen.update(chosen)
        for one in chosen:
            async with open_unit() as uow:
                if await carry_out(uow, one):
                    await uow.commit()
                    count += 1


async def _until_none(open_unit: UnitOfWorkFactory, remove: Callable[[UnitOfWork], Awaitable[int]]) -> int:
    count = 0
    while removed := await _in_one(open_unit, remove):
        count += removed
    return count


async def _in_one(open_unit: UnitOfWorkFactory, remove: Callable[[UnitOfWork], Awaitable[int]]) -> int:
    async with open_unit() as uow:
        removed = await remove(uow)
        await uow.commit()
        return removed
