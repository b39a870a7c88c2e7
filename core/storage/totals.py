"""Who is counted in which group's totals. It reads nobody's answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, select

from core.model.consent import ConsentPurpose
from core.model.identity import Platform
from core.model.totals import Counted
from core.storage.tables import members
from core.storage.totals_table import counted
from core.storage.transaction import Transaction, insert_into
from core.storage.trust_tables import consents


class SqlTotals:
    """core.ports.TotalsStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def join(self, group_id: int, member_id: int, *, platform: Platform, since: datetime) -> bool:
        new = insert_into(counted, self._transaction.dialect).values(
            group_id=group_id, member_id=member_id, platform=platform.value, since=since
        )
        new = new.on_conflict_do_nothing(index_elements=[counted.c.group_id, counted.c.member_id])
        return await self._transaction.first(new.returning(counted.c.id)) is not None

    async def leave(self, group_id: int, member_id: int) -> Counted | None:
        gone = delete(counted).where(counted.c.group_id == group_id, counted.c.member_id == member_id)
        row = await self._transaction.first(gone.returning(counted))
        return _counted(row) if row else None

    async def leave_all(self, member_id: int) -> int:
        return (await self._transaction.run(delete(counted).where(counted.c.member_id == member_id))).rowcount

    async def end(self, group_id: int) -> int:
        return (await self._transaction.run(delete(counted).where(counted.c.group_id == group_id))).rowcount

    async def groups_of(self, member_id: int) -> Sequence[Counted]:
        chosen = select(counted).where(counted.c.member_id == member_id).order_by(counted.c.id)
        return [_counted(row) for row in await self._transaction.rows(chosen)]

    async def counted(
        self, group_id: int, *, before: datetime, versions: Mapping[ConsentPurpose, int]
    ) -> Sequence[int]:
        chosen = (
            select(counted.c.member_id)
            .join(members, members.c.id == counted.c.member_id)
            .where(counted.c.group_id == group_id, counted.c.since < before, members.c.leaves_at.is_(None))
            .where(*(_said_yes(purpose, version) for purpose, version in versions.items()))
        )
        return [row.member_id for row in await self._transaction.rows(chosen.order_by(counted.c.id))]


def _said_yes(purpose: ConsentPurpose, version: int) -> Any:
    return exists().where(
        consents.c.member_id == counted.c.member_id,
        consents.c.purpose == purpose.value,
        consents.c.version == version,
        consents.c.withdrawn_at.is_(None),
    )


def _counted(row: Row[Any]) -> Counted:
    return Counted(group_id=row.group_id, platform=Platform(row.platform), since=row.since)
