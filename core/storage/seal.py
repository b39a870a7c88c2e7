"""Sealing one field: AES-256-GCM under its owner's own key, bound to its place. It knows no database.

The associated data names the table, the column, the row and the owner's key, so that a value opens nowhere else.
A sealed value is base64 text: a version byte, a random nonce (12 bytes, as NIST SP 800-38D asks for GCM), then the
words with their tag (16 bytes).
"""

import hmac
import os
from binascii import a2b_base64, b2a_base64
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import SealBroken
from core.storage.types import storable

KEY_BYTES: Final = 32
_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12
_START: Final = len(_VERSION) + _NONCE_BYTES
_SHORTEST: Final = _START + 16


class Seal:
    """One owner's key, ready to use. `ref` is the key's own random name; it is no secret."""

    __slots__ = ("_cipher", "ref")

    def __init__(self, key: bytes, ref: str) -> None:
        self._cipher = AESGCM(key)
        self.ref = ref

    def close(self, place: str, row: object, words: str) -> str:
        """Seals `words` for `place` ("table.column") of one row. What UTF-8 cannot hold is mended first."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, storable(words).encode(), f"{place}/{row}/{self.ref}".encode())
        return b2a_base64(_VERSION + nonce + sealed, newline=False).decode("ascii")

    def open(self, place: str, row: object, sealed: str) -> str:
        """What `close` sealed for this very place. Raises SealBroken for anything else."""
        try:
            raw = a2b_base64(sealed, strict_mode=True)
            if len(raw) < _SHORTEST or not raw.startswith(_VERSION):
                raise SealBroken(f"{place} holds no sealed value")
            bound = f"{place}/{row}/{self.ref}".encode()
            return self._cipher.decrypt(raw[1:_START], raw[_START:], bound).decode()
        except (InvalidTag, ValueError, AttributeError, TypeError):
            raise SealBroken(f"a value of {place} does not open") from None


class Lookup:
    """Finds rows by what they must not show: HMAC-SHA-256 under a key of this database alone."""

    __slots__ = ("_keyed",)

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod="sha256")

    def of(self, kind: str, *parts: str) -> str:
        """The hash (hex) that stands for `parts`; `kind` keeps the hashes of different things apart."""
        hashed = self._keyed.copy()  # the key is set up once, not for each of a thousand messages
        hashed.update("\0".join((kind, *parts)).encode("utf-8", "replace"))
        return hashed.hexdigest()


def wrapped(master: bytes, version: int, key: bytes, ref: str) -> str:
    """A key, sealed under the master key of that version."""
    return Seal(master, f"master-{version}").close("data_keys.wrapped", ref, key.hex())


def unwrapped(master: bytes, version: int, sealed: str, ref: str) -> bytes:
    """Reads what `wrapped` wrote. Raises SealBroken for another master key."""
    return bytes.fromhex(Seal(master, f"master-{version}").open("data_keys.wrapped", ref, sealed))
