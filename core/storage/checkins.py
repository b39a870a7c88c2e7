"""Check-ins and their answers. A missing answer stays missing; a skipped one is a row without a value."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from core.model.checkin import Answer, Checkin
from core.storage.tables import answers, checkins
from core.storage.transaction import Transaction, insert_into


class SqlCheckins:
    """core.ports.CheckinStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def open(self, member_id: int, questionnaire: str, *, local_date: date, now: datetime) -> Checkin:
        new = insert(checkins).values(
            member_id=member_id, questionnaire=questionnaire, local_date=local_date, opened_at=now
        )
        row = (await self._transaction.run(new.returning(*checkins.c))).one()
        return _checkin(row, ())

    async def get(self, checkin_id: int, *, member_id: int) -> Checkin | None:
        own = (checkins.c.id == checkin_id) & (checkins.c.member_id == member_id)
        row = await self._transaction.first(select(checkins).where(own))
        return (await self._with_answers([row]))[0] if row else None

    async def unfinished(self, member_id: int, *, local_date: date) -> Checkin | None:
        waits = (
            (checkins.c.member_id == member_id) & (checkins.c.local_date == local_date) & checkins.c.closed_at.is_(None)
        )
        newest = select(checkins).where(waits).order_by(checkins.c.id.desc()).limit(1)
        row = await self._transaction.first(newest)
        return (await self._with_answers([row]))[0] if row else None

    async def record(self, checkin_id: int, measure: str, value: int | None, *, now: datetime) -> None:
        new = insert_into(answers, self._transaction.dialect).values(
            checkin_id=checkin_id, measure=measure, value=value, answered_at=now
        )
        replaced = {"value": new.excluded.value, "answered_at": new.excluded.answered_at}
        await self._transaction.run(
            new.on_conflict_do_update(index_elements=[answers.c.checkin_id, answers.c.measure], set_=replaced)
        )

    async def close(self, checkin_id: int, *, now: datetime) -> None:
        """The first closing counts."""
        still_open = (checkins.c.id == checkin_id) & checkins.c.closed_at.is_(None)
        await self._transaction.run(update(checkins).where(still_open).values(closed_at=now))

    async def on(self, member_id: int, local_date: date) -> Sequence[Checkin]:
        day = (checkins.c.member_id == member_id) & (checkins.c.local_date == local_date)
        return await self._with_answers(
            await self._transaction.rows(select(checkins).where(day).order_by(checkins.c.id))
        )

    async def _with_answers(self, rows: Sequence[Row[Any]]) -> list[Checkin]:
        wanted = answers.c.checkin_id.in_([row.id for row in rows])
        given: dict[int, list[Answer]] = {row.id: [] for row in rows}
        for row in await self._transaction.rows(select(answers).where(wanted).order_by(answers.c.id)):
            given[row.checkin_id].append(_answer(row))
        return [_checkin(row, tuple(given[row.id])) for row in rows]


def _answer(row: Row[Any]) -> Answer:
    return Answer(measure=row.measure, value=row.value)


def _checkin(row: Row[Any], given: tuple[Answer, ...]) -> Checkin:
    return Checkin(
        id=row.id,
        member_id=row.member_id,
        questionnaire=row.questionnaire,
        local_date=row.local_date,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        answers=given,
    )
