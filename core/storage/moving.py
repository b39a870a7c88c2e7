"""A chat's new address: what is addressed to the old one is sealed anew for the new one, in one transaction."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, Table, delete, exists, select, update

from core.model.identity import Address
from core.storage.keyring import Keyring
from core.storage.places import at_place, hash_of_chat, hash_of_place, in_chat, read_address
from core.storage.queue_tables import deliveries, failures, receipts, schedules
from core.storage.resources import SqlResources
from core.storage.sealed_values import name_of, sealed_columns
from core.storage.table_kit import metadata
from core.storage.tables import chats, groups
from core.storage.transaction import Transaction

_MOVED_BY_THEMSELVES: Any = (chats, schedules, deliveries, receipts)
_DELIVERY: Any = ("id", "key", "place", "message", "member_id", "group_id")


class ChatMove:
    """Told of one move twice, it does nothing the second time."""

    def __init__(self, transaction: Transaction, keys: Keyring, resources: SqlResources) -> None:
        self._transaction = transaction
        self._keys = keys
        self._resources = resources

    async def carry_out(self, old: Address, new: Address) -> None:
        """`old` and `new` are whole chats."""
        await self._merge_early_bird(old, new)
        await self._move_row(old, new)
        await self._move_schedules(old, new)
        await self._forget_failures(old)
        await self.readdress(old, new, ended_too=True)
        await self._transaction.run(delete(receipts).where(in_chat(receipts, self._keys.lookup, old)))
        for table in metadata.sorted_tables:
            if "chat_hash" in table.c and table not in _MOVED_BY_THEMSELVES:
                await self._move_rows(table, old, new)

    async def readdress(self, old: Address, new: Address, *, ended_too: bool = False) -> int:
        """Gives what waits for one place to another; returns how many. With `ended_too` the whole chat moved, and each
        thread goes with it; else all goes to `new` as it stands, unless neither names a thread."""
        waits = at_place(deliveries, self._keys.lookup, old) & deliveries.c.place.is_not(None)
        rows = await self._transaction.rows(select(*(deliveries.c[name] for name in _DELIVERY)).where(waits))
        await self._keys.fetch(members={row.member_id for row in rows}, groups={row.group_id for row in rows})
        keeps_threads = ended_too or (old.thread is None and new.thread is None)
        for row in rows:
            seal = self._keys.owner(row.member_id, row.group_id)
            there = read_address(seal.open("deliveries.place", row.key, row.place))
            to = _with_thread(new, there.thread) if keeps_threads else new
            changed = update(deliveries).where(deliveries.c.id == row.id)
            await self._transaction.run(
                changed.values(
                    platform=to.platform.value,
                    chat_hash=hash_of_chat(self._keys.lookup, to),
                    place_hash=hash_of_place(self._keys.lookup, to),
                    place=seal.close("deliveries.place", row.key, to.to_text()),
                )
            )
        return len(rows)

    async def _forget_failures(self, old: Address) -> None:
        """The new chat has its own rights and topics: what fails there is told anew."""
        await self._transaction.run(delete(failures).where(in_chat(failures, self._keys.lookup, old)))

    async def _move_row(self, old: Address, new: Address) -> None:
        lookup = self._keys.lookup
        row = await self._transaction.first(select(chats.c.id, chats.c.group_id).where(in_chat(chats, lookup, old)))
        if row is None:
            return
        no_topics = update(chats).where(chats.c.id == row.id).values(room=None)
        await self._transaction.run(no_topics)
        await self._move_rows(chats, old, new)

    async def _move_rows(self, table: Table, old: Address, new: Address) -> None:
        """Whatever a table keeps of a chat; what the new chat has of the same kind already gives way to it."""
        rows = await self._transaction.rows(select(table).where(in_chat(table, self._keys.lookup, old)))
        if not rows:
            return
        in_its_way = in_chat(table, self._keys.lookup, new)
        if "group_id" in table.c:
            in_its_way &= table.c.group_id.in_({row.group_id for row in rows})
        await self._transaction.run(delete(table).where(in_its_way))
        owners = ({getattr(row, name, None) for row in rows} for name in ("member_id", "group_id"))
        members, groups_of_them = owners
        await self._keys.fetch(members=members, groups=groups_of_them)
        for row in rows:
            values = self._moved(table, row, new)
            await self._transaction.run(update(table).where(table.c.id == row.id).values(values))

    def _moved(self, table: Table, row: Row[Any], new: Address) -> dict[str, Any]:
        """The values under the new chat's name: a sealed place keeps its thread, all else its words."""
        seal = self._keys.owner(getattr(row, "member_id", None), getattr(row, "group_id", None))
        hashes: dict[str, Any] = {"chat_hash": hash_of_chat(self._keys.lookup, new)}
        after = SimpleNamespace(**(row._asdict() | hashes))
        sealed: dict[str, Any] = {}
        for column in sealed_columns().get(table.name, ()):
            if (value := getattr(row, column)) is None:
                continue
            place = f"{table.name}.{column}"
            text = _text_there(seal.open(place, name_of(table.name, row), value), new)
            sealed[column] = seal.close(place, name_of(table.name, after), text)
        return hashes | sealed

    async def _move_schedules(self, old: Address, new: Address) -> None:
        for row in await self._schedules(in_chat(schedules, self._keys.lookup, old)):
            seal = self._keys.owner(row.member_id, row.group_id)
            there = read_address(seal.open("schedules.place", row.id, row.place))
            sealed = seal.close("schedules.place", row.id, _with_thread(new, there.thread).to_text())
            moved = update(schedules).where(schedules.c.id == row.id)
            await self._transaction.run(moved.values(chat_hash=hash_of_chat(self._keys.lookup, new), place=sealed))

    async def _schedules(self, where: Any) -> list[Row[Any]]:
        names = ("id", "place", "recurrence", "payload", "member_id", "group_id")
        rows = await self._transaction.rows(select(*(schedules.c[name] for name in names)).where(where))
        await self._keys.fetch(members={row.member_id for row in rows}, groups={row.group_id for row in rows})
        return list(rows)

    async def _merge_early_bird(self, old: Address, new: Address) -> None:
        """A word from the new chat may come before the news of the move, and found a second group: it joins the
        first one."""
        lookup = self._keys.lookup
        first = await self._transaction.value(select(chats.c.group_id).where(in_chat(chats, lookup, old)))
        if first is None:
            return
        gone = delete(chats).where(in_chat(chats, lookup, new)).returning(chats.c.group_id)
        second = await self._transaction.value(gone)
        if second is None or second == first:
            return
        await self._give_over(new, second, first)
        if not await self._transaction.value(select(exists().where(chats.c.group_id == second))):
            await self._resources.change_group(second, first)
            await self._transaction.run(delete(groups).where(groups.c.id == second))

    async def _give_over(self, chat: Address, second: int, first: int) -> None:
        """Schedules and waiting messages of a chat change their group, and so the key that they are sealed with."""
        await self._keys.fetch(groups=(first, second))
        old, new = self._keys.group(second), self._keys.group(first)
        lookup = self._keys.lookup
        for row in await self._schedules(in_chat(schedules, lookup, chat) & (schedules.c.group_id == second)):
            sealed = _resealed(row, "schedules", row.id, ("place", "recurrence", "payload"), old, new)
            moved = update(schedules).where(schedules.c.id == row.id).values(group_id=first, **sealed)
            await self._transaction.run(moved)
        waits = in_chat(deliveries, lookup, chat) & (deliveries.c.group_id == second) & deliveries.c.place.is_not(None)
        for row in await self._transaction.rows(select(*(deliveries.c[name] for name in _DELIVERY)).where(waits)):
            sealed = _resealed(row, "deliveries", row.key, ("place", "message"), old, new)
            given = update(deliveries).where(deliveries.c.id == row.id).values(group_id=first, **sealed)
            await self._transaction.run(given)


def _resealed(row: Row[Any], table: str, name: object, columns: tuple[str, ...], old: Any, new: Any) -> dict[str, str]:
    return {
        column: new.close(f"{table}.{column}", name, old.open(f"{table}.{column}", name, getattr(row, column)))
        for column in columns
    }


def _text_there(text: str, new: Address) -> str:
    """A sealed text that is an address is one in the new chat."""
    try:
        there = Address.from_text(text)
    except ValueError:
        return text
    return _with_thread(new, there.thread).to_text()


def _with_thread(chat: Address, thread: str | None) -> Address:
    return Address(platform=chat.platform, conversation=chat.conversation, thread=thread, private=chat.private)
