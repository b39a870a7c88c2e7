"""Lets go of what has been kept for as long as was said: in small transactions, so that nobody waits for it.

It decides by the house's own rules and each member's wish, and writes nothing but deletions. Done again, it goes on.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from core.model.consent import KEPT_AFTER_WITHDRAWAL, ConsentPurpose
from core.model.linking import APART_FOR, TRIES_WITHIN
from core.model.naming import ASK_KEPT
from core.model.suggestion import DECIDED_KEPT
from core.ports import UnitOfWork, UnitOfWorkFactory

ENDED_KEPT: Final = timedelta(days=30)
"""How long the bare row of a delivery that has ended is kept (it has neither text nor address)."""

OVER_KEPT: Final = timedelta(days=30)
"""How long a schedule is kept after its last slot: until then what it said can still be put off."""

MISSED_KEPT: Final = timedelta(days=90)
"""How long the counts of what was missed are kept; they are about nobody."""

ACTS_KEPT: Final = timedelta(days=180)
"""How long the record of what moderators did goes back."""

WELCOMED_KEPT: Final = timedelta(days=365)
"""How long a group knows that somebody was greeted there."""

ANONYMOUS_KEPT: Final = timedelta(days=30)
"""How long a note without a name and its answer are kept; by the day, because its hour is not known."""
FAILURES_KEPT: Final = timedelta(days=14)
"""How long moderators can read what did not arrive; what fails again later is told again."""

ASIDE_KEPT: Final = timedelta(days=1)
"""How long a deleted check-in can be brought back by its undo."""

_AT_ONCE: Final = 100


Remove = Callable[[UnitOfWork], Awaitable[int]]
Chosen = Callable[[UnitOfWork], Awaitable[list[int]]]
Carried = Callable[[UnitOfWork, int], Awaitable[bool]]


async def tidy(open_unit: UnitOfWorkFactory, now: datetime) -> Counter[str]:
    """Returns how many went, by name. `now`: aware UTC.

    Stopped in the middle, what is gone is gone and the rest waits for the next time.
    """
    gone = Counter[str]()
    for name, remove in _in_portions(now).items():
        gone[name] = await _until_none(open_unit, remove)
    for name, remove in _in_one_go(now).items():
        gone[name] = await _in_one(open_unit, remove)
    gone["withdrawn"] = await _one_by_one(open_unit, _ended_consents(now), _remove_withdrawn)
    gone["members"] = await _one_by_one(open_unit, _leaving(now), _forget(now))
    gone["joins"] = await _one_by_one(open_unit, _old_joins(now), _make_final)
    return gone


def _in_portions(now: datetime) -> Mapping[str, Remove]:
    """What has outlived its time and may be much: a portion at a time, until none is left."""
    over = (now - OVER_KEPT).date()
    return {
        "checkins": lambda uow: uow.checkins.remove_outlived(now, limit=_AT_ONCE),
        "flares": lambda uow: uow.flares.remove_outlived(now, limit=_AT_ONCE),
        "reminder_log": lambda uow: uow.occurrences.remove_outlived(now, limit=_AT_ONCE),
        "questions": lambda uow: uow.questions.remove_outlived(now, limit=_AT_ONCE),
        "appointments": lambda uow: uow.appointments.remove_outlived(now, limit=_AT_ONCE),
        "schedules": lambda uow: uow.schedules.remove_over(over, limit=_AT_ONCE),
    }


def _in_one_go(now: datetime) -> Mapping[str, Remove]:
    """What one statement removes."""
    return {
        "missed": lambda uow: uow.missed.forget_before((now - MISSED_KEPT).date()),
        "set_aside": lambda uow: uow.habits.forget_aside(now - ASIDE_KEPT),
        "codes": lambda uow: uow.links.forget_before(codes=now, tries=now - TRIES_WITHIN),
        "group_codes": lambda uow: uow.setup.forget_codes(now),
        "groups": lambda uow: uow.groups.forget_left(now),
        "failures": lambda uow: uow.failures.forget_before(now - FAILURES_KEPT),
        "helpers": lambda uow: uow.naming.forget_before(calls=now, asks=now - ASK_KEPT),
        "room_calls": lambda uow: uow.desk.forget_calls(now),
        "suggestions": lambda uow: uow.suggestions.forget_decided(now - DECIDED_KEPT),
        "acts": lambda uow: uow.acts.forget_before(now - ACTS_KEPT),
        "welcomed": lambda uow: uow.welcomes.forget_before(now - WELCOMED_KEPT),
        "anonymous": lambda uow: uow.anonymous.forget_before((now - ANONYMOUS_KEPT).date()),
        "deliveries": lambda uow: uow.outbox.forget_ended_before(now - ENDED_KEPT),
    }


def _ended_consents(now: datetime) -> Chosen:
    async def chosen(uow: UnitOfWork) -> list[int]:
        at = now - KEPT_AFTER_WITHDRAWAL
        return list(await uow.consents.withdrawn_before(at, ConsentPurpose.CHECKINS, limit=_AT_ONCE))

    return chosen


async def _remove_withdrawn(uow: UnitOfWork, member_id: int) -> bool:
    """Whoever has agreed again meanwhile keeps theirs."""
    if await uow.consents.live(member_id, ConsentPurpose.CHECKINS) is not None:
        return False
    return await uow.consents.remove_kept(member_id, ConsentPurpose.CHECKINS) > 0


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


def _old_joins(now: datetime) -> Chosen:
    async def chosen(uow: UnitOfWork) -> list[int]:
        return await uow.links.old_joins(now - APART_FOR, limit=_AT_ONCE)

    return chosen


async def _make_final(uow: UnitOfWork, member_id: int) -> bool:
    await uow.links.make_final(member_id)
    return True


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


async def _until_none(open_unit: UnitOfWorkFactory, remove: Remove) -> int:
    count = 0
    while removed := await _in_one(open_unit, remove):
        count += removed
    return count


async def _in_one(open_unit: UnitOfWorkFactory, remove: Remove) -> int:
    async with open_unit() as uow:
        removed = await remove(uow)
        await uow.commit()
        return removed
