"""The durable queue. Who may send is decided by the database alone: a unique key, a lease and a fencing number."""

import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from core.errors import StoredUnreadable
from core.model.delivery import Delivery, DeliveryState, NewDelivery, Receipt, Settlement
from core.model.failure import FailureCause
from core.model.identity import Address, Platform
from core.model.message import Outbound
from core.storage.amendments import Amendments
from core.storage.delivery_rows import delivery_from, delivery_row, settlement_row
from core.storage.failures import SqlFailures
from core.storage.keyring import Keyring
from core.storage.moving import ChatMove
from core.storage.outbox_statements import (
    EMPTIED,
    begin_statement,
    claim_statement,
    counts_statement,
    next_at_statement,
    put_each_text,
    put_statement,
    settle_statement,
)
from core.storage.queue_tables import deliveries
from core.storage.rowsets import pack
from core.storage.schedules import UNREADABLE
from core.storage.transaction import Change, Transaction

_log = logging.getLogger(__name__)


class SqlOutbox:
    """core.ports.OutboxStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring, move: ChatMove, failures: SqlFailures) -> None:
        self._transaction = transaction
        self._keys = keys
        self._move = move
        self._failures = failures
        self._amendments = Amendments(transaction, keys)

    async def put(self, deliveries: Sequence[NewDelivery]) -> int:
        if not deliveries:
            return 0
        self._transaction.changes(Change.MESSAGE_QUEUED)
        await self._keys.fetch(
            members=[one.member_id for one in deliveries], groups=[one.group_id for one in deliveries]
        )
        rows = [delivery_row(delivery, self._keys) for delivery in deliveries]
        if self._transaction.dialect == "sqlite":  # counts them without unfolding long messages a second time
            return await self._transaction.run_each(put_each_text(), [tuple(row.values()) for row in rows])
        packed = pack(self._transaction.dialect, rows)
        return len(await self._transaction.rows(put_statement(self._transaction.dialect), packed))

    async def known(self, keys: Collection[str]) -> frozenset[str]:
        chosen = select(deliveries.c.key).where(deliveries.c.key.in_(keys))
        return frozenset(row.key for row in await self._transaction.rows(chosen))

    async def latest_due_at(self) -> datetime | None:
        newest = select(deliveries.c.due_at).order_by(deliveries.c.id.desc()).limit(1)
        at: datetime | None = await self._transaction.value(newest)
        return at

    async def next_at(self, platforms: Sequence[Platform]) -> datetime | None:
        row = await self._transaction.first(next_at_statement(), {"platforms": [each.value for each in platforms]})
        return min((at for at in row or () if at is not None), default=None)

    async def claim(
        self, platforms: Sequence[Platform], *, now: datetime, lease: timedelta, limit: int
    ) -> Sequence[Delivery]:
        """A claim that ended without a settlement used up one attempt.

        One that crashed a second time on its way out is not offered again: it ends as UNKNOWN, so that nobody gets
        a third copy. One that cannot be read is parked: it stays, until a Spoonlight that can read it starts.
        """
        asked = {"platforms": [each.value for each in platforms], "now": now, "until": now + lease, "limit": limit}
        rows = await self._transaction.rows(claim_statement(self._transaction.dialect), asked)
        await self._note_crashed([row for row in rows if row.state == DeliveryState.UNKNOWN and row.place])
        claimed = [row for row in rows if row.state == DeliveryState.LEASED]
        return await self._read(sorted(claimed, key=lambda row: (row.lane, row.due_at, row.id)))

    async def begin(self, claims: Sequence[Delivery]) -> frozenset[int]:
        if not claims:
            return frozenset()
        packed = pack(self._transaction.dialect, [{"id": claim.id, "fence": claim.fence} for claim in claims])
        rows = await self._transaction.rows(begin_statement(self._transaction.dialect), packed)
        return frozenset(row.id for row in rows)

    async def settle(self, settlements: Sequence[Settlement]) -> frozenset[int]:
        """UNKNOWN with a `retry_at` goes back to waiting, marked as maybe sent."""
        if not settlements:
            return frozenset()
        causes = {one.delivery_id: one.failed for one in settlements if one.failed is not None}
        failed = await self._failures.rows_of(causes)
        packed = pack(self._transaction.dialect, [settlement_row(settlement) for settlement in settlements])
        rows = await self._transaction.rows(settle_statement(self._transaction.dialect), packed)
        known = {one.delivery_id: one.receipt for one in settlements if one.receipt is not None}
        await self._amendments.arrived(rows, known, {one.delivery_id for one in settlements if _is_done(one)})
        ours = {row.id for row in rows}
        await self._failures.note([row for row in failed if row.id in ours], causes)
        well = [row for row in rows if row.group_id is not None and row.id in known and row.id not in causes]
        await self._failures.arrived({row.group_id for row in well}, [known[row.id].address for row in well])
        return frozenset(row.id for row in rows)

    async def amend(
        self, purpose: str, post_id: int, message: Outbound | None, *, now: datetime, expires_at: datetime
    ) -> int:
        return await self._amendments.amend(purpose, post_id, message, now=now, expires_at=expires_at)

    async def receipts(self, purpose: str, post_id: int) -> Sequence[Receipt]:
        """One whose seal is broken is left out."""
        return [receipt for _, receipt in await self._amendments.standing(purpose, post_id)]

    async def readdress(self, old: Address, new: Address) -> int:
        """From one thread to `new` as it stands; or, when `old` names no thread, the whole chat with its threads."""
        return await self._move.readdress(old, new)

    async def counts(self) -> Mapping[DeliveryState, int]:
        """What is parked counts as DEAD."""
        rows = await self._transaction.rows(counts_statement())
        return Counter({DeliveryState(row.shown): row.number for row in rows})

    async def waiting_for(self, member_id: int) -> int:
        waits = (deliveries.c.member_id == member_id) & deliveries.c.ready_at.is_not(None)
        return int(await self._transaction.value(select(func.count()).select_from(deliveries).where(waits)))

    async def forget_ended_before(self, at: datetime) -> int:
        """Their keys may go, too: a schedule never comes back to a slot that it has left."""
        ended = deliveries.c.ready_at.is_(None) & (deliveries.c.due_at < at)
        return (await self._transaction.run(delete(deliveries).where(ended))).rowcount

    async def _note_crashed(self, rows: Sequence[Row[Any]]) -> None:
        """Those of groups that stopped twice in the middle of sending."""
        if rows:
            await self._failures.note(rows, {row.id: FailureCause.UNSURE for row in rows})
            emptied = update(deliveries).where(deliveries.c.id.in_([row.id for row in rows]))
            await self._transaction.run(emptied.values(dict.fromkeys(EMPTIED)))

    async def _read(self, rows: Sequence[Row[Any]]) -> list[Delivery]:
        await self._keys.fetch(members={row.member_id for row in rows}, groups={row.group_id for row in rows})
        read: list[Delivery] = []
        unreadable: list[int] = []
        for row in rows:
            try:
                read.append(delivery_from(row, self._keys))
            except StoredUnreadable:
                unreadable.append(row.id)
        if unreadable:
            parked = update(deliveries).where(deliveries.c.id.in_(unreadable))
            await self._transaction.run(
                parked.values(parked=UNREADABLE, state=DeliveryState.DUE.value, ready_at=deliveries.c.due_at)
            )
            _log.error("deliveries %s cannot be read by this version", unreadable, extra={"action": "parked"})
        return await self._amendments.with_standing(read)


def _is_done(settlement: Settlement) -> bool:
    return settlement.state is DeliveryState.SENT
