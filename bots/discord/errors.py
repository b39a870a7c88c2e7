"""Turns every way in which Discord or the line to it can fail into one of core.errors, once and for all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from core.errors import (
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

UNKNOWN_MESSAGE: Final = 10008
"""Of a message that was edited or deleted: it is gone. Of one that was sent: the first copy was deleted since."""

UNKNOWN_CHANNEL: Final = 10003
ARCHIVED: Final = 50083
"""The thread rests: nothing in it can be changed before it is woken. A new message wakes it by itself."""

_OPENED_TOO_MANY: Final = 40003
_NO_PLACE: Final = frozenset({UNKNOWN_CHANNEL, 50001, 50013, ARCHIVED, 160005})
"""Unknown channel, no access, no permission, thread archived, thread locked."""

_NO_RIGHTS: Final = frozenset({50001, 50013})
"""No access, no permission."""

_BANNED_SECONDS: Final = 60.0
"""How long to be silent when the answer says nothing better: a 429 from Cloudflare, or too many private chats."""


@contextmanager
def translated(*, in_thread: bool = False) -> Iterator[None]:
    """Raises a TransportError in the place of what discord.py and aiohttp raise. `in_thread`: the place is a thread."""
    try:
        yield
    except discord.RateLimited as error:
        raise Throttled(error.retry_after) from error
    except discord.LoginFailure as error:
        raise TokenRevoked("Discord refused the token") from error
    except discord.HTTPException as error:
        raise _of_answer(error, in_thread=in_thread) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSent("no connection to Discord") from error
    except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
        raise OutcomeUnknown(f"the line broke: {type(error).__name__}") from error


def _of_answer(error: discord.HTTPException, *, in_thread: bool) -> TransportError:
    status, code = error.status, error.code
    said = f"Discord answered {status}, code {code}"
    if status == 401:
        return TokenRevoked(said)
    if status == 429 or code == _OPENED_TOO_MANY:
        return Throttled(_BANNED_SECONDS, everywhere=status == 429)
    if status >= 500:
        return OutcomeUnknown(said)
    if code in _NO_RIGHTS and not in_thread:
        return NotAllowed(said)
    if code in _NO_PLACE:
        return PlaceGone(said) if in_thread else Unreachable(said)
    if status == 403:  # among them 50007, a closed private chat, and 50278, no server in common
        return Unreachable(said)
    return MessageRefused(said)
