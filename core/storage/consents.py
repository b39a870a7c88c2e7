"""Consents: each yes with its time, version and hash; at most one of a member and purpose is alive."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import Row, Table, delete, exists, func, insert, or_, select, union, update

from core.model.consent import Consent, ConsentPurpose
from core.storage.tables import checkins
from core.storage.transaction import Transaction
from core.storage.trust_tables import consents
from core.storage.walls import ANSWERS, GOES_ALONG, KEPT_UNDER


class SqlConsents:
    """core.ports.ConsentStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def live(self, member_id: int, purpose: ConsentPurpose) -> Consent | None:
        row = await self._transaction.first(select(consents).where(*_alive(member_id, purpose)))
        return _consent(row) if row else None

    async def give(self, member_id: int, consent: Consent) -> None:
        await self.withdraw(member_id, consent.purpose, now=consent.given_at)
        new = insert(consents).values(
            member_id=member_id,
            purpose=consent.purpose.value,
            version=consent.version,
            text_hash=consent.text_hash,
            given_at=consent.given_at,
        )
        await self._transaction.run(new)

    async def withdraw(self, member_id: int, purpose: ConsentPurpose, *, now: datetime) -> bool:
        ended = update(consents).where(*_alive(member_id, purpose)).values(withdrawn_at=now)
        return await self._transaction.first(ended.returning(consents.c.id)) is not None

    async def of(self, member_id: int) -> Sequence[Consent]:
        chosen = select(consents).where(consents.c.member_id == member_id).order_by(consents.c.id)
        return [_consent(row) for row in await self._transaction.rows(chosen)]

    async def withdrawn_before(self, at: datetime, purpose: ConsentPurpose, *, limit: int) -> Sequence[int]:
        """Whoever has something kept under it, and no live consent, nor one that ended later than `at`."""
        chosen = [
            select(table.c.member_id).where(
                ~exists().where(
                    consents.c.member_id == table.c.member_id,
                    consents.c.purpose == purpose.value,
                    consents.c.withdrawn_at.is_(None) | (consents.c.withdrawn_at >= at),
                )
            )
            for table in _gone_with(purpose)
        ]
        return [row.member_id for row in await self._transaction.rows(union(*chosen).limit(limit))] if chosen else []

    async def count_kept(self, member_id: int, purpose: ConsentPurpose) -> int:
        counts = [
            select(func.count()).where(table.c.member_id == member_id, *_in_sight(table)).scalar_subquery()
            for table in ANSWERS.get(purpose, ())
        ]
        return int(await self._transaction.value(select(reduce(add, counts)))) if counts else 0

    async def remove_kept(self, member_id: int, purpose: ConsentPurpose) -> int:
        removed = 0
        for table in _gone_with(purpose):
            removed += (await self._transaction.run(delete(table).where(table.c.member_id == member_id))).rowcount
        return removed


def _gone_with(purpose: ConsentPurpose) -> tuple[Table, ...]:
    return (*KEPT_UNDER.get(purpose, ()), *GOES_ALONG.get(purpose, ()))


def _in_sight(table: Table) -> tuple[Any, ...]:
    """But for check-ins in which nothing was said, and for what was removed and waits for its undo to be over."""
    if table is checkins:
        return (or_(checkins.c.note.is_not(None), checkins.c.answers.is_not(None)),)
    return (table.c.removed_at.is_(None),) if "removed_at" in table.c else ()


def _alive(member_id: int, purpose: ConsentPurpose) -> tuple[Any, ...]:
    mine = (consents.c.member_id == member_id) & (consents.c.purpose == purpose.value)
    return (mine, consents.c.withdrawn_at.is_(None))


def _consent(row: Row[Any]) -> Consent:
    return Consent(
        purpose=ConsentPurpose(row.purpose),
        version=row.version,
        text_hash=row.text_hash,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
    )
