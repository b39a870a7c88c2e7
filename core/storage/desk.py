"""The places where a group's moderators are told of something, sealed with the key of whoever reads there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select

from core.model.identity import Address
from core.storage.keyring import Keyring
from core.storage.moderating_tables import desk
from core.storage.naming_tables import room_calls
from core.storage.places import hash_of_chat, in_chat, read_address
from core.storage.transaction import Transaction, insert_into

_PLACE: Final = "desk.place"


class SqlDesk:
    """core.ports.DeskStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, group_id: int, address: Address, *, member_id: int | None) -> bool:
        await self._keys.fetch(members=[member_id], groups=[group_id])
        chat_hash = hash_of_chat(self._keys.lookup, address)
        sealed = self._keys.owner(member_id, group_id).close(_PLACE, chat_hash, address.to_text())
        new = insert_into(desk, self._transaction.dialect).values(
            group_id=group_id, member_id=member_id, chat_hash=chat_hash, place=sealed
        )
        new = new.on_conflict_do_nothing(index_elements=[desk.c.group_id, desk.c.chat_hash])
        return await self._transaction.first(new.returning(desk.c.id)) is not None

    async def remove(self, group_id: int, address: Address) -> bool:
        gone = delete(desk).where(desk.c.group_id == group_id, in_chat(desk, self._keys.lookup, address))
        return await self._transaction.first(gone.returning(desk.c.id)) is not None

    async def of(self, group_id: int) -> Sequence[tuple[Address, int | None]]:
        rows = await self._transaction.rows(select(desk).where(desk.c.group_id == group_id).order_by(desk.c.id))
        await self._keys.fetch(members={row.member_id for row in rows}, groups=[group_id])
        return [
            (
                read_address(self._keys.owner(row.member_id, row.group_id).open(_PLACE, row.chat_hash, row.place)),
                row.member_id,
            )
            for row in rows
        ]

    async def groups_of(self, member_id: int) -> Sequence[int]:
        chosen = select(desk.c.group_id).where(desk.c.member_id == member_id).order_by(desk.c.id)
        return [row.group_id for row in await self._transaction.rows(chosen)]

    async def call_room(self, group_id: int, member_id: int, *, until: datetime) -> None:
        await self.end_room_call(member_id)
        await self._transaction.run(insert(room_calls).values(group_id=group_id, member_id=member_id, until=until))

    async def room_called(self, member_id: int, *, now: datetime) -> int | None:
        open_now = (room_calls.c.member_id == member_id) & (room_calls.c.until > now)
        found: int | None = await self._transaction.value(
            select(room_calls.c.group_id).where(open_now).order_by(room_calls.c.id.desc()).limit(1)
        )
        return found

    async def end_room_call(self, member_id: int) -> None:
        await self._transaction.run(delete(room_calls).where(room_calls.c.member_id == member_id))

    async def forget_calls(self, before: datetime) -> int:
        return (await self._transaction.run(delete(room_calls).where(room_calls.c.until <= before))).rowcount
