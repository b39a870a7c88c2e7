"""Joins two members in one transaction and puts them back. The one that gave its things away waits, empty and with its
own key, yeses and settings, until it gets them back or its time is over.

A health answer never lies under a yes that its member did not say: the kept member gets the other's live yes as a copy,
and both sides must have one where they have answers. Taken back while joined, it is taken back for both.
"""

import json
from collections import defaultdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, exists, insert, select, update

from core.errors import ConsentMissing
from core.model.consent import ConsentPurpose
from core.storage.joined_consents import JoinedConsents
from core.storage.joined_settings import JoinedSettings
from core.storage.keyring import MEMBER, Keyring
from core.storage.link_tables import link_codes, merged_rows, merges
from core.storage.members import hash_of_erased
from core.storage.owning import Owning
from core.storage.queue_tables import deliveries, occurrences, schedules
from core.storage.readdressing import Readdressing
from core.storage.seal import Seal
from core.storage.stored_json import texts_from_json
from core.storage.tables import accounts, forms, members
from core.storage.transaction import Transaction
from core.storage.trust_tables import data_keys
from core.storage.walls import ANSWERS

_NOTED: Final = 500
_OF: Final = "of"


class Merging:
    """Carries out joining, putting back, and making it final."""

    def __init__(self, transaction: Transaction, keys: Keyring, places: Readdressing) -> None:
        self._transaction = transaction
        self._keys = keys
        self._places = places
        self._owning = Owning(transaction, keys)
        self._settings = JoinedSettings(transaction, keys)
        self._consents = JoinedConsents(transaction)

    async def join(self, kept_id: int, other_id: int, *, settings_of: int, now: datetime) -> None:
        """As core.ports.LinkStore says."""
        await self._lock(kept_id, other_id)
        for one in (kept_id, other_id):
            if await self.holds_without_yes(one):
                raise ConsentMissing("answers whose consent has ended are not joined to anything")
        ref = await self._transaction.value(select(data_keys.c.ref).where(data_keys.c.member_id == other_id))
        settings = await self._settings.join(kept_id, other_id, settings_of=settings_of)
        agreed = await self._consents.lives(other_id, ConsentPurpose.CHECKINS.value)
        rows = await self._owning.all_that_fits(other_id, kept_id, health=agreed)
        out = await self._owning.take_out(rows, kept_id)
        merge_id = await self._transaction.next_id(merges)
        seal = await self._keys.of_member(kept_id)
        new = {
            "id": merge_id,
            "member_id": kept_id,
            "other_id": other_id,
            "other_ref_hash": hash_of_erased(self._keys.lookup, ref or ""),
            "merged_at": now,
            "settings": seal.close("merges.settings", merge_id, json.dumps(settings | {"out": out})),
        }
        await self._transaction.run(insert(merges).values(**new))
        await self._consents.join(kept_id, other_id, now=now)
        noted = [{"merge_id": merge_id, "kind": name, "row_id": one} for name, ids in rows.items() for one in ids]
        for start in range(0, len(noted), _NOTED):
            await self._transaction.run(insert(merged_rows), noted[start : start + _NOTED])
        await self._owning.give(rows, other_id, kept_id)
        both = (kept_id, other_id)
        await self._transaction.run(update(members).where(members.c.id.in_(both)).values(leaves_at=None))
        await self._transaction.run(delete(link_codes).where(link_codes.c.member_id.in_(both)))

    async def separate(self, member_id: int) -> bool:
        """As core.ports.LinkStore says."""
        merge = await self.open_merge(member_id)
        if merge is None:
            return False
        other_id = merge.other_id
        await self._lock(member_id, other_id)
        await self._places.go_home(member_id)
        back = await self._theirs_again(merge)
        seal = await self._keys.of_member(member_id)
        known = json.loads(seal.open("merges.settings", merge.id, merge.settings))
        await self._settings.separate(member_id, known)
        await self._owning.give(back, member_id, other_id)
        await self._owning.put_in(known["out"], other_id)
        await self._consents.separate(member_id, other_id, merged_at=merge.merged_at)
        await self._transaction.run(delete(merges).where(merges.c.id == merge.id))
        return True

    async def make_final(self, member_id: int) -> None:
        """As core.ports.LinkStore says."""
        merge = await self.open_merge(member_id)
        if merge is None:
            return
        await self._consents.make_final(member_id, merge.other_id, merged_at=merge.merged_at)
        await self._transaction.run(delete(merged_rows).where(merged_rows.c.merge_id == merge.id))
        await self._transaction.run(update(merges).where(merges.c.id == merge.id).values(other_id=None, settings=None))
        await self._transaction.run(delete(members).where(members.c.id == merge.other_id))
        self._keys.forget(MEMBER, merge.other_id)

    async def holds_without_yes(self, member_id: int) -> bool:
        """Whether there is something that is to be deleted because its yes was taken back."""
        if await self._consents.lives(member_id, ConsentPurpose.CHECKINS.value):
            return False
        return await self._consents.has_any(member_id, {one.name for one in ANSWERS[ConsentPurpose.CHECKINS]})

    async def open_merge(self, member_id: int) -> Row[Any] | None:
        """The one that can still be put back."""
        chosen = select(merges).where(merges.c.member_id == member_id, merges.c.other_id.is_not(None))
        return await self._transaction.first(chosen.order_by(merges.c.id.desc()).limit(1))

    async def old(self, before: datetime, *, limit: int) -> list[int]:
        """Members with a joining of before then that can still be put back."""
        chosen = select(merges.c.member_id).where(merges.c.other_id.is_not(None), merges.c.merged_at < before)
        return [row.member_id for row in await self._transaction.rows(chosen.order_by(merges.c.id).limit(limit))]

    async def platforms(self, merge: Row[Any]) -> tuple[str, str]:
        """Of the kept account, and of the moved one."""
        moved = exists().where(
            merged_rows.c.merge_id == merge.id, merged_rows.c.kind == "accounts", merged_rows.c.row_id == accounts.c.id
        )
        chosen = select(accounts.c.platform, moved.label("moved")).where(accounts.c.member_id == merge.member_id)
        rows = await self._transaction.rows(chosen.order_by(accounts.c.id))
        return (
            next((row.platform for row in rows if not row.moved), ""),
            next((row.platform for row in rows if row.moved), ""),
        )

    async def _theirs_again(self, merge: Row[Any]) -> dict[str, list[int]]:
        """What was given and is still there, and what was set since on the account that goes."""
        back: defaultdict[str, set[int]] = defaultdict(set)
        chosen = select(merged_rows.c.kind, merged_rows.c.row_id).where(merged_rows.c.merge_id == merge.id)
        for row in await self._transaction.rows(chosen):
            back[row.kind].add(row.row_id)
        member_id = merge.member_id
        theirs = await self._transaction.rows(select(accounts).where(accounts.c.id.in_(back["accounts"])))
        seal = await self._keys.of_member(member_id)
        chats = [self._places.hash_of_private(row, seal) for row in theirs]
        back["schedules"] |= await self._ids(schedules, member_id, schedules.c.chat_hash.in_(chats))
        back["schedules"] |= await self._put_off(member_id, back["schedules"], seal)
        of_these = occurrences.c.schedule_id.in_(back["schedules"])
        back["occurrences"] |= await self._ids(occurrences, member_id, of_these)
        back["deliveries"] |= await self._ids(deliveries, member_id, deliveries.c.chat_hash.in_(chats))
        hashes = [row.user_hash for row in theirs]
        back["forms"] |= await self._ids(forms, member_id, forms.c.user_hash.in_(hashes))
        return {name: sorted(ids) for name, ids in back.items() if ids}

    async def _put_off(self, member_id: int, moved: set[int], seal: Seal) -> set[int]:
        """What only helps a moved reminder along (a snooze, a nudge) goes with it."""
        rows = await self._transaction.rows(
            select(schedules.c.id, schedules.c.payload).where(schedules.c.member_id == member_id)
        )
        about = {str(one) for one in moved}
        found = set[int]()
        for row in rows:
            if row.id not in moved:
                payload = texts_from_json(seal.open("schedules.payload", row.id, row.payload))
                found |= {row.id} if payload.get(_OF) in about else set()
        return found

    async def _ids(self, table: Any, member_id: int, where: Any) -> set[int]:
        chosen = select(table.c.id).where(table.c.member_id == member_id, where)
        return {row.id for row in await self._transaction.rows(chosen)}

    async def _lock(self, *member_ids: int) -> None:
        """Nothing new comes to either of them meanwhile (PostgreSQL; on SQLite this transaction writes alone)."""
        if self._transaction.dialect == "postgresql":
            chosen = select(members.c.id).where(members.c.id.in_(member_ids)).order_by(members.c.id)
            await self._transaction.run(chosen.with_for_update())
