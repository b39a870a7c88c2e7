"""A message on its way: what is queued, how surely it must arrive, and the proof that it did."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from core.model.failure import FailureCause
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
    DROPPED = "dropped"  # taken back before it left, or overtaken by something newer


class Act(StrEnum):
    """What a delivery does. The last three change what stands already, and are safe to repeat."""

    SEND = "send"
    RENEW = "renew"  # a send; when it has arrived, the one before it in the same place is taken away
    EDIT = "edit"
    WITHDRAW = "withdraw"
    OUTDATE = "outdate"  # the withdrawal that a RENEW leads to

    @property
    def amends(self) -> bool:
        """Whether it changes what stands already."""
        return self not in (Act.SEND, Act.RENEW)


class Standing(StrEnum):
    """What an amendment finds in its place."""

    HERE = "here"
    COMING = "coming"  # the message, or an older change to it, is just being sent
    NOWHERE = "nowhere"  # it never arrived, or is out of reach
    OVERTAKEN = "overtaken"  # a newer amendment takes this one's place


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof of a send: where it went and the platform's ids of what appeared there."""

    address: Address
    message_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A message for the outbox. `key` is unique for ever. Times are aware UTC.

    A post is known by its purpose and its `post_id`: so it can be changed and taken back later.
    """

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
    act: Act = Act.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(NewDelivery):
    """A claimed delivery. `fence` is the number of this claim: a settle with an older fence is refused.

    `maybe_sent`: an earlier claim had begun to send, so that this copy may be a repeat. `amends`: the delivery that
    brought what an amendment changes; `receipt`: where that stands.
    """

    id: int
    fence: int
    attempts: int
    maybe_sent: bool
    amends: int | None = None
    receipt: Receipt | None = None
    standing: Standing = Standing.HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How one claimed delivery ended. `retry_at` is set for DUE: tried again from then on. An amendment that is SENT
    says with its `receipt` what stands now: None for nothing. `failed`: what a group's moderators are told.

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
    failed: FailureCause | None = None
