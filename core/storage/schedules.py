"""Schedules as rows, sealed for their owners: what falls due next is one look at an index, and moving on is one
compare-and-set."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import Column as SqlColumn
from sqlalchemy import Executable, Select, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.types import BigInteger, Date, Integer, String

from core.errors import StoredUnreadable
from core.model.identity import Address
from core.model.schedule import DueSlot, NewSchedule, Schedule
from core.ports.queues import Advance
from core.storage.keyring import Keyring
from core.storage.places import hash_of_chat, in_chat, read_address
from core.storage.queue_tables import schedules
from core.storage.rowsets import pack, rowset
from core.storage.stored_json import recurrence_from_json, recurrence_to_json, texts_from_json, texts_to_json
from core.storage.transaction import Change, Transaction
from core.storage.types import UtcDateTime, read_utc, utc_text

_log = logging.getLogger(__name__)
RECURRENCE: Final = "schedules.recurrence"
_PAYLOAD: Final = "schedules.payload"
_PLACE: Final = "schedules.place"

_AT_ONCE: Final = 100
"""Rows opened before the loop may turn to somebody else."""

UNREADABLE: Final = "unreadable"
"""Another version wrote it, or its seal is broken; each start tries again."""

ASLEEP: Final = "asleep"
"""Its member cannot be reached; `change` wakes it."""


class SqlSchedules:
    """core.ports.ScheduleStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, schedule: NewSchedule, *, next_slot: DueSlot | None, now: datetime) -> Schedule:
        await self._keys.fetch(members=(schedule.member_id,), groups=(schedule.group_id,))
        new_id = await self._transaction.next_id(schedules)
        columns = self._columns(schedule, new_id)
        slot = _slot_columns(next_slot) if next_slot else {"next_local_date": now.date()}
        new = insert(schedules).values(**columns, **slot, added_at=now)
        self._transaction.changes(Change.SCHEDULE_ADDED)
        return self._schedule((await self._transaction.run(new.returning(*_READ))).one())

    async def get(self, schedule_id: int) -> Schedule | None:
        found = await self._read(await self._transaction.rows(select(*_READ).where(schedules.c.id == schedule_id)))
        return found[0] if found else None

    async def of_member(self, member_id: int) -> Sequence[Schedule]:
        return await self._to_come(schedules.c.member_id, member_id)

    async def of_group(self, group_id: int) -> Sequence[Schedule]:
        """Like `of_member`."""
        return await self._to_come(schedules.c.group_id, group_id)

    async def remove(self, schedule_id: int, *, member_id: int | None = None, group_id: int | None = None) -> bool:
        """Raises ValueError when no owner is named: that would be anybody's."""
        if member_id is None and group_id is None:
            raise ValueError("only an owner removes a schedule")
        gone = delete(schedules).where(schedules.c.id == schedule_id)
        if member_id is not None:
            gone = gone.where(schedules.c.member_id == member_id)
        if group_id is not None:
            gone = gone.where(schedules.c.group_id == group_id)
        return await self._transaction.first(gone.returning(schedules.c.id)) is not None

    async def change(self, schedule: Schedule, *, member_id: int) -> bool:
        own = (schedules.c.id == schedule.id) & (schedules.c.member_id == member_id)
        await self._keys.fetch(members=(member_id,))
        columns = self._columns(schedule, schedule.id) | _slot_columns(schedule.next_slot)
        changed = update(schedules).where(own).values(**columns, paused_until=schedule.paused_until, parked=None)
        self._transaction.changes(Change.SCHEDULE_ADDED)
        return await self._transaction.first(changed.returning(schedules.c.id)) is not None

    async def fall_asleep(self, address: Address) -> int:
        theirs = in_chat(schedules, self._keys.lookup, address) & schedules.c.member_id.is_not(None)
        asleep = update(schedules).where(theirs, schedules.c.parked.is_(None), schedules.c.next_due_at.is_not(None))
        return (await self._transaction.run(asleep.values(parked=ASLEEP))).rowcount

    async def count_asleep(self) -> int:
        asleep = select(func.count()).where(schedules.c.parked == ASLEEP)
        return int(await self._transaction.value(asleep) or 0)

    async def next_due_at(self) -> datetime | None:
        at: datetime | None = await self._transaction.value(
            select(schedules.c.next_due_at).where(*_COMES).order_by(schedules.c.next_due_at).limit(1)
        )
        return at

    async def due(self, now: datetime, *, limit: int) -> Sequence[Schedule]:
        """A member's own are never torn apart by `limit`. One that cannot be read is parked: it stays, and is out of
        the way until a Spoonlight that can starts."""
        rows = await self._transaction.bare_rows(_due_statement(), {"now": now, "limit": limit})
        if len(rows) == limit > 1:  # whoever has one in this batch has all of theirs in it, to come as one message
            dialect, last = self._transaction.dialect, rows[-1]
            owners = pack(dialect, [{"member_id": one} for one in {row[_MEMBER] for row in rows} - {None}])
            beyond = {"now": now, "last_at": read_utc(last[_DUE_AT]), "last_id": last[_ID], **owners}
            theirs = await self._transaction.bare_rows(_due_of_statement(dialect), beyond)
            rows = [*rows, *sorted(theirs, key=lambda row: (row[_DUE_AT], row[_ID]))]
        return await self._read(rows)

    async def coming(self, now: datetime, *, after_id: int, limit: int) -> Sequence[Schedule]:
        chosen = select(*_READ).where(*_COMES, schedules.c.next_due_at > now, schedules.c.id > after_id)
        return await self._read(await self._transaction.rows(chosen.order_by(schedules.c.id).limit(limit)))

    async def advance(self, moves: Sequence[Advance]) -> frozenset[int]:
        """SQLite is quickest row by row; only when one of them had moved already is it asked which."""
        if not moves:
            return frozenset()
        if self._transaction.dialect == "sqlite":
            rows = [(*row[4:], *row[:4]) for row in map(_move, moves)]
            if await self._transaction.run_each_or_none(_ADVANCE_EACH, rows):
                return frozenset(move.schedule_id for move in moves)
        packed = pack(self._transaction.dialect, [dict(zip(_MOVED, _move(move), strict=True)) for move in moves])
        rows_moved = await self._transaction.rows(_advance_statement(self._transaction.dialect), packed)
        return frozenset(row.id for row in rows_moved)

    async def remove_over(self, day: date, *, limit: int) -> int:
        over = (schedules.c.next_due_at.is_(None)) & (schedules.c.next_local_date < day)
        chosen = select(schedules.c.id).where(over).limit(limit)
        return (await self._transaction.run(delete(schedules).where(schedules.c.id.in_(chosen)))).rowcount

    async def _to_come(self, owner: SqlColumn[Any], owner_id: int) -> Sequence[Schedule]:
        theirs = select(*_READ).where(owner == owner_id, schedules.c.next_due_at.is_not(None))
        return await self._read(await self._transaction.rows(theirs.order_by(schedules.c.id)))

    async def _read(self, rows: Sequence[Sequence[Any]]) -> list[Schedule]:
        await self._keys.fetch(members={row[_MEMBER] for row in rows}, groups={row[_GROUP] for row in rows})
        read: list[Schedule] = []
        unreadable: list[int] = []
        for number, row in enumerate(rows, 1):
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)
            try:
                read.append(self._schedule(row))
            except StoredUnreadable:
                unreadable.append(row[_ID])
        if unreadable:
            await self._transaction.run(
                update(schedules).where(schedules.c.id.in_(unreadable)).values(parked=UNREADABLE)
            )
            _log.error("schedules %s cannot be read by this version", unreadable, extra={"action": "parked"})
        return read

    def _columns(self, schedule: NewSchedule, new_id: int) -> dict[str, Any]:
        seal = self._keys.owner(schedule.member_id, schedule.group_id)
        return {
            "id": new_id,
            "member_id": schedule.member_id,
            "group_id": schedule.group_id,
            "purpose": schedule.purpose,
            "recurrence": seal.close(RECURRENCE, new_id, recurrence_to_json(schedule.recurrence)),
            "payload": seal.close(_PAYLOAD, new_id, texts_to_json(schedule.payload)),
            "chat_hash": hash_of_chat(self._keys.lookup, schedule.address),
            "place": seal.close(_PLACE, new_id, schedule.address.to_text()),
        }

    def _schedule(self, row: Sequence[Any]) -> Schedule:
        """From a row of `_READ`, whose owner's key was fetched. Raises StoredUnreadable."""
        schedule_id, purpose, recurrence, place, member_id, group_id, payload, due_at, local_date, slot = row[:10]
        paused_until, parked = row[10:]
        seal = self._keys.owner(member_id, group_id)
        return Schedule(
            id=schedule_id,
            purpose=purpose,
            recurrence=recurrence_from_json(seal.open(RECURRENCE, schedule_id, recurrence)),
            address=read_address(seal.open(_PLACE, schedule_id, place)),
            member_id=member_id,
            group_id=group_id,
            payload=texts_from_json(seal.open(_PAYLOAD, schedule_id, payload)),
            next_slot=None if due_at is None else _slot(due_at, local_date, slot),
            paused_until=None if paused_until is None else read_utc(paused_until),
            asleep=parked == ASLEEP,
        )


