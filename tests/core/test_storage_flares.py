"""Flares in a real database: behind the wall of consent, found by their days, and gone with what they belong to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import ConsentMissing
from core.model.consent import KEPT_AFTER_WITHDRAWAL, ConsentPurpose
from core.model.flare import Flare
from core.model.gentleness import Gentleness
from core.model.identity import Account, Platform
from core.storage import Storage
from core.upkeep import tidy
from tests.core.storage_values import AGREED, NOW, TODAY

ANA = Account(platform=Platform.TELEGRAM, user_id="7706100125")
FIRST = TODAY
DAY = timedelta(days=1)


async def agreed(storage: Storage) -> int:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        await uow.consents.give(member.id, AGREED)
        await uow.commit()
    return member.id


async def begun(storage: Storage, member_id: int, days: int = 3) -> Flare:
    async with storage.unit_of_work() as uow:
        flare = await uow.flares.begin(member_id, FIRST, FIRST + (days - 1) * DAY)
        await uow.commit()
    return flare


async def withdrawn(storage: Storage, member_id: int) -> None:
    async with storage.unit_of_work() as uow:
        await uow.consents.withdraw(member_id, ConsentPurpose.CHECKINS, now=NOW)
        await uow.commit()


async def test_one_is_found_on_each_of_its_days_and_on_no_other(storage: Storage) -> None:
    member_id = await agreed(storage)
    flare = await begun(storage, member_id)
    async with storage.unit_of_work() as uow:
        found = [await uow.flares.on(member_id, FIRST + days * DAY) for days in (-1, 0, 2, 3)]
        assert found == [None, flare, flare, None]
        assert await uow.flares.between(member_id, FIRST - 9 * DAY, FIRST) == [flare]
        assert await uow.flares.between(member_id, FIRST + 3 * DAY, FIRST + 9 * DAY) == []
        assert await uow.flares.get(flare.id, member_id=member_id + 1) is None


async def test_one_that_is_over_rests_nothing_and_stays_among_the_days(storage: Storage) -> None:
    member_id = await agreed(storage)
    flare = await begun(storage, member_id)
    async with storage.unit_of_work() as uow:
        over = replace(flare, until=FIRST, over=True)
        assert await uow.flares.change(over)
        assert not await uow.flares.change(replace(over, member_id=member_id + 1))
        assert await uow.flares.on(member_id, FIRST) is None
        assert await uow.flares.between(member_id, FIRST, FIRST) == [over]


async def test_the_database_keeps_none_without_a_live_consent(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        with pytest.raises(ConsentMissing):
            await uow.flares.begin(member.id, FIRST, FIRST)


async def test_after_a_withdrawal_one_can_be_made_shorter_and_not_longer(storage: Storage) -> None:
    member_id = await agreed(storage)
    flare = await begun(storage, member_id)
    await withdrawn(storage, member_id)
    async with storage.unit_of_work() as uow:
        assert await uow.flares.change(replace(flare, until=FIRST))
        with pytest.raises(ConsentMissing):
            await uow.flares.change(replace(flare, until=FIRST + 9 * DAY))


async def test_the_end_of_each_is_told_once(storage: Storage) -> None:
    member_id = await agreed(storage)
    flare = await begun(storage, member_id)
    async with storage.unit_of_work() as uow:
        assert await uow.flares.untold(member_id, FIRST + 2 * DAY) == []
        assert await uow.flares.untold(member_id, FIRST + 3 * DAY) == [flare]
        await uow.flares.told(flare.id)
        assert await uow.flares.untold(member_id, FIRST + 3 * DAY) == []


async def test_what_comes_back_touches_no_kept_one(storage: Storage) -> None:
    member_id = await agreed(storage)
    flare = await begun(storage, member_id)
    earlier = replace(flare, began_on=FIRST - 9 * DAY, until=FIRST - 7 * DAY)
    async with storage.unit_of_work() as uow:
        assert await uow.flares.bring_back(member_id, [flare, earlier, earlier]) == 1
        assert [one.began_on for one in await uow.flares.all_of(member_id)] == [earlier.began_on, FIRST]


async def test_flares_alone_go_after_a_withdrawal_too(storage: Storage) -> None:
    member_id = await agreed(storage)
    await begun(storage, member_id)
    await withdrawn(storage, member_id)
    assert (await tidy(storage.unit_of_work, NOW + KEPT_AFTER_WITHDRAWAL - DAY))["withdrawn"] == 0
    assert (await tidy(storage.unit_of_work, NOW + KEPT_AFTER_WITHDRAWAL + DAY))["withdrawn"] == 1
    async with storage.unit_of_work() as uow:
        assert await uow.flares.all_of(member_id) == []


async def test_they_are_kept_no_longer_than_their_member_wants(storage: Storage) -> None:
    member_id = await agreed(storage)
    await begun(storage, member_id)
    async with storage.unit_of_work() as uow:
        await uow.members.keep_answers(member_id, 91)
        await uow.commit()
    for days, left in ((90, 1), (100, 0)):
        await tidy(storage.unit_of_work, NOW + days * DAY)
        async with storage.unit_of_work() as uow:
            assert len(await uow.flares.all_of(member_id)) == left


async def test_how_gently_somebody_wants_to_be_asked_is_kept_in_one_row(storage: Storage) -> None:
    member_id = await agreed(storage)
    async with storage.unit_of_work() as uow:
        assert await uow.gentleness.of(member_id) == Gentleness()
        for wanted in (Gentleness(low_energy=True, asked_on=FIRST), Gentleness(welcomed_on=FIRST)):
            await uow.gentleness.keep(member_id, wanted)
            assert await uow.gentleness.of(member_id) == wanted
