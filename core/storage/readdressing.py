"""Where the things of a member with several accounts come: each private schedule to one of them, and what waits with
it. Where a schedule was set is kept as long as it comes elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from core.errors import SealBroken
from core.model.delivery import DeliveryState
from core.model.identity import Account, Address, Platform, private_address
from core.storage.keyring import Keyring
from core.storage.link_tables import homes
from core.storage.members import hash_of_account
from core.storage.places import hash_of_chat
from core.storage.queue_tables import deliveries, schedules
from core.storage.schedules import ASLEEP
from core.storage.seal import Seal
from core.storage.tables import accounts
from core.storage.transaction import Change, Transaction

_WAITS: Final = (
    deliveries.c.ready_at.is_not(None)
    & deliveries.c.place.is_not(None)
    & deliveries.c.state.in_([DeliveryState.DUE.value, DeliveryState.UNKNOWN.value])
)
"""Not in anybody's hands: what is being sent ends where it is."""


class Readdressing:
    """Moves places, never times and never owners."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    def hash_of_private(self, row: Row[Any], seal: Seal) -> str:
        """What the private chat with an account (a row) is found by."""
        return hash_of_chat(self._keys.lookup, private_address(_account(row, seal)))

    async def deliver_to(self, member_id: int, platform: Platform | None) -> int:
        """As core.ports.LinkStore says."""
        if platform is None:
            return await self.go_home(member_id)
        theirs = await self._accounts(member_id)
        to = next((one for one in theirs if one.platform == platform.value), None)
        if to is None:
            return 0
        return sum([await self._move_all(one, to, member_id) for one in theirs if one.id != to.id])

    async def deliver_one(self, member_id: int, schedule_id: int, platform: Platform) -> bool:
        """As core.ports.LinkStore says."""
        seal = await self._keys.of_member(member_id)
        theirs = await self._accounts(member_id)
        places = {self.hash_of_private(one, seal): one for one in theirs}
        mine = (schedules.c.id == schedule_id) & (schedules.c.member_id == member_id)
        row = await self._transaction.first(select(schedules.c.chat_hash).where(mine))
        left = places.get(row.chat_hash) if row is not None else None
        to = next((one for one in theirs if one.platform == platform.value), None)
        if left is None or to is None:
            return False
        if left.id != to.id:
            await self._note_homes([schedule_id], left, to, member_id)
            await self._move([schedule_id], to, member_id)
            await self._send_along(schedule_id, to, member_id)
        return True

    async def go_home(self, member_id: int) -> int:
        """Each where it was set, as far as that account is still there; what waits for it goes along."""
        theirs = {row.platform: row for row in await self._accounts(member_id)}
        away = select(homes).where(homes.c.member_id == member_id).order_by(homes.c.id)
        moved = 0
        for home in await self._transaction.rows(away):
            if (to := theirs.get(home.platform)) is not None:
                await self._move([home.schedule_id], to, member_id)
                await self._send_along(home.schedule_id, to, member_id)
                moved += 1
        await self._transaction.run(delete(homes).where(homes.c.member_id == member_id))
        return moved

    async def away_from(self, member_id: int) -> Mapping[Platform, int]:
        """As core.ports.LinkStore says."""
        counted = select(homes.c.platform, func.count().label("many")).where(homes.c.member_id == member_id)
        rows = await self._transaction.rows(counted.group_by(homes.c.platform))
        return {Platform(row.platform): row.many for row in rows}

    async def fall_back(self, address: Address) -> Address | None:
        """As core.ports.LinkStore says."""
        found = await self._from_and_to(address)
        if found is None:
            return None
        left, to = found
        await self._move_all(left, to, to.member_id)
        await self._move_waiting(self._at(deliveries, address), to, to.member_id)
        return private_address(_account(to, await self._keys.of_member(to.member_id)))

    async def elsewhere(self, address: Address) -> Address | None:
        """As core.ports.LinkStore says."""
        found = await self._from_and_to(address)
        if found is None:
            return None
        return private_address(_account(found[1], await self._keys.of_member(found[1].member_id)))

    async def leave_to(self, left: Row[Any], to: Row[Any], member_id: int) -> None:
        """An account goes: all that came there comes to `to` for good."""
        await self._move_all(left, to, member_id)
        seal = await self._keys.of_member(member_id)
        at = deliveries.c.chat_hash == self.hash_of_private(left, seal)
        await self._move_waiting(at, to, member_id)
        await self._transaction.run(delete(homes).where(homes.c.member_id == member_id))

    async def row_of(self, account: Account) -> Row[Any] | None:
        """The account's row."""
        found_by = hash_of_account(self._keys.lookup, account)
        chosen = select(accounts).where(accounts.c.platform == account.platform.value, accounts.c.user_hash == found_by)
        return await self._transaction.first(chosen)

    async def _from_and_to(self, address: Address) -> tuple[Row[Any], Row[Any]] | None:
        if not address.private:
            return None
        left = await self.row_of(Account(platform=address.platform, user_id=address.conversation))
        if left is None:
            return None
        theirs = await self._accounts(left.member_id)
        to = next((row for row in theirs if row.id != left.id and row.reachable), None)
        return None if to is None else (left, to)

    async def _accounts(self, member_id: int) -> Sequence[Row[Any]]:
        chosen = select(accounts).where(accounts.c.member_id == member_id).order_by(accounts.c.id)
        return await self._transaction.rows(chosen)

    async def _move_all(self, left: Row[Any], to: Row[Any], member_id: int) -> int:
        """Every schedule of the member that comes to one account comes to the other; its home is noted."""
        there = self.hash_of_private(left, await self._keys.of_member(member_id))
        mine = (schedules.c.member_id == member_id) & (schedules.c.chat_hash == there)
        ids = [row.id for row in await self._transaction.rows(select(schedules.c.id).where(mine))]
        if ids:
            await self._note_homes(ids, left, to, member_id)
            await self._move(ids, to, member_id)
        return len(ids)

    async def _note_homes(self, ids: Sequence[int], left: Row[Any], to: Row[Any], member_id: int) -> None:
        """Where each was set, unless it comes back there."""
        known = select(homes.c.schedule_id, homes.c.platform).where(homes.c.schedule_id.in_(ids))
        away = {row.schedule_id: row.platform for row in await self._transaction.rows(known)}
        back = [one for one, platform in away.items() if platform == to.platform]
        await self._transaction.run(delete(homes).where(homes.c.schedule_id.in_(back)))
        new = [
            {"member_id": member_id, "schedule_id": one, "platform": left.platform} for one in ids if one not in away
        ]
        if new:
            await self._transaction.run(insert(homes), new)

    async def _move(self, ids: Sequence[int], to: Row[Any], member_id: int) -> None:
        seal = await self._keys.of_member(member_id)
        address = private_address(_account(to, seal))
        awake = update(schedules).where(schedules.c.id.in_(ids), schedules.c.parked == ASLEEP)
        await self._transaction.run(awake.values(parked=None))
        for one in ids:
            place = seal.close("schedules.place", one, address.to_text())
            moved = update(schedules).where(schedules.c.id == one, schedules.c.member_id == member_id)
            await self._transaction.run(moved.values(place=place, chat_hash=hash_of_chat(self._keys.lookup, address)))
        if not to.reachable:
            sleeps = update(schedules).where(schedules.c.id.in_(ids), schedules.c.parked.is_(None))
            await self._transaction.run(sleeps.values(parked=ASLEEP))
        self._transaction.changes(Change.SCHEDULE_ADDED)

    async def _send_along(self, schedule_id: int, to: Row[Any], member_id: int) -> None:
        """What waits for this schedule: its deliveries' keys begin with its number."""
        await self._move_waiting(deliveries.c.key.like(f"{schedule_id}/%"), to, member_id)

    async def _move_waiting(self, which: ColumnElement[bool], to: Row[Any], member_id: int) -> None:
        chosen = select(deliveries.c.id, deliveries.c.key).where(_WAITS, which, deliveries.c.member_id == member_id)
        seal = await self._keys.of_member(member_id)
        address = private_address(_account(to, seal))
        for row in await self._transaction.rows(chosen):
            moved = update(deliveries).where(deliveries.c.id == row.id)
            await self._transaction.run(
                moved.values(
                    platform=to.platform,
                    chat_hash=hash_of_chat(self._keys.lookup, address),
                    place_hash=None,
                    place=seal.close("deliveries.place", row.key, address.to_text()),
                )
            )
            self._transaction.changes(Change.MESSAGE_QUEUED)

    def _at(self, table: Any, address: Address) -> ColumnElement[bool]:
        found: ColumnElement[bool] = table.c.chat_hash == hash_of_chat(self._keys.lookup, address)
        return found


def _account(row: Row[Any], seal: Seal) -> Account:
    """Raises SealBroken when the seal of its id is broken."""
    try:
        user_id = seal.open("accounts.user_id", row.user_hash, row.user_id)
    except SealBroken:
        raise SealBroken(f"account {row.id} does not open") from None
    return Account(platform=Platform(row.platform), user_id=user_id)
