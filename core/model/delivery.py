"""A message on its way: what is queued, how surely it must arrive, and the proof that it did."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from core.model.identity import Address
from core.model.message import Outbound


class Lane(IntEnum):
    """Who goes first when the platform's limit binds: a live reply, then what falls due, then posts to many."""

    REPLY = 0
    DUE = 1
    BROADCAST = 2


class Promise(StrEnum):
    """What happens when a crash or a silence leaves it unknown whether a message arrived."""

    AT_LEAST_ONCE = "at_least_once"  # sent again once, marked as a possible repeat
    AT_MOST_ONCE = "at_most_once"  # left as unknown, shown to the moderators


class DeliveryState(StrEnum):
    """Where a delivery stands. due -> leased -> sending -> sent, or one of the ends below."""

    DUE = "due"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # bytes left, no answer came, and the promise forbids another try
    EXPIRED = "expired"  # its time passed before it could be sent
    UNREACHABLE = "unreachable"  # the person or chat cannot be written to
    DEAD = "dead"  # refused, or failed too often


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of a send: where it went and the platform's ids of what appeared there."""

    address: Address
    message_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A message for the outbox. `key` is unique for ever. Times are aware UTC."""

    key: str
    address: Address
    message: Outbound
    purpose: str
    lane: Lane
    promise: Promise
    due_at: datetime
    expires_at: datetime
    member_id: int | None = None
    group_id: int | None = None
    post_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(NewDelivery):
    """A claimed delivery. `fence` is the number of this claim: a settle with an older fence is refused.

    `maybe_sent`: an earlier claim had begun to send, so that this copy may be a repeat.
    """

    id: int
    fence: int
    attempts: int
    maybe_sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How one claimed delivery ended. `retry_at` is set for DUE: tried again from then on.

    UNKNOWN with a `retry_at` is tried again too, marked as maybe sent.
    `counts`: whether this try uses up one of the attempts (a rate limit or quiet hours do not).
    """

    delivery_id: int
    fence: int
    state: DeliveryState
    receipt: Receipt | None = None
    retry_at: datetime | None = None
    counts: bool = True
    cause: str = ""
