"""The durable queue. Who may send is decided by the database alone: a unique key, a lease and a fencing number."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from core.errors import StoredUnreadable
from core.model.delivery import Delivery, DeliveryState, NewDelivery, Receipt, Settlement
from core.model.identity import Address, Platform
from core.storage.delivery_rows import delivery_from, delivery_row, receipt_from, settlement_row
from core.storage.outbox_statements import (
    begin_statement,
    claim_statement,
    counts_statement,
    next_at_statement,
    put_each_text,
    put_statement,
    settle_statement,
)
from core.storage.places import at_place, chat_of
from core.storage.rowsets import pack
from core.storage.tables import deliveries
from core.storage.transaction import Change, Transaction

_log = logging.getLogger(__name__)


class SqlOutbox:
    """core.ports.OutboxStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def put(self, deliveries: Sequence[NewDelivery]) -> int:
        if not deliveries:
            return 0
        self._transaction.changes(Change.MESSAGE_QUEUED)
        rows = [delivery_row(delivery) for delivery in deliveries]
        if self._transaction.dialect == "sqlite":  # counts them without unfolding long messages a second time
            return await self._transaction.run_each(put_each_text(), [tuple(row.values()) for row in rows])
        packed = pack(self._transaction.dialect, rows)
        return len(await self._transaction.rows(put_statement(self._transaction.dialect), packed))

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
        packed = pack(self._transaction.dialect, [settlement_row(settlement) for settlement in settlements])
        rows = await self._transaction.rows(settle_statement(self._transaction.dialect), packed)
        return frozenset(row.id for row in rows)

    async def receipts(self, post_id: int) -> Sequence[Receipt]:
        arrived = (deliveries.c.post_id == post_id) & deliveries.c.message_ids.is_not(None)
        rows = await self._transaction.rows(select(deliveries).where(arrived).order_by(deliveries.c.id))
        return [receipt_from(row) for row in rows]

    async def readdress(self, old: Address, new: Address) -> int:
        """From one thread to `new` as it stands; or, when `old` names no thread, the whole chat with its threads."""
        place: dict[str, str | None] = {"chat": chat_of(new), "platform": new.platform.value}
        if old.thread is not None or new.thread is not None:
            place["thread"] = new.thread
        waits = at_place(deliveries, old) & deliveries.c.ready_at.is_not(None)
        return (await self._transaction.run(update(deliveries).where(waits).values(**place))).rowcount

    async def counts(self) -> Mapping[DeliveryState, int]:
        """What is parked counts as DEAD."""
        rows = await self._transaction.rows(counts_statement())
        return Counter({DeliveryState(row.shown): row.number for row in rows})

    async def _read(self, rows: Sequence[Row[Any]]) -> list[Delivery]:
        read: list[Delivery] = []
        unreadable: list[int] = []
        for row in rows:
            try:
                read.append(delivery_from(row))
            except StoredUnreadable:
                unreadable.append(row.id)
        if unreadable:
            parked = update(deliveries).where(deliveries.c.id.in_(unreadable))
            await self._transaction.run(
                parked.values(parked="unreadable", state=DeliveryState.DUE.value, ready_at=deliveries.c.due_at)
            )
            _log.error("deliveries %s cannot be read by this version", unreadable, extra={"action": "parked"})
        return read
