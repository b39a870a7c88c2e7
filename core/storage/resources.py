"""What moderators share, sealed with their group's key."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, insert, select, update

from core.model.resource import NewResource, Resource, ResourceState
from core.storage.keyring import Keyring
from core.storage.seal import Seal
from core.storage.tables import resources
from core.storage.transaction import Transaction

_WORDS: Final = ("title", "link", "why", "content_warning")


class SqlResources:
    """core.ports.ResourceStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, resource: NewResource, *, now: datetime) -> Resource:
        seal = await self._keys.of_group(resource.group_id)
        new_id = await self._transaction.next_id(resources)
        sealed = {name: seal.close(f"resources.{name}", new_id, getattr(resource, name)) for name in _WORDS}
        new = insert(resources).values(
            id=new_id,
            group_id=resource.group_id,
            tags=seal.close("resources.tags", new_id, json.dumps(resource.tags)),
            state=ResourceState.DRAFT.value,
            language=resource.language,
            review_by=resource.review_by,
            added_at=now,
            **sealed,
        )
        return _resource((await self._transaction.run(new.returning(*resources.c))).one(), seal)

    async def get(self, resource_id: int) -> Resource | None:
        row = await self._transaction.first(select(resources).where(resources.c.id == resource_id))
        return _resource(row, await self._keys.of_group(row.group_id)) if row else None

    async def set_state(self, resource_id: int, state: ResourceState, *, if_state: ResourceState) -> bool:
        unchanged = (resources.c.id == resource_id) & (resources.c.state == if_state.value)
        moved = update(resources).where(unchanged).values(state=state.value).returning(resources.c.id)
        return await self._transaction.first(moved) is not None

    async def kept(self, group_id: int, *, limit: int, offset: int = 0) -> Sequence[Resource]:
        """Newest first."""
        shelf = (resources.c.group_id == group_id) & (resources.c.state == ResourceState.KEPT.value)
        chosen = select(resources).where(shelf).order_by(resources.c.id.desc()).limit(limit).offset(offset)
        rows = await self._transaction.rows(chosen)
        seal = await self._keys.of_group(group_id) if rows else self._keys.house
        return [_resource(row, seal) for row in rows]

    async def change_group(self, old_id: int, new_id: int) -> None:
        """Gives everything of one group to another, sealed anew."""
        await self._keys.fetch(groups=(old_id, new_id))
        rows = await self._transaction.rows(select(resources).where(resources.c.group_id == old_id))
        old, new = self._keys.group(old_id), self._keys.group(new_id)
        for row in rows:
            sealed = {
                name: new.close(f"resources.{name}", row.id, old.open(f"resources.{name}", row.id, getattr(row, name)))
                for name in (*_WORDS, "tags")
            }
            moved = update(resources).where(resources.c.id == row.id).values(group_id=new_id, **sealed)
            await self._transaction.run(moved)


def _resource(row: Row[Any], seal: Seal) -> Resource:
    def opened(name: str) -> str:
        return seal.open(f"resources.{name}", row.id, getattr(row, name))

    return Resource(
        id=row.id,
        group_id=row.group_id,
        title=opened("title"),
        link=opened("link"),
        why=opened("why"),
        tags=tuple(json.loads(opened("tags"))),
        content_warning=opened("content_warning"),
        language=row.language,
        review_by=row.review_by,
        state=ResourceState(row.state),
    )
