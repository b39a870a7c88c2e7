"""Codes that join two accounts, and the way from them to the joining itself (merging) and the places (readdressing)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, insert, or_, select, update

from core.model.consent import ConsentPurpose
from core.model.identity import Account, Address, Platform
from core.model.linking import APART_FOR, Joined, Offer
from core.storage.consents import SqlConsents
from core.storage.keyring import MEMBER, Keyring
from core.storage.link_tables import link_codes, link_tries
from core.storage.members import SqlMembers
from core.storage.merging import Merging
from core.storage.readdressing import Readdressing
from core.storage.tables import accounts, forms, members
from core.storage.transaction import Transaction


class SqlLinks:
    """core.ports.LinkStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys
        self._members = SqlMembers(transaction, keys)
        self._consents = SqlConsents(transaction)
        self._places = Readdressing(transaction, keys)
        self._merging = Merging(transaction, keys, self._places)

    async def make_code(self, code: str, *, member_id: int, platform: Platform, until: datetime) -> None:
        await self._transaction.run(delete(link_codes).where(link_codes.c.member_id == member_id))
        new = insert(link_codes).values(
            member_id=member_id, platform=platform.value, code_hash=self._hash(code), until=until
        )
        await self._transaction.run(new)

    async def take(self, code: str, *, member_id: int, now: datetime, until: datetime) -> Offer | None:
        """Compare-and-set: of two who type it at once, one has it."""
        free = (
            (link_codes.c.code_hash == self._hash(code))
            & (link_codes.c.until > now)
            & (link_codes.c.member_id != member_id)
            & or_(link_codes.c.taken_by.is_(None), link_codes.c.taken_by == member_id)
        )
        taken = update(link_codes).where(free).values(taken_by=member_id, until=until)
        if await self._transaction.first(taken.returning(link_codes.c.id)) is None:
            return None
        return await self.taken(member_id, now=now)

    async def taken(self, member_id: int, *, now: datetime) -> Offer | None:
        mine = (link_codes.c.taken_by == member_id) & (link_codes.c.until > now)
        row = await self._transaction.first(select(link_codes).where(mine).order_by(link_codes.c.until.desc()).limit(1))
        if row is None:
            return None
        return Offer(code_id=row.id, maker_id=row.member_id, platform=Platform(row.platform))

    async def end_code(self, code_id: int) -> None:
        await self._transaction.run(delete(link_codes).where(link_codes.c.id == code_id))

    async def wrong_try(self, member_id: int, *, now: datetime) -> None:
        await self._transaction.run(insert(link_tries).values(member_id=member_id, tried_at=now))

    async def tries_since(self, member_id: int, at: datetime) -> int:
        mine = (link_tries.c.member_id == member_id) & (link_tries.c.tried_at > at)
        return int(await self._transaction.value(select(func.count()).select_from(link_tries).where(mine)))

    async def forget_before(self, *, codes: datetime, tries: datetime) -> int:
        old_codes = await self._transaction.run(delete(link_codes).where(link_codes.c.until <= codes))
        old_tries = await self._transaction.run(delete(link_tries).where(link_tries.c.tried_at <= tries))
        return old_codes.rowcount + old_tries.rowcount

    async def waits_for_an_end(self, member_id: int) -> bool:
        return await self._merging.holds_without_yes(member_id)

    async def join(self, kept_id: int, other_id: int, *, settings_of: int, now: datetime) -> None:
        await self._merging.join(kept_id, other_id, settings_of=settings_of, now=now)

    async def joined(self, member_id: int) -> Joined | None:
        merge = await self._merging.open_merge(member_id)
        if merge is None:
            return None
        kept, moved = await self._merging.platforms(merge)
        return Joined(
            kept=Platform(kept),
            moved=Platform(moved),
            joined_at=merge.merged_at,
            apart_until=merge.merged_at + APART_FOR,
        )

    async def separate(self, member_id: int) -> bool:
        return await self._merging.separate(member_id)

    async def part(self, leaving: Account, *, stays: Account, now: datetime) -> None:
        """Its half-filled form is put away; what could still be put back becomes final first."""
        left, to = await self._places.row_of(leaving), await self._places.row_of(stays)
        if left is None or to is None or left.member_id != to.member_id:
            return
        await self._merging.make_final(left.member_id)
        await self._places.leave_to(left, to, left.member_id)
        gone = (forms.c.platform == left.platform) & (forms.c.user_hash == left.user_hash)
        await self._transaction.run(delete(forms).where(gone))
        new_id = await self._transaction.value(insert(members).values(welcomed_at=now).returning(members.c.id))
        seal = await self._keys.make(MEMBER, new_id)
        sealed = seal.close("accounts.user_id", left.user_hash, leaving.user_id)
        moved = update(accounts).where(accounts.c.id == left.id)
        await self._transaction.run(moved.values(member_id=new_id, user_id=sealed))

    async def take_apart(self, member_id: int, *, stays: Account, now: datetime) -> bool:
        theirs = await self._members.accounts_of(member_id)
        if len(theirs) < 2:
            return False
        if not await self.separate(member_id):
            for account in theirs:
                if account != stays:
                    await self.part(account, stays=stays, now=now)
        for account in theirs:
            if (member := await self._members.of(account)) is not None:
                await self._consents.withdraw(member.id, ConsentPurpose.LINKING, now=now)
        return True

    async def old_joins(self, before: datetime, *, limit: int) -> list[int]:
        return await self._merging.old(before, limit=limit)

    async def make_final(self, member_id: int) -> None:
        await self._merging.make_final(member_id)

    async def deliver_to(self, member_id: int, platform: Platform | None) -> int:
        return await self._places.deliver_to(member_id, platform)

    async def away_from(self, member_id: int) -> Mapping[Platform, int]:
        return await self._places.away_from(member_id)

    async def deliver_one(self, member_id: int, schedule_id: int, platform: Platform) -> bool:
        return await self._places.deliver_one(member_id, schedule_id, platform)

    async def fall_back(self, address: Address) -> Address | None:
        return await self._places.fall_back(address)

    async def elsewhere(self, address: Address) -> Address | None:
        return await self._places.elsewhere(address)

    def _hash(self, code: str) -> str:
        return self._keys.lookup.of("link_code", code)
