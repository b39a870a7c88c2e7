"""Notes without a name, sealed with their group's key."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update

from core.model.anonymous import AnonymousKind, AnonymousNote, AnonymousState
from core.storage.anonymous_tables import anonymous_notes as notes
from core.storage.anonymous_tables import anonymous_ways as ways
from core.storage.keyring import Keyring
from core.storage.transaction import Transaction, insert_into

_WORDS: Final = "anonymous_notes.words"
_ANSWER: Final = "anonymous_notes.answer"
_SEEN: Final = 2
"""From this step of ripeness on moderators see a note."""


class SqlAnonymous:
    """core.ports.AnonymousStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def turn(self, group_id: int, kind: AnonymousKind, *, on: bool) -> bool:
        if on:
            new = insert_into(ways, self._transaction.dialect).values(group_id=group_id, kind=kind.value)
            new = new.on_conflict_do_nothing(index_elements=[ways.c.group_id, ways.c.kind])
            return await self._transaction.first(new.returning(ways.c.id)) is not None
        gone = delete(ways).where(ways.c.group_id == group_id, ways.c.kind == kind.value)
        return await self._transaction.first(gone.returning(ways.c.id)) is not None

    async def kinds(self, group_id: int) -> frozenset[AnonymousKind]:
        rows = await self._transaction.rows(select(ways.c.kind).where(ways.c.group_id == group_id))
        return frozenset(AnonymousKind(row.kind) for row in rows)

    async def groups(self, kind: AnonymousKind) -> Sequence[int]:
        chosen = select(ways.c.group_id).where(ways.c.kind == kind.value).order_by(ways.c.group_id)
        return [row.group_id for row in await self._transaction.rows(chosen)]

    async def hand_in(self, group_id: int, kind: AnonymousKind, words: str, *, ticket: str, day: date) -> int:
        new_id = await self._transaction.next_id(notes)
        seal = await self._keys.of_group(group_id)
        new = insert(notes).values(
            id=new_id,
            group_id=group_id,
            kind=kind.value,
            state=AnonymousState.WAITING.value,
            ripe=0,
            came_on=day,
            words=seal.close(_WORDS, new_id, words),
            ticket_hash=_hash_of(ticket),
        )
        await self._transaction.run(new)
        return new_id

    async def ripen(self, group_id: int) -> int:
        new = (notes.c.group_id == group_id) & (notes.c.ripe == _SEEN - 1)
        waiting = select(func.count()).select_from(notes).where(new, notes.c.state == AnonymousState.WAITING.value)
        count = int(await self._transaction.value(waiting) or 0)
        young = (notes.c.group_id == group_id) & (notes.c.ripe < _SEEN)
        await self._transaction.run(update(notes).where(young).values(ripe=notes.c.ripe + 1))
        return count

    async def get(self, note_id: int, *, group_id: int) -> AnonymousNote | None:
        here = (notes.c.id == note_id) & (notes.c.group_id == group_id) & (notes.c.ripe == _SEEN)
        row = await self._transaction.first(select(notes).where(here))
        return await self._note(row) if row is not None else None

    async def of_ticket(self, ticket: str) -> AnonymousNote | None:
        row = await self._transaction.first(select(notes).where(notes.c.ticket_hash == _hash_of(ticket)))
        return await self._note(row) if row is not None else None

    async def waiting(self, group_id: int) -> Sequence[AnonymousNote]:
        chosen = select(notes).where(notes.c.group_id == group_id, notes.c.ripe == _SEEN)
        chosen = chosen.where(notes.c.state == AnonymousState.WAITING.value)
        rows = await self._transaction.rows(chosen.order_by(notes.c.came_on, notes.c.ticket_hash))
        return [await self._note(row) for row in rows]

    async def count_waiting(self, group_id: int) -> int:
        chosen = select(func.count()).select_from(notes).where(notes.c.group_id == group_id)
        return int(await self._transaction.value(chosen.where(notes.c.state == AnonymousState.WAITING.value)) or 0)

    async def settle(
        self,
        note_id: int,
        state: AnonymousState,
        *,
        group_id: int,
        answer: str = "",
        if_state: AnonymousState = AnonymousState.WAITING,
    ) -> bool:
        here = (notes.c.id == note_id) & (notes.c.group_id == group_id)
        ended: dict[str, Any] = {"state": state.value}
        if state is AnonymousState.ANSWERED:
            ended["answer"] = (await self._keys.of_group(group_id)).close(_ANSWER, note_id, answer)
        else:
            ended["words"] = None
        moved = update(notes).where(here, notes.c.state == if_state.value).values(**ended)
        return await self._transaction.first(moved.returning(notes.c.id)) is not None

    async def forget_before(self, day: date) -> int:
        return (await self._transaction.run(delete(notes).where(notes.c.came_on < day))).rowcount

    async def _note(self, row: Row[Any]) -> AnonymousNote:
        seal = await self._keys.of_group(row.group_id)
        return AnonymousNote(
            id=row.id,
            group_id=row.group_id,
            kind=AnonymousKind(row.kind),
            state=AnonymousState(row.state),
            came_on=row.came_on,
            words=seal.open(_WORDS, row.id, row.words) if row.words is not None else "",
            answer=seal.open(_ANSWER, row.id, row.answer) if row.answer is not None else "",
        )


def _hash_of(ticket: str) -> str:
    """A ticket has 128 random bits: nobody finds it by trying, so its hash needs no key."""
    return sha256(ticket.encode()).hexdigest()
