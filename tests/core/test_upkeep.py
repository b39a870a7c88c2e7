"""What was kept long enough goes by itself, within a day of what was said; nothing of anybody else goes with it."""

from collections import Counter
from datetime import timedelta

from core.model.consent import KEPT_AFTER_WITHDRAWAL, ConsentPurpose
from core.model.identity import FORGET_AFTER
from core.storage import Storage
from core.upkeep import ENDED_KEPT, tidy
from tests.core.storage_people import account, comes, group_comes, note_of
from tests.core.storage_values import AGREED, NOW, ROOM

DAY = timedelta(days=1)
NOTHING = Counter[str]()


async def test_answers_go_when_their_member_no_longer_wants_them_kept(storage: Storage) -> None:
    ana, ben = await comes(storage, "ana"), await comes(storage, "ben")
    async with storage.unit_of_work() as uow:
        await uow.members.keep_answers(ana.id, 30)
        await uow.members.keep_answers(ben.id, None)
        await uow.commit()
    assert await tidy(storage.unit_of_work, NOW + timedelta(days=29)) == NOTHING
    assert (await tidy(storage.unit_of_work, NOW + timedelta(days=31)))["checkins"] == 1
    assert await note_of(storage, "ana") == ""
    assert (await tidy(storage.unit_of_work, NOW + timedelta(days=4000)))["checkins"] == 0
    assert await note_of(storage, "ben") == "note of ben"


async def test_withdrawn_answers_go_after_a_week_unless_their_member_agrees_again(storage: Storage) -> None:
    ana, ben = await comes(storage, "ana"), await comes(storage, "ben")
    async with storage.unit_of_work() as uow:
        for one in (ana, ben):
            await uow.consents.withdraw(one.id, ConsentPurpose.CHECKINS, now=NOW)
        await uow.consents.give(ben.id, AGREED)
        await uow.commit()
    assert await tidy(storage.unit_of_work, NOW + KEPT_AFTER_WITHDRAWAL - DAY) == NOTHING
    assert (await tidy(storage.unit_of_work, NOW + KEPT_AFTER_WITHDRAWAL + DAY))["withdrawn"] == 1
    assert await note_of(storage, "ana") == ""
    assert await note_of(storage, "ben") == "note of ben"


async def test_whoever_left_is_forgotten_when_it_was_said_and_whoever_came_back_is_not(storage: Storage) -> None:
    people = [await comes(storage, name) for name in ("ana", "ben", "cleo")]
    async with storage.unit_of_work() as uow:
        for one in people[:2]:
            await uow.members.leave(one.id, at=NOW + FORGET_AFTER)
        await uow.members.stay(people[1].id)
        await uow.commit()
    assert await tidy(storage.unit_of_work, NOW + FORGET_AFTER - DAY) == NOTHING
    assert (await tidy(storage.unit_of_work, NOW + FORGET_AFTER + DAY))["members"] == 1
    async with storage.unit_of_work() as uow:
        assert [await uow.members.of(account(name)) is None for name in ("ana", "ben", "cleo")] == [True, False, False]
        assert len(await uow.erasures.unnoted()) == 1


async def test_a_group_that_removed_the_bot_goes_when_it_was_said(storage: Storage) -> None:
    group_id = await group_comes(storage)
    async with storage.unit_of_work() as uow:
        await uow.groups.forget_chat(ROOM, group_leaves_at=NOW + FORGET_AFTER)
        await uow.commit()
    assert (await tidy(storage.unit_of_work, NOW + FORGET_AFTER - DAY))["groups"] == 0
    assert (await tidy(storage.unit_of_work, NOW + FORGET_AFTER + DAY))["groups"] == 1
    async with storage.unit_of_work() as uow:
        assert await uow.groups.get(group_id) is None


async def test_rows_of_messages_that_ended_go_after_a_month_and_those_that_wait_stay(storage: Storage) -> None:
    await comes(storage, "ana")
    assert (await tidy(storage.unit_of_work, NOW + ENDED_KEPT + DAY))["deliveries"] == 0
    async with storage.unit_of_work() as uow:
        assert sum((await uow.outbox.counts()).values()) == 1


async def test_with_more_than_one_batch_all_of_them_go(storage: Storage) -> None:
    for number in range(103):
        async with storage.unit_of_work() as uow:
            member = await uow.members.welcome(account(f"m{number}"), now=NOW)
            await uow.members.leave(member.id, at=NOW)
            await uow.commit()
    assert (await tidy(storage.unit_of_work, NOW + DAY))["members"] == 103
    assert await tidy(storage.unit_of_work, NOW + DAY) == NOTHING
