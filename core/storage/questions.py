"""What members want to ask their doctor, sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, func, insert, select, update

from core.model.appointment import DoctorQuestion
from core.storage.behind_the_wall import behind_the_wall
from core.storage.keyring import Keyring
from core.storage.seal import Seal
from core.storage.transaction import Transaction
from core.storage.visit_rows import day_of, opened, own, remove_gone
from core.storage.visit_tables import doctor_questions

_TEXT: Final = "doctor_questions.text"


class SqlQuestions:
    """core.ports.stores_visits.QuestionStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, member_id: int, text: str, *, now: datetime) -> DoctorQuestion:
        return await self._add(member_id, text, added_at=now, asked_at=None)

    async def get(self, question_id: int, *, member_id: int) -> DoctorQuestion | None:
        found = await self._read(own(doctor_questions, question_id, member_id), member_id)
        return found[0] if found else None

    async def of(self, member_id: int) -> Sequence[DoctorQuestion]:
        kept = (doctor_questions.c.member_id == member_id) & doctor_questions.c.removed_at.is_(None)
        return await self._read(kept, member_id)

    async def reword(self, question_id: int, text: str, *, member_id: int) -> bool:
        sealed = (await self._keys.of_member(member_id)).close(_TEXT, question_id, text)
        async with behind_the_wall():
            return await self._change(question_id, member_id, text=sealed)

    async def put_first(self, question_id: int, *, member_id: int) -> bool:
        return await self._change(question_id, member_id, place=await self._edge(member_id, first=True))

    async def mark(self, question_id: int, asked_at: datetime | None, *, member_id: int) -> bool:
        return await self._change(question_id, member_id, asked_at=asked_at)

    async def remove(self, question_ids: Collection[int], *, member_id: int, now: datetime) -> int:
        theirs = (doctor_questions.c.member_id == member_id) & doctor_questions.c.id.in_(question_ids)
        gone = update(doctor_questions).where(theirs, doctor_questions.c.removed_at.is_(None)).values(removed_at=now)
        return (await self._transaction.run(gone)).rowcount

    async def put_back(self, question_id: int, *, member_id: int) -> int:
        theirs = doctor_questions.c.member_id == member_id
        moment = select(doctor_questions.c.removed_at).where(theirs, doctor_questions.c.id == question_id)
        when = await self._transaction.value(moment)
        if when is None:
            return 0
        together = update(doctor_questions).where(theirs, doctor_questions.c.removed_at == when)
        return (await self._transaction.run(together.values(removed_at=None))).rowcount

    async def bring_back(self, member_id: int, questions: Sequence[DoctorQuestion]) -> int:
        there = {one.text for one in await self.of(member_id)}
        new = [one for one in questions if one.text not in there and not there.add(one.text)]  # type: ignore[func-returns-value]
        for one in new:
            await self._add(member_id, one.text, added_at=one.added_at, asked_at=one.asked_at)
        return len(new)

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        day = day_of(doctor_questions.c.added_at, self._transaction.dialect)
        return await remove_gone(doctor_questions, day, self._transaction, now, limit=limit)

    async def _add(self, member_id: int, text: str, *, added_at: datetime, asked_at: datetime | None) -> DoctorQuestion:
        seal = await self._keys.of_member(member_id)
        new_id = await self._transaction.next_id(doctor_questions)
        place = await self._edge(member_id, first=False)
        new = insert(doctor_questions).values(
            id=new_id,
            member_id=member_id,
            text=seal.close(_TEXT, new_id, text),
            place=place,
            added_at=added_at,
            asked_at=asked_at,
        )
        async with behind_the_wall():
            await self._transaction.run(new)
        return DoctorQuestion(
            id=new_id, member_id=member_id, text=text, added_at=added_at, place=place, asked_at=asked_at
        )

    async def _edge(self, member_id: int, *, first: bool) -> int:
        """The place before the first, or behind the last."""
        place = doctor_questions.c.place
        edge = select(func.min(place) - 1 if first else func.max(place) + 1)
        return int(await self._transaction.value(edge.where(doctor_questions.c.member_id == member_id)) or 0)

    async def _change(self, question_id: int, member_id: int, **values: object) -> bool:
        changed = update(doctor_questions).where(own(doctor_questions, question_id, member_id)).values(**values)
        return await self._transaction.first(changed.returning(doctor_questions.c.id)) is not None

    async def _read(self, chosen: Any, member_id: int) -> list[DoctorQuestion]:
        ordered = select(doctor_questions).where(chosen).order_by(doctor_questions.c.place, doctor_questions.c.id)
        rows = await self._transaction.rows(ordered)
        return await opened(rows, self._keys, member_id, _question, what="question")


def _question(row: Row[Any], seal: Seal) -> DoctorQuestion:
    return DoctorQuestion(
        id=row.id,
        member_id=row.member_id,
        text=seal.open(_TEXT, row.id, row.text),
        added_at=row.added_at,
        place=row.place,
        asked_at=row.asked_at,
    )
