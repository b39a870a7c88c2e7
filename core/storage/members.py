"""Members and their accounts. An account is found by a keyed hash; its id is sealed."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, insert, select, update

from core.errors import SealBroken
from core.model.identity import Account, Member, Platform, private_address
from core.model.rhythm import QuietHours, Rhythm
from core.storage.keyring import MEMBER, Keyring
from core.storage.link_tables import merges
from core.storage.places import hash_of_chat
from core.storage.queue_tables import deliveries, schedules
from core.storage.rowsets import pack, rowset
from core.storage.seal import Lookup, Seal
from core.storage.tables import accounts, members
from core.storage.transaction import Change, Transaction, insert_into
from core.storage.trust_tables import data_keys, erasures
from core.storage.welcome_tables import welcomed
from core.storage.welcomes import hash_of_greeted

_log = logging.getLogger(__name__)
_ZONE = "members.zone"
_USER = "accounts.user_id"


class SqlMembers:
    """core.ports.MemberStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys
        self._rows: dict[Account, Any] = transaction.memory(accounts, members)
        self._members: dict[int, Member] = transaction.memory(members)

    async def of(self, account: Account) -> Member | None:
        """Asked several times with each tap: once in a transaction, unless something changed it meanwhile."""
        row = await self._row(account)
        if row is None:
            return None
        member = self._members.get(row.id)
        if member is None:
            member = self._members[row.id] = await self._member(row)
        return member

    async def get(self, member_id: int) -> Member | None:
        row = await self._transaction.first(select(members).where(members.c.id == member_id))
        return await self._member(row) if row else None

    async def welcome(self, account: Account, *, now: datetime) -> Member:
        """Two that come at once end with one member: the account's unique key decides."""
        known = await self.of(account)
        if known is not None:
            return known
        member_id = await self._transaction.value(insert(members).values(welcomed_at=now).returning(members.c.id))
        seal = await self._keys.make(MEMBER, member_id)
        user_hash = hash_of_account(self._keys.lookup, account)
        first = await self._transaction.value(
            insert_into(accounts, self._transaction.dialect)
            .values(
                member_id=member_id,
                platform=account.platform.value,
                user_hash=user_hash,
                user_id=seal.close(_USER, user_hash, account.user_id),
            )
            .on_conflict_do_nothing()
            .returning(accounts.c.id)
        )
        if first is not None:
            return Member(id=member_id)
        self._keys.forget(MEMBER, member_id)
        await self._transaction.run(delete(members).where(members.c.id == member_id))
        return await self.welcome(account, now=now)

    async def set_zone(self, member_id: int, zone: str) -> None:
        seal = await self._keys.of_member(member_id)
        sealed = seal.close(_ZONE, member_id, zone)
        await self._transaction.run(update(members).where(members.c.id == member_id).values(zone=sealed))

    async def set_reachable(self, account: Account, reachable: bool) -> None:
        """Nothing is kept about a stranger."""
        await self._transaction.run(update(accounts).where(self._is(account)).values(reachable=reachable))

    async def is_reachable(self, account: Account) -> bool:
        """True until the platform or the person has said otherwise."""
        row = await self._row(account)
        return row is None or bool(row.reachable)

    async def unreachable(self, accounts_asked: Collection[Account]) -> frozenset[Account]:
        hashes = {hash_of_account(self._keys.lookup, account): account for account in accounts_asked}
        chosen = select(accounts.c.user_hash).where(accounts.c.user_hash.in_(hashes), accounts.c.reachable.is_(False))
        return frozenset(hashes[row.user_hash] for row in await self._transaction.rows(chosen))

    async def accounts_of(self, member_id: int) -> Sequence[Account]:
        """One whose seal is broken is left out."""
        chosen = select(accounts.c.platform, accounts.c.user_hash, accounts.c.user_id)
        rows = await self._transaction.rows(chosen.where(accounts.c.member_id == member_id).order_by(accounts.c.id))
        seal = await self._keys.of_member(member_id) if rows else self._keys.house
        found = [(row.platform, _opened(seal, _USER, row.user_hash, row.user_id)) for row in rows]
        return [Account(platform=Platform(platform), user_id=user_id) for platform, user_id in found if user_id]

    async def set_quiet(self, member_id: int, quiet: QuietHours | None) -> None:
        starts, ends = (_minutes(quiet.starts), _minutes(quiet.ends)) if quiet else (None, None)
        await self._set(member_id, quiet_from=starts, quiet_until=ends)

    async def rhythms(self, member_ids: Collection[int]) -> Mapping[int, Rhythm]:
        await self._keys.fetch(members=member_ids)
        dialect = self._transaction.dialect
        asked = pack(dialect, [{"id": one} for one in member_ids])
        rows = await self._transaction.bare_rows(_rhythms_statement(dialect), asked)
        return {
            member_id: Rhythm(zone=self._zone(member_id, zone), quiet=_quiet(starts, ends))
            for member_id, zone, starts, ends in rows
        }

    async def set_plain_text(self, member_id: int, wanted: bool) -> None:
        await self._set(member_id, plain_text=wanted)

    async def plain_readers(self, member_ids: Collection[int]) -> frozenset[int]:
        asked = pack(self._transaction.dialect, [{"id": one} for one in member_ids])
        rows = await self._transaction.bare_rows(_plain_readers_statement(self._transaction.dialect), asked)
        return frozenset(member_id for (member_id,) in rows)

    async def keep_answers(self, member_id: int, days: int | None) -> None:
        await self._set(member_id, answers_kept_days=days)

    async def leave(self, member_id: int, *, at: datetime) -> None:
        staying = (members.c.id == member_id) & members.c.leaves_at.is_(None)
        await self._transaction.run(update(members).where(staying).values(leaves_at=at))

    async def stay(self, member_id: int) -> bool:
        leaving = (members.c.id == member_id) & members.c.leaves_at.is_not(None)
        stays = update(members).where(leaving).values(leaves_at=None).returning(members.c.id)
        return await self._transaction.first(stays) is not None

    async def leaving(self, before: datetime, *, limit: int) -> Sequence[int]:
        chosen = select(members.c.id).where(members.c.leaves_at <= before).order_by(members.c.leaves_at).limit(limit)
        return [row.id for row in await self._transaction.rows(chosen)]

    async def forget(self, member_id: int, *, now: datetime) -> None:
        """What belongs to the member goes with the member's row; what is only addressed to them goes by its hash."""
        ref = await self._transaction.value(select(data_keys.c.ref).where(data_keys.c.member_id == member_id))
        ref_hashes = [] if ref is None else [hash_of_erased(self._keys.lookup, ref)]
        gone = [member_id]
        joined = select(merges.c.other_ref_hash, merges.c.other_id).where(merges.c.member_id == member_id)
        for other in await self._transaction.rows(joined):  # what was joined to them is forgotten with them
            ref_hashes.append(other.other_ref_hash)
            gone += [] if other.other_id is None else [other.other_id]
        for ref_hash in ref_hashes:
            erased = insert_into(erasures, self._transaction.dialect)
            await self._transaction.run(erased.values(ref_hash=ref_hash, erased_at=now).on_conflict_do_nothing())
        theirs = await self._accounts_of_whom_goes(member_id)
        places = [hash_of_chat(self._keys.lookup, private_address(account)) for account in theirs]
        for table in (deliveries, schedules):
            await self._transaction.run(delete(table).where(table.c.chat_hash.in_(places)))
        await self._forget_greetings(theirs)
        await self._transaction.run(delete(members).where(members.c.id.in_(gone)))
        for one in gone:
            self._keys.forget(MEMBER, one)
        self._transaction.changes(Change.MEMBER_FORGOTTEN)

    async def _accounts_of_whom_goes(self, member_id: int) -> Sequence[Account]:
        try:
            return await self.accounts_of(member_id)
        except SealBroken:  # the key is gone already: nothing can be addressed to them any more
            return []

    async def _forget_greetings(self, theirs: Sequence[Account]) -> None:
        """That somebody was greeted in a group is a hash of their account there, in no row of theirs."""
        greeting = [row.group_id for row in await self._transaction.rows(select(welcomed.c.group_id).distinct())]
        known = [hash_of_greeted(self._keys.lookup, group_id, one) for group_id in greeting for one in theirs]
        if known:
            await self._transaction.run(delete(welcomed).where(welcomed.c.who_hash.in_(known)))

    async def _row(self, account: Account) -> Any:
        """The member's row, with whether this account of theirs can be reached; None for a stranger."""
        if account not in self._rows:
            user_hash = hash_of_account(self._keys.lookup, account)
            asked = {"on": account.platform.value, "found_by": user_hash}
            self._rows[account] = await self._transaction.lean_first(_account_statement(), asked)
        return self._rows[account]

    async def _set(self, member_id: int, **columns: Any) -> None:
        await self._transaction.run(update(members).where(members.c.id == member_id).values(**columns))

    def _is(self, account: Account) -> ColumnElement[bool]:
        """The account, where it is written to."""
        user_hash = hash_of_account(self._keys.lookup, account)
        return (accounts.c.platform == account.platform.value) & (accounts.c.user_hash == user_hash)

    async def _member(self, row: Any) -> Member:
        if row.zone is not None:
            await self._keys.fetch(members=(row.id,))
        return Member(
            id=row.id,
            zone=self._zone(row.id, row.zone),
            quiet=_quiet(row.quiet_from, row.quiet_until),
            answers_kept_days=row.answers_kept_days,
            leaves_at=row.leaves_at,
            plain_text=row.plain_text,
        )

    def _zone(self, member_id: int, sealed: str | None) -> str | None:
        """The member's key was fetched. A broken seal or a lost key: they are asked again."""
        if sealed is None:
            return None
        try:
            seal = self._keys.member(member_id)
        except SealBroken:
            return None
        return _opened(seal, _ZONE, member_id, sealed)