_READ = [
    schedules.c[name]
    for name in (
        *("id", "purpose", "recurrence", "place", "member_id", "group_id", "payload"),
        *("next_due_at", "next_local_date", "next_slot", "paused_until", "parked"),
    )
]
_ID, _MEMBER, _GROUP, _DUE_AT = 0, 4, 5, 7
_COMES = (schedules.c.next_due_at.is_not(None), schedules.c.parked.is_(None))

_ADVANCE_EACH = (
    "UPDATE schedules SET next_due_at = ?, next_local_date = ?, next_slot = ?"
    " WHERE id = ? AND next_due_at = ? AND next_local_date = ? AND next_slot = ?"
)
_MOVED = {
    "id": BigInteger,
    "seen_at": UtcDateTime,
    "seen_date": Date,
    "seen_slot": String,
    "next_at": UtcDateTime,
    "next_date": Date,
    "next_slot": String,
}


_DUE = select(*_READ).where(*_COMES, schedules.c.next_due_at <= bindparam("now", type_=UtcDateTime))


@cache
def _due_statement() -> Select[Any]:
    return _DUE.order_by(schedules.c.next_due_at, schedules.c.id).limit(bindparam("limit", type_=Integer))


@cache
def _due_of_statement(dialect: str) -> Select[Any]:
    """What these members have beyond the last of the others. In no order: an order would lead SQLite through
    everything that is due."""
    owners = rowset(dialect, [schedules.c.member_id])
    at, last_at = schedules.c.next_due_at, bindparam("last_at", type_=UtcDateTime)
    beyond = or_(at > last_at, and_(at == last_at, schedules.c.id > bindparam("last_id", type_=BigInteger)))
    return _DUE.where(schedules.c.member_id.in_(select(owners.c.member_id)), beyond)


