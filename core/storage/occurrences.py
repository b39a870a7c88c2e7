"""The log of reminders, sealed: which came when, and what was tapped under it."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, select, update

from core.errors import SealBroken
from core.model.occurrence import NewOccurrence, Occurrence, Outcome
from core.storage.keyring import Keyring
from core.storage.outlived import outlived
from core.storage.queue_tables import occurrences
from core.storage.tables import members
from core.storage.transaction import Transaction

_log = logging.getLogger(__name__)
_LABEL: Final = "occurrences.label"
_OUTCOME: Final = "occurrences.outcome"


class SqlOccurrences:
    """core.ports.OccurrenceStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def note(self, together: Sequence[NewOccurrence]) -> Sequence[Occurrence]:
        await self._keys.fetch(members={one.member_id for one in together})
        noted: list[Occurrence] = []
        for one in together:
            new_id = await self._transaction.next_id(occurrences)
            bundle = noted[0].bundle if noted else new_id
            columns = {
                name: getattr(one, name) for name in ("member_id", "schedule_id", "local_date", "slot", "due_at")
            }
            label = self._keys.member(one.member_id).close(_LABEL, new_id, one.label)
            self._transaction.later(occurrences, {"id": new_id, "bundle": bundle, "label": label, **columns})
            noted.append(Occurrence(id=new_id, bundle=bundle, label=one.label, **columns))
        return noted

    async def get(self, occurrence_id: int, *, member_id: int) -> Occurrence | None:
        found = await self._read(occurrences.c.id == occurrence_id, member_id)
        return found[0] if found else None

    async def of_bundle(self, bundle: int, *, member_id: int) -> Sequence[Occurrence]:
        return await self._read(occurrences.c.bundle == bundle, member_id)

    async def answer(self, occurrence_id: int, outcome: Outcome, *, member_id: int, now: datetime) -> bool:
        sealed = (await self._keys.of_member(member_id)).close(_OUTCOME, occurrence_id, outcome.value)
        own = (occurrences.c.id == occurrence_id) & (occurrences.c.member_id == member_id)
        answered = update(occurrences).where(own).values(outcome=sealed, answered_at=now)
        return await self._transaction.first(answered.returning(occurrences.c.id)) is not None

    async def latest_of(
        self, member_id: int, *, limit: int, offset: int = 0, answered: bool = False
    ) -> Sequence[Occurrence]:
        theirs = select(occurrences).where(occurrences.c.member_id == member_id)
        if answered:
            theirs = theirs.where(occurrences.c.outcome.is_not(None))
        newest = theirs.order_by(occurrences.c.id.desc()).limit(limit).offset(offset)
        return await self._opened(await self._transaction.rows(newest), member_id)

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        old = (
            select(occurrences.c.id)
            .join(members, members.c.id == occurrences.c.member_id)
            .where(outlived(self._transaction.dialect, occurrences.c.local_date, now))
            .limit(limit)
        )
        return (await self._transaction.run(delete(occurrences).where(occurrences.c.id.in_(old)))).rowcount

    async def _read(self, chosen: Any, member_id: int) -> list[Occurrence]:
        own = select(occurrences).where(chosen, occurrences.c.member_id == member_id).order_by(occurrences.c.id)
        return await self._opened(await self._transaction.rows(own), member_id)

    async def _opened(self, rows: Sequence[Row[Any]], member_id: int) -> list[Occurrence]:
        """One whose seal is broken is left out."""
        await self._keys.fetch(members=[member_id] if rows else [])
        read: list[Occurrence] = []
        for row in rows:
            try:
                read.append(self._occurrence(row))
            except SealBroken:
                _log.error("occurrence %s does not open", row.id, extra={"action": "seal_broken"})
        return read

    def _occurrence(self, row: Row[Any]) -> Occurrence:
        seal = self._keys.member(row.member_id)
        outcome = None if row.outcome is None else Outcome(seal.open(_OUTCOME, row.id, row.outcome))
        return Occurrence(
            id=row.id,
            member_id=row.member_id,
            schedule_id=row.schedule_id,
            bundle=row.bundle,
            local_date=row.local_date,
            slot=row.slot,
            due_at=row.due_at,
            label=seal.open(_LABEL, row.id, row.label),
            outcome=outcome,
            answered_at=row.answered_at,
        )
