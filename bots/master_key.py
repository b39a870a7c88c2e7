"""Where the master key is kept: a file of its own, or the environment. It never prints, logs or sends a key.

Two keys are there only while a rotation runs: the newest wraps, the older one still opens what is not rewrapped yet.
"""

import logging
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol

from bots.durable import close_to_others, write_durably
from core.errors import SettingsError
from core.ports.master_keys import MasterKey, MasterKeys

log = logging.getLogger(__name__)

KEY_FILE: Final = "master.key"
KEY_BYTES: Final = 32
_TOO_LONG: Final = 100_000
"""Bytes; a file so long was never a key file, and need not be read."""

_HEADER: Final = (
    "# Spoonlight's master key: without it, nothing in the database can be read. Keep a copy of this file\n"
    "# in another place, apart from the backups. Newest first: version, key.\n"
)


class HeldKeys(MasterKeys, Protocol):
    """Master keys that a command can look through."""

    @property
    def where(self) -> str:
        """For the operator: the file, or the setting."""
        ...

    @property
    def versions(self) -> tuple[int, ...]:
        """Newest first."""
        ...


class MasterKeyFile:
    """core.ports.MasterKeys in a file. Raises SettingsError at once for one that is damaged, and changes nothing then.

    `on_made` is told when the first key was made, as soon as it lasts.
    """

    def __init__(self, path: Path, *, on_made: Callable[[Path], None] = lambda _: None) -> None:
        self.path = path
        self._on_made = on_made
        self._keys = self._read()

    @property
    def where(self) -> str:
        """The path."""
        return str(self.path)

    @property
    def versions(self) -> tuple[int, ...]:
        """Newest first."""
        return tuple(sorted(self._keys, reverse=True))

    def get(self, version: int) -> MasterKey | None:
        """The key of that version, if it is here."""
        return self._keys.get(version)

    def newest(self) -> MasterKey | None:
        """The one that wraps; None where there is none yet."""
        return self._keys[max(self._keys)] if self._keys else None

    def make(self) -> MasterKey:
        """The first one. When another process was faster, theirs."""
        if self._keys:
            raise SettingsError(f"SPOONLIGHT_KEYS_DIR: there is a key in {self.path} already; it was left as it is.")
        first = _new(1)
        try:
            write_durably(self.path, _written([first]), over=False)
        except FileExistsError as error:
            self._keys = self._read()
            if not self._keys:  # a file is in the folder's place
                raise _unusable(self.path, error) from error
            return self._keys[max(self._keys)]
        except OSError as error:
            raise _unusable(self.path, error) from error
        self._keys = {first.version: first}
        log.info("action=master_key_made")
        self._on_made(self.path)
        return first

    def add(self) -> MasterKey:
        """A newer one beside those that are there: a rotation begins."""
        self.reload()
        added = _new(max(self._keys, default=0) + 1)
        self._write([added, *self._keys.values()])
        return added

    def keep_only(self, version: int) -> None:
        """Drops the others: nothing is wrapped with them any more."""
        self._write([self._keys[version]])

    def reload(self) -> None:
        """Reads the file again. When it cannot be read now, what was known stays."""
        try:
            self._keys = self._read() or self._keys
        except SettingsError as error:
            log.error("action=master_key_read %s", error)

    def _write(self, keys: Iterable[MasterKey]) -> None:
        held = {one.version: one for one in keys}
        try:
            write_durably(self.path, _written(held.values()))
        except OSError as error:
            raise _unusable(self.path, error) from error
        self._keys = held

    def _read(self) -> dict[int, MasterKey]:
        """Empty where there is no file. Raises SettingsError."""
        try:
            if not self.path.exists():
                return {}
            with self.path.open("rb") as file:
                raw = file.read(_TOO_LONG)
            if close_to_others(self.path):
                log.warning("action=master_key_closed others could read %s; now only its owner can", self.path.name)
        except OSError as error:
            raise _unusable(self.path, error) from error
        try:
            lines = [line.split() for line in raw.decode("ascii").splitlines() if line and not line.startswith("#")]
            keys = [_key(int(version), text) for version, text in lines]
        except ValueError:
            keys = []
        if not keys or len({one.version for one in keys}) != len(keys):
            raise SettingsError(
                f"SPOONLIGHT_KEYS_DIR: {self.path} is damaged. Put back your copy of it. Without it nothing in the "
                "database can be read, so no new one was made."
            )
        return {one.version: one for one in keys}


class MasterKeysGiven:
    """core.ports.MasterKeys out of the environment: "2:<base64>,1:<base64>", or one bare base64, which is version 1."""

    def __init__(self, text: str) -> None:
        self._keys = given_keys(text)

    @property
    def where(self) -> str:
        """The setting's name."""
        return "the setting SPOONLIGHT_MASTER_KEY"

    @property
    def versions(self) -> tuple[int, ...]:
        """Newest first."""
        return tuple(sorted(self._keys, reverse=True))

    def get(self, version: int) -> MasterKey | None:
        """The key of that version, if it was given."""
        return self._keys.get(version)

    def newest(self) -> MasterKey:
        """The one that wraps."""
        return self._keys[max(self._keys)]

    def make(self) -> MasterKey:
        """Never: one was given."""
        raise SettingsError("SPOONLIGHT_MASTER_KEY is set, so no other key is made.")

    def reload(self) -> None:
        """A process's environment does not change while it runs."""


def given_keys(text: str) -> Mapping[int, MasterKey]:
    """Reads SPOONLIGHT_MASTER_KEY. Raises ValueError, without repeating any of it."""
    keys: dict[int, MasterKey] = {}
    for part in text.split(","):
        version, colon, key = part.strip().rpartition(":")
        one = _key(int(version) if colon else 1, key)
        if one.version in keys:
            raise ValueError
        keys[one.version] = one
    return keys


def _new(version: int) -> MasterKey:
    return MasterKey(version=version, key=secrets.token_bytes(KEY_BYTES))


def _key(version: int, text: str) -> MasterKey:
    try:
        key = b64decode(text, validate=True)
    except NotBase64:
        raise ValueError from None  # the cause could show a part of it
    if version < 1 or len(key) != KEY_BYTES:
        raise ValueError
    return MasterKey(version=version, key=key)


def _written(keys: Iterable[MasterKey]) -> bytes:
    newest_first = sorted(keys, key=lambda one: one.version, reverse=True)
    lines = [f"{one.version} {b64encode(one.key).decode('ascii')}\n" for one in newest_first]
    return (_HEADER + "".join(lines)).encode("ascii")


def _unusable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(
        f"SPOONLIGHT_KEYS_DIR: {path} cannot be used ({error.strerror}). Name a folder that Spoonlight may write to."
    )
