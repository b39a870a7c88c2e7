"""Translates python-telegram-bot's errors into the core's, once and exactly. It never passes on an error's own text.

BadRequest and TimedOut are subclasses of NetworkError there, so that the order of the cases matters.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from core.errors import (
    ChatReplaced,
    MessageGone,
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

_NEVER_LEFT: Final = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
_TOPIC_GONE: Final = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_MESSAGE_GONE: Final = ("message to edit not found", "message_id_invalid")
_CLOSED_TO_US: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_blocked",
    "group chat was deactivated",
)
_WITHOUT_RIGHTS: Final = (
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_plain_forbidden",
)
_USUAL_PAUSE: Final = 5.0


@contextmanager
def translating() -> Iterator[None]:
    """Lets only the core's errors out of its block."""
    try:
        yield
    except TelegramError as error:
        raise translated(error) from error


def translated(error: TelegramError) -> TransportError:
    """What a failed request means: did it arrive, may it be tried again, and what it teaches."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return Throttled(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
        case ChatMigrated():
            return ChatReplaced(str(error.new_chat_id))
        case EndPointNotFound():
            # do_api_request says this of a refused token, too; what it was stands in the cause.
            unauthorized = "unauthorized" in str(error.__cause__).lower()
            return TokenRevoked("the token was refused") if unauthorized else MessageRefused("no such method there")
        case InvalidToken():
            return TokenRevoked("the token was refused")
        case Forbidden():
            return Unreachable("Telegram forbids to write there")
        case BadRequest():
            return _of_bad_request(error.message.lower())
        case Conflict():
            return NotSent("somebody else uses this token")
        case NetworkError():
            return _of_network(error)
        case _:
            return OutcomeUnknown("the answer cannot be read")


def _of_bad_request(text: str) -> TransportError:
    if any(sign in text for sign in _MESSAGE_GONE):
        return MessageGone("the message is not there any more")
    if any(sign in text for sign in _TOPIC_GONE):
        return PlaceGone("the topic is gone or closed")
    if any(sign in text for sign in _WITHOUT_RIGHTS):
        return NotAllowed("we may not write in this chat")
    if any(sign in text for sign in _CLOSED_TO_US):
        return Unreachable("this chat cannot be written to")
    return MessageRefused("Telegram does not take this request")


def _of_network(error: NetworkError) -> TransportError:
    if isinstance(error.__cause__, _NEVER_LEFT):
        return NotSent("no connection")
    text = error.message.lower()
    if text.startswith("too many requests"):
        return Throttled(_USUAL_PAUSE)
    if "request entity too large" in text:
        return MessageRefused("too large for Telegram")
    return OutcomeUnknown("no answer")
