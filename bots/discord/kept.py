"""Replies that wait for the one person who may see them, behind a button that everybody sees.

In memory only, for a quarter of an hour: a lost one is asked for again. Nothing of it is ever logged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from secrets import token_urlsafe
from typing import Final

from bots.discord.components import KEPT
from core.model.reply import Replies

KEPT_FOR: Final = timedelta(minutes=15)
_MOST: Final = 2_000


class Missing(Enum):
    """Why there is nothing to show."""

    GONE = auto()
    NOT_YOURS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    user_id: str
    replies: Replies
    until: datetime


class KeptReplies:
    """`now` tells the time (aware UTC)."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._entries: dict[str, _Entry] = {}

    def keep(self, user_id: str, replies: Replies) -> str:
        """Returns the custom_id of the button behind which they wait. Nobody can guess it."""
        now = self._now()
        self._entries = {key: entry for key, entry in self._entries.items() if entry.until > now}
        while len(self._entries) >= _MOST:
            del self._entries[next(iter(self._entries))]
        custom_id = KEPT + token_urlsafe(16)
        self._entries[custom_id] = _Entry(user_id=user_id, replies=replies, until=now + KEPT_FOR)
        return custom_id

    def shown_to(self, user_id: str, custom_id: str) -> Replies | Missing:
        """They stay for another look, until their time is over."""
        entry = self._entries.get(custom_id)
        if entry is None or entry.until <= self._now():
            return Missing.GONE
        return entry.replies if entry.user_id == user_id else Missing.NOT_YOURS
