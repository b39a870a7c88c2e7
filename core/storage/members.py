"""Members and their accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from core.model.identity import Account, Member, Platform
from core.storage.tables import accounts, members
from core.storage.transaction import Transaction, insert_into


class SqlMembers:
    """core.ports.MemberStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(self, account: Account) -> Member | None:
        joined = select(members).join(accounts, accounts.c.member_id == members.c.id)
        row = await self._transaction.first(joined.where(_is(account)))
        return _member(row) if row else None

    async def get(self, member_id: int) -> Member | None:
        row = await self._transaction.first(select(members).where(members.c.id == member_id))
        return _member(row) if row else None

    async def welcome(self, account: Account, *, now: datetime) -> Member:
        """Two that come at once end with one member: the account's unique key decides."""
        known = await self.of(account)
        if known is not None:
            return known
        member_id = await self._transaction.value(insert(members).values(welcomed_at=now).returning(members.c.id))
        first = await self._transaction.value(
            insert_into(accounts, self._transaction.dialect)
            .values(member_id=member_id, platform=account.platform.value, user_id=account.user_id)
            .on_conflict_do_nothing()
            .returning(accounts.c.id)
        )
        if first is not None:
            return Member(id=member_id)
        await self._transaction.run(delete(members).where(members.c.id == member_id))
        return await self.welcome(account, now=now)

    async def set_zone(self, member_id: int, zone: str) -> None:
        await self._transaction.run(update(members).where(members.c.id == member_id).values(zone=zone))

    async def set_reachable(self, account: Account, reachable: bool) -> None:
        """Nothing is kept about a stranger."""
        await self._transaction.run(update(accounts).where(_is(account)).values(reachable=reachable))

    async def is_reachable(self, account: Account) -> bool:
        """True until the platform or the person has said otherwise."""
        found = await self._transaction.value(select(accounts.c.reachable).where(_is(account)))
        return found is None or bool(found)

    async def accounts_of(self, member_id: int) -> Sequence[Account]:
        chosen = select(accounts.c.platform, accounts.c.user_id).where(accounts.c.member_id == member_id)
        rows = await self._transaction.rows(chosen.order_by(accounts.c.id))
        return [Account(platform=Platform(row.platform), user_id=row.user_id) for row in rows]


def _is(account: Account) -> ColumnElement[bool]:
    """The one way in which an account is looked up."""
    return (accounts.c.platform == account.platform.value) & (accounts.c.user_id == account.user_id)


def _member(row: Row[Any]) -> Member:
    return Member(id=row.id, zone=row.zone, language=row.language)
