"""How a delivery, its settlement and its receipt stand in a row: the one place that seals and opens them.

A delivery's sealed columns are bound to its key, which is unique for ever and known before the row is written.
"""

import json
from typing import Any, Final

from sqlalchemy import Row

from core.model.delivery import Act, Delivery, DeliveryState, Lane, NewDelivery, Promise, Receipt, Settlement
from core.model.identity import Platform
from core.storage.keyring import Keyring
from core.storage.message_json import message_from_json, message_to_json
from core.storage.places import hash_of_chat, hash_of_place, read_address
from core.storage.seal import Seal
from core.storage.types import optional_utc_text, utc_text

PLACE: Final = "deliveries.place"
MESSAGE: Final = "deliveries.message"
_ARRIVED: Final = "receipts.place"
_IDS: Final = "receipts.message_ids"
_WORDS: Final = {one: one.value for kind in (Platform, Promise, Act) for one in kind}
_LANES: Final = {lane: lane.value for lane in Lane}
_DUE: Final = DeliveryState.DUE.value


def delivery_row(new: NewDelivery, keys: Keyring) -> dict[str, Any]:
    """A row of `outbox_statements.put_statement`. The owner's key was fetched."""
    seal = keys.owner(new.member_id, new.group_id)
    due_at = utc_text(new.due_at)
    return {
        "key": new.key,
        "platform": _WORDS[new.address.platform],
        "chat_hash": hash_of_chat(keys.lookup, new.address),
        "place_hash": hash_of_place(keys.lookup, new.address),
        "place": seal.close(PLACE, new.key, new.address.to_text()),
        "message": seal.close(MESSAGE, new.key, message_to_json(new.message)),
        "purpose": new.purpose,
        "lane": _LANES[new.lane],
        "promise": _WORDS[new.promise],
        "due_at": due_at,
        "expires_at": utc_text(new.expires_at),
        "member_id": new.member_id,
        "group_id": new.group_id,
        "post_id": new.post_id,
        "act": _WORDS[new.act],
        "state": _DUE,
        "ready_at": due_at,
    }


def delivery_from(row: Row[Any], keys: Keyring) -> Delivery:
    """Raises StoredUnreadable when another version wrote the message, or its seal is broken."""
    seal = keys.owner(row.member_id, row.group_id)
    return Delivery(
        id=row.id,
        key=row.key,
        address=read_address(seal.open(PLACE, row.key, row.place)),
        message=message_from_json(seal.open(MESSAGE, row.key, row.message)),
        purpose=row.purpose,
        lane=Lane(row.lane),
        promise=Promise(row.promise),
        due_at=row.due_at,
        expires_at=row.expires_at,
        member_id=row.member_id,
        group_id=row.group_id,
        post_id=row.post_id,
        act=Act(row.act),
        amends=row.amends,
        fence=row.fence,
        attempts=row.attempts,
        maybe_sent=row.maybe_sent,
    )


def settlement_row(settlement: Settlement) -> dict[str, Any]:
    """A row of `outbox_statements.settle_statement`. Raises ValueError for a DUE without its `retry_at`."""
    again = settlement.retry_at is not None
    if settlement.state is DeliveryState.DUE and not again:
        raise ValueError("a delivery that waits again needs its time")
    return {
        "id": settlement.delivery_id,
        "fence": settlement.fence,
        "state": DeliveryState.DUE.value if again else settlement.state.value,
        "ready_at": optional_utc_text(settlement.retry_at),
        "counted": int(settlement.counts),
        "maybe": again and settlement.state is DeliveryState.UNKNOWN,
        "cause": settlement.cause,
    }


def receipt_row(receipt: Receipt, *, row: Row[Any], keys: Keyring) -> dict[str, Any]:
    """A row of `receipts`: where a post stands, so that it can be changed or withdrawn. `row`: of its delivery, or
    of the delivery that changed it."""
    seal = keys.owner(None, row.group_id)
    delivery_id = row.id if row.amends is None else row.amends
    return {
        "delivery_id": delivery_id,
        "purpose": row.purpose,
        "post_id": row.post_id,
        "group_id": row.group_id,
        "chat_hash": hash_of_chat(keys.lookup, receipt.address),
        "place": seal.close(_ARRIVED, delivery_id, receipt.address.to_text()),
        "message_ids": seal.close(_IDS, delivery_id, json.dumps(receipt.message_ids)),
    }


def receipt_from(row: Row[Any], seal: Seal) -> Receipt:
    """Reads what `receipt_row` wrote. Raises SealBroken."""
    return Receipt(
        address=read_address(seal.open(_ARRIVED, row.delivery_id, row.place)),
        message_ids=tuple(json.loads(seal.open(_IDS, row.delivery_id, row.message_ids))),
    )
