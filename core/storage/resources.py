"""What moderators share."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from core.model.resource import NewResource, Resource, ResourceState
from core.storage.tables import resources
from core.storage.transaction import Transaction


class SqlResources:
    """core.ports.ResourceStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, resource: NewResource, *, now: datetime) -> Resource:
        new = insert(resources).values(**_columns(resource), state=ResourceState.DRAFT.value, added_at=now)
        return _resource((await self._transaction.run(new.returning(*resources.c))).one())

    async def get(self, resource_id: int) -> Resource | None:
        row = await self._transaction.first(select(resources).where(resources.c.id == resource_id))
        return _resource(row) if row else None

    async def set_state(self, resource_id: int, state: ResourceState, *, if_state: ResourceState) -> bool:
        unchanged = (resources.c.id == resource_id) & (resources.c.state == if_state.value)
        moved = update(resources).where(unchanged).values(state=state.value).returning(resources.c.id)
        return await self._transaction.first(moved) is not None

    async def kept(self, group_id: int, *, limit: int, offset: int = 0) -> Sequence[Resource]:
        """Newest first."""
        shelf = (resources.c.group_id == group_id) & (resources.c.state == ResourceState.KEPT.value)
        chosen = select(resources).where(shelf).order_by(resources.c.id.desc()).limit(limit).offset(offset)
        return [_resource(row) for row in await self._transaction.rows(chosen)]


def _columns(resource: NewResource) -> dict[str, Any]:
    return {
        "group_id": resource.group_id,
        "title": resource.title,
        "link": resource.link,
        "why": resource.why,
        "tags": json.dumps(resource.tags),
        "content_warning": resource.content_warning,
    }


def _resource(row: Row[Any]) -> Resource:
    return Resource(
        id=row.id,
        group_id=row.group_id,
        title=row.title,
        link=row.link,
        why=row.why,
        tags=tuple(json.loads(row.tags)),
        content_warning=row.content_warning,
        state=ResourceState(row.state),
    )
