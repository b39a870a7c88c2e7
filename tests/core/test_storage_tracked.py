"""A member's own measures and habits in the database: sealed, behind the wall of consent, gone with their member."""

from datetime import timedelta

import pytest

from core.errors import ConsentMissing
from core.model.habits import Habits
from core.model.identity import Account, Member, Platform
from core.model.measure import Measure, MeasureKind
from core.storage import Storage
from tests.fakes import NINE
from tests.stage import agreed

ANA = Account(platform=Platform.TELEGRAM, user_id="ana")
PAIN = Measure(key="pain", kind=MeasureKind.SCALE, label="Pain")
STRESS = Measure(key="stress", kind=MeasureKind.TRIGGER, label="Stress")


@pytest.fixture
async def ana(storage: Storage) -> Member:
    return await agreed(storage.unit_of_work, ANA)


async def test_the_own_set_is_read_in_its_order_and_the_words_as_they_were_written(
    storage: Storage, ana: Member
) -> None:
    async with storage.unit_of_work() as uow:
        knee = await uow.tracked.add(ana.id, MeasureKind.COUNT, "Knee clicks")
        await uow.tracked.place(ana.id, [knee.measure, PAIN])
        await uow.tracked.used(ana.id, STRESS, now=NINE)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        read = await uow.tracked.of(ana.id)
    assert [(one.key, one.label, one.place) for one in read] == [
        (knee.key, "Knee clicks", 0),
        ("pain", "", 1),
        ("stress", "", None),
    ]
    assert read[2].used_at == NINE


async def test_a_new_order_takes_the_place_of_the_old_one(storage: Storage, ana: Member) -> None:
    async with storage.unit_of_work() as uow:
        await uow.tracked.place(ana.id, [PAIN, STRESS])
        await uow.tracked.place(ana.id, [STRESS])
        assert [one.key for one in await uow.tracked.of(ana.id) if one.place is not None] == ["stress"]


async def test_a_retired_word_keeps_its_label_and_can_be_taken_up(storage: Storage, ana: Member) -> None:
    async with storage.unit_of_work() as uow:
        knee = await uow.tracked.add(ana.id, MeasureKind.SCALE, "Knee")
        await uow.tracked.place(ana.id, [knee.measure])
        assert await uow.tracked.remove(ana.id, knee.key)
        [gone] = await uow.tracked.of(ana.id)
        assert (gone.label, gone.place, gone.retired) == ("Knee", None, True)
        assert await uow.tracked.take_up(ana.id, knee.key)
        assert await uow.tracked.relabel(ana.id, knee.key, "Left knee")
        [back] = await uow.tracked.of(ana.id)
        assert (back.label, back.retired) == ("Left knee", False)


async def test_the_database_keeps_no_word_without_a_consent(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        ben = await uow.members.welcome(Account(platform=Platform.TELEGRAM, user_id="ben"), now=NINE)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        with pytest.raises(ConsentMissing):
            await uow.tracked.add(ben.id, MeasureKind.SCALE, "Knee")
    async with storage.unit_of_work() as uow:
        with pytest.raises(ConsentMissing):
            await uow.habits.set_aside(ben.id, "{}", now=NINE)


async def test_habits_are_the_usual_ones_until_they_are_changed(storage: Storage, ana: Member) -> None:
    async with storage.unit_of_work() as uow:
        assert await uow.habits.get(ana.id) == Habits()
        assert not await uow.habits.known(ana.id)
        await uow.habits.change(ana.id, opens="own")
        await uow.habits.change(ana.id, all_at_once=True)
        assert await uow.habits.get(ana.id) == Habits(opens="own", all_at_once=True)


async def test_what_was_set_aside_is_taken_back_once_and_goes_after_its_time(storage: Storage, ana: Member) -> None:
    async with storage.unit_of_work() as uow:
        await uow.habits.set_aside(ana.id, '{"a": 1}', now=NINE)
        assert await uow.habits.forget_aside(NINE) == 0
        assert await uow.habits.take_back(ana.id) == '{"a": 1}'
        assert await uow.habits.take_back(ana.id) is None
        await uow.habits.set_aside(ana.id, '{"a": 2}', now=NINE)
        assert await uow.habits.forget_aside(NINE + timedelta(seconds=1)) == 1
        assert await uow.habits.take_back(ana.id) is None


async def test_all_of_it_goes_with_its_member(storage: Storage, ana: Member) -> None:
    async with storage.unit_of_work() as uow:
        await uow.tracked.add(ana.id, MeasureKind.SCALE, "Knee")
        await uow.habits.change(ana.id, opens="own")
        await uow.members.forget(ana.id, now=NINE)
        await uow.commit()
    async with storage.unit_of_work() as uow:
        assert await uow.tracked.of(ana.id) == []
        assert not await uow.habits.known(ana.id)
