"""What becomes of a post after it was queued: it is changed, taken back, or taken away by the next one.

An amendment is a delivery of its own that names the delivery which brought the post. Every race is decided under the
locks of the post's rows; this file sends nothing.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update

from core.errors import SealBroken
from core.model.delivery import Act, Delivery, DeliveryState, Lane, Promise, Receipt, Standing
from core.model.identity import Address
from core.model.message import Outbound
from core.storage.delivery_rows import MESSAGE, PLACE, receipt_from, receipt_row
from core.storage.keyring import Keyring
from core.storage.message_json import message_to_json
from core.storage.outbox_statements import EMPTIED
from core.storage.places import hash_of_chat, hash_of_place, read_address
from core.storage.queue_tables import deliveries, receipts
from core.storage.transaction import Change, Transaction

_log = logging.getLogger(__name__)

_OUTDATES_FOR: Final = timedelta(hours=24)
_LOOKED_AT: Final = 10
_SENDING: Final = DeliveryState.SENDING.value
_NOTHING: Final = Outbound(blocks=())
_row = deliveries.c


class Amendments:
    """The part of the outbox that knows posts."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def amend(
        self, purpose: str, post_id: int, message: Outbound | None, *, now: datetime, expires_at: datetime
    ) -> int:
        """As core.ports.OutboxStore says."""
        act = Act.EDIT if message is not None else Act.WITHDRAW
        waiting = await self._waiting(purpose, post_id)
        there = await self.standing(purpose, post_id)
        await self._keys.fetch(members={row.member_id for row in waiting}, groups={row.group_id for row in waiting})
        unsent = [row for row in waiting if row.amends is None and row.state != _SENDING]
        for row in unsent:
            await self._change_unsent(row, message)
        places = {row.delivery_id: (receipt.address, row) for row, receipt in there}
        places |= {row.id: (self._address(row), row) for row in waiting if row.amends is None and row.state == _SENDING}
        held = {row.amends: row for row in waiting if row.amends is not None and row.state != _SENDING}
        shown = message if message is not None else _NOTHING
        for delivery_id, (address, row) in places.items():
            if delivery_id in held:
                await self._take_over(held[delivery_id], act, shown, now=now, expires_at=expires_at)
            else:
                await self._add(act, delivery_id, address, shown, row, now=now, expires_at=expires_at)
        if unsent or places:
            self._transaction.changes(Change.MESSAGE_QUEUED)
        return len(unsent) + len(places)

    async def standing(self, purpose: str, post_id: int) -> list[tuple[Row[Any], Receipt]]:
        """The receipts of a post, each with its row. One whose seal is broken is left out."""
        chosen = select(receipts).where(receipts.c.post_id == post_id, receipts.c.purpose == purpose)
        return await self._opened(await self._transaction.rows(chosen.order_by(receipts.c.id)))

    async def with_standing(self, claims: list[Delivery]) -> list[Delivery]:
        """Amendments among the claims learn what they will find in their place."""
        aimed = {claim.amends for claim in claims if claim.amends is not None}
        if not aimed:
            return claims
        chosen = select(receipts).where(receipts.c.delivery_id.in_(aimed))
        there = {row.delivery_id: receipt for row, receipt in await self._opened(await self._transaction.rows(chosen))}
        waits = _row.ready_at.is_not(None)
        originals = select(_row.id).where(_row.id.in_(aimed), waits)
        coming = {row.id for row in await self._transaction.rows(originals)}
        posts = {claim.post_id for claim in claims if claim.amends is not None}
        others = select(_row.id, _row.amends, _row.state).where(_row.post_id.in_(posts), _row.amends.in_(aimed), waits)
        siblings = await self._transaction.rows(others)
        return [
            claim
            if claim.amends is None
            else replace(claim, receipt=there.get(claim.amends), standing=_standing_of(claim, siblings, there, coming))
            for claim in claims
        ]

    async def arrived(self, rows: Sequence[Row[Any]], known: Mapping[int, Receipt], done: Collection[int]) -> None:
        """Keeps the receipts of posts, of nothing else; an amendment that was done changes or ends one."""
        posts = [row for row in rows if row.post_id is not None and row.id in done]
        if not posts:
            return
        await self._keys.fetch(groups={row.group_id for row in posts})
        new = [
            receipt_row(known[row.id], row=row, keys=self._keys)
            for row in posts
            if row.amends is None and row.id in known
        ]
        if new:
            await self._transaction.run(insert(receipts), new)
        for row in posts:
            if row.amends is not None:
                await self._amended(row, known.get(row.id))
            elif row.act == Act.RENEW.value:
                await self._outdate_before(row)

    async def _amended(self, row: Row[Any], receipt: Receipt | None) -> None:
        found = receipts.c.delivery_id == row.amends
        if receipt is None:
            await self._transaction.run(delete(receipts).where(found))
        else:
            values = receipt_row(receipt, row=row, keys=self._keys)
            await self._transaction.run(update(receipts).where(found).values(values))

    async def _outdate_before(self, row: Row[Any]) -> None:
        """The one of its kind that was sent to the same place before this one goes, with whatever else was wanted of
        it."""
        mine = (receipts.c.delivery_id == row.id) & (receipts.c.post_id == row.post_id)
        own = await self._opened(await self._transaction.rows(select(receipts).where(mine)))
        for new, here in own:
            same = (receipts.c.purpose == new.purpose) & (receipts.c.chat_hash == new.chat_hash)
            before = same & (receipts.c.group_id == new.group_id) & (receipts.c.delivery_id < row.id)
            chosen = select(receipts).where(before).order_by(receipts.c.delivery_id.desc()).limit(_LOOKED_AT)
            there = await self._opened(await self._transaction.rows(chosen))
            old, receipt = next(((old, one) for old, one in there if one.address == here.address), (None, None))
            if old is None or receipt is None:
                continue
            until = row.due_at + _OUTDATES_FOR
            await self._add(
                Act.OUTDATE, old.delivery_id, receipt.address, _NOTHING, old, now=row.due_at, expires_at=until
            )
            self._transaction.changes(Change.MESSAGE_QUEUED)

    async def _waiting(self, purpose: str, post_id: int) -> Sequence[Row[Any]]:
        """Locked until the end of the transaction: nobody begins or settles one of them meanwhile."""
        chosen = select(deliveries).where(_row.post_id == post_id, _row.purpose == purpose, _row.ready_at.is_not(None))
        return await self._transaction.rows(chosen.order_by(_row.id).with_for_update())

    async def _change_unsent(self, row: Row[Any], message: Outbound | None) -> None:
        """A claim on it that has not begun is void by the new fence. What may have left in a crash is not told."""
        values: dict[str, Any] = {"fence": row.fence + 1}
        if message is None:
            end = DeliveryState.UNKNOWN if row.maybe_sent else DeliveryState.DROPPED
            values |= {"state": end.value, "ready_at": None, "cause": "taken back while it waited"}
            values |= dict.fromkeys(EMPTIED)
        else:
            sealed = self._seal(row).close(MESSAGE, row.key, message_to_json(message))
            values |= {"state": DeliveryState.DUE.value, "message": sealed}
            if row.state == DeliveryState.LEASED.value:
                values["ready_at"] = row.due_at
        await self._transaction.run(update(deliveries).where(_row.id == row.id).values(values))

    async def _take_over(
        self, held: Row[Any], act: Act, message: Outbound, *, now: datetime, expires_at: datetime
    ) -> None:
        """An amendment that has not begun does the newer thing in its place."""
        sealed = self._seal(held).close(MESSAGE, held.key, message_to_json(message))
        changed = update(deliveries).where(_row.id == held.id)
        await self._transaction.run(
            changed.values(
                act=act.value,
                message=sealed,
                expires_at=expires_at,
                state=DeliveryState.DUE.value,
                ready_at=now,
                fence=held.fence + 1,
                attempts=0,
            )
        )

    async def _add(
        self,
        act: Act,
        delivery_id: int,
        address: Address,
        message: Outbound,
        post: Row[Any],
        *,
        now: datetime,
        expires_at: datetime,
    ) -> None:
        """`post`: the row of the receipt or of the delivery that brought it."""
        new_id = await self._transaction.next_id(deliveries)
        key, seal, lookup = f"amend/{delivery_id}/{new_id}", self._seal(post), self._keys.lookup
        await self._transaction.run(
            insert(deliveries).values(
                id=new_id,
                key=key,
                platform=address.platform.value,
                chat_hash=hash_of_chat(lookup, address),
                place_hash=hash_of_place(lookup, address),
                place=seal.close(PLACE, key, address.to_text()),
                message=seal.close(MESSAGE, key, message_to_json(message)),
                purpose=post.purpose,
                lane=Lane.DUE.value,
                promise=Promise.AT_LEAST_ONCE.value,
                due_at=now,
                expires_at=expires_at,
                group_id=post.group_id,
                post_id=post.post_id,
                act=act.value,
                amends=delivery_id,
                state=DeliveryState.DUE.value,
                ready_at=now,
            )
        )

    async def _opened(self, rows: Sequence[Row[Any]]) -> list[tuple[Row[Any], Receipt]]:
        await self._keys.fetch(groups={row.group_id for row in rows})
        read: list[tuple[Row[Any], Receipt]] = []
        for row in rows:
            try:
                read.append((row, receipt_from(row, self._keys.owner(None, row.group_id))))
            except SealBroken:
                _log.error("receipt %s does not open", row.id, extra={"action": "seal_broken"})
        return read

    def _address(self, row: Row[Any]) -> Address:
        return read_address(self._seal(row).open(PLACE, row.key, row.place))

    def _seal(self, row: Row[Any]) -> Any:
        return self._keys.owner(getattr(row, "member_id", None), row.group_id)


def _standing_of(
    claim: Delivery, siblings: Sequence[Row[Any]], there: Mapping[int, Receipt], coming: Collection[int]
) -> Standing:
    mine = [row for row in siblings if row.amends == claim.amends]
    if any(row.id > claim.id for row in mine):
        return Standing.OVERTAKEN
    if claim.amends in coming or any(row.id < claim.id and row.state == _SENDING for row in mine):
        return Standing.COMING
    return Standing.HERE if claim.amends in there else Standing.NOWHERE
