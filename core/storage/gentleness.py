"""How gently a member wants to be asked: one row each."""

from sqlalchemy import select

from core.model.gentleness import Gentleness
from core.storage.gentle_tables import gentleness
from core.storage.transaction import Transaction, insert_into


class SqlGentleness:
    """core.ports.stores_gentle.GentlenessStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(self, member_id: int) -> Gentleness:
        row = await self._transaction.first(select(gentleness).where(gentleness.c.member_id == member_id))
        if row is None:
            return Gentleness()
        return Gentleness(low_energy=row.low_energy, asked_on=row.asked_on, welcomed_on=row.welcomed_on)

    async def keep(self, member_id: int, wanted: Gentleness) -> None:
        values = {
            "low_energy": wanted.low_energy,
            "asked_on": wanted.asked_on,
            "welcomed_on": wanted.welcomed_on,
        }
        new = insert_into(gentleness, self._transaction.dialect).values(member_id=member_id, **values)
        await self._transaction.run(new.on_conflict_do_update(index_elements=[gentleness.c.member_id], set_=values))
