"""Flares: days without words. The wall of consent stands before them as before check-ins."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, false, insert, select, true, update

from core.model.flare import Flare
from core.storage.behind_the_wall import behind_the_wall
from core.storage.gentle_tables import flares
from core.storage.outlived import outlived
from core.storage.tables import members
from core.storage.transaction import Transaction


class SqlFlares:
    """core.ports.stores_gentle.FlareStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def begin(self, member_id: int, began_on: date, until: date) -> Flare:
        new = insert(flares).values(member_id=member_id, began_on=began_on, until=until)
        async with behind_the_wall():
            return _flare((await self._transaction.run(new.returning(*flares.c))).one())

    async def get(self, flare_id: int, *, member_id: int) -> Flare | None:
        row = await self._transaction.first(select(flares).where(*_own(flare_id, member_id)))
        return _flare(row) if row else None

    async def on(self, member_id: int, day: date) -> Flare | None:
        going_on = select(flares).where(*_touching(member_id, day, day), flares.c.over.is_(false()))
        row = await self._transaction.first(going_on.order_by(flares.c.id.desc()).limit(1))
        return _flare(row) if row else None

    async def between(self, member_id: int, first: date, last: date) -> Sequence[Flare]:
        return await self._read(*_touching(member_id, first, last))

    async def change(self, flare: Flare) -> bool:
        changed = update(flares).where(*_own(flare.id, flare.member_id)).values(until=flare.until, over=flare.over)
        async with behind_the_wall():
            return (await self._transaction.run(changed)).rowcount > 0

    async def remove(self, flare_id: int, *, member_id: int) -> bool:
        return (await self._transaction.run(delete(flares).where(*_own(flare_id, member_id)))).rowcount > 0

    async def untold(self, member_id: int, day: date) -> Sequence[Flare]:
        return await self._read(flares.c.member_id == member_id, flares.c.until < day, flares.c.told.is_(false()))

    async def told(self, flare_id: int) -> None:
        await self._transaction.run(update(flares).where(flares.c.id == flare_id).values(told=true()))

    async def all_of(self, member_id: int) -> Sequence[Flare]:
        return await self._read(flares.c.member_id == member_id)

    async def bring_back(self, member_id: int, earlier: Sequence[Flare]) -> int:
        """What is brought back has ended, or was told of: nothing is said about it any more."""
        there = [(one.began_on, one.until) for one in await self.all_of(member_id)]
        new = []
        for one in earlier:
            if not any(began <= one.until and one.began_on <= until for began, until in there):
                there.append((one.began_on, one.until))
                new.append(one)
        rows = [
            {"member_id": member_id, "began_on": one.began_on, "until": one.until, "over": one.over, "told": True}
            for one in new
        ]
        if rows:
            async with behind_the_wall():
                await self._transaction.run(insert(flares), rows)
        return len(new)

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        old = (
            select(flares.c.id)
            .join(members, members.c.id == flares.c.member_id)
            .where(outlived(self._transaction.dialect, flares.c.until, now))
            .limit(limit)
        )
        return (await self._transaction.run(delete(flares).where(flares.c.id.in_(old)))).rowcount

    async def _read(self, *conditions: Any) -> list[Flare]:
        chosen = select(flares).where(*conditions).order_by(flares.c.began_on, flares.c.id)
        return [_flare(row) for row in await self._transaction.rows(chosen)]


def _own(flare_id: int, member_id: int) -> tuple[Any, ...]:
    return flares.c.id == flare_id, flares.c.member_id == member_id


def _touching(member_id: int, first: date, last: date) -> tuple[Any, ...]:
    return flares.c.member_id == member_id, flares.c.began_on <= last, flares.c.until >= first


def _flare(row: Row[Any]) -> Flare:
    return Flare(id=row.id, member_id=row.member_id, began_on=row.began_on, until=row.until, over=row.over)
