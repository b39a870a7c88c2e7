"""Flares as a member takes them along and brings them back, and what an export says of them."""

from typing import Any

import pytest

from core.errors import ConsentMissing
from core.ports import Restored
from tests.core.company import Company, Person
from tests.core.test_holdings import exported, restored


async def test_they_come_back_whole_and_once(here: Company) -> None:
    ana, ben = await here.member().agrees(), await here.member("ben").agrees()
    await ana.command("flare")
    here.clock.forward(days=9)
    await ana.command("flare")
    await ana.taps("7 days")
    records = await exported(here, ana, "flares")
    assert [(one["date"], one["until"]) for one in records] == [
        ("2026-03-02", "2026-03-04"),
        ("2026-03-11", "2026-03-17"),
    ]
    assert await restored(here, ben, "flares", records) == Restored(new=2)
    assert await exported(here, ben, "flares") == records
    assert await restored(here, ben, "flares", records) == Restored(known=2)


async def test_none_comes_back_without_a_yes(here: Company) -> None:
    ana = await here.member().agrees()
    await ana.command("flare")
    records = await exported(here, ana, "flares")
    with pytest.raises(ConsentMissing):
        await restored(here, here.member("ben"), "flares", records)


@pytest.mark.parametrize(
    "change",
    [
        {"date": "yesterday"},
        {"date": None},
        {"until": "2026-03-01"},
        {"until": "2999-01-01"},
        {"date": "2024-01-01"},
        {"over": "no"},
        {"until": 7},
    ],
    ids=str,
)
async def test_one_that_cannot_be_is_left_out(here: Company, change: dict[str, Any]) -> None:
    ana, ben = await here.member().agrees(), await here.member("ben").agrees()
    await ana.command("flare")
    [record] = await exported(here, ana, "flares")
    assert await restored(here, ben, "flares", [{**record, **change}, record]) == Restored(new=1, unfit=1)


async def test_low_energy_is_told_when_it_is_on(here: Company) -> None:
    ana: Person = await here.member().agrees()
    assert await exported(here, ana, "gentleness") == []
    await ana.command("flare")
    await ana.taps("Flares and low energy")
    await ana.taps("Low energy on")
    assert await exported(here, ana, "gentleness") == [{"low_energy": True}]
    assert "Flares: 1" in await ana.command("mydata")


async def test_forgetting_takes_them_along(here: Company) -> None:
    ana = await here.member().agrees()
    await ana.command("flare")
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(ana.account, now=here.clock.now())
        await uow.members.forget(member.id, now=here.clock.now())
        await uow.commit()
        assert await uow.flares.all_of(member.id) == []
        assert list(await uow.schedules.of_member(member.id)) == []
