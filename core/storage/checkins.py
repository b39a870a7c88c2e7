"""Check-ins and their answers, sealed. A missing answer stays missing; a skipped one is a row whose value says so."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from core.errors import ConsentMissing, SealBroken
from core.model.checkin import Answer, Checkin
from core.storage.keyring import Keyring
from core.storage.outlived import outlived
from core.storage.seal import Seal
from core.storage.tables import answers, checkins, members
from core.storage.transaction import Transaction, insert_into
from core.storage.trust_tables import NO_CONSENT

_log = logging.getLogger(__name__)
_MEASURE: Final = "answers.measure"
_VALUE: Final = "answers.value"
_NOTE: Final = "checkins.note"
_SKIPPED: Final = ""


class SqlCheckins:
    """core.ports.CheckinStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def open(self, member_id: int, questionnaire: str, *, local_date: date, now: datetime) -> Checkin:
        new = insert(checkins).values(
            member_id=member_id, questionnaire=questionnaire, local_date=local_date, opened_at=now
        )
        async with _behind_the_wall():
            row = (await self._transaction.run(new.returning(*checkins.c))).one()
        return _checkin(row, (), "")

    async def get(self, checkin_id: int, *, member_id: int) -> Checkin | None:
        own = (checkins.c.id == checkin_id) & (checkins.c.member_id == member_id)
        row = await self._transaction.first(select(checkins).where(own))
        return (await self._read([row]))[0] if row else None

    async def unfinished(self, member_id: int, *, local_date: date) -> Checkin | None:
        waits = (
            (checkins.c.member_id == member_id) & (checkins.c.local_date == local_date) & checkins.c.closed_at.is_(None)
        )
        newest = select(checkins).where(waits).order_by(checkins.c.id.desc()).limit(1)
        row = await self._transaction.first(newest)
        return (await self._read([row]))[0] if row else None

    async def record(self, checkin_id: int, measure: str, value: int | None, *, member_id: int, now: datetime) -> None:
        await self._keep(checkin_id, Answer(measure=measure, value=value), await self._keys.of_member(member_id), now)

    async def write_note(self, checkin_id: int, note: str, *, member_id: int) -> bool:
        seal = await self._keys.of_member(member_id)
        sealed = seal.close(_NOTE, checkin_id, note) if note else None
        own = (checkins.c.id == checkin_id) & (checkins.c.member_id == member_id)
        written = update(checkins).where(own).values(note=sealed).returning(checkins.c.id)
        async with _behind_the_wall():
            return await self._transaction.first(written) is not None

    async def close(self, checkin_id: int, *, now: datetime) -> None:
        """The first closing counts."""
        still_open = (checkins.c.id == checkin_id) & checkins.c.closed_at.is_(None)
        await self._transaction.run(update(checkins).where(still_open).values(closed_at=now))

    async def on(self, member_id: int, local_date: date) -> Sequence[Checkin]:
        day = (checkins.c.member_id == member_id) & (checkins.c.local_date == local_date)
        return await self._read(await self._transaction.rows(select(checkins).where(day).order_by(checkins.c.id)))

    async def between(self, member_id: int, first: date, last: date) -> Sequence[Checkin]:
        theirs = (checkins.c.member_id == member_id) & checkins.c.local_date.between(first, last)
        ordered = select(checkins).where(theirs).order_by(checkins.c.local_date, checkins.c.id)
        return await self._read(await self._transaction.rows(ordered))

    async def all_of(self, member_id: int) -> Sequence[Checkin]:
        """In the order of their days."""
        theirs = select(checkins).where(checkins.c.member_id == member_id)
        return await self._read(await self._transaction.rows(theirs.order_by(checkins.c.local_date, checkins.c.id)))

    async def count_of(self, member_id: int) -> int:
        said = or_(checkins.c.note.is_not(None), exists().where(answers.c.checkin_id == checkins.c.id))
        counted = select(func.count()).select_from(checkins).where(checkins.c.member_id == member_id, said)
        return int(await self._transaction.value(counted))

    async def bring_back(self, member_id: int, earlier: Sequence[Checkin]) -> int:
        known = {(one.questionnaire, _minute(one.opened_at)) for one in await self.all_of(member_id)}
        seal = await self._keys.of_member(member_id)
        new: list[Checkin] = []
        for one in earlier:
            if (one.questionnaire, _minute(one.opened_at)) not in known:
                known.add((one.questionnaire, _minute(one.opened_at)))
                new.append(one)
        for start in range(0, len(new), _PORTION):
            await self._bring(member_id, new[start : start + _PORTION], seal)
        return len(new)

    async def remove_all(self, member_id: int) -> int:
        return (await self._transaction.run(delete(checkins).where(checkins.c.member_id == member_id))).rowcount

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        """Counted by the member's days: a day is outlived when it began more days ago than the member keeps."""
        old = (
            select(checkins.c.id)
            .join(members, members.c.id == checkins.c.member_id)
            .where(outlived(self._transaction.dialect, checkins.c.local_date, now))
            .limit(limit)
        )
        return (await self._transaction.run(delete(checkins).where(checkins.c.id.in_(old)))).rowcount

    async def _bring(self, member_id: int, portion: Sequence[Checkin], seal: Seal) -> None:
        """Many rows in a few statements: years come back in a second or two, while nobody else can write."""
        rows = [
            {
                "member_id": member_id,
                "questionnaire": one.questionnaire,
                "local_date": one.local_date,
                "opened_at": one.opened_at,
                "closed_at": one.closed_at,
            }
            for one in portion
        ]
        opening = insert(checkins).returning(checkins.c.id, sort_by_parameter_order=True)
        async with _behind_the_wall():
            ids = [int(row[0]) for row in await self._transaction.run(opening, rows)]
            opened = list(zip(ids, portion, strict=True))
            told = [
                self._row(number, a, seal, a.answered_at or one.opened_at)
                for number, one in opened
                for a in one.answers
            ]
            if told:
                await self._transaction.run(insert(answers), told)
        notes = [
            {"number": number, "sealed": seal.close(_NOTE, number, one.note)} for number, one in opened if one.note
        ]
        if notes:
            noting = update(checkins).where(checkins.c.id == bindparam("number")).values(note=bindparam("sealed"))
            await self._transaction.run(noting, notes)

    async def _keep(self, checkin_id: int, answer: Answer, seal: Seal, at: datetime) -> None:
        new = insert_into(answers, self._transaction.dialect).values(self._row(checkin_id, answer, seal, at))
        replaced = {name: new.excluded[name] for name in ("measure", "value", "answered_at")}
        unique = [answers.c.checkin_id, answers.c.measure_hash]
        async with _behind_the_wall():
            await self._transaction.run(new.on_conflict_do_update(index_elements=unique, set_=replaced))

    def _row(self, checkin_id: int, answer: Answer, seal: Seal, at: datetime) -> dict[str, Any]:
        found_by = self._keys.lookup.of("measure", str(checkin_id), answer.measure)
        row = f"{checkin_id}/{found_by}"
        said = _SKIPPED if answer.value is None else str(answer.value)
        return {
            "checkin_id": checkin_id,
            "measure_hash": found_by,
            "measure": seal.close(_MEASURE, row, answer.measure),
            "value": seal.close(_VALUE, row, said),
            "answered_at": at,
        }

    async def _read(self, rows: Sequence[Row[Any]]) -> list[Checkin]:
        """In portions, so that years of answers hold nobody else up."""
        await self._keys.fetch(members={row.member_id for row in rows})
        read: list[Checkin] = []
        for start in range(0, len(rows), _PORTION):
            read += await self._read_portion(rows[start : start + _PORTION])
        return read

    async def _read_portion(self, rows: Sequence[Row[Any]]) -> list[Checkin]:
        """What does not open is left out; everything else of the check-in is read."""
        given: dict[int, list[Answer]] = {row.id: [] for row in rows}
        owners = {row.id: row.member_id for row in rows}
        wanted = select(answers).where(answers.c.checkin_id.in_(given)).order_by(answers.c.id)
        for row in await self._transaction.rows(wanted):
            if (answer := self._opened_answer(row, owners[row.checkin_id])) is not None:
                given[row.checkin_id].append(answer)
        return [_checkin(row, tuple(given[row.id]), self._opened_note(row)) for row in rows]

    def _opened_answer(self, row: Row[Any], member_id: int) -> Answer | None:
        place = f"{row.checkin_id}/{row.measure_hash}"
        try:
            seal = self._keys.member(member_id)
            measure, said = seal.open(_MEASURE, place, row.measure), seal.open(_VALUE, place, row.value)
        except SealBroken:
            _log.error("answer %s does not open", row.id, extra={"action": "seal_broken"})
            return None
        return Answer(measure=measure, value=None if said == _SKIPPED else int(said), answered_at=row.answered_at)

    def _opened_note(self, row: Row[Any]) -> str:
        if row.note is None:
            return ""
        try:
            return self._keys.member(row.member_id).open(_NOTE, row.id, row.note)
        except SealBroken:
            _log.error("the note of check-in %s does not open", row.id, extra={"action": "seal_broken"})
            return ""


_PORTION: Final = 100
"""Check-ins whose answers are opened at one go: about 20 ms."""


@asynccontextmanager
async def _behind_the_wall() -> AsyncIterator[None]:
    """The database's own refusal, told by its words. Nothing of the transaction can be kept after it."""
    try:
        yield
    except DBAPIError as error:
        if NO_CONSENT in str(error.orig):
            raise ConsentMissing("the database keeps no health answer without a live consent") from None
        raise


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


def _checkin(row: Row[Any], given: tuple[Answer, ...], note: str) -> Checkin:
    return Checkin(
        id=row.id,
        member_id=row.member_id,
        questionnaire=row.questionnaire,
        local_date=row.local_date,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        answers=given,
        note=note,
    )
