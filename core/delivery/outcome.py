"""What follows from how a send ended. Pure: the whole policy of retries, repeats and giving up is on this page."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from core.errors import (
    ChatReplaced,
    MessageRefused,
    NotAllowed,
    NotSent,
    OutcomeUnknown,
    PlaceGone,
    Throttled,
    TokenRevoked,
    TransportError,
    Unreachable,
)
from core.model.delivery import Act, Delivery, DeliveryState, Promise, Receipt, Settlement, Standing
from core.model.failure import FailureCause
from core.ports import Capabilities

MAX_ATTEMPTS: Final = 8
_FIRST_PAUSE: Final = timedelta(seconds=5)
_LONGEST_PAUSE: Final = timedelta(minutes=30)
_LOOK_AGAIN: Final = timedelta(seconds=2)


def before_sending(delivery: Delivery, capabilities: Capabilities, now: datetime) -> Settlement | None:
    """Ends a delivery that must not be sent: it is too late, or a copy may be there and must not be doubled. An
    amendment waits for what it is to change."""
    if delivery.act.amends and (amended := _before_amending(delivery, now)) is not None:
        return amended
    if now > delivery.expires_at:
        return _end(delivery, DeliveryState.EXPIRED, "its time has passed", FailureCause.LATE)
    may_go = delivery.promise is Promise.AT_LEAST_ONCE or drops_a_copy(delivery, capabilities, now)
    if delivery.maybe_sent and not may_go:
        return _end(delivery, DeliveryState.UNKNOWN, "it may have been sent before a crash", FailureCause.UNSURE)
    return None


def not_here(delivery: Delivery) -> Settlement:
    """It was moved to a platform where nothing about health is kept or shown."""
    return _end(delivery, DeliveryState.DEAD, "it is about health, which this platform is closed to")


def hold_back(delivery: Delivery, at: datetime, cause: str) -> Settlement:
    """Nothing has left: it waits until `at`, and no attempt is used up."""
    return _again(delivery, at, cause, counts=False)


def after_receipt(delivery: Delivery, receipt: Receipt | None) -> Settlement:
    """It arrived, or was changed; None: it was taken away."""
    elsewhere = receipt is not None and receipt.address.thread is None and delivery.address.thread is not None
    return Settlement(
        delivery_id=delivery.id,
        fence=delivery.fence,
        state=DeliveryState.SENT,
        receipt=receipt,
        failed=FailureCause.TOPIC_GONE if elsewhere and not delivery.act.amends else None,
    )


def after_error(delivery: Delivery, error: TransportError, capabilities: Capabilities, now: datetime) -> Settlement:
    """It did not arrive, or nobody knows: try again, or end it with a cause that an operator can read."""
    match error:
        case Throttled(seconds=seconds):
            return _again(delivery, now + timedelta(seconds=seconds), "asked to wait", counts=False)
        case TokenRevoked():
            return _again(delivery, now + _LONGEST_PAUSE, "the token was refused", counts=False)
        case NotSent():
            if delivery.attempts + 1 >= MAX_ATTEMPTS:
                return _end(delivery, DeliveryState.DEAD, "it could not be sent", FailureCause.NOT_SENT)
            return _again(delivery, now + backoff(delivery.attempts), "not sent")
        case ChatReplaced():
            if delivery.attempts + 1 >= MAX_ATTEMPTS:
                return _end(delivery, DeliveryState.DEAD, "its chat moves without end", FailureCause.NOT_SENT)
            pause = backoff(delivery.attempts - 1) if delivery.attempts else timedelta()
            return _again(delivery, now + pause, "the chat has a new id")
        case OutcomeUnknown() if delivery.act.amends:  # safe to repeat
            if delivery.attempts + 1 >= MAX_ATTEMPTS:
                return _end(delivery, DeliveryState.DEAD, "no answer came, time and again", FailureCause.NOT_CHANGED)
            return _again(delivery, now + backoff(delivery.attempts), "no answer came")
        case OutcomeUnknown():
            if _one_more_after_silence(delivery, capabilities, now):
                return _again(delivery, now + backoff(delivery.attempts), "no answer came", maybe_sent=True)
            return _end(delivery, DeliveryState.UNKNOWN, "no answer came; it may have arrived", FailureCause.UNSURE)
        case NotAllowed():
            return _end(delivery, DeliveryState.UNREACHABLE, "we may not write there", FailureCause.NO_RIGHTS)
        case Unreachable():
            return _end(delivery, DeliveryState.UNREACHABLE, "cannot be written to", FailureCause.CLOSED)
        case MessageRefused():
            return _end(delivery, DeliveryState.DEAD, "the platform refused the message", FailureCause.REFUSED)
        case PlaceGone():
            return _end(delivery, DeliveryState.DEAD, "its place is gone", FailureCause.CLOSED)
        case _:
            return _end(delivery, DeliveryState.DEAD, type(error).__name__, FailureCause.REFUSED)


def backoff(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s ... at most half an hour."""
    return min(_FIRST_PAUSE * (1 << min(attempts, 20)), _LONGEST_PAUSE)


def drops_a_copy(delivery: Delivery, capabilities: Capabilities, now: datetime) -> bool:
    """Whether the platform still knows this key, so that sending again makes no second copy."""
    return capabilities.dedupes and now <= delivery.due_at + timedelta(seconds=capabilities.dedupe_seconds)


def _before_amending(delivery: Delivery, now: datetime) -> Settlement | None:
    match delivery.standing:
        case Standing.HERE:
            return None
        case Standing.OVERTAKEN:
            return _end(delivery, DeliveryState.DROPPED, "a newer change takes its place")
        case Standing.NOWHERE:
            return _end(
                delivery, DeliveryState.DROPPED, "what it would change stands nowhere", FailureCause.NOT_CHANGED
            )
        case Standing.COMING:
            if now > delivery.expires_at:
                return None
            return _again(delivery, now + _LOOK_AGAIN, "what it changes is just being sent", counts=False)
        case _:
            assert_never(delivery.standing)


def _one_more_after_silence(delivery: Delivery, capabilities: Capabilities, now: datetime) -> bool:
    """The platform drops a second copy; or one repeat is better than none, and this was not the repeat already."""
    if drops_a_copy(delivery, capabilities, now):
        return delivery.attempts + 1 < MAX_ATTEMPTS
    return delivery.promise is Promise.AT_LEAST_ONCE and not delivery.maybe_sent


def _again(
    delivery: Delivery, at: datetime, cause: str, *, counts: bool = True, maybe_sent: bool = False
) -> Settlement:
    """UNKNOWN with a time to try again marks the next copy as a possible repeat."""
    return Settlement(
        delivery_id=delivery.id,
        fence=delivery.fence,
        state=DeliveryState.UNKNOWN if maybe_sent else DeliveryState.DUE,
        retry_at=at,
        counts=counts,
        cause=cause,
    )


def _end(delivery: Delivery, state: DeliveryState, cause: str, failed: FailureCause | None = None) -> Settlement:
    """A change that could not be made is told as such; that an outdated post stays is not worth telling."""
    if delivery.act is Act.OUTDATE:
        failed = None
    elif failed is not None and delivery.act.amends and not failed.ends_with_success:
        failed = FailureCause.NOT_CHANGED
    return Settlement(delivery_id=delivery.id, fence=delivery.fence, state=state, cause=cause, failed=failed)
