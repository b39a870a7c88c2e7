"""Forgetting: a member goes whole, with their key; who stays is untouched; and no page of the files remembers."""

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from core.model.identity import private_address
from core.storage import Change, Storage
from core.storage.members import hash_of_erased
from core.storage.schema import metadata
from tests.bots.byte_scan import found_in_files
from tests.core.storage_values import ANA, NOW, ROOM, at, delivery
from tests.core.test_storage_sealed import BEN, live_through_it
from tests.fakes import masters

LEFT_BEHIND = {"groups", "chats", "resources", "vault", "data_keys", "inbox", "erasures"}
"""What is the group's or the house's own: no row of it belongs to the member."""


async def test_nothing_of_a_forgotten_member_is_left_in_any_table(storage: Storage) -> None:
    member_id = await live_through_it(storage)
    told: list[Change] = []
    storage.on_change = told.append
    async with storage.unit_of_work() as uow:
        await uow.members.forget(member_id, now=NOW)
        await uow.commit()
        assert await uow.members.of(BEN) is None
        assert await uow.forms.current(BEN) is None
        filled = {name for name in metadata.tables if await _count(uow, name)}
        assert filled == LEFT_BEHIND
    assert told == [Change.MEMBER_FORGOTTEN]


async def test_others_keep_all_of_theirs(storage: Storage) -> None:
    member_id = await live_through_it(storage)
    async with storage.unit_of_work() as uow:
        ana = await uow.members.welcome(ANA, now=NOW)
        await uow.members.set_zone(ana.id, "Europe/Berlin")
        await uow.outbox.put([delivery("to ana", address=private_address(ANA)), delivery("to the room", address=ROOM)])
        await uow.members.forget(member_id, now=NOW)
        await uow.commit()
        kept = await uow.members.of(ANA)
        assert kept is not None
        assert kept.zone == "Europe/Berlin"
        assert await _count(uow, "deliveries") == 2


async def test_the_erasure_is_noted_by_a_hash_of_the_lost_key_alone(storage: Storage) -> None:
    member_id = await live_through_it(storage)
    keys = metadata.tables["data_keys"]
    erasures = metadata.tables["erasures"]
    async with storage.unit_of_work() as uow:
        ref = await uow._transaction.value(  # type: ignore[attr-defined]  # behind the port
            select(keys.c.ref).where(keys.c.member_id == member_id)
        )
        await uow.members.forget(member_id, now=NOW)
        (noted,) = await uow._transaction.rows(select(erasures))  # type: ignore[attr-defined]
        assert noted.ref_hash == hash_of_erased(storage._vault.lookup, ref)
        assert (noted.erased_at, noted.noted) == (NOW, False)


async def test_whoever_comes_back_is_a_stranger_with_a_new_key(storage: Storage) -> None:
    member_id = await live_through_it(storage)
    async with storage.unit_of_work() as uow:
        await uow.members.forget(member_id, now=NOW)
        again = await uow.members.welcome(BEN, now=NOW)
        assert (again.id > member_id, again.zone) == (True, None)
        await uow.commit()
        await uow.members.set_zone(again.id, "Asia/Tokyo")
        back = await uow.members.of(BEN)
        assert back is not None
        assert back.zone == "Asia/Tokyo"


async def test_a_scrubbed_file_and_log_do_not_even_hold_the_sealed_bytes(tmp_path: Path) -> None:
    storage = await Storage.open(f"sqlite:///{tmp_path / 'sealed.db'}", masters())
    member_id = await live_through_it(storage)
    async with storage.unit_of_work() as uow:
        sealed = await _sealed_texts(uow, member_id)
        assert found_in_files(tmp_path, sealed) != []
        await uow.members.forget(member_id, now=NOW)
        await uow.commit()
    await storage.scrub()
    assert len(sealed) >= 6
    assert found_in_files(tmp_path, sealed) == []
    await storage.close()


async def test_an_undone_forgetting_forgets_nothing(storage: Storage) -> None:
    member_id = await live_through_it(storage)
    async with storage.unit_of_work() as uow:
        await uow.members.forget(member_id, now=NOW)
    async with storage.unit_of_work() as uow:
        (kept,) = await uow.checkins.all_of(member_id)
        assert kept.note != ""


async def test_a_key_of_an_undone_welcome_is_never_used_for_the_next_member_of_that_id(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        undone = await uow.members.welcome(ANA, now=NOW)
    async with storage.unit_of_work() as uow:
        made = await uow.members.welcome(BEN, now=NOW)
        await uow.members.set_zone(made.id, "Asia/Tokyo")
        await uow.commit()
    storage._vault.drop(("member_id", made.id))  # as after a restart
    async with storage.unit_of_work() as uow:
        read = await uow.members.get(made.id)
        assert read is not None
        assert read.zone == "Asia/Tokyo"
    assert undone.id >= 1


async def test_who_left_is_named_when_the_time_has_come_unless_they_came_back(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        ana, ben = await uow.members.welcome(ANA, now=NOW), await uow.members.welcome(BEN, now=NOW)
        for one in (ana, ben):
            await uow.members.leave(one.id, at=at(10))
            await uow.members.leave(one.id, at=at(99))
        assert await uow.members.stay(ben.id)
        assert not await uow.members.stay(ben.id)
        assert await uow.members.leaving(at(9), limit=9) == []
        assert await uow.members.leaving(at(10), limit=9) == [ana.id]


async def test_a_group_without_its_last_chat_is_forgotten_when_its_time_has_come(storage: Storage) -> None:
    await live_through_it(storage)
    async with storage.unit_of_work() as uow:
        await uow.groups.forget_chat(ROOM, group_leaves_at=at(10))
        assert await uow.groups.forget_left(at(9)) == 0
        await uow.groups.founded(ROOM, now=at(9))
        assert await uow.groups.forget_left(at(10)) == 0
        await uow.groups.forget_chat(ROOM, group_leaves_at=at(20))
        assert await uow.groups.forget_left(at(20)) == 1
        assert [await _count(uow, name) for name in ("groups", "chats", "resources")] == [0, 0, 0]


async def _count(uow: Any, table: str) -> int:
    return int(await uow._transaction.value(select(func.count()).select_from(metadata.tables[table])))


async def _sealed_texts(uow: Any, member_id: int) -> set[str]:
    """Every sealed value of the member, and their wrapped key, as they stand in the file."""
    texts: set[str] = set()
    for table, columns in (
        ("members", ["zone"]),
        ("accounts", ["user_id"]),
        ("checkins", ["note"]),
        ("schedules", ["place", "recurrence", "payload"]),
        ("data_keys", ["wrapped"]),
    ):
        known = metadata.tables[table]
        owner = known.c.id if table == "members" else known.c.member_id
        for row in await uow._transaction.rows(select(*(known.c[name] for name in columns)).where(owner == member_id)):
            texts.update(row)
    return texts
