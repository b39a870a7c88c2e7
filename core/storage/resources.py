"""What moderators share, sealed with their group's key."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, delete, insert, select, update

from core.model.resource import Hands, NewResource, Resource, ResourceState
from core.storage.keyring import Keyring
from core.storage.resource_tables import resource_hands
from core.storage.seal import Seal
from core.storage.tables import groups, resources
from core.storage.transaction import Transaction, insert_into

_WORDS: Final = ("title", "link", "why", "content_warning")
_AUTHOR, _LAST = "author", "last"


class SqlResources:
    """core.ports.ResourceStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, resource: NewResource, *, now: datetime, by: int | None = None) -> Resource:
        seal = await self._keys.of_group(resource.group_id)
        new_id = await self._transaction.next_id(resources)
        new = insert(resources).values(
            id=new_id,
            group_id=resource.group_id,
            state=ResourceState.DRAFT.value,
            added_at=now,
            **_sealed(resource, new_id, seal),
        )
        added = _resource((await self._transaction.run(new.returning(*resources.c))).one(), seal)
        await self._note_hand(new_id, _AUTHOR, by)
        await self._note_hand(new_id, _LAST, by)
        return added

    async def get(self, resource_id: int) -> Resource | None:
        row = await self._transaction.first(select(resources).where(resources.c.id == resource_id))
        return _resource(row, await self._keys.of_group(row.group_id)) if row else None

    async def set_state(self, resource_id: int, state: ResourceState, *, if_state: ResourceState) -> bool:
        unchanged = (resources.c.id == resource_id) & (resources.c.state == if_state.value)
        moved = update(resources).where(unchanged).values(state=state.value, version=resources.c.version + 1)
        return await self._transaction.first(moved.returning(resources.c.id)) is not None

    async def save(self, resource: Resource, *, by: int | None, wrote: bool = False) -> Resource | None:
        seal = await self._keys.of_group(resource.group_id)
        unchanged = (resources.c.id == resource.id) & (resources.c.version == resource.version)
        changed = (
            update(resources)
            .where(unchanged)
            .values(state=resource.state.value, version=resource.version + 1, **_sealed(resource, resource.id, seal))
        )
        row = await self._transaction.first(changed.returning(*resources.c))
        if row is None:
            return None
        for part in (_LAST, *([_AUTHOR] if wrote else [])):
            await self._note_hand(resource.id, part, by)
        return _resource(row, seal)

    async def kept(self, group_id: int, *, limit: int, offset: int = 0) -> Sequence[Resource]:
        chosen = _in_state(group_id, ResourceState.KEPT).order_by(resources.c.id.desc())
        return await self._read(group_id, chosen.limit(limit).offset(offset))

    async def waiting(self, group_id: int, *, limit: int) -> Sequence[Resource]:
        chosen = _in_state(group_id, ResourceState.WAITING).order_by(resources.c.id)
        return await self._read(group_id, chosen.limit(limit))

    async def hands(self, resource_id: int) -> Hands:
        rows = await self._transaction.rows(
            select(resource_hands.c.part, resource_hands.c.member_id).where(resource_hands.c.resource_id == resource_id)
        )
        by_part = {row.part: row.member_id for row in rows}
        return Hands(author=by_part.get(_AUTHOR), last=by_part.get(_LAST))

    async def of_hand(self, member_id: int) -> Mapping[int, Sequence[str]]:
        chosen = select(resource_hands.c.resource_id, resource_hands.c.part)
        theirs = chosen.where(resource_hands.c.member_id == member_id).order_by(
            resource_hands.c.resource_id, resource_hands.c.part
        )
        found: defaultdict[int, list[str]] = defaultdict(list)
        for row in await self._transaction.rows(theirs):
            found[row.resource_id].append(row.part)
        return found

    async def wants_second_look(self, group_id: int) -> bool:
        return bool(await self._transaction.value(select(groups.c.second_look).where(groups.c.id == group_id)))

    async def want_second_look(self, group_id: int, wanted: bool) -> None:
        await self._transaction.run(update(groups).where(groups.c.id == group_id).values(second_look=wanted))

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

    async def _note_hand(self, resource_id: int, part: str, member_id: int | None) -> None:
        if member_id is None:
            here = (resource_hands.c.resource_id == resource_id) & (resource_hands.c.part == part)
            await self._transaction.run(delete(resource_hands).where(here))
            return
        row = {"resource_id": resource_id, "part": part, "member_id": member_id}
        new = insert_into(resource_hands, self._transaction.dialect).values(**row)
        takes_over = new.on_conflict_do_update(index_elements=["resource_id", "part"], set_={"member_id": member_id})
        await self._transaction.run(takes_over)

    async def _read(self, group_id: int, chosen: Select[Any]) -> list[Resource]:
        rows = await self._transaction.rows(chosen)
        seal = await self._keys.of_group(group_id) if rows else self._keys.house
        return [_resource(row, seal) for row in rows]


def _in_state(group_id: int, state: ResourceState) -> Select[Any]:
    return select(resources).where(resources.c.group_id == group_id, resources.c.state == state.value)


def _sealed(resource: NewResource, resource_id: int, seal: Seal) -> dict[str, Any]:
    """The columns of what can be written and changed."""
    words = {name: seal.close(f"resources.{name}", resource_id, getattr(resource, name)) for name in _WORDS}
    tags = seal.close("resources.tags", resource_id, json.dumps(resource.tags))
    return {**words, "tags": tags, "language": resource.language, "review_by": resource.review_by}


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
        version=row.version,
    )
