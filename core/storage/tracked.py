"""A member's own measures and marks, sealed. It holds no answer."""

import logging
import secrets
import string
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select, update

from core.errors import SealBroken
from core.model.measure import Measure, MeasureKind
from core.model.tracked import OWN_KEY, Tracked
from core.storage.behind_the_wall import behind_the_wall
from core.storage.keyring import Keyring
from core.storage.tracked_tables import tracked
from core.storage.transaction import Transaction, insert_into

_log = logging.getLogger(__name__)
_KEY, _LABEL = "tracked.key", "tracked.label"
_LETTERS: Final = string.ascii_lowercase + string.digits


class SqlTracked:
    """core.ports.stores_tracked.TrackedStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def of(self, member_id: int) -> Sequence[Tracked]:
        """One whose seal is broken is left out."""
        theirs = select(tracked).where(tracked.c.member_id == member_id)
        rows = await self._transaction.rows(theirs.order_by(tracked.c.place.is_(None), tracked.c.place, tracked.c.id))
        await self._keys.fetch(members=[member_id] if rows else [])
        read: list[Tracked] = []
        for row in rows:
            try:
                read.append(self._opened(row))
            except SealBroken:
                _log.error("tracked %s does not open", row.id, extra={"action": "seal_broken"})
        return read

    async def add(self, member_id: int, kind: MeasureKind, label: str) -> Tracked:
        key = OWN_KEY + "".join(secrets.choice(_LETTERS) for _ in range(6))
        new = Tracked(key=key, kind=kind, label=label)
        await self._insert(member_id, [new])
        return new

    async def relabel(self, member_id: int, key: str, label: str) -> bool:
        seal = await self._keys.of_member(member_id)
        return await self._change(member_id, key, label=seal.close(_LABEL, self._hash(member_id, key), label))

    async def place(self, member_id: int, measures: Sequence[Measure]) -> None:
        standing = (tracked.c.member_id == member_id) & tracked.c.place.is_not(None)
        await self._transaction.run(update(tracked).where(standing).values(place=None))
        await self._insert(member_id, [Tracked(key=one.key, kind=one.kind) for one in measures])
        for place, one in enumerate(measures):
            await self._change(member_id, one.key, place=place)

    async def used(self, member_id: int, measure: Measure, *, now: datetime) -> None:
        await self._insert(member_id, [Tracked(key=measure.key, kind=measure.kind)])
        await self._change(member_id, measure.key, used_at=now)

    async def remove(self, member_id: int, key: str) -> bool:
        return await self._change(member_id, key, retired=True, place=None)

    async def take_up(self, member_id: int, key: str) -> bool:
        return await self._change(member_id, key, retired=False)

    async def bring_back(self, member_id: int, earlier: Sequence[Tracked]) -> int:
        known = {one.key for one in await self.of(member_id)}
        new = list({one.key: one for one in earlier if one.key not in known}.values())
        await self._insert(member_id, new)
        return len(new)

    async def _insert(self, member_id: int, new: Sequence[Tracked]) -> None:
        """What is there already stays as it is."""
        seal = await self._keys.of_member(member_id)
        rows = [
            {
                "member_id": member_id,
                "key_hash": (named := self._hash(member_id, one.key)),
                "key": seal.close(_KEY, named, one.key),
                "kind": one.kind.value,
                "label": seal.close(_LABEL, named, one.label) if one.label else None,
                "place": one.place,
                "used_at": one.used_at,
                "retired": one.retired,
            }
            for one in new
        ]
        if rows:
            adding = insert_into(tracked, self._transaction.dialect).on_conflict_do_nothing()
            async with behind_the_wall():
                await self._transaction.run(adding, rows)

    async def _change(self, member_id: int, key: str, **values: Any) -> bool:
        theirs = tracked.c.key_hash == self._hash(member_id, key)
        changed = update(tracked).where(theirs).values(**values).returning(tracked.c.id)
        async with behind_the_wall():
            return await self._transaction.first(changed) is not None

    def _hash(self, member_id: int, key: str) -> str:
        return self._keys.lookup.of("tracked", str(member_id), key)

    def _opened(self, row: Row[Any]) -> Tracked:
        seal = self._keys.member(row.member_id)
        return Tracked(
            key=seal.open(_KEY, row.key_hash, row.key),
            kind=MeasureKind(row.kind),
            label="" if row.label is None else seal.open(_LABEL, row.key_hash, row.label),
            place=row.place,
            used_at=row.used_at,
            retired=row.retired,
        )
