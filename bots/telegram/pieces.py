"""What a person's app sent as several messages, long words or a handful of pictures: answered once.

Every piece is still heard whole, so that a call for help in the last of them is not lost.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bots.telegram.lettering import units
from core.model.inbound import FileOffered, Inbound, Origin, TextSaid
from core.model.reply import Replies

_FULL: Final = 4000
"""Units from which a message may have been cut: the app cuts at 4096, and leaves out blanks at the ends."""

_SOON: Final = timedelta(seconds=5)
_LONGEST: Final = 40_000
_MANY: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    at: datetime
    replies: Replies


class Pieces:
    """The last full message and the last file of each person; in memory alone."""

    def __init__(self) -> None:
        self._last: dict[str, _Piece] = {}
        self._files: dict[str, _Piece] = {}

    def joined(self, inbound: Inbound) -> Inbound:
        """With what came just before it, where that was cut."""
        before = self._before(inbound)
        if before is None or not isinstance(inbound, TextSaid):
            return inbound
        return replace(inbound, text=before.text + inbound.text)

    def news(self, said: Inbound, heard: Inbound, replies: Replies) -> Replies:
        """What is worth saying: the answer that the piece before got is not said again. `heard`: `said`, joined."""
        if isinstance(said, FileOffered):
            return self._news_of_file(said, replies)
        if not isinstance(said, TextSaid) or not isinstance(heard, TextSaid):
            return replies
        before = self._last.pop(said.origin.account.user_id, None)
        if units(said.text) >= _FULL:
            _keep(self._last, said.origin, _Piece(heard.text[-_LONGEST:], said.origin.at, replies))
        repeated = heard is not said and before is not None and list(before.replies) == list(replies)
        return () if repeated else replies

    def _news_of_file(self, offered: FileOffered, replies: Replies) -> Replies:
        before = self._files.pop(offered.origin.account.user_id, None)
        _keep(self._files, offered.origin, _Piece("", offered.origin.at, replies))
        if before is None or offered.origin.at - before.at > _SOON:
            return replies
        return [reply for reply in replies if reply not in before.replies]

    def _before(self, inbound: Inbound) -> _Piece | None:
        if not isinstance(inbound, TextSaid) or not inbound.origin.address.private:
            return None
        before = self._last.get(inbound.origin.account.user_id)
        return before if before is not None and inbound.origin.at - before.at <= _SOON else None


def _keep(pieces: dict[str, _Piece], origin: Origin, piece: _Piece) -> None:
    while len(pieces) >= _MANY:
        del pieces[next(iter(pieces))]
    pieces[origin.account.user_id] = piece