@cache
def _advance_statement(dialect: str) -> Executable:
    given = rowset(dialect, [SqlColumn(name, kind) for name, kind in _MOVED.items()])
    unmoved = (
        (schedules.c.id == given.c.id)
        & (schedules.c.next_due_at == given.c.seen_at)
        & (schedules.c.next_local_date == given.c.seen_date)
        & (schedules.c.next_slot == given.c.seen_slot)
    )
    moved = {"next_due_at": given.c.next_at, "next_local_date": given.c.next_date, "next_slot": given.c.next_slot}
    return update(schedules).where(unmoved).values(moved).returning(schedules.c.id)


def _move(move: Advance) -> tuple[Any, ...]:
    """In the order of `_MOVED`."""
    seen, following = move.seen, move.next_slot
    then = (None, *_slot_texts(seen)[1:]) if following is None else _slot_texts(following)
    return (move.schedule_id, *_slot_texts(seen), *then)


@lru_cache(maxsize=256)  # what falls due together has the same slot; SQLite's driver gives it as text
def _slot(at: datetime | str, local_date: date | str, slot: str) -> DueSlot:
    day = date.fromisoformat(local_date) if isinstance(local_date, str) else local_date
    return DueSlot(at=read_utc(at), local_date=day, slot=slot)


def _slot_texts(slot: DueSlot) -> tuple[str, str, str]:
    return utc_text(slot.at), slot.local_date.isoformat(), slot.slot


def _slot_columns(slot: DueSlot | None) -> dict[str, Any]:
    if slot is None:  # the last slot's date stays: it says since when the schedule is over
        return {"next_due_at": None}
    return {"next_due_at": slot.at, "next_local_date": slot.local_date, "next_slot": slot.slot}
