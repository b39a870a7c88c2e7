"""Who wrote how much today, and who is blocked: by tags under a secret of this process alone.

Nothing of it is ever written down. The secret is thrown away every 7 days and at a restart; limits and blocks end then.
"""

import hmac
from collections import OrderedDict
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Final

from core.model.identity import Account

A_DAY: Final = 3
"""Notes of one writer in one group within 24 hours."""

SECRET_FOR: Final = timedelta(days=7)
_MOST: Final = 10_000

Tag = tuple[int, bytes]
"""A group, and what stands for a writer in that group alone."""


class Writers:
    """One for each process. Times are aware UTC."""

    def __init__(self) -> None:
        self._secret = token_bytes(32)
        self._until: datetime | None = None
        self._sent: dict[Tag, list[datetime]] = {}
        self._of_note: OrderedDict[int, Tag] = OrderedDict()
        self._blocked: set[Tag] = set()

    def tag(self, account: Account, group_id: int, now: datetime) -> Tag:
        """Stands for this writer in this group until the secret is thrown away."""
        self._renew(now)
        text = f"{group_id}\0{account.platform}\0{account.user_id}"
        return group_id, hmac.digest(self._secret, text.encode(), "sha256")

    def is_blocked(self, tag: Tag) -> bool:
        return tag in self._blocked

    def wrote_enough(self, tag: Tag, now: datetime) -> bool:
        """Whether today's notes are used up."""
        return len([at for at in self._sent.get(tag, ()) if at > now - timedelta(days=1)]) >= A_DAY

    def sent(self, note_id: int, tag: Tag, now: datetime) -> None:
        """This note is by this writer."""
        self._sent[tag] = [*[at for at in self._sent.get(tag, ()) if at > now - timedelta(days=1)], now]
        self._of_note[note_id] = tag
        while len(self._of_note) > _MOST:
            self._of_note.popitem(last=False)

    def knows(self, note_id: int, now: datetime) -> bool:
        """Whether the writer of this note could be blocked."""
        self._renew(now)
        return note_id in self._of_note

    def block(self, note_id: int) -> None:
        """Whoever wrote this note can write nothing more to its group for now."""
        if (tag := self._of_note.get(note_id)) is not None:
            self._blocked.add(tag)

    def has_blocked(self, group_id: int) -> bool:
        """Whether anybody is blocked in this group."""
        return any(group == group_id for group, _ in self._blocked)

    def unblock(self, group_id: int) -> None:
        """Ends all blocks of a group."""
        self._blocked = {tag for tag in self._blocked if tag[0] != group_id}

    def _renew(self, now: datetime) -> None:
        if self._until is not None and now < self._until:
            return
        if self._until is not None:
            self._secret = token_bytes(32)
        self._until = now + SECRET_FOR
        self._sent.clear()
        self._of_note.clear()
        self._blocked.clear()
