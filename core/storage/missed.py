"""Counts of slots that passed without a message: numbers about nobody."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, func, select

from core.storage.queue_tables import missed
from core.storage.transaction import Transaction, insert_into


class SqlMissed:
    """core.ports.MissedStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, purpose: str, number: int, *, day: date) -> None:
        new = insert_into(missed, self._transaction.dialect).values(day=day, purpose=purpose, slots=number)
        more = {"slots": missed.c.slots + new.excluded.slots}
        await self._transaction.run(
            new.on_conflict_do_update(index_elements=[missed.c.day, missed.c.purpose], set_=more)
        )

    async def since(self, day: date) -> Mapping[str, int]:
        counted = select(missed.c.purpose, func.sum(missed.c.slots).label("slots")).where(missed.c.day >= day)
        rows = await self._transaction.rows(counted.group_by(missed.c.purpose))
        return {row.purpose: int(row.slots) for row in rows}

    async def forget_before(self, day: date) -> int:
        return (await self._transaction.run(delete(missed).where(missed.c.day < day))).rowcount
