"""The yeses of two joined members. The other's own rows stay with it while it waits; the kept member gets copies.

Each copy says what was said, by this person, to these words, at that time.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update

from core.storage.owning import owned_tables
from core.storage.transaction import Transaction
from core.storage.trust_tables import consents
from core.storage.walls import WALLED

_SAID: Final = ("purpose", "version", "text_hash", "given_at")


class JoinedConsents:
    """At most one yes of a member and purpose is alive; the newer words count."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def join(self, kept_id: int, other_id: int, *, now: datetime) -> None:
        """What the other said yes to is alive for both; an older yes of the kept one ends in favor of it."""
        mine = await self._alive(kept_id)
        for purpose, theirs in (await self._alive(other_id)).items():
            own = mine.get(purpose)
            if own is not None and own.version >= theirs.version:
                continue
            if own is not None:
                await self._end(own.id, now)
            await self._copy(theirs, kept_id)

    async def separate(self, kept_id: int, other_id: int, *, merged_at: datetime) -> None:
        """Each has what it had. What was taken back while they were joined is taken back for both; what was said anew
        holds for both."""
        joined = await self._alive(kept_id)
        for purpose, theirs in (await self._alive(other_id)).items():
            alive = joined.get(purpose)
            if alive is None:
                await self._end(theirs.id, await self._taken_back(kept_id, purpose) or merged_at)
            elif _same(alive, theirs):
                await self._own_again(kept_id, alive, merged_at)
            elif alive.given_at > merged_at:
                await self._end(theirs.id, alive.given_at)
                await self._copy(alive, other_id)

    async def make_final(self, kept_id: int, other_id: int, *, merged_at: datetime) -> None:
        """The other's rows stay provable: they become the kept one's, ended where the kept one has its own."""
        copies: set[tuple[Any, ...]] = {tuple(row[1:]) for row in await self._rows(kept_id)}
        for row in await self._rows(other_id):
            if tuple(row[1:]) in copies:
                continue
            moved = update(consents).where(consents.c.id == row.id)
            await self._transaction.run(
                moved.values(member_id=kept_id, withdrawn_at=func.coalesce(consents.c.withdrawn_at, merged_at))
            )

    async def lives(self, member_id: int, purpose: str) -> bool:
        """Whether a yes to it is alive."""
        return purpose in await self._alive(member_id)

    async def has_any(self, member_id: int, names: Collection[str]) -> bool:
        """Whether the member has a row in one of these tables."""
        for name, table in owned_tables().items():
            if name in names:
                first = select(table.c.id).where(table.c.member_id == member_id).limit(1)
                if await self._transaction.value(first) is not None:
                    return True
        return False

    async def _own_again(self, kept_id: int, copy: Row[Any], merged_at: datetime) -> None:
        """The copy goes; an own yes that it stood in for lives again. It stays where answers of since lie under it."""
        own = await self._transaction.value(
            select(consents.c.id).where(
                consents.c.member_id == kept_id,
                consents.c.purpose == copy.purpose,
                consents.c.withdrawn_at == merged_at,
            )
        )
        if own is None and await self.has_any(kept_id, WALLED):
            return
        await self._transaction.run(delete(consents).where(consents.c.id == copy.id))
        if own is not None:
            await self._end(own, None)

    async def _taken_back(self, member_id: int, purpose: str) -> datetime | None:
        mine = (consents.c.member_id == member_id) & (consents.c.purpose == purpose)
        at: datetime | None = await self._transaction.value(
            select(consents.c.withdrawn_at).where(mine).order_by(consents.c.withdrawn_at.desc()).limit(1)
        )
        return at

    async def _alive(self, member_id: int) -> Mapping[str, Row[Any]]:
        chosen = select(consents).where(consents.c.member_id == member_id, consents.c.withdrawn_at.is_(None))
        return {row.purpose: row for row in await self._transaction.rows(chosen)}

    async def _rows(self, member_id: int) -> list[Row[Any]]:
        chosen = select(consents.c.id, *(consents.c[name] for name in _SAID))
        return list(await self._transaction.rows(chosen.where(consents.c.member_id == member_id)))

    async def _end(self, consent_id: int, at: datetime | None) -> None:
        await self._transaction.run(update(consents).where(consents.c.id == consent_id).values(withdrawn_at=at))

    async def _copy(self, said: Row[Any], member_id: int) -> None:
        same = {name: getattr(said, name) for name in _SAID}
        await self._transaction.run(insert(consents).values(member_id=member_id, **same))


def _same(one: Row[Any], other: Row[Any]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _SAID)
