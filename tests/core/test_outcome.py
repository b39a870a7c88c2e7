"""The policy of retries, repeats and giving up, case by case. It needs no database: it is pure."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.delivery.outcome import (
    MAX_ATTEMPTS,
    after_error,
    after_receipt,
    backoff,
    before_sending,
    drops_a_copy,
    hold_back,
)
from core.errors import (
    ChatReplaced,
    MessageRefused,
    NotSent,
    OutcomeUnknown,
    PlaceGone,
    Throttled,
    TokenRevoked,
    TransportError,
    Unreachable,
)
from core.model.delivery import Delivery, DeliveryState, Lane, Promise, Receipt
from core.model.message import message
from core.ports import Capabilities
from tests.fakes import NINE
from tests.outbox import ANA

PLAIN = Capabilities(forms=False, text_limit=4096)
DEDUPES = Capabilities(forms=True, text_limit=2000, dedupes=True, dedupe_seconds=120)
DELIVERY = Delivery(
    id=1,
    fence=3,
    attempts=0,
    maybe_sent=False,
    key="7/2026-03-02/09:00",
    address=ANA,
    message=message("Hello"),
    purpose="test",
    lane=Lane.DUE,
    promise=Promise.AT_LEAST_ONCE,
    due_at=NINE,
    expires_at=NINE + timedelta(hours=1),
)
ONCE = replace(DELIVERY, promise=Promise.AT_MOST_ONCE)
LATER = NINE + timedelta(minutes=10)


def test_a_receipt_ends_it_with_the_fence_of_the_claim() -> None:
    receipt = Receipt(address=ANA, message_ids=("5",))
    settled = after_receipt(DELIVERY, receipt)
    assert (settled.state, settled.receipt, settled.fence) == (DeliveryState.SENT, receipt, 3)


def test_what_is_too_late_expires_and_what_is_just_in_time_goes() -> None:
    assert before_sending(DELIVERY, PLAIN, DELIVERY.expires_at) is None
    ended = before_sending(DELIVERY, PLAIN, DELIVERY.expires_at + timedelta(seconds=1))
    assert ended is not None
    assert ended.state is DeliveryState.EXPIRED


def test_a_pause_that_the_platform_asked_for_uses_no_attempt_however_often() -> None:
    settled = after_error(replace(DELIVERY, attempts=99), Throttled(12.5), PLAIN, NINE)
    assert (settled.state, settled.counts) == (DeliveryState.DUE, False)
    assert settled.retry_at == NINE + timedelta(seconds=12.5)


def test_what_certainly_did_not_arrive_is_tried_again_later_and_later() -> None:
    waits = [
        after_error(replace(DELIVERY, attempts=number), NotSent("x"), PLAIN, NINE).retry_at
        for number in range(MAX_ATTEMPTS - 1)
    ]
    assert [int((at - NINE).total_seconds()) for at in waits if at] == [5, 10, 20, 40, 80, 160, 320]


def test_after_eight_attempts_it_is_given_up() -> None:
    settled = after_error(replace(DELIVERY, attempts=MAX_ATTEMPTS - 1), NotSent("x"), PLAIN, NINE)
    assert (settled.state, settled.retry_at) == (DeliveryState.DEAD, None)


def test_the_pause_never_grows_beyond_half_an_hour() -> None:
    assert backoff(10_000) == timedelta(minutes=30)


def test_silence_after_a_message_that_may_come_twice_leads_to_one_marked_repeat() -> None:
    first = after_error(DELIVERY, OutcomeUnknown("x"), PLAIN, NINE)
    assert first.state is DeliveryState.UNKNOWN
    assert first.retry_at is not None
    repeat = replace(DELIVERY, attempts=1, maybe_sent=True)
    assert before_sending(repeat, PLAIN, NINE) is None
    second = after_error(repeat, OutcomeUnknown("x"), PLAIN, NINE)
    assert (second.state, second.retry_at) == (DeliveryState.UNKNOWN, None)


def test_earlier_attempts_that_did_not_arrive_do_not_use_up_the_one_repeat() -> None:
    settled = after_error(replace(DELIVERY, attempts=5), OutcomeUnknown("x"), PLAIN, NINE)
    assert settled.retry_at is not None


def test_silence_after_a_message_that_must_not_come_twice_ends_as_unknown() -> None:
    settled = after_error(ONCE, OutcomeUnknown("x"), PLAIN, NINE)
    assert (settled.state, settled.retry_at) == (DeliveryState.UNKNOWN, None)
    crashed = before_sending(replace(ONCE, maybe_sent=True), PLAIN, NINE)
    assert crashed is not None
    assert crashed.state is DeliveryState.UNKNOWN


def test_a_platform_that_drops_copies_gets_it_again_whatever_the_promise_while_it_remembers() -> None:
    for delivery in (DELIVERY, ONCE, replace(ONCE, maybe_sent=True)):
        assert before_sending(delivery, DEDUPES, NINE) is None
        assert after_error(delivery, OutcomeUnknown("x"), DEDUPES, NINE).retry_at is not None
    assert drops_a_copy(ONCE, DEDUPES, NINE + timedelta(seconds=120))
    assert not drops_a_copy(ONCE, DEDUPES, LATER)
    assert after_error(ONCE, OutcomeUnknown("x"), DEDUPES, LATER).retry_at is None
    assert before_sending(replace(ONCE, maybe_sent=True), DEDUPES, LATER) is not None


def test_even_a_platform_that_drops_copies_is_not_asked_for_ever() -> None:
    settled = after_error(replace(ONCE, attempts=MAX_ATTEMPTS - 1), OutcomeUnknown("x"), DEDUPES, NINE)
    assert (settled.state, settled.retry_at) == (DeliveryState.UNKNOWN, None)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Unreachable("blocked"), DeliveryState.UNREACHABLE),
        (MessageRefused("too long"), DeliveryState.DEAD),
        (PlaceGone("no topic"), DeliveryState.DEAD),
        (TransportError("something new"), DeliveryState.DEAD),
    ],
)
def test_what_cannot_become_better_ends(error: TransportError, state: DeliveryState) -> None:
    settled = after_error(DELIVERY, error, PLAIN, NINE)
    assert (settled.state, settled.retry_at) == (state, None)


def test_a_chat_with_a_new_id_gets_it_at_once_and_not_without_end() -> None:
    assert after_error(DELIVERY, ChatReplaced("-200"), PLAIN, NINE).retry_at == NINE
    again = after_error(replace(DELIVERY, attempts=1), ChatReplaced("-300"), PLAIN, NINE)
    assert again.retry_at == NINE + timedelta(seconds=5)
    last = after_error(replace(DELIVERY, attempts=MAX_ATTEMPTS - 1), ChatReplaced("-200"), PLAIN, NINE)
    assert last.state is DeliveryState.DEAD


def test_a_refused_token_uses_no_attempt() -> None:
    settled = after_error(DELIVERY, TokenRevoked("x"), PLAIN, NINE)
    assert (settled.state, settled.counts) == (DeliveryState.DUE, False)
    assert settled.retry_at == NINE + timedelta(minutes=30)


def test_what_is_held_back_is_due_again_and_uses_no_attempt() -> None:
    settled = hold_back(DELIVERY, LATER, "its chat is busy")
    assert (settled.state, settled.retry_at, settled.counts) == (DeliveryState.DUE, LATER, False)
