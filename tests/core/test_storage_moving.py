"""A group that became a supergroup: all of its old chat goes along in one transaction, and nothing comes twice."""

from dataclasses import replace
from datetime import timedelta

from core.model.delivery import Delivery, DeliveryState, NewDelivery, Settlement
from core.model.failure import FailureCause
from core.model.group_act import ActKind
from core.model.identity import Account, Platform, private_address
from core.storage import Storage
from core.storage.moving import _MOVED_BY_THEMSELVES
from core.storage.table_kit import metadata
from tests.core.storage_values import LEASE, NOW, OTHER_ROOM, ROOM, TELEGRAM, TOPIC, delivery

ANA = Account(platform=Platform.TELEGRAM, user_id="42")
SUPERGROUP = OTHER_ROOM.conversation


def _of(new: NewDelivery, group_id: int) -> NewDelivery:
    return replace(new, group_id=group_id)


def _closed(claim: Delivery) -> Settlement:
    closed = FailureCause.CLOSED
    return Settlement(delivery_id=claim.id, fence=claim.fence, state=DeliveryState.UNREACHABLE, failed=closed)


def test_every_table_that_knows_chats_is_moved() -> None:
    knows = {table.name for table in metadata.sorted_tables if "chat_hash" in table.c}
    by_itself = {table.name for table in _MOVED_BY_THEMSELVES}
    assert by_itself | {"desk", "failures"} <= knows


async def test_the_desk_and_the_record_follow_the_group(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        ana = await uow.members.welcome(ANA, now=NOW)
        await uow.desk.add(group.id, TOPIC, member_id=None)
        await uow.desk.add(group.id, private_address(ANA), member_id=ana.id)
        await uow.acts.add(group.id, ActKind.POST_SCHEDULED, by=ana.id, about="Short read", now=NOW)
        await uow.commit()
    for _ in range(2):
        async with storage.unit_of_work() as uow:
            await uow.groups.move_chat(ROOM, SUPERGROUP)
            await uow.commit()
    async with storage.unit_of_work() as uow:
        places = [place for place, _ in await uow.desk.of(group.id)]
        assert [(place.conversation, place.thread) for place in places] == [(SUPERGROUP, "7"), ("42", None)]
        assert [act.about for act in await uow.acts.latest(group.id, limit=9)] == ["Short read"]
        assert list(await uow.groups.chats(group.id)) == [OTHER_ROOM]
        assert not await uow.desk.add(group.id, OTHER_ROOM, member_id=None), "it is found under the new chat"


async def test_the_desk_of_a_group_that_was_founded_too_early_gives_way(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        await uow.desk.add(group.id, ROOM, member_id=None)
        await uow.desk.add(group.id, OTHER_ROOM, member_id=None)
        early = await uow.groups.founded(OTHER_ROOM, now=NOW)
        await uow.desk.add(early.id, OTHER_ROOM, member_id=None)
        await uow.groups.move_chat(ROOM, SUPERGROUP)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        assert [place for place, _ in await uow.desk.of(group.id)] == [OTHER_ROOM]
        assert await uow.groups.get(early.id) is None


async def test_a_move_that_is_not_committed_changes_nothing(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        await uow.desk.add(group.id, TOPIC, member_id=None)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        await uow.groups.move_chat(ROOM, SUPERGROUP)
    async with storage.unit_of_work() as uow:
        assert list(await uow.groups.chats(group.id)) == [ROOM]
        assert [place for place, _ in await uow.desk.of(group.id)] == [TOPIC]


async def test_what_failed_in_the_old_chat_is_told_anew_in_the_new_one(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        group = await uow.groups.founded(ROOM, now=NOW)
        await uow.commit()
    for room in (ROOM, OTHER_ROOM):
        async with storage.unit_of_work() as uow:
            new = delivery(f"to {room.conversation}", address=room)
            await uow.outbox.put([_of(new, group.id)])
            claims = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=9)
            await uow.outbox.begin(claims)
            await uow.outbox.settle([_closed(claim) for claim in claims])
            assert [one.cause for one in uow.failures.fresh()] == [FailureCause.CLOSED]
            assert not uow.failures.fresh(), "each is handed out once"
            await uow.groups.move_chat(ROOM, SUPERGROUP)
            await uow.commit()
    async with storage.unit_of_work() as uow:
        (kept,) = await uow.failures.of_group(group.id, limit=9)
        assert kept.place == OTHER_ROOM
        assert await uow.failures.forget_before(NOW + timedelta(seconds=1)) == 1
