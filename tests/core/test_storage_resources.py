"""Changes of resources meet on a real database: one outcome. What members save is sealed, and goes with them."""

import asyncio
from dataclasses import replace

from sqlalchemy import func, select

from core.model.resource import Hands, NewResource, ResourceState
from core.storage import Storage
from core.storage.schema import resource_hands, saved
from tests.core.storage_values import ANA, NOW, ROOM
from tests.core.test_storage_sealed import BEN

AT_ONCE = 8


async def a_resource(storage: Storage, *, by_ana: bool = True) -> int:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        ana = await uow.members.welcome(ANA, now=NOW)
        await uow.members.welcome(BEN, now=NOW)
        new = NewResource(group_id=group.id, title="Pacing", link="", why="kind", tags=("rest",))
        added = await uow.resources.add(new, now=NOW, by=ana.id if by_ana else None)
        await uow.commit()
        return added.id


async def test_of_many_changes_at_once_one_is_kept_and_the_others_know(storage: Storage) -> None:
    resource_id = await a_resource(storage)

    async def change(number: int) -> bool:
        async with storage.unit_of_work() as uow:
            seen = await uow.resources.get(resource_id)
            assert seen is not None
            kept = await uow.resources.save(replace(seen, version=1, title=f"Title {number}"), by=None, wrote=True)
            await uow.commit()
            return kept is not None

    won = await asyncio.gather(*(change(number) for number in range(AT_ONCE)))
    assert sum(won) == 1
    async with storage.unit_of_work() as uow:
        stands = await uow.resources.get(resource_id)
        assert stands is not None
        assert (stands.title, stands.version) == (f"Title {won.index(True)}", 2)


async def test_hands_are_kept_apart_and_go_with_their_member(storage: Storage) -> None:
    resource_id = await a_resource(storage)
    async with storage.unit_of_work() as uow:
        ana, ben = [await uow.members.welcome(one, now=NOW) for one in (ANA, BEN)]
        seen = await uow.resources.get(resource_id)
        assert seen is not None
        kept = await uow.resources.save(replace(seen, state=ResourceState.KEPT), by=ben.id)
        assert await uow.resources.hands(resource_id) == Hands(author=ana.id, last=ben.id)
        assert await uow.resources.of_hand(ben.id) == {resource_id: ["last"]}
        assert kept is not None
        await uow.resources.save(kept, by=None, wrote=True)
        assert await uow.resources.hands(resource_id) == Hands()
        await uow.resources.save(replace(kept, version=3), by=ben.id, wrote=True)
        await uow.members.forget(ben.id, now=NOW)
        await uow.commit()
        assert await uow.resources.hands(resource_id) == Hands()
        assert await uow.resources.get(resource_id) is not None


async def test_what_waits_is_not_in_the_library(storage: Storage) -> None:
    resource_id = await a_resource(storage)
    async with storage.unit_of_work() as uow:
        seen = await uow.resources.get(resource_id)
        assert seen is not None
        await uow.resources.save(replace(seen, state=ResourceState.WAITING), by=None)
        assert [one.id for one in await uow.resources.waiting(seen.group_id, limit=9)] == [resource_id]
        assert await uow.resources.kept(seen.group_id, limit=9) == []
        assert not await uow.resources.wants_second_look(seen.group_id)
        await uow.resources.want_second_look(seen.group_id, True)
        assert await uow.resources.wants_second_look(seen.group_id)


async def test_what_is_saved_is_ones_own_and_sealed(storage: Storage) -> None:
    resource_id = await a_resource(storage)
    async with storage.unit_of_work() as uow:
        ana, ben = [await uow.members.welcome(one, now=NOW) for one in (ANA, BEN)]
        assert await uow.saved.add(ana.id, resource_id, now=NOW)
        assert not await uow.saved.add(ana.id, resource_id, now=NOW)
        await uow.saved.looked_in(ana.id, 3, now=NOW)
        assert [one.resource_id for one in await uow.saved.of(ana.id)] == [resource_id]
        assert await uow.saved.groups_of(ana.id) == [3]
        assert await uow.saved.of(ben.id) == []
        assert not await uow.saved.remove(ben.id, resource_id)
        rows = await uow._transaction.rows(select(saved))  # type: ignore[attr-defined]  # behind the port
        assert not any(f"resource/{resource_id}" in str(tuple(row)) for row in rows)
        await uow.members.forget(ana.id, now=NOW)
        for table in (saved, resource_hands):
            assert await uow._transaction.value(select(func.count()).select_from(table)) == 0  # type: ignore[attr-defined]
