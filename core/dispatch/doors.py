"""The way from a group into the private chat: an action packed into a start link.

A start link can be shared by anybody, so it proves nothing; only declared doors open, and their guards ask again.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from core.errors import ActionTooLong
from core.model.action import Action

MAX_PAYLOAD: Final = 64
"""Telegram's limit for a start link, in characters of A-Z a-z 0-9 _ -."""


def to_payload(action: Action) -> str:
    """Returns what stands behind `?start=`. Raises ActionTooLong."""
    payload = urlsafe_b64encode(action.pack().encode()).rstrip(b"=").decode()
    if len(payload) > MAX_PAYLOAD:
        raise ActionTooLong(
            f"{action.route} makes a start link of {len(payload)} characters; {MAX_PAYLOAD} is the most"
        )
    return payload


def from_payload(payload: str) -> Action | None:
    """Reads a start link; None when it is not one of ours."""
    if len(payload) > MAX_PAYLOAD:
        return None
    try:
        return Action.unpack(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode())
    except ValueError:
        return None