def hash_of_account(lookup: Lookup, account: Account) -> str:
    """What an account is found by."""
    return lookup.of("account", account.platform.value, account.user_id)


def hash_of_erased(lookup: Lookup, ref: str) -> str:
    """What stands for a forgotten member: it names nobody, and the key behind it is gone."""
    return lookup.of("erased", ref)


def _opened(seal: Seal, place: str, row: object, sealed: str) -> str | None:
    """None for a broken seal: the member is asked again, and everything else of theirs still works."""
    try:
        return seal.open(place, row, sealed)
    except SealBroken:
        _log.error("a value of %s does not open", place, extra={"action": "seal_broken"})
        return None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


@lru_cache(maxsize=1024)  # most have the usual ones
def _quiet(starts: int | None, ends: int | None) -> QuietHours | None:
    if starts is None or ends is None:
        return None
    return QuietHours(starts=time(starts // 60, starts % 60), ends=time(ends // 60, ends % 60))


@cache
def _account_statement() -> Select[Any]:
    """The one way in which an account is looked up."""
    is_it = (accounts.c.platform == bindparam("on")) & (accounts.c.user_hash == bindparam("found_by"))
    joined = select(members, accounts.c.reachable).join(accounts, accounts.c.member_id == members.c.id)
    return joined.where(is_it)


@cache
def _plain_readers_statement(dialect: str) -> Select[Any]:
    """Rows of (id,)."""
    asked = rowset(dialect, [members.c.id])
    return select(members.c.id).where(members.c.plain_text, members.c.id.in_(select(asked.c.id)))


@cache
def _rhythms_statement(dialect: str) -> Select[Any]:
    """Rows of (id, zone, quiet_from, quiet_until)."""
    asked = rowset(dialect, [members.c.id])
    columns = (members.c.id, members.c.zone, members.c.quiet_from, members.c.quiet_until)
    return select(*columns).where(members.c.id.in_(select(asked.c.id)))
