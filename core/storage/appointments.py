"""When members see a doctor: the day open, with whom and in which zone sealed."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import Row, insert, select, update

from core.model.appointment import Appointment, NewAppointment
from core.storage.behind_the_wall import behind_the_wall
from core.storage.keyring import Keyring
from core.storage.seal import Seal
from core.storage.transaction import Transaction
from core.storage.visit_rows import opened, own, remove_gone
from core.storage.visit_tables import appointments

_WHOM: Final = "appointments.whom"
_ZONE: Final = "appointments.zone"


class SqlAppointments:
    """core.ports.stores_visits.AppointmentStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, appointment: NewAppointment, *, now: datetime) -> Appointment:
        seal = await self._keys.of_member(appointment.member_id)
        new_id = await self._transaction.next_id(appointments)
        clock = appointment.clock
        new = insert(appointments).values(
            id=new_id,
            member_id=appointment.member_id,
            day=appointment.day,
            minute=None if clock is None else clock.hour * 60 + clock.minute,
            whom=seal.close(_WHOM, new_id, appointment.whom),
            zone=seal.close(_ZONE, new_id, appointment.zone),
            set_at=now,
        )
        async with behind_the_wall():
            row = (await self._transaction.run(new.returning(*appointments.c))).one()
        return _appointment(row, seal)

    async def get(self, appointment_id: int, *, member_id: int) -> Appointment | None:
        found = await self._read(own(appointments, appointment_id, member_id), member_id)
        return found[0] if found else None

    async def of(self, member_id: int) -> Sequence[Appointment]:
        return await self._read(
            (appointments.c.member_id == member_id) & appointments.c.removed_at.is_(None), member_id
        )

    async def remove(self, appointment_id: int, *, member_id: int, now: datetime) -> bool:
        gone = update(appointments).where(own(appointments, appointment_id, member_id)).values(removed_at=now)
        return await self._transaction.first(gone.returning(appointments.c.id)) is not None

    async def put_back(self, appointment_id: int, *, member_id: int) -> bool:
        theirs = (appointments.c.id == appointment_id) & (appointments.c.member_id == member_id)
        back = update(appointments).where(theirs, appointments.c.removed_at.is_not(None)).values(removed_at=None)
        return await self._transaction.first(back.returning(appointments.c.id)) is not None

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        return await remove_gone(appointments, appointments.c.day, self._transaction, now, limit=limit)

    async def _read(self, chosen: Any, member_id: int) -> list[Appointment]:
        ordered = (
            select(appointments).where(chosen).order_by(appointments.c.day, appointments.c.minute, appointments.c.id)
        )
        rows = await self._transaction.rows(ordered)
        return await opened(rows, self._keys, member_id, _appointment, what="appointment")


def _appointment(row: Row[Any], seal: Seal) -> Appointment:
    return Appointment(
        id=row.id,
        member_id=row.member_id,
        day=row.day,
        clock=None if row.minute is None else time(row.minute // 60, row.minute % 60),
        whom=seal.open(_WHOM, row.id, row.whom),
        zone=seal.open(_ZONE, row.id, row.zone),
        set_at=row.set_at,
    )
