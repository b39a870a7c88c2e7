"""What members saved for themselves, sealed with their own key."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from core.errors import SealBroken
from core.ports.stores_saved import Saved
from core.storage.keyring import Keyring
from core.storage.resource_tables import saved
from core.storage.transaction import Transaction, insert_into

_log = logging.getLogger(__name__)
_THING: Final = "saved.thing"
_RESOURCE, _GROUP = "resource/", "group/"


class SqlSaved:
    """core.ports.stores_saved.SavedStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, member_id: int, resource_id: int, *, now: datetime) -> bool:
        return await self._insert(member_id, f"{_RESOURCE}{resource_id}", now)

    async def remove(self, member_id: int, resource_id: int) -> bool:
        here = saved.c.thing_hash == self._hash(member_id, f"{_RESOURCE}{resource_id}")
        return (await self._transaction.run(delete(saved).where(here))).rowcount > 0

    async def has(self, member_id: int, resource_id: int) -> bool:
        here = saved.c.thing_hash == self._hash(member_id, f"{_RESOURCE}{resource_id}")
        return await self._transaction.value(select(saved.c.id).where(here)) is not None

    async def of(self, member_id: int) -> Sequence[Saved]:
        found = await self._things(member_id, _RESOURCE)
        return [Saved(resource_id=number, saved_at=at) for number, at in reversed(found)]

    async def looked_in(self, member_id: int, group_id: int, *, now: datetime) -> None:
        await self._insert(member_id, f"{_GROUP}{group_id}", now)

    async def groups_of(self, member_id: int) -> Sequence[int]:
        return [number for number, _ in await self._things(member_id, _GROUP)]

    async def _insert(self, member_id: int, thing: str, now: datetime) -> bool:
        named = self._hash(member_id, thing)
        sealed = (await self._keys.of_member(member_id)).close(_THING, named, thing)
        row = {"member_id": member_id, "thing_hash": named, "thing": sealed, "saved_at": now}
        new = insert_into(saved, self._transaction.dialect).values(**row).on_conflict_do_nothing()
        return await self._transaction.first(new.returning(saved.c.id)) is not None

    async def _things(self, member_id: int, kind: str) -> list[tuple[int, datetime]]:
        """Oldest first. One whose seal is broken is left out."""
        rows = await self._transaction.rows(select(saved).where(saved.c.member_id == member_id).order_by(saved.c.id))
        seal = await self._keys.of_member(member_id) if rows else self._keys.house
        found: list[tuple[int, datetime]] = []
        for row in rows:
            try:
                thing = seal.open(_THING, row.thing_hash, row.thing)
            except SealBroken:
                _log.error("saved %s does not open", row.id, extra={"action": "seal_broken"})
                continue
            if thing.startswith(kind):
                found.append((int(thing.removeprefix(kind)), row.saved_at))
        return found

    def _hash(self, member_id: int, thing: str) -> str:
        return self._keys.lookup.of("saved", str(member_id), thing)
