"""Two members become one and two again: nothing is lost, nothing is opened by the wrong key, nothing is half done."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import Table, func, select, text

from core.errors import ConsentMissing
from core.knowledge import Knowledge
from core.model.consent import ConsentPurpose
from core.model.identity import Account, private_address
from core.ports import UnitOfWork
from core.storage import Storage
from core.storage.owning import _FOUND_BY, STAY, hanging_on, owned_tables
from core.storage.schema import members, metadata
from core.storage.sealed_values import sealed_columns, try_all
from core.storage.walls import WALLED
from core.upkeep import tidy
from tests.core.linked_lives import (
    HERE,
    THERE,
    agrees,
    checks_in,
    is_reminded,
    joins,
    life_of,
    lives,
    separates,
)
from tests.core.storage_values import NOW, TODAY, daily, slot

OF_ACCOUNTS = {
    ("accounts", "user"),
    ("forms", "user"),
    ("schedules", "chat"),
    ("deliveries", "chat"),
    ("deliveries", "place"),
    ("desk", "chat"),
}
"""Hashes of an account or of its private chat: they say nothing of the member that it belongs to."""


@pytest.mark.parametrize("seed", range(8))
async def test_joined_and_separated_each_has_exactly_what_it_had(
    storage: Storage, knowledge: Knowledge, seed: int
) -> None:
    chance = random.Random(seed)
    for account in (HERE, THERE):
        await lives(storage, account, chance)
    before = [await life_of(storage, knowledge, account) for account in (HERE, THERE)]
    await joins(storage, settings_of=chance.choice((HERE, THERE)))
    assert await separates(storage, chance.choice((HERE, THERE)))
    after = [await life_of(storage, knowledge, account) for account in (HERE, THERE)]
    assert after == before


@pytest.mark.parametrize("seed", range(4))
async def test_joined_both_accounts_show_all_of_both(storage: Storage, knowledge: Knowledge, seed: int) -> None:
    chance = random.Random(100 + seed)
    for account in (HERE, THERE):
        await lives(storage, account, chance)
    here, there = [await life_of(storage, knowledge, account) for account in (HERE, THERE)]
    await joins(storage)
    both = await life_of(storage, knowledge, THERE)
    assert both == await life_of(storage, knowledge, HERE)
    for kind in ("checkins", "flares", "questions", "appointments", "reminders", "places"):
        assert _sorted(both[kind]) == _sorted([*here[kind], *there[kind]]), kind
    assert len(both["you"][0]["accounts"]) == 2


@pytest.mark.parametrize("seed", range(3))
async def test_every_sealed_value_opens_joined_separated_and_final(storage: Storage, seed: int) -> None:
    chance = random.Random(200 + seed)
    for account in (HERE, THERE):
        await lives(storage, account, chance)
    assert await broken_values(storage) == 0
    await joins(storage)
    assert await broken_values(storage) == 0
    await separates(storage)
    assert await broken_values(storage) == 0
    await joins(storage)
    await tidy(storage.unit_of_work, NOW + timedelta(days=8))
    assert await broken_values(storage) == 0


async def test_what_was_set_since_stays_with_the_account_it_was_set_on(storage: Storage, knowledge: Knowledge) -> None:
    chance = random.Random(3)
    async with storage.unit_of_work() as uow:
        here, there = await uow.members.welcome(HERE, now=NOW), await uow.members.welcome(THERE, now=NOW)
        await uow.commit()
    await joins(storage)
    async with storage.unit_of_work() as uow:
        for account in (HERE, THERE):
            await is_reminded(uow, here.id, account, chance)
        await agrees(uow, here.id)
        await checks_in(uow, here.id, TODAY, chance)
        await uow.commit()
    await separates(storage)
    mine, theirs = [await life_of(storage, knowledge, account) for account in (HERE, THERE)]
    assert mine["places"] == [private_address(HERE).to_text()]
    assert theirs["places"] == [private_address(THERE).to_text()]
    assert (len(mine["checkins"]), len(theirs["checkins"])) == (1, 0)
    assert there.id != here.id


async def test_a_reminder_that_came_elsewhere_comes_home_when_they_part(storage: Storage, knowledge: Knowledge) -> None:
    for account in (HERE, THERE):
        async with storage.unit_of_work() as uow:
            new = await uow.members.welcome(account, now=NOW)
            await uow.schedules.add(daily(private_address(account), member_id=new.id), next_slot=slot(1), now=NOW)
            await uow.commit()
    await joins(storage)
    async with storage.unit_of_work() as uow:
        member = await uow.members.of(HERE)
        assert member is not None
        assert await uow.links.deliver_to(member.id, HERE.platform) == 1
        assert await uow.links.away_from(member.id) == {THERE.platform: 1}
        await uow.commit()
    assert (await life_of(storage, knowledge, HERE))["places"] == [private_address(HERE).to_text()] * 2
    await separates(storage)
    for account in (HERE, THERE):
        assert (await life_of(storage, knowledge, account))["places"] == [private_address(account).to_text()]


async def test_the_clock_that_was_chosen_counts_and_the_old_one_comes_back(storage: Storage) -> None:
    for account, zone, days in ((HERE, "Europe/Berlin", 91), (THERE, "Asia/Tokyo", None)):
        async with storage.unit_of_work() as uow:
            member = await uow.members.welcome(account, now=NOW)
            await uow.members.set_zone(member.id, zone)
            await uow.members.keep_answers(member.id, days)
            await uow.commit()
    await joins(storage, settings_of=THERE)
    assert await settings_of(storage, HERE) == ("Asia/Tokyo", None), "answers are kept as long as the longer wish"
    await separates(storage)
    assert await settings_of(storage, HERE) == ("Europe/Berlin", 91)
    assert await settings_of(storage, THERE) == ("Asia/Tokyo", None)


async def test_answers_whose_yes_has_ended_are_joined_to_nothing(storage: Storage) -> None:
    for account in (HERE, THERE):
        async with storage.unit_of_work() as uow:
            member = await uow.members.welcome(account, now=NOW)
            await agrees(uow, member.id)
            await checks_in(uow, member.id, TODAY, random.Random(1))
            if account == THERE:
                await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=NOW)
            await uow.commit()
    with pytest.raises(ConsentMissing):
        await joins(storage)


async def test_a_yes_taken_back_while_joined_is_taken_back_for_both(storage: Storage) -> None:
    for account in (HERE, THERE):
        async with storage.unit_of_work() as uow:
            member = await uow.members.welcome(account, now=NOW)
            await agrees(uow, member.id)
            await checks_in(uow, member.id, TODAY, random.Random(1))
            await uow.commit()
    await joins(storage)
    taken_back = NOW + timedelta(days=2)
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(HERE, now=NOW)
        await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=taken_back)
        await uow.commit()
    await separates(storage)
    async with storage.unit_of_work() as uow:
        for account in (HERE, THERE):
            member = await uow.members.welcome(account, now=NOW)
            assert await uow.consents.live(member.id, ConsentPurpose.CHECKINS) is None
            assert [one.withdrawn_at for one in await uow.consents.of(member.id)] == [taken_back]
            assert await uow.checkins.count_of(member.id) + len(await uow.checkins.all_of(member.id)) > 0


async def test_a_forgotten_member_takes_the_other_half_along_and_no_backup_brings_it_back(storage: Storage) -> None:
    chance = random.Random(5)
    for account in (HERE, THERE):
        await lives(storage, account, chance)
    await joins(storage)
    async with storage.unit_of_work() as uow:
        member = await uow.members.of(THERE)
        assert member is not None
        await uow.members.forget(member.id, now=NOW)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        assert [await uow.members.of(account) for account in (HERE, THERE)] == [None, None]
        assert len(await uow.erasures.unnoted()) == 2
        left = {
            name: await count(uow, table)
            for name, table in metadata.tables.items()
            if name not in ("vault", "erasures", "data_keys")
        }
    assert {name for name, many in left.items() if many} == set()


async def test_after_seven_days_nothing_is_kept_to_put_them_back_and_an_account_begins_anew(
    storage: Storage, knowledge: Knowledge
) -> None:
    chance = random.Random(6)
    for account in (HERE, THERE):
        await lives(storage, account, chance)
    await joins(storage)
    await tidy(storage.unit_of_work, NOW + timedelta(days=6, hours=23))
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(HERE, now=NOW)
        assert await uow.links.joined(member.id) is not None
    assert (await tidy(storage.unit_of_work, NOW + timedelta(days=7, hours=1)))["joins"] == 1
    assert not await separates(storage)
    async with storage.unit_of_work() as uow:
        assert [await count(uow, metadata.tables[name]) for name in ("members", "merged_rows")] == [1, 0]
    joined = await life_of(storage, knowledge, HERE)
    async with storage.unit_of_work() as uow:
        await uow.links.part(THERE, stays=HERE, now=NOW + timedelta(days=9))
        await uow.commit()
    stays, begins = [await life_of(storage, knowledge, account) for account in (HERE, THERE)]
    assert stays["checkins"] == joined["checkins"]
    assert set(stays["places"]) <= {private_address(HERE).to_text()}
    assert {name for name, records in begins.items() if records} == {"you"}
    assert await broken_values(storage) == 0


async def broken_values(storage: Storage) -> int:
    """How many sealed values of the whole database do not open."""
    async with storage.unit_of_work() as uow:
        transaction, keys = uow._transaction, uow._keys  # type: ignore[attr-defined]
        owners = [row[0] for row in await transaction.rows(select(members.c.id))]
        await keys.fetch(members=owners)
        seals = {("member_id", one): keys.member(one) for one in owners} | {("name", "house"): keys.house}
        opened, broken = await transaction._connection.run_sync(lambda connection: try_all(connection, seals))
    assert opened > 0
    return int(broken)


async def count(uow: UnitOfWork, table: Table) -> int:
    return int(await uow._transaction.value(select(func.count()).select_from(table)))  # type: ignore[attr-defined]


async def settings_of(storage: Storage, account: Account) -> tuple[str | None, int | None]:
    async with storage.unit_of_work() as uow:
        member = await uow.members.of(account)
        assert member is not None
        return member.zone, member.answers_kept_days


def _sorted(records: list[object]) -> list[str]:
    return sorted(repr(record) for record in records)


def test_every_table_with_a_member_in_it_is_given_away_or_known_to_stay() -> None:
    keys = [key for table in metadata.tables.values() for key in table.foreign_keys if key.column.table is members]
    assert {key.parent.name for key in keys} == {"member_id"}, "a row names its member in this column"
    assert {key.parent.table.name for key in keys} - STAY == set(owned_tables())
    assert set(metadata.tables) > STAY


def test_what_hangs_on_a_members_row_is_sealed_anew_with_it() -> None:
    below = {name: _hangs_on({name}) - set(owned_tables()) for name in owned_tables()}
    sealed = set(sealed_columns())
    assert {name: set(hanging_on(name)) for name in below} == {name: found & sealed for name, found in below.items()}
    assert {"form_values"} <= set().union(*below.values())


def test_every_hash_in_a_members_row_is_known_to_be_of_an_account_or_made_anew() -> None:
    hashes = {str(column) for table in owned_tables().values() for column in table.c if column.name.endswith("_hash")}
    of_accounts = {f"{table}.{column}_hash" for table, column in OF_ACCOUNTS}
    assert hashes - of_accounts - {"merges.other_ref_hash"} == {
        f"{table}.{column}" for table, (column, _) in _FOUND_BY.items() if table in metadata.tables
    }


async def test_what_stands_behind_the_wall_of_consent_is_known(storage: Storage) -> None:
    walls = text(
        "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%needs_consent'"
        if storage._turn is not None
        else "SELECT DISTINCT event_object_table FROM information_schema.triggers"
        " WHERE trigger_name LIKE '%needs_consent'"
    )
    async with storage.unit_of_work() as uow:
        walled = {row[0] for row in await uow._transaction.rows(walls)}  # type: ignore[attr-defined]
    assert walled == WALLED & set(metadata.tables)


def _hangs_on(owners: set[str]) -> set[str]:
    """Whatever belongs to one of them, however far down."""
    found = {
        table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in owners and table.name not in owners
    }
    return found | _hangs_on(found) if found else found
