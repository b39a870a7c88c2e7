"""What members suggest, sealed with the key of whoever wrote it: it goes with its member."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update

from core.errors import SealBroken
from core.model.suggestion import NewSuggestion, Suggestion, SuggestionState
from core.storage.keyring import Keyring
from core.storage.seal import Seal
from core.storage.shelf_tables import suggestions
from core.storage.transaction import Transaction

_log = logging.getLogger(__name__)
_WORDS: Final = ("title", "link", "why")
_WAITING: Final = suggestions.c.state == SuggestionState.WAITING.value


class SqlSuggestions:
    """core.ports.SuggestionStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, suggestion: NewSuggestion, *, now: datetime) -> Suggestion:
        seal = await self._keys.of_member(suggestion.member_id)
        new_id = await self._transaction.next_id(suggestions)
        new = insert(suggestions).values(
            id=new_id,
            group_id=suggestion.group_id,
            member_id=suggestion.member_id,
            state=SuggestionState.WAITING.value,
            sent_at=now,
            **{name: seal.close(f"suggestions.{name}", new_id, getattr(suggestion, name)) for name in _WORDS},
        )
        return _suggestion((await self._transaction.run(new.returning(*suggestions.c))).one(), seal)

    async def get(self, suggestion_id: int) -> Suggestion | None:
        found = await self._read(select(suggestions).where(suggestions.c.id == suggestion_id))
        return found[0] if found else None

    async def next_waiting(self, group_id: int, *, after: int = 0) -> Suggestion | None:
        """One whose seal is broken is left out."""
        chosen = select(suggestions).where(suggestions.c.group_id == group_id, _WAITING).order_by(suggestions.c.id)
        while True:
            row = await self._transaction.first(chosen.where(suggestions.c.id > after).limit(1))
            if row is None:
                return None
            found = await self._opened([row])
            if found:
                return found[0]
            after = row.id

    async def count_waiting(self, group_id: int, *, by: int | None = None) -> int:
        counted = select(func.count()).select_from(suggestions).where(suggestions.c.group_id == group_id, _WAITING)
        if by is not None:
            counted = counted.where(suggestions.c.member_id == by)
        return int(await self._transaction.value(counted))

    async def decide(self, suggestion_id: int, state: SuggestionState, *, now: datetime) -> bool:
        changed = update(suggestions).where(suggestions.c.id == suggestion_id, _WAITING)
        decided = changed.values(state=state.value, decided_at=now).returning(suggestions.c.id)
        return await self._transaction.first(decided) is not None

    async def take_back(self, suggestion_id: int, *, member_id: int) -> bool:
        theirs = (suggestions.c.id == suggestion_id) & (suggestions.c.member_id == member_id) & _WAITING
        return (await self._transaction.run(delete(suggestions).where(theirs))).rowcount > 0

    async def of_member(self, member_id: int) -> Sequence[Suggestion]:
        theirs = select(suggestions).where(suggestions.c.member_id == member_id)
        return await self._read(theirs.order_by(suggestions.c.id))

    async def forget_decided(self, before: datetime) -> int:
        return (await self._transaction.run(delete(suggestions).where(suggestions.c.decided_at < before))).rowcount

    async def _read(self, chosen: Any) -> list[Suggestion]:
        return await self._opened(await self._transaction.rows(chosen))

    async def _opened(self, rows: Sequence[Row[Any]]) -> list[Suggestion]:
        await self._keys.fetch(members={row.member_id for row in rows})
        opened = []
        for row in rows:
            try:
                opened.append(_suggestion(row, self._keys.member(row.member_id)))
            except SealBroken:
                _log.error("suggestion %s does not open", row.id, extra={"action": "seal_broken"})
        return opened


def _suggestion(row: Row[Any], seal: Seal) -> Suggestion:
    return Suggestion(
        id=row.id,
        group_id=row.group_id,
        member_id=row.member_id,
        title=seal.open("suggestions.title", row.id, row.title),
        link=seal.open("suggestions.link", row.id, row.link),
        why=seal.open("suggestions.why", row.id, row.why),
        state=SuggestionState(row.state),
        sent_at=row.sent_at,
        decided_at=row.decided_at,
    )
