"""Check-ins, each with one sealed sheet of its answers. A missing answer stays missing; a skipped one is on the sheet.

A sheet whose seal is broken is left out and logged. Nobody can read it any more, and its member must be able to go on:
the next answer begins a new sheet in its place, and what was lost with the old one is logged by its check-in.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, update

from core.errors import SealBroken
from core.model.checkin import Answer, Checkin
from core.storage import checkin_statements as statements
from core.storage.behind_the_wall import behind_the_wall
from core.storage.keyring import Keyring
from core.storage.outlived import outlived
from core.storage.seal import Seal
from core.storage.sheets import close_sheet, open_sheet
from core.storage.tables import checkins, members
from core.storage.transaction import Transaction
from core.storage.types import read_utc

_log = logging.getLogger(__name__)
_NOTE: Final = "checkins.note"
_READ_AT_ONCE: Final = 1000
_OPENED_AT_ONCE: Final = 100
_BROUGHT_AT_ONCE: Final = 100
"""Check-ins that are read, opened and brought back at one go: a few ms each. Then it is the others' turn."""


class SqlCheckins:
    """core.ports.CheckinStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys
        self._seen: dict[tuple[int, int], tuple[bool, Checkin]] = transaction.memory(checkins, members)

    async def open(self, member_id: int, questionnaire: str, *, local_date: date, now: datetime) -> Checkin:
        new = insert(checkins).values(
            member_id=member_id, questionnaire=questionnaire, local_date=local_date, opened_at=now
        )
        async with behind_the_wall():
            row = (await self._transaction.run(new.returning(*checkins.c))).one()
        return _checkin(row, None)

    async def get(self, checkin_id: int, *, member_id: int) -> Checkin | None:
        named = (checkin_id, member_id)
        if named in self._seen:
            return self._seen[named][1]
        rows = await self._transaction.bare_rows(statements.one(), {"own_id": checkin_id, "whose": member_id})
        if not rows:
            return None
        found = (await self._opened(member_id, rows))[0]
        if self._transaction.alone:
            self._seen[named] = (_has_sheet(rows[0]), found)
        return found

    async def unfinished(self, member_id: int, *, local_date: date) -> Checkin | None:
        asked = {"whose": member_id, "day": local_date}
        rows = await self._transaction.bare_rows(statements.newest_unfinished(), asked)
        return (await self._opened(member_id, rows))[0] if rows else None

    async def record(
        self, checkin_id: int, measure: str, value: int | None, *, member_id: int, now: datetime
    ) -> Checkin:
        """Read, changed and written under a lock on the row, so that of two taps at once both stay."""
        seal = await self._keys.of_member(member_id)
        had_sheet, before = await self._locked((checkin_id, member_id), seal)
        told = {one.measure: one for one in before.answers}
        told[measure] = Answer(measure=measure, value=value, answered_at=now)
        sheet = close_sheet(seal, checkin_id, told.values(), at=now)
        async with behind_the_wall():
            written = {"own_id": checkin_id, "whose": member_id, "sheet": sheet}
            await self._transaction.lean_run(statements.write_answers(), written)
        if had_sheet and not before.answers:  # no sheet is empty: this one did not open
            text = "the broken answers of check-in %s gave way to a new one"
            _log.error(text, checkin_id, extra={"action": "sheet_lost"})
        after = replace(before, answers=tuple(told.values()))
        if self._transaction.alone:
            self._seen[checkin_id, member_id] = (True, after)
        return after

    async def write_note(self, checkin_id: int, note: str, *, member_id: int) -> bool:
        seal = await self._keys.of_member(member_id)
        sealed = seal.close(_NOTE, checkin_id, note) if note else None
        written = update(checkins).where(_own(checkin_id, member_id)).values(note=sealed).returning(checkins.c.id)
        async with behind_the_wall():
            return await self._transaction.first(written) is not None

    async def close(self, checkin_id: int, *, now: datetime) -> None:
        """The first closing counts."""
        await self._transaction.lean_run(statements.close_first(), {"own_id": checkin_id, "at": now})

    async def on(self, member_id: int, local_date: date) -> Sequence[Checkin]:
        return await self.between(member_id, local_date, local_date)

    async def between(self, member_id: int, first: date, last: date) -> Sequence[Checkin]:
        return await self._read(member_id, first, last)

    async def all_of(self, member_id: int) -> Sequence[Checkin]:
        """In the order of their days."""
        return await self._read(member_id, date.min, date.max)

    async def count_of(self, member_id: int) -> int:
        said = or_(checkins.c.note.is_not(None), checkins.c.answers.is_not(None))
        counted = select(func.count()).select_from(checkins).where(checkins.c.member_id == member_id, said)
        return int(await self._transaction.value(counted))

    async def bring_back(self, member_id: int, earlier: Sequence[Checkin]) -> int:
        here = select(checkins.c.questionnaire, checkins.c.opened_at).where(checkins.c.member_id == member_id)
        known = {(row.questionnaire, _minute(row.opened_at)) for row in await self._transaction.rows(here)}
        seal = await self._keys.of_member(member_id)
        new: list[Checkin] = []
        for one in earlier:
            if (one.questionnaire, _minute(one.opened_at)) not in known:
                known.add((one.questionnaire, _minute(one.opened_at)))
                new.append(one)
        for start in range(0, len(new), _BROUGHT_AT_ONCE):
            await self._bring(member_id, new[start : start + _BROUGHT_AT_ONCE], seal)
        return len(new)

    async def remove(self, checkin_id: int, *, member_id: int) -> bool:
        return (await self._transaction.run(delete(checkins).where(_own(checkin_id, member_id)))).rowcount > 0

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
        async with behind_the_wall():
            ids = [int(row[0]) for row in await self._transaction.run(opening, rows)]
            told = [_told(seal, number, one) for number, one in zip(ids, portion, strict=True)]
            writing = update(checkins).where(checkins.c.id == bindparam("number"))
            sealed = writing.values(note=bindparam("sealed_note"), answers=bindparam("sheet"))
            await self._transaction.run(sealed, told)

    async def _locked(self, named: tuple[int, int], seal: Seal) -> tuple[bool, Checkin]:
        """What is going to be changed, and whether it has a sheet. What was read still holds where nobody else can
        write; elsewhere it is read under a lock."""
        if named in self._seen:
            return self._seen[named]
        number, member_id = named
        asked = {"own_id": number, "whose": member_id}
        rows = await self._transaction.bare_rows(statements.one(locked=not self._transaction.alone), asked)
        if not rows:
            raise LookupError(f"member {member_id} has no check-in {number}")
        return _has_sheet(rows[0]), _checkin(rows[0], seal)

    async def _read(self, member_id: int, first: date, last: date) -> list[Checkin]:
        """In portions, so that years of answers hold nobody else up: each begins behind the last of the one before."""
        read, number = list[Checkin](), 0
        while True:
            asked = {"whose": member_id, "first": first, "last": last, "number": number, "most": _READ_AT_ONCE}
            rows = await self._transaction.bare_rows(statements.portion(), asked)
            for start in range(0, len(rows), _OPENED_AT_ONCE):
                read += await self._opened(member_id, rows[start : start + _OPENED_AT_ONCE])
                await asyncio.sleep(0)
            if len(rows) < _READ_AT_ONCE:
                return read
            first, number = read[-1].local_date, read[-1].id

    async def _opened(self, member_id: int, rows: Sequence[Sequence[Any]]) -> list[Checkin]:
        """What does not open is left out; everything else of the check-in is read."""
        await self._keys.fetch(members=(member_id,))
        seal: Seal | None = None
        with suppress(SealBroken):
            seal = self._keys.member(member_id)
        return [_checkin(row, seal) for row in rows]


def _own(checkin_id: int, member_id: int) -> ColumnElement[bool]:
    return (checkins.c.id == checkin_id) & (checkins.c.member_id == member_id)


def _told(seal: Seal, number: int, one: Checkin) -> dict[str, Any]:
    return {
        "number": number,
        "sealed_note": seal.close(_NOTE, number, one.note) if one.note else None,
        "sheet": close_sheet(seal, number, one.answers, at=one.opened_at),
    }


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


def _has_sheet(row: Sequence[Any]) -> bool:
    return row[-1] is not None


def _checkin(row: Sequence[Any], seal: Seal | None) -> Checkin:
    """From a bare row or a typed one. `seal` is None where the member has no key: nothing of theirs opens then."""
    number, member_id, questionnaire, local_date, opened_at, closed_at, note, sheet = row
    return Checkin(
        id=number,
        member_id=member_id,
        questionnaire=questionnaire,
        local_date=date.fromisoformat(local_date) if isinstance(local_date, str) else local_date,
        opened_at=read_utc(opened_at),
        closed_at=None if closed_at is None else read_utc(closed_at),
        answers=() if sheet is None else _answers(seal, number, sheet),
        note="" if note is None else _note(seal, number, note),
    )


def _answers(seal: Seal | None, number: int, sheet: str) -> tuple[Answer, ...]:
    try:
        return open_sheet(_there(seal), number, sheet)
    except SealBroken:
        _log.error("the answers of check-in %s do not open", number, extra={"action": "seal_broken"})
        return ()


def _note(seal: Seal | None, number: int, note: str) -> str:
    try:
        return _there(seal).open(_NOTE, number, note)
    except SealBroken:
        _log.error("the note of check-in %s does not open", number, extra={"action": "seal_broken"})
        return ""


def _there(seal: Seal | None) -> Seal:
    if seal is None:
        raise SealBroken("a member without a key")
    return seal
