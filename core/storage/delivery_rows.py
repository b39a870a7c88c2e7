"""How a delivery, its settlement and its receipt stand in a row: the one place that writes and reads them."""

import json
from typing import Any

from sqlalchemy import Row

from core.model.delivery import Delivery, DeliveryState, Lane, NewDelivery, Promise, Receipt, Settlement
from core.storage.message_json import message_from_json, message_to_json
from core.storage.places import place_columns, read_place
from core.storage.types import optional_utc_text, utc_text


def delivery_row(new: NewDelivery) -> dict[str, Any]:
    """A row of `outbox_statements.put_statement`."""
    due_at = utc_text(new.due_at)
    return {
        "key": new.key,
        "platform": new.address.platform.value,
        **place_columns(new.address),
        "message": message_to_json(new.message),
        "purpose": new.purpose,
        "lane": new.lane.value,
        "promise": new.promise.value,
        "due_at": due_at,
        "expires_at": utc_text(new.expires_at),
        "member_id": new.member_id,
        "group_id": new.group_id,
        "post_id": new.post_id,
        "state": DeliveryState.DUE.value,
        "ready_at": due_at,
    }


def delivery_from(row: Row[Any]) -> Delivery:
    """Raises StoredUnreadable when another version wrote the message."""
    return Delivery(
        id=row.id,
        key=row.key,
        address=read_place(row.chat, row.thread),
        message=message_from_json(row.message),
        purpose=row.purpose,
        lane=Lane(row.lane),
        promise=Promise(row.promise),
        due_at=row.due_at,
        expires_at=row.expires_at,
        member_id=row.member_id,
        group_id=row.group_id,
        post_id=row.post_id,
        fence=row.fence,
        attempts=row.attempts,
        maybe_sent=row.maybe_sent,
    )


def settlement_row(settlement: Settlement) -> dict[str, Any]:
    """A row of `outbox_statements.settle_statement`. Raises ValueError for a DUE without its `retry_at`."""
    again = settlement.retry_at is not None
    if settlement.state is DeliveryState.DUE and not again:
        raise ValueError("a delivery that waits again needs its time")
    receipt = settlement.receipt
    sent = place_columns(receipt.address) if receipt else {"chat": None, "thread": None}
    return {
        "id": settlement.delivery_id,
        "fence": settlement.fence,
        "state": DeliveryState.DUE.value if again else settlement.state.value,
        "ready_at": optional_utc_text(settlement.retry_at),
        "counted": int(settlement.counts),
        "maybe": again and settlement.state is DeliveryState.UNKNOWN,
        "cause": settlement.cause,
        "sent_chat": sent["chat"],
        "sent_thread": sent["thread"],
        "message_ids": json.dumps(receipt.message_ids) if receipt else None,
    }


def receipt_from(row: Row[Any]) -> Receipt:
    """Where a delivery arrived."""
    address = read_place(row.sent_chat, row.sent_thread)
    return Receipt(address=address, message_ids=tuple(json.loads(row.message_ids)))
