"""Whom a group named as its moderators, and who would like to help. A role of the platform is sealed by the group."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Table, delete, insert, select

from core.errors import SealBroken
from core.model.identity import Platform
from core.model.naming import Named, NamedIn, Rank
from core.storage.keyring import Keyring
from core.storage.naming_tables import help_asks, help_calls, named_people, named_ranks
from core.storage.transaction import Transaction, insert_into

_log = logging.getLogger(__name__)
_RANK: Final = "named_ranks.rank"


class SqlNaming:
    """core.ports.NamingStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def name(self, group_id: int, member_id: int, *, now: datetime) -> bool:
        await self.end_ask(group_id, member_id)
        return await self._add(named_people, group_id, member_id, now)

    async def unname(self, group_id: int, member_id: int) -> bool:
        return await self._remove(named_people, group_id, member_id)

    async def is_named(self, group_id: int, member_id: int) -> bool:
        here = (named_people.c.group_id == group_id) & (named_people.c.member_id == member_id)
        return await self._transaction.value(select(named_people.c.id).where(here)) is not None

    async def people(self, group_id: int) -> Sequence[Named]:
        return await self._of_group(named_people, group_id)

    async def of_member(self, member_id: int) -> Sequence[NamedIn]:
        found: list[NamedIn] = []
        for table in (named_people, help_asks):
            rows = await self._transaction.rows(
                select(table).where(table.c.member_id == member_id).order_by(table.c.id)
            )
            found += [NamedIn(group_id=one.group_id, since=one.since, named=table is named_people) for one in rows]
        return found

    async def name_rank(self, group_id: int, rank: Rank) -> bool:
        rank_hash = self._hash(rank)
        sealed = (await self._keys.of_group(group_id)).close(_RANK, rank_hash, _text(rank))
        new = insert_into(named_ranks, self._transaction.dialect).values(
            group_id=group_id, rank_hash=rank_hash, rank=sealed
        )
        new = new.on_conflict_do_nothing(index_elements=[named_ranks.c.group_id, named_ranks.c.rank_hash])
        return await self._transaction.first(new.returning(named_ranks.c.id)) is not None

    async def unname_rank(self, group_id: int, rank: Rank) -> bool:
        this = (named_ranks.c.group_id == group_id) & (named_ranks.c.rank_hash == self._hash(rank))
        gone = delete(named_ranks).where(this).returning(named_ranks.c.id)
        return await self._transaction.first(gone) is not None

    async def ranks(self, group_id: int) -> Sequence[Rank]:
        """One whose seal is broken gives nobody any rights."""
        chosen = select(named_ranks).where(named_ranks.c.group_id == group_id).order_by(named_ranks.c.id)
        found = []
        for row in await self._transaction.rows(chosen):
            try:
                opened = (await self._keys.of_group(group_id)).open(_RANK, row.rank_hash, row.rank)
            except SealBroken:
                _log.error("row %s of named_ranks does not open", row.id, extra={"action": "seal_broken"})
                continue
            platform, _, rank_id = opened.partition("/")
            found.append(Rank(platform=Platform(platform), id=rank_id))
        return found

    async def call(self, group_id: int, *, until: datetime) -> None:
        await self._transaction.run(delete(help_calls).where(help_calls.c.group_id == group_id))
        await self._transaction.run(insert(help_calls).values(group_id=group_id, until=until))

    async def is_calling(self, group_id: int, *, now: datetime) -> bool:
        open_now = (help_calls.c.group_id == group_id) & (help_calls.c.until > now)
        return await self._transaction.value(select(help_calls.c.id).where(open_now).limit(1)) is not None

    async def ask(self, group_id: int, member_id: int, *, now: datetime) -> bool:
        return await self._add(help_asks, group_id, member_id, now)

    async def asks(self, group_id: int) -> Sequence[Named]:
        return await self._of_group(help_asks, group_id)

    async def end_ask(self, group_id: int, member_id: int) -> bool:
        return await self._remove(help_asks, group_id, member_id)

    async def forget_before(self, *, calls: datetime, asks: datetime) -> int:
        old_calls = await self._transaction.run(delete(help_calls).where(help_calls.c.until <= calls))
        old_asks = await self._transaction.run(delete(help_asks).where(help_asks.c.since <= asks))
        return old_calls.rowcount + old_asks.rowcount

    async def _add(self, table: Table, group_id: int, member_id: int, now: datetime) -> bool:
        new = insert_into(table, self._transaction.dialect).values(group_id=group_id, member_id=member_id, since=now)
        new = new.on_conflict_do_nothing(index_elements=[table.c.group_id, table.c.member_id])
        return await self._transaction.first(new.returning(table.c.id)) is not None

    async def _remove(self, table: Table, group_id: int, member_id: int) -> bool:
        gone = delete(table).where(table.c.group_id == group_id, table.c.member_id == member_id)
        return await self._transaction.first(gone.returning(table.c.id)) is not None

    async def _of_group(self, table: Table, group_id: int) -> list[Named]:
        chosen = select(table).where(table.c.group_id == group_id).order_by(table.c.id)
        return [Named(member_id=row.member_id, since=row.since) for row in await self._transaction.rows(chosen)]

    def _hash(self, rank: Rank) -> str:
        return self._keys.lookup.of("rank", _text(rank))


def _text(rank: Rank) -> str:
    return f"{rank.platform.value}/{rank.id}"
