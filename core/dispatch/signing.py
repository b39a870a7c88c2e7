"""Signs what a button carries, so that a forged, moved or borrowed one does nothing.

A signature proves only that we made this button for this conversation (and this person).
Rights are asked again at the tap.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from core.errors import ButtonRefused
from core.model.action import Action

_MAC_CHARACTERS: Final = 8  # 48 bits: 10,000 guesses a second would need 900 years for an even chance
_ANYONE, _ONE = "*", "!"


@dataclass(frozen=True, slots=True)
class ButtonSigner:
    """Packs actions into at most 64 bytes: eight characters of signature, a mark, a dot, then the action."""

    secret: bytes

    def sign(self, action: Action, *, conversation: str, only_for: str | None = None) -> str:
        """`only_for` binds the button to one person (a platform's user id). Raises ActionTooLong."""
        mark = _ANYONE if only_for is None else _ONE
        packed = action.pack()
        return f"{self._mac(packed, conversation, only_for)}{mark}.{packed}"

    def read(self, signed: str, *, conversation: str, presser: str) -> Action:
        """The action behind a tap. Raises ButtonRefused when we did not make it for this place and this person."""
        head, dot, packed = signed.partition(".")
        mac, mark = head[:_MAC_CHARACTERS], head[_MAC_CHARACTERS:]
        if not dot or mark not in (_ANYONE, _ONE):
            raise ButtonRefused("not one of our buttons")
        expected = self._mac(packed, conversation, presser if mark == _ONE else None)
        if not hmac.compare_digest(_bytes(mac), expected.encode()):
            raise ButtonRefused("not made for this person in this place")
        return Action.unpack(packed)

    def _mac(self, packed: str, conversation: str, only_for: str | None) -> str:
        text = "\x00".join([packed, conversation, _ANYONE if only_for is None else _ONE + only_for])
        digest = hmac.new(self.secret, _bytes(text), sha256).digest()
        return urlsafe_b64encode(digest)[:_MAC_CHARACTERS].decode()


def _bytes(text: str) -> bytes:
    """Any text that somebody may send us, halves of a surrogate pair too."""
    return text.encode("utf-8", "surrogatepass")
