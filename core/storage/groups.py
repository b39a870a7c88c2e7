"""Support groups, their chats, and what a chat's end does to everything that is addressed to it."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, exists, insert, select, update

from core.errors import SealBroken
from core.model.identity import Address, Group
from core.storage.group_setup import chat_from
from core.storage.keyring import GROUP, Keyring
from core.storage.moving import ChatMove
from core.storage.places import chat_of, hash_of_chat, in_chat, read_address
from core.storage.posts import calm_from
from core.storage.queue_tables import deliveries, schedules
from core.storage.tables import chats, groups, rotations
from core.storage.transaction import Transaction, insert_into

_log = logging.getLogger(__name__)
_ZONE: Final = "groups.zone"
CHAT: Final = "chats.chat"


class SqlGroups:
    """core.ports.GroupStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring, move: ChatMove) -> None:
        self._transaction = transaction
        self._keys = keys
        self._move = move

    async def of_chat(self, address: Address) -> Group | None:
        joined = select(groups).join(chats, chats.c.group_id == groups.c.id)
        row = await self._transaction.first(joined.where(self._in(address), chats.c.present))
        return await self._group(row) if row else None

    async def get(self, group_id: int) -> Group | None:
        row = await self._transaction.first(select(groups).where(groups.c.id == group_id))
        return await self._group(row) if row else None

    async def founded(self, address: Address, *, now: datetime) -> Group:
        """A chat that Spoonlight was removed from comes back to its old group and library."""
        back = update(chats).where(self._in(address)).values(present=True).returning(chats.c.group_id)
        group_id = await self._transaction.value(back)
        if group_id is None:
            group_id = await self._found(address, now)
        stays = update(groups).where(groups.c.id == group_id, groups.c.leaves_at.is_not(None)).values(leaves_at=None)
        await self._transaction.run(stays)
        return (await self.get(group_id)) or Group(id=group_id)

    async def chats(self, group_id: int) -> Sequence[Address]:
        chosen = select(chats.c.chat_hash, chats.c.chat).where(chats.c.group_id == group_id, chats.c.present)
        rows = await self._transaction.rows(chosen.order_by(chats.c.id))
        seal = await self._keys.of_group(group_id) if rows else self._keys.house
        return [read_address(seal.open(CHAT, row.chat_hash, row.chat)) for row in rows]

    async def left(self, chats_there: Sequence[Address]) -> Sequence[Address]:
        hashes = {hash_of_chat(self._keys.lookup, one): one for one in chats_there}
        gone = select(chats.c.chat_hash).where(chats.c.chat_hash.in_(hashes), ~chats.c.present)
        return [hashes[row.chat_hash] for row in await self._transaction.rows(gone.order_by(chats.c.id))]

    async def places(self, group_id: int) -> Sequence[Address]:
        chosen = select(chats).where(chats.c.group_id == group_id, chats.c.present, chats.c.takes_posts)
        rows = await self._transaction.rows(chosen.order_by(chats.c.id))
        seal = await self._keys.of_group(group_id) if rows else self._keys.house
        return [chat_from(row, seal).place for row in rows]

    async def set_zone(self, group_id: int, zone: str) -> None:
        sealed = (await self._keys.of_group(group_id)).close(_ZONE, group_id, zone)
        await self._transaction.run(update(groups).where(groups.c.id == group_id).values(zone=sealed))

    async def move_chat(self, old: Address, conversation: str) -> None:
        """Told twice it does nothing the second time. Receipts of the old chat are dropped: its messages are out of
        reach, and their numbers may mean other messages in the new one."""
        new = Address(platform=old.platform, conversation=conversation, private=old.private)
        if new != old.whole_chat:
            await self._move.carry_out(old.whole_chat, new)

    async def forget_chat(self, address: Address, *, group_leaves_at: datetime) -> None:
        await self._transaction.run(delete(schedules).where(in_chat(schedules, self._keys.lookup, address)))
        waits = in_chat(deliveries, self._keys.lookup, address) & deliveries.c.ready_at.is_not(None)
        await self._transaction.run(delete(deliveries).where(waits))
        left = update(chats).where(self._in(address)).values(present=False).returning(chats.c.group_id)
        group_id = await self._transaction.value(left)
        elsewhere = exists().where(chats.c.group_id == groups.c.id, chats.c.present)
        over = (groups.c.id == group_id) & groups.c.leaves_at.is_(None) & ~elsewhere
        await self._transaction.run(update(groups).where(over).values(leaves_at=group_leaves_at))

    async def forget_left(self, before: datetime) -> int:
        gone = delete(groups).where(groups.c.leaves_at <= before).returning(groups.c.id)
        rows = await self._transaction.rows(gone)
        for row in rows:
            self._keys.forget(GROUP, row.id)
        return len(rows)

    async def chosen_lately(self, group_id: int, kind: str, *, limit: int) -> Sequence[str]:
        shown = select(rotations.c.item).where(rotations.c.group_id == group_id, rotations.c.kind == kind)
        return [row.item for row in await self._transaction.rows(shown.order_by(rotations.c.id.desc()).limit(limit))]

    async def chose(self, group_id: int, kind: str, item: str, *, now: datetime) -> None:
        await self._transaction.run(insert(rotations).values(group_id=group_id, kind=kind, item=item, chosen_at=now))

    async def _found(self, address: Address, now: datetime) -> int:
        new_id: int = await self._transaction.value(insert(groups).values(founded_at=now).returning(groups.c.id))
        seal = await self._keys.make(GROUP, new_id)
        chat_hash = hash_of_chat(self._keys.lookup, address)
        sealed = seal.close(CHAT, chat_hash, chat_of(address))
        new = insert_into(chats, self._transaction.dialect).values(group_id=new_id, chat_hash=chat_hash, chat=sealed)
        # Somebody faster (PostgreSQL) keeps their group: the chat's unique key decides.
        kept = new.on_conflict_do_update(index_elements=[chats.c.chat_hash], set_={"present": True})
        group_id: int = await self._transaction.value(kept.returning(chats.c.group_id))
        if group_id != new_id:
            self._keys.forget(GROUP, new_id)
            await self._transaction.run(delete(groups).where(groups.c.id == new_id))
        return group_id

    def _in(self, address: Address) -> Any:
        return in_chat(chats, self._keys.lookup, address)

    async def _group(self, row: Row[Any]) -> Group:
        """A zone whose seal is broken is asked for again."""
        zone = None
        if row.zone is not None:
            try:
                zone = (await self._keys.of_group(row.id)).open(_ZONE, row.id, row.zone)
            except SealBroken:
                _log.error("the zone of group %s does not open", row.id, extra={"action": "seal_broken"})
        return Group(id=row.id, zone=zone, calm=calm_from(row))
