"""Support groups, their chats, and what a chat's move or end does to everything that is addressed to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update

from core.model.identity import Address, Group
from core.storage.places import chat_of, in_chat, read_place
from core.storage.tables import chats, deliveries, groups, resources, rotations, schedules
from core.storage.transaction import Transaction, insert_into


class SqlGroups:
    """core.ports.GroupStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of_chat(self, address: Address) -> Group | None:
        joined = select(groups).join(chats, chats.c.group_id == groups.c.id)
        row = await self._transaction.first(joined.where(in_chat(chats, address), chats.c.present))
        return _group(row) if row else None

    async def get(self, group_id: int) -> Group | None:
        row = await self._transaction.first(select(groups).where(groups.c.id == group_id))
        return _group(row) if row else None

    async def founded(self, address: Address, *, now: datetime) -> Group:
        """A chat that Spoonlight was removed from comes back to its old group and library."""
        back = update(chats).where(in_chat(chats, address)).values(present=True).returning(chats.c.group_id)
        group_id = await self._transaction.value(back)
        if group_id is None:
            new_id = await self._transaction.value(insert(groups).values(founded_at=now).returning(groups.c.id))
            new = insert_into(chats, self._transaction.dialect).values(group_id=new_id, chat=chat_of(address))
            # Somebody faster (PostgreSQL) keeps their group: the chat's unique key decides.
            kept = new.on_conflict_do_update(index_elements=[chats.c.chat], set_={"present": True})
            group_id = await self._transaction.value(kept.returning(chats.c.group_id))
            if group_id != new_id:
                await self._transaction.run(delete(groups).where(groups.c.id == new_id))
        return (await self.get(group_id)) or Group(id=group_id)

    async def chats(self, group_id: int) -> Sequence[Address]:
        chosen = select(chats.c.chat).where(chats.c.group_id == group_id, chats.c.present).order_by(chats.c.id)
        return [read_place(row.chat, None) for row in await self._transaction.rows(chosen)]

    async def set_zone(self, group_id: int, zone: str) -> None:
        await self._transaction.run(update(groups).where(groups.c.id == group_id).values(zone=zone))

    async def move_chat(self, old: Address, conversation: str) -> None:
        """Told twice it does nothing the second time. Receipts of the old chat are dropped: its messages are out of
        reach, and their numbers may mean other messages in the new one."""
        new = Address(platform=old.platform, conversation=conversation, private=old.private)
        if new == old.whole_chat:
            return
        await self._merge_early_bird(old, new)
        for table in (chats, schedules):
            await self._transaction.run(update(table).where(in_chat(table, old)).values(chat=chat_of(new)))
        unsent = {"sent_chat": None, "sent_thread": None, "message_ids": None}
        await self._transaction.run(
            update(deliveries).where(in_chat(deliveries, old)).values(chat=chat_of(new), **unsent)
        )

    async def forget_chat(self, address: Address) -> None:
        await self._transaction.run(delete(schedules).where(in_chat(schedules, address)))
        waits = in_chat(deliveries, address) & deliveries.c.ready_at.is_not(None)
        await self._transaction.run(delete(deliveries).where(waits))
        await self._transaction.run(update(chats).where(in_chat(chats, address)).values(present=False))

    async def chosen_lately(self, group_id: int, kind: str, *, limit: int) -> Sequence[str]:
        shown = select(rotations.c.item).where(rotations.c.group_id == group_id, rotations.c.kind == kind)
        return [row.item for row in await self._transaction.rows(shown.order_by(rotations.c.id.desc()).limit(limit))]

    async def chose(self, group_id: int, kind: str, item: str, *, now: datetime) -> None:
        await self._transaction.run(insert(rotations).values(group_id=group_id, kind=kind, item=item, chosen_at=now))

    async def _merge_early_bird(self, old: Address, new: Address) -> None:
        """A word from the new chat may come before the news of the move, and found a second group: it joins the
        first one."""
        first = await self._transaction.value(select(chats.c.group_id).where(in_chat(chats, old)))
        if first is None:
            return
        gone = delete(chats).where(in_chat(chats, new)).returning(chats.c.group_id)
        second = await self._transaction.value(gone)
        if second is None or second == first:
            return
        for table in (schedules, deliveries):
            mine = in_chat(table, new) & (table.c.group_id == second)
            await self._transaction.run(update(table).where(mine).values(group_id=first))
        empty = ~exists().where(chats.c.group_id == second)
        await self._transaction.run(
            update(resources).where(resources.c.group_id == second, empty).values(group_id=first)
        )
        await self._transaction.run(delete(groups).where(groups.c.id == second, empty))


def _group(row: Row[Any]) -> Group:
    return Group(id=row.id, zone=row.zone)
