"""How a member likes to check in, and the one deleted check-in that an undo can bring back."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.errors import SealBroken
from core.model.habits import Habits
from core.storage.behind_the_wall import behind_the_wall
from core.storage.keyring import Keyring
from core.storage.tracked_tables import habits
from core.storage.transaction import Transaction, insert_into

_log = logging.getLogger(__name__)
_ASIDE = "habits.aside"


class SqlHabits:
    """core.ports.stores_tracked.HabitStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def get(self, member_id: int) -> Habits:
        row = await self._transaction.first(select(habits).where(habits.c.member_id == member_id))
        return Habits() if row is None else Habits(opens=row.opens, all_at_once=row.all_at_once)

    async def known(self, member_id: int) -> bool:
        return await self._transaction.first(select(habits.c.id).where(habits.c.member_id == member_id)) is not None

    async def change(self, member_id: int, *, opens: str | None = None, all_at_once: bool | None = None) -> None:
        wanted: dict[str, Any] = {"opens": opens, "all_at_once": all_at_once}
        changed = {name: value for name, value in wanted.items() if value is not None}
        await self._make(member_id)
        if changed:
            await self._transaction.run(update(habits).where(habits.c.member_id == member_id).values(**changed))

    async def set_aside(self, member_id: int, record: str, *, now: datetime) -> None:
        await self._make(member_id)
        sealed = (await self._keys.of_member(member_id)).close(_ASIDE, member_id, record)
        kept = update(habits).where(habits.c.member_id == member_id).values(aside=sealed, aside_at=now)
        async with behind_the_wall():
            await self._transaction.run(kept)

    async def take_back(self, member_id: int) -> str | None:
        theirs = habits.c.member_id == member_id
        sealed = await self._transaction.value(select(habits.c.aside).where(theirs))
        if sealed is None:
            return None
        await self._transaction.run(update(habits).where(theirs).values(aside=None, aside_at=None))
        try:
            return (await self._keys.of_member(member_id)).open(_ASIDE, member_id, sealed)
        except SealBroken:
            _log.error("what member %s set aside does not open", member_id, extra={"action": "seal_broken"})
            return None

    async def forget_aside(self, before: datetime) -> int:
        old = update(habits).where(habits.c.aside_at < before).values(aside=None, aside_at=None)
        return (await self._transaction.run(old)).rowcount

    async def _make(self, member_id: int) -> None:
        usual = Habits()
        making = insert_into(habits, self._transaction.dialect).on_conflict_do_nothing(index_elements=["member_id"])
        await self._transaction.run(
            making, [{"member_id": member_id, "opens": usual.opens, "all_at_once": usual.all_at_once}]
        )
