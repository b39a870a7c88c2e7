"""What was shown to which group, its quiet days, and what was posted by hand lately."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from core.model.calm import Calm
from core.model.rotation import Chosen, NewChosen
from core.storage.queue_tables import deliveries
from core.storage.tables import groups, rotations
from core.storage.transaction import Transaction


class SqlPosts:
    """core.ports.stores_posts.PostStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def set_calm(self, group_id: int, calm: Calm) -> None:
        ends = {"paused_until": calm.paused_until, "hard_until": calm.hard_until}
        await self._transaction.run(update(groups).where(groups.c.id == group_id).values(**ends))

    async def calm_of(self, group_ids: Collection[int]) -> Mapping[int, Calm]:
        if not group_ids:
            return {}
        quiet = groups.c.paused_until.is_not(None) | groups.c.hard_until.is_not(None)
        chosen = select(groups.c.id, groups.c.paused_until, groups.c.hard_until).where(groups.c.id.in_(group_ids))
        return {row.id: calm_from(row) for row in await self._transaction.rows(chosen.where(quiet))}

    async def chose(self, new: NewChosen) -> int:
        values = {"group_id": new.group_id, "kind": new.kind, "item": new.item, "slot": new.slot, "chosen_at": new.at}
        made = insert(rotations).values(**values).returning(rotations.c.id)
        post_id: int = await self._transaction.value(made)
        return post_id

    async def chosen_for(self, group_id: int, kind: str, slot: str) -> Chosen | None:
        same = _of(group_id, kind) & (rotations.c.slot == slot)
        row = await self._transaction.first(select(rotations).where(same).order_by(rotations.c.id).limit(1))
        return None if row is None else Chosen(post_id=row.id, item=row.item)

    async def last_chosen(self, group_id: int, kind: str) -> Mapping[str, int]:
        newest = select(rotations.c.item, func.max(rotations.c.id).label("newest")).where(_of(group_id, kind))
        return {row.item: row.newest for row in await self._transaction.rows(newest.group_by(rotations.c.item))}

    async def of_kind(self, group_id: int, kind: str, *, item: str | None = None, limit: int = 50) -> Sequence[int]:
        shown = select(rotations.c.id).where(_of(group_id, kind))
        if item is not None:
            shown = shown.where(rotations.c.item == item)
        return [row.id for row in await self._transaction.rows(shown.order_by(rotations.c.id.desc()).limit(limit))]

    async def posted_since(self, group_id: int, purpose: str, since: datetime) -> frozenset[int]:
        sent = (deliveries.c.group_id == group_id) & (deliveries.c.purpose == purpose) & (deliveries.c.due_at >= since)
        chosen = select(deliveries.c.post_id).where(sent, deliveries.c.post_id.is_not(None)).distinct()
        return frozenset(row.post_id for row in await self._transaction.rows(chosen))


def calm_from(row: Row[Any]) -> Calm:
    """Reads a row of `groups`."""
    return Calm(paused_until=row.paused_until, hard_until=row.hard_until)


def _of(group_id: int, kind: str) -> Any:
    return (rotations.c.group_id == group_id) & (rotations.c.kind == kind)
