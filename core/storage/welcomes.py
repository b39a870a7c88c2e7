"""How groups greet people: their words are sealed, and who was greeted is a hash."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select, update

from core.errors import SealBroken
from core.model.identity import Account, Address
from core.model.welcome import Welcome
from core.storage.keyring import Keyring
from core.storage.places import hash_of_chat, in_chat
from core.storage.seal import Lookup
from core.storage.tables import chats
from core.storage.transaction import Transaction, insert_into
from core.storage.welcome_tables import welcome_turns, welcomed, welcomes

_log = logging.getLogger(__name__)
_RULES: Final = "welcomes.rules"


def hash_of_greeted(lookup: Lookup, group_id: int, account: Account) -> str:
    """What somebody who was greeted is known by there; in another group by another one."""
    return lookup.of("welcomed", str(group_id), account.platform, account.user_id)


class SqlWelcomes:
    """core.ports.stores_welcomes.WelcomeStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def of(self, group_id: int) -> Welcome:
        row = await self._transaction.first(select(welcomes).where(welcomes.c.group_id == group_id))
        if row is None:
            return Welcome()
        return Welcome(on=row.turned_on, rules=await self._read(group_id, row.id, row.rules))

    async def turn(self, group_id: int, *, on: bool) -> bool:
        row_id = await self._row(group_id)
        changed = update(welcomes).where(welcomes.c.id == row_id, welcomes.c.turned_on.is_not(on))
        return (await self._transaction.run(changed.values(turned_on=on))).rowcount > 0

    async def write(self, group_id: int, rules: str) -> None:
        row_id = await self._row(group_id)
        sealed = (await self._keys.of_group(group_id)).close(_RULES, row_id, rules) if rules else None
        await self._transaction.run(update(welcomes).where(welcomes.c.id == row_id).values(rules=sealed))

    async def greeting(self, chats_there: Sequence[Address]) -> Sequence[Address]:
        hashes = {hash_of_chat(self._keys.lookup, one): one for one in chats_there}
        chosen = (
            select(chats.c.chat_hash)
            .join(welcomes, welcomes.c.group_id == chats.c.group_id)
            .where(chats.c.chat_hash.in_(hashes), chats.c.present, welcomes.c.turned_on)
        )
        rows = await self._transaction.rows(chosen.order_by(chats.c.id)) if hashes else []
        return [hashes[row.chat_hash] for row in rows]

    async def first_time(self, group_id: int, account: Account, *, now: datetime) -> bool:
        who = hash_of_greeted(self._keys.lookup, group_id, account)
        new = insert_into(welcomed, self._transaction.dialect).values(group_id=group_id, who_hash=who, at=now)
        new = new.on_conflict_do_nothing(index_elements=[welcomed.c.group_id, welcomed.c.who_hash])
        return await self._transaction.first(new.returning(welcomed.c.id)) is not None

    async def plan(self, chat: Address, *, now: datetime, wait: timedelta, apart: timedelta) -> datetime | None:
        """Compare-and-set: of two who come at once, one plans."""
        known = select(chats.c.id).where(in_chat(chats, self._keys.lookup, chat))
        chat_id = await self._transaction.value(known)
        if chat_id is None:
            return None
        mine = welcome_turns.c.chat_id == chat_id
        last = await self._transaction.value(select(welcome_turns.c.next_at).where(mine))
        if last is not None and now < last <= now + apart:
            return None
        due = now + wait if last is None or last > now else max(now + wait, last + apart)
        new = insert_into(welcome_turns, self._transaction.dialect).values(chat_id=chat_id, next_at=due)
        unchanged = or_(welcome_turns.c.next_at == last, welcome_turns.c.next_at <= now)
        kept = new.on_conflict_do_update(
            index_elements=[welcome_turns.c.chat_id], set_={"next_at": due}, where=unchanged
        )
        return due if await self._transaction.first(kept.returning(welcome_turns.c.id)) is not None else None

    async def forget_before(self, at: datetime) -> int:
        return (await self._transaction.run(delete(welcomed).where(welcomed.c.at < at))).rowcount

    async def _row(self, group_id: int) -> int:
        new = insert_into(welcomes, self._transaction.dialect).values(group_id=group_id)
        await self._transaction.run(new.on_conflict_do_nothing(index_elements=[welcomes.c.group_id]))
        row_id: int = await self._transaction.value(select(welcomes.c.id).where(welcomes.c.group_id == group_id))
        return row_id

    async def _read(self, group_id: int, row_id: int, sealed: str | None) -> str:
        """Words whose seal is broken give way to the built-in ones."""
        if sealed is None:
            return ""
        try:
            return (await self._keys.of_group(group_id)).open(_RULES, row_id, sealed)
        except SealBroken:
            _log.error("the welcome of group %s does not open", group_id, extra={"action": "seal_broken"})
            return ""
