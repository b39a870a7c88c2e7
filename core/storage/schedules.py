"""Schedules as rows: what falls due next is one look at an index, and moving on is one compare-and-set."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import Executable, Row, delete, insert, select, update
from sqlalchemy.types import BigInteger, Date, String

from core.errors import StoredUnreadable
from core.model.schedule import DueSlot, NewSchedule, Schedule
from core.ports.queues import Advance
from core.storage.places import place_columns, read_place
from core.storage.rowsets import pack, rowset
from core.storage.stored_json import recurrence_from_json, recurrence_to_json, texts_from_json, texts_to_json
from core.storage.tables import schedules
from core.storage.transaction import Transaction
from core.storage.types import UtcDateTime, optional_utc_text, utc_text

_log = logging.getLogger(__name__)


class SqlSchedules:
    """core.ports.ScheduleStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, schedule: NewSchedule, *, next_slot: DueSlot | None, now: datetime) -> Schedule:
        new = insert(schedules).values(**_columns(schedule), **_slot_columns(next_slot), added_at=now)
        return _schedule((await self._transaction.run(new.returning(*schedules.c))).one())

    async def get(self, schedule_id: int) -> Schedule | None:
        found = await self._read(await self._transaction.rows(select(schedules).where(schedules.c.id == schedule_id)))
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

    async def next_due_at(self) -> datetime | None:
        at: datetime | None = await self._transaction.value(
            select(schedules.c.next_due_at).where(*_COMES).order_by(schedules.c.next_due_at).limit(1)
        )
        return at

    async def due(self, now: datetime, *, limit: int) -> Sequence[Schedule]:
        """One that cannot be read is parked: it stays, and is out of the way until a Spoonlight that can starts."""
        earliest = select(schedules).where(*_COMES, schedules.c.next_due_at <= now)
        rows = await self._transaction.rows(earliest.order_by(schedules.c.next_due_at, schedules.c.id).limit(limit))
        return await self._read(rows)

    async def advance(self, moves: Sequence[Advance]) -> frozenset[int]:
        if not moves:
            return frozenset()
        packed = pack(self._transaction.dialect, [_move(move) for move in moves])
        rows = await self._transaction.rows(_advance_statement(self._transaction.dialect), packed)
        return frozenset(row.id for row in rows)

    async def _to_come(self, owner: SqlColumn[Any], owner_id: int) -> Sequence[Schedule]:
        theirs = select(schedules).where(owner == owner_id, schedules.c.next_due_at.is_not(None))
        return await self._read(await self._transaction.rows(theirs.order_by(schedules.c.id)))

    async def _read(self, rows: Sequence[Row[Any]]) -> list[Schedule]:
        read: list[Schedule] = []
        unreadable: list[int] = []
        for row in rows:
            try:
                read.append(_schedule(row))
            except StoredUnreadable:
                unreadable.append(row.id)
        if unreadable:
            await self._transaction.run(
                update(schedules).where(schedules.c.id.in_(unreadable)).values(parked="unreadable")
            )
            _log.error("schedules %s cannot be read by this version", unreadable, extra={"action": "parked"})
        return read


_COMES = (schedules.c.next_due_at.is_not(None), schedules.c.parked.is_(None))


@cache
def _advance_statement(dialect: str) -> Executable:
    given = rowset(
        dialect,
        [
            SqlColumn("id", BigInteger),
            SqlColumn("seen_at", UtcDateTime),
            SqlColumn("seen_date", Date),
            SqlColumn("seen_slot", String),
            SqlColumn("next_at", UtcDateTime),
            SqlColumn("next_date", Date),
            SqlColumn("next_slot", String),
        ],
    )
    unmoved = (
        (schedules.c.id == given.c.id)
        & (schedules.c.next_due_at == given.c.seen_at)
        & (schedules.c.next_local_date == given.c.seen_date)
        & (schedules.c.next_slot == given.c.seen_slot)
    )
    moved = {"next_due_at": given.c.next_at, "next_local_date": given.c.next_date, "next_slot": given.c.next_slot}
    return update(schedules).where(unmoved).values(moved).returning(schedules.c.id)


def _move(move: Advance) -> dict[str, Any]:
    following = move.next_slot
    return {
        "id": move.schedule_id,
        "seen_at": utc_text(move.seen.at),
        "seen_date": move.seen.local_date.isoformat(),
        "seen_slot": move.seen.slot,
        "next_at": optional_utc_text(following.at if following else None),
        "next_date": following.local_date.isoformat() if following else None,
        "next_slot": following.slot if following else None,
    }


def _columns(schedule: NewSchedule) -> dict[str, Any]:
    return {
        "member_id": schedule.member_id,
        "group_id": schedule.group_id,
        "purpose": schedule.purpose,
        "recurrence": recurrence_to_json(schedule.recurrence),
        "payload": texts_to_json(schedule.payload),
        **place_columns(schedule.address),
    }


def _slot_columns(slot: DueSlot | None) -> dict[str, Any]:
    if slot is None:
        return {"next_due_at": None, "next_local_date": None, "next_slot": None}
    return {"next_due_at": slot.at, "next_local_date": slot.local_date, "next_slot": slot.slot}


def _schedule(row: Row[Any]) -> Schedule:
    slot = None
    if row.next_due_at is not None:
        slot = DueSlot(at=row.next_due_at, local_date=row.next_local_date, slot=row.next_slot)
    return Schedule(
        id=row.id,
        purpose=row.purpose,
        recurrence=recurrence_from_json(row.recurrence),
        address=read_place(row.chat, row.thread),
        member_id=row.member_id,
        group_id=row.group_id,
        payload=texts_from_json(row.payload),
        next_slot=slot,
    )
