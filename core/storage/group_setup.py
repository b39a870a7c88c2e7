"""A group's chats and rooms, its codes, and its end. How two groups become one is in joined_groups."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, insert, or_, select, update

from core.model.group_chat import GroupChat, JoinOffer
from core.model.identity import Address
from core.storage.joined_groups import JoinedGroups, group_tables
from core.storage.keyring import GROUP, Keyring
from core.storage.places import hash_of_chat, read_address
from core.storage.queue_tables import schedules
from core.storage.seal import Seal
from core.storage.setup_tables import group_codes, setups
from core.storage.tables import chats, groups
from core.storage.transaction import Transaction, insert_into

_CHAT: Final = "chats.chat"
ROOM: Final = "chats.room"
_PLACE: Final = "schedules.place"


class SqlSetup:
    """core.ports.SetupStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def step(self, group_id: int) -> str | None:
        found: str | None = await self._transaction.value(select(setups.c.step).where(setups.c.group_id == group_id))
        return found

    async def keep_step(self, group_id: int, step: str | None) -> None:
        if step is None:
            await self._transaction.run(delete(setups).where(setups.c.group_id == group_id))
            return
        new = insert_into(setups, self._transaction.dialect).values(group_id=group_id, step=step)
        await self._transaction.run(new.on_conflict_do_update(index_elements=[setups.c.group_id], set_={"step": step}))

    async def chats(self, group_id: int) -> Sequence[GroupChat]:
        chosen = select(chats).where(chats.c.group_id == group_id, chats.c.present).order_by(chats.c.id)
        rows = await self._transaction.rows(chosen)
        seal = await self._keys.of_group(group_id) if rows else self._keys.house
        return [chat_from(row, seal) for row in rows]

    async def set_room(self, group_id: int, chat_id: int, room: str | None) -> bool:
        chat = await self._chat(group_id, chat_id)
        if chat is None:
            return False
        chat_hash = hash_of_chat(self._keys.lookup, chat.address)
        seal = await self._keys.of_group(group_id)
        sealed = None if room is None else seal.close(ROOM, chat_hash, room)
        await self._transaction.run(update(chats).where(chats.c.id == chat_id).values(room=sealed))
        for row, place in await self._scheduled(group_id, chat.address):
            if place == chat.place:
                await self._send_to(row.id, _in_room(chat.address, room), seal)
        return True

    async def take_posts(self, group_id: int, chat_id: int, *, takes: bool) -> bool:
        chat = await self._chat(group_id, chat_id)
        if chat is None or chat.takes_posts is takes:
            return False
        await self._transaction.run(update(chats).where(chats.c.id == chat_id).values(takes_posts=takes))
        if not takes:
            there = schedules.c.chat_hash == hash_of_chat(self._keys.lookup, chat.address)
            await self._transaction.run(delete(schedules).where(there, schedules.c.group_id == group_id))
        return True

    async def move_posts(self, group_id: int, to: Address, purposes: Collection[str]) -> int:
        seal = await self._keys.of_group(group_id)
        moved = 0
        for row, _ in await self._scheduled(group_id, to.whole_chat):
            if row.purpose in purposes:
                await self._send_to(row.id, to, seal)
                moved += 1
        return moved

    async def make_code(self, group_id: int, code: str, *, until: datetime) -> None:
        await self._transaction.run(delete(group_codes).where(group_codes.c.group_id == group_id))
        new = insert(group_codes).values(group_id=group_id, code_hash=self._hash(code), until=until)
        await self._transaction.run(new)

    async def take(self, code: str, *, group_id: int, now: datetime, until: datetime) -> JoinOffer | None:
        """Compare-and-set: of two groups where it is typed at once, one has it."""
        free = (
            (group_codes.c.code_hash == self._hash(code))
            & (group_codes.c.until > now)
            & (group_codes.c.group_id != group_id)
            & or_(group_codes.c.taken_by.is_(None), group_codes.c.taken_by == group_id)
        )
        taken = update(group_codes).where(free).values(taken_by=group_id, until=until)
        row = await self._transaction.first(taken.returning(group_codes.c.id, group_codes.c.group_id))
        return None if row is None else JoinOffer(code_id=row.id, group_id=row.group_id)

    async def taken(self, group_id: int, *, now: datetime) -> JoinOffer | None:
        mine = (group_codes.c.taken_by == group_id) & (group_codes.c.until > now)
        newest = select(group_codes).where(mine).order_by(group_codes.c.until.desc(), group_codes.c.id.desc()).limit(1)
        row = await self._transaction.first(newest)
        return None if row is None else JoinOffer(code_id=row.id, group_id=row.group_id)

    async def end_code(self, code_id: int) -> None:
        await self._transaction.run(delete(group_codes).where(group_codes.c.id == code_id))

    async def forget_codes(self, before: datetime) -> int:
        return (await self._transaction.run(delete(group_codes).where(group_codes.c.until <= before))).rowcount

    async def join(self, kept_id: int, other_id: int) -> None:
        await JoinedGroups(self._transaction, self._keys).join(kept_id, other_id)

    async def take_out(self, group_id: int, chat_id: int) -> bool:
        there = await self.chats(group_id)
        chat = next((one for one in there if one.id == chat_id), None)
        if chat is None or len(there) < 2:
            return False
        chat_hash = hash_of_chat(self._keys.lookup, chat.address)
        for table in group_tables().values():  # `chats` is one of them
            if "chat_hash" in table.c:
                mine = (table.c.group_id == group_id) & (table.c.chat_hash == chat_hash)
                await self._transaction.run(delete(table).where(mine))
        return True

    async def delete(self, group_id: int) -> bool:
        gone = await self._transaction.first(delete(groups).where(groups.c.id == group_id).returning(groups.c.id))
        self._keys.forget(GROUP, group_id)
        return gone is not None

    async def _chat(self, group_id: int, chat_id: int) -> GroupChat | None:
        return next((one for one in await self.chats(group_id) if one.id == chat_id), None)

    async def _scheduled(self, group_id: int, chat: Address) -> list[tuple[Row[Any], Address]]:
        """What is scheduled anywhere in a chat, and where exactly."""
        here = schedules.c.chat_hash == hash_of_chat(self._keys.lookup, chat)
        chosen = select(schedules.c.id, schedules.c.purpose, schedules.c.place)
        rows = await self._transaction.rows(chosen.where(here, schedules.c.group_id == group_id))
        seal = await self._keys.of_group(group_id)
        return [(row, read_address(seal.open(_PLACE, row.id, row.place))) for row in rows]

    async def _send_to(self, schedule_id: int, place: Address, seal: Seal) -> None:
        sealed = seal.close(_PLACE, schedule_id, place.to_text())
        await self._transaction.run(update(schedules).where(schedules.c.id == schedule_id).values(place=sealed))

    def _hash(self, code: str) -> str:
        return self._keys.lookup.of("group_code", code)


def chat_from(row: Row[Any], seal: Seal) -> GroupChat:
    """A row of `chats`. Raises SealBroken."""
    return GroupChat(
        id=row.id,
        address=read_address(seal.open(_CHAT, row.chat_hash, row.chat)),
        room=None if row.room is None else seal.open(ROOM, row.chat_hash, row.room),
        takes_posts=row.takes_posts,
    )


def _in_room(chat: Address, room: str | None) -> Address:
    return Address(platform=chat.platform, conversation=chat.conversation, thread=room)
