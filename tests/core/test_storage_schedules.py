"""Schedules: found by time, moved on by whoever is first, removed by their owner alone."""

from datetime import timedelta

from sqlalchemy import text

from core.model.schedule import Schedule
from core.ports.queues import Advance
from core.storage import Storage
from core.storage.schedules import RECURRENCE
from tests.core.storage_values import ANA, NOW, ROOM, TOPIC, daily, slot


async def add(storage: Storage, count: int = 1) -> tuple[int, list[Schedule]]:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        new = daily(TOPIC, member_id=member.id)
        added = [await uow.schedules.add(new, next_slot=slot(days), now=NOW) for days in range(count)]
        await uow.commit()
    return member.id, added


async def test_a_schedule_reads_back_as_it_was_added(storage: Storage) -> None:
    member_id, (added,) = await add(storage)
    async with storage.unit_of_work() as uow:
        assert await uow.schedules.get(added.id) == added
        assert list(await uow.schedules.of_member(member_id)) == [added]
    assert (added.address, added.payload, added.next_slot) == (TOPIC, {"set": "short"}, slot())


async def test_due_ones_come_earliest_first_and_the_next_time_is_known(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        assert await uow.schedules.next_due_at() is None
    _, added = await add(storage, 3)
    async with storage.unit_of_work() as uow:
        assert await uow.schedules.next_due_at() == NOW
        assert list(await uow.schedules.due(NOW - timedelta(seconds=1), limit=9)) == []
        assert list(await uow.schedules.due(NOW + timedelta(days=1), limit=9)) == added[:2]
        assert list(await uow.schedules.due(NOW + timedelta(days=9), limit=1)) == added[:1]


async def test_only_the_first_of_two_planners_moves_a_schedule_on(storage: Storage) -> None:
    _, (first, second) = await add(storage, 2)
    moves = [
        Advance(schedule_id=first.id, seen=slot(0), next_slot=slot(7)),
        Advance(schedule_id=second.id, seen=slot(1), next_slot=None),
    ]
    async with storage.unit_of_work() as uow:
        assert await uow.schedules.advance(moves) == {first.id, second.id}
        await uow.commit()
    async with storage.unit_of_work() as uow:
        assert await uow.schedules.advance(moves) == frozenset()
        assert await uow.schedules.next_due_at() == slot(7).at
        ended = await uow.schedules.get(second.id)
        assert ended is not None
        assert ended.next_slot is None
        assert [left.id for left in await uow.schedules.of_member(first.member_id or 0)] == [first.id]


async def test_nobody_but_its_owner_removes_a_schedule(storage: Storage) -> None:
    member_id, (added,) = await add(storage)
    async with storage.unit_of_work() as uow:
        assert not await uow.schedules.remove(added.id, member_id=member_id + 1)
        assert not await uow.schedules.remove(added.id, group_id=member_id)
        assert await uow.schedules.remove(added.id, member_id=member_id)
        assert not await uow.schedules.remove(added.id, member_id=member_id)
        again = await uow.schedules.add(daily(ROOM, member_id=member_id), next_slot=slot(), now=NOW)
    assert again.id > added.id, "an id that came back would hide its messages behind old occurrence keys"


async def test_a_rule_of_an_unknown_kind_is_parked_and_does_not_hold_up_the_others(storage: Storage) -> None:
    member_id, (first, second) = await add(storage, 2)
    async with storage.unit_of_work() as uow:
        seal = await uow._keys.of_member(member_id)  # type: ignore[attr-defined]  # what another version wrote
        given = {"id": first.id, "rule": seal.close(RECURRENCE, first.id, '{"v":1,"rule":{"kind":"lunar"}}')}
        statement = text("UPDATE schedules SET recurrence = :rule WHERE id = :id")
        await uow._transaction.run(statement, given)  # type: ignore[attr-defined]
        assert list(await uow.schedules.due(slot(1).at, limit=9)) == [second]
        assert await uow.schedules.next_due_at() == slot(1).at
        await uow.commit()
    async with storage.unit_of_work() as uow:
        assert await uow.schedules.remove(first.id, member_id=member_id), "parked, not deleted"
