"""Two groups become one, whatever tables they have rows in: nothing is lost, and nothing is opened by the wrong key."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, DateTime, Integer, Table, UniqueConstraint, func, insert, select
from sqlalchemy.types import TypeDecorator

from core.model.identity import Account, Address, Platform
from core.model.resource import NewResource
from core.ports import UnitOfWork
from core.storage import Storage
from core.storage.joined_groups import STAY, _one_of_a_kind, group_tables
from core.storage.key_set import Owner
from core.storage.keyring import Keyring
from core.storage.schema import groups, members, metadata
from core.storage.seal import Seal
from core.storage.sealed_values import name_of, sealed_columns, try_all
from core.storage.table_kit import Sealed
from core.storage.transaction import Transaction
from tests.core.storage_values import NOW, OTHER_ROOM, ROOM, TODAY, daily, slot

DISCORD_ROOM = Address(platform=Platform.DISCORD, conversation="900")
SINGLE_OWNER = frozenset({"schedules"})
"""Tables whose rows have either a member or a group."""


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_two_groups_have_belongs_to_one_of_them_then_and_opens(storage: Storage, seed: int) -> None:
    chance = random.Random(seed)
    async with storage.unit_of_work() as uow:
        people = [await uow.members.welcome(_account(number), now=NOW) for number in range(3)]
        kept, other, bystander = [
            await uow.groups.founded(place, now=NOW) for place in (ROOM, DISCORD_ROOM, OTHER_ROOM)
        ]
        rows = Rows(uow, [one.id for one in people], chance)
        for table in metadata.sorted_tables:
            if table.name in group_tables() and table.name != "chats":
                for group in (kept, other, bystander):
                    for _ in range(chance.randrange(4)):
                        await rows.add(table, group.id)
        await uow.groups.set_zone(other.id, "Europe/Berlin")
        before = {one: await rows.of(one) for one in (kept.id, other.id, bystander.id)}
        await uow.commit()
    async with storage.unit_of_work() as uow:
        await uow.setup.join(kept.id, other.id)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        rows = Rows(uow, [one.id for one in people], chance)
        after = await rows.of(kept.id)
        assert await rows.of(bystander.id) == before[bystander.id]
        assert await rows.of(other.id) == Counter()
        both = before[kept.id] + before[other.id]
        lost = both - after
        assert after - both == Counter(), "nothing is made up"
        assert {line[0] for line in lost} <= ONE_OF_A_KIND, "only what there can be one of"
        assert before[kept.id] - after == Counter(), "the kept group's own stays"
        assert await uow.groups.get(other.id) is None
        assert await uow.groups.of_chat(DISCORD_ROOM) == await uow.groups.of_chat(ROOM)
        kept_zone = await uow.groups.get(kept.id)
        assert kept_zone is not None
        assert kept_zone.zone == "Europe/Berlin"
        assert await _broken(uow) == 0


ONE_OF_A_KIND = {name for name, table in group_tables().items() if _one_of_a_kind(table)}


def test_every_table_with_a_group_in_it_is_given_away_or_known_to_stay() -> None:
    keys = [key for table in metadata.tables.values() for key in table.foreign_keys if key.column.table is groups]
    assert {key.parent.name for key in keys} == {"group_id"}, "a row names its group in this column"
    assert {key.parent.table.name for key in keys} == set(group_tables()) | STAY
    assert {key.ondelete for key in keys} == {"CASCADE"}


def test_what_is_sealed_for_a_group_stands_in_a_row_that_names_it() -> None:
    below = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in group_tables() and not {"group_id", "member_id"} & set(table.c.keys())
    }
    assert below & set(sealed_columns()) == set()


async def test_a_group_is_never_joined_to_itself_nor_to_one_that_is_gone(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        for other in (group.id, 999):
            with pytest.raises(LookupError):
                await uow.setup.join(group.id, other)


async def test_a_code_is_used_once_by_one_group_for_ten_minutes(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        maker, first, second = [await uow.groups.founded(place, now=NOW) for place in (ROOM, DISCORD_ROOM, OTHER_ROOM)]
        soon = NOW + timedelta(minutes=10)
        await uow.setup.make_code(maker.id, "ACDE3467", until=soon)
        assert await uow.setup.take("ACDE3467", group_id=maker.id, now=NOW, until=soon) is None
        assert await uow.setup.take("ACDE3468", group_id=first.id, now=NOW, until=soon) is None
        assert await uow.setup.take("ACDE3467", group_id=first.id, now=soon, until=soon) is None
        offer = await uow.setup.take("ACDE3467", group_id=first.id, now=NOW, until=soon)
        assert offer is not None
        assert offer.group_id == maker.id
        assert await uow.setup.take("ACDE3467", group_id=second.id, now=NOW, until=soon) is None
        assert await uow.setup.taken(first.id, now=NOW) == offer
        assert await uow.setup.taken(first.id, now=soon) is None
        assert await uow.setup.forget_codes(soon) == 1


async def test_a_room_for_posts_is_where_they_go_and_what_is_scheduled_goes_along(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        await uow.groups.founded(DISCORD_ROOM, now=NOW)
        own = daily(ROOM, group_id=group.id)
        await uow.schedules.add(own, next_slot=slot(1), now=NOW)
        (chat,) = await uow.setup.chats(group.id)
        assert await uow.setup.set_room(group.id, chat.id, "7")
        assert not await uow.setup.set_room(group.id, chat.id + 1, "7")
        assert [one.to_text() for one in await uow.groups.places(group.id)] == ["telegram/group/-100/7"]
        assert [one.address.thread for one in await uow.schedules.of_group(group.id)] == ["7"]
        assert await uow.setup.take_posts(group.id, chat.id, takes=False)
        assert not await uow.setup.take_posts(group.id, chat.id, takes=False)
        assert list(await uow.groups.places(group.id)) == []
        assert list(await uow.schedules.of_group(group.id)) == []


async def test_a_chat_that_is_taken_out_begins_anew_and_the_last_one_stays(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group, other = await uow.groups.founded(ROOM, now=NOW), await uow.groups.founded(DISCORD_ROOM, now=NOW)
        for place in (ROOM, DISCORD_ROOM):
            owner = group if place is ROOM else other
            await uow.schedules.add(daily(place, group_id=owner.id), next_slot=slot(1), now=NOW)
        await uow.resources.add(NewResource(group_id=other.id, title="t", link="", why="w"), now=NOW)
        await uow.setup.join(group.id, other.id)
        there = {one.address.platform: one for one in await uow.setup.chats(group.id)}
        assert await uow.setup.take_out(group.id, there[Platform.DISCORD].id)
        assert [one.address for one in await uow.schedules.of_group(group.id)] == [ROOM]
        assert not await uow.setup.take_out(group.id, there[Platform.TELEGRAM].id)
        again = await uow.groups.founded(DISCORD_ROOM, now=NOW)
        assert again.id not in (group.id, other.id)
        await uow.commit()


async def test_a_deleted_group_leaves_nothing_behind(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        rows = Rows(uow, [(await uow.members.welcome(_account(1), now=NOW)).id], random.Random(1))
        for table in metadata.sorted_tables:
            if table.name in group_tables() and table.name != "chats":
                await rows.add(table, group.id)
        await uow.setup.make_code(group.id, "ACDE3467", until=NOW)
        assert await uow.setup.delete(group.id)
        assert not await uow.setup.delete(group.id)
        left = {name for name, table in group_tables().items() if await rows.count(table)}
        assert left | {name for name in ("groups", "group_codes") if await rows.count(metadata.tables[name])} == set()


class Rows:
    """Puts rows of any table there is, and reads all that a group has: in the open, with each sealed value opened."""

    def __init__(self, uow: UnitOfWork, people: list[int], chance: random.Random) -> None:
        self._transaction: Transaction = uow._transaction  # type: ignore[attr-defined]
        self._keys: Keyring = uow._keys  # type: ignore[attr-defined]
        self._people = people
        self._chance = chance
        self._number = 0

    async def add(self, table: Table, group_id: int) -> None:
        """One row, unless its like is there already and there may be only one."""
        values: dict[str, Any] = {"id": await self._transaction.next_id(table)}
        for column in table.c:
            if column.name not in values:
                values[column.name] = await self._value(table, column, group_id)
        if await self._would_meet(table, values):
            return
        row = _Row(values)
        await self._keys.fetch(members=[values.get("member_id")], groups=[group_id])
        seal = self._keys.owner(values.get("member_id"), group_id)
        for name in sealed_columns().get(table.name, ()):
            values[name] = seal.close(f"{table.name}.{name}", name_of(table.name, row), f"{name} {self._number}")
        await self._transaction.run(insert(table).values(**values))

    async def of(self, group_id: int) -> Counter[tuple[object, ...]]:
        lines: Counter[tuple[object, ...]] = Counter()
        for table in group_tables().values():
            rows = await self._transaction.rows(select(table).where(table.c.group_id == group_id))
            await self._keys.fetch(groups=[group_id], members={getattr(row, "member_id", None) for row in rows})
            for row in rows:
                seal = self._keys.owner(getattr(row, "member_id", None), group_id)
                told = {name: value for name, value in row._asdict().items() if name != "group_id"}
                for name in sealed_columns().get(table.name, ()):
                    if told[name] is not None:
                        told[name] = seal.open(f"{table.name}.{name}", name_of(table.name, row), told[name])
                lines[(table.name, *map(str, told.values()))] += 1
        return lines

    async def count(self, table: Table) -> int:
        return int(await self._transaction.value(select(func.count()).select_from(table)))

    async def _value(self, table: Table, column: Any, group_id: int) -> Any:
        self._number += 1
        if column.name == "group_id":
            return group_id
        if column.name == "member_id":
            absent = table.name in SINGLE_OWNER or (column.nullable and self._chance.random() < 0.5)
            return None if absent else self._chance.choice(self._people)
        if column.foreign_keys:
            (key,) = column.foreign_keys
            return await self._some_of(key.column.table, group_id)
        if isinstance(column.type, Sealed):
            return None
        return self._plain(column)

    async def _some_of(self, table: Table, group_id: int) -> int:
        """A row of the same group, made if there is none."""
        mine = select(table.c.id).where(table.c.group_id == group_id).limit(1)
        if await self._transaction.value(mine) is None:
            await self.add(table, group_id)
        return int(await self._transaction.value(mine))

    def _plain(self, column: Any) -> Any:
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        match kind:
            case Boolean():
                return self._chance.random() < 0.5
            case Date():
                return TODAY
            case Integer():
                return self._number
            case DateTime():
                return NOW
            case _ if isinstance(column.type, TypeDecorator):
                return NOW
            case _:
                return f"w{self._number}"

    async def _would_meet(self, table: Table, values: Mapping[str, Any]) -> bool:
        kinds = [(one.columns, None) for one in table.constraints if isinstance(one, UniqueConstraint)]
        indexes = [(one.columns, one.dialect_options["sqlite"]["where"]) for one in table.indexes if one.unique]
        for columns, where in [*kinds, *indexes]:
            same = select(func.count()).where(*(table.c[one.name] == values[one.name] for one in columns))
            if await self._transaction.value(same if where is None else same.where(where)):
                return True
        return False


class _Row:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


async def _broken(uow: UnitOfWork) -> int:
    """How many sealed values of the whole database do not open."""
    transaction, keys = uow._transaction, uow._keys  # type: ignore[attr-defined]
    seals: dict[Owner, Seal] = {("name", "house"): keys.house}
    for kind, table in (("member_id", members), ("group_id", groups)):
        for row in await transaction.rows(select(table.c.id)):
            await keys.fetch(
                members=[row.id] if kind == "member_id" else [], groups=[row.id] if kind != "member_id" else []
            )
            seals[kind, row.id] = keys.member(row.id) if kind == "member_id" else keys.group(row.id)
    opened, broken = await transaction._connection.run_sync(lambda connection: try_all(connection, seals))
    assert opened > 0
    return int(broken)


def _account(number: int) -> Account:
    return Account(platform=Platform.TELEGRAM, user_id=str(number))
