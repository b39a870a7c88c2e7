"""The folder of keys: the master key, the key set of the backups, and the ledger of erasures.

It lies outside the folders of the data and of the backups, so that who takes one of those cannot read it.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from bots.durable import append_durably, close_to_others, write_durably
from bots.master_key import KEY_FILE, HeldKeys, MasterKeyFile, MasterKeysGiven
from bots.settings import Settings
from core.errors import SettingsError
from core.keeping import key_set_database

if sys.platform == "win32":
    fcntl = None
else:
    import fcntl

log = logging.getLogger(__name__)

PREVIEW_KEY: Final = "preview.key"
KEY_SET: Final = "members.keys"
LEDGER: Final = "erased.ledger"
_HASH_LENGTH: Final = 64


class KeysFolder:
    """Reads and writes these files, each whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key_set_file = folder / KEY_SET
        self.ledger_file = folder / LEDGER

    def key_set(self, file: Path | None = None) -> bytes:
        """The key set, or another copy of it. Raises SettingsError where there is none."""
        file = file or self.key_set_file
        try:
            return file.read_bytes()
        except OSError as error:
            raise SettingsError(
                f"the key set {file} cannot be read ({error.strerror}). A backup is of no use without the members.keys "
                "that belongs to it: name your copy with --keys FILE. Nothing was changed."
            ) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time renews the key set, so that an older one never takes the place of a newer one."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @property
    def has_key_set(self) -> bool:
        """False until the first backup."""
        return self.key_set_file.exists()

    def keep_key_set(self, written: bytes, *, now: datetime) -> Path | None:
        """Takes the place of the earlier one. One of another database is moved aside first; returns where to."""
        aside = None
        if self.has_key_set and not _same_database(self.key_set_file.read_bytes(), written):
            aside = self.put_aside("of-another-database", now=now)
            log.warning("action=key_set_put_aside another database's key set is now %s", aside.name)
        write_durably(self.key_set_file, written)
        return aside

    def put_aside(self, why: str, *, now: datetime) -> Path:
        """Keeps a copy of the key set as it is now."""
        aside = self.folder / f"{KEY_SET}.{why}-{now:%Y%m%d-%H%M%S}"
        write_durably(aside, self.key_set_file.read_bytes())
        return aside

    def note_erased(self, erased: Mapping[str, datetime]) -> None:
        """Adds hashes of forgotten members to the ledger; twice does no harm."""
        known = self.erased()
        lines = "".join(f"{at.isoformat()} {one}\n" for one, at in erased.items() if one not in known)
        if lines:
            append_durably(self.ledger_file, lines.encode("ascii"))

    def erased(self) -> dict[str, datetime]:
        """The whole ledger. Half a line of a power cut counts as not written: it is told again."""
        if not self.ledger_file.exists():
            return {}
        close_to_others(self.ledger_file)
        found: dict[str, datetime] = {}
        for line in self.ledger_file.read_text(encoding="ascii", errors="replace").splitlines():
            moment, _, one = line.partition(" ")
            if len(one) == _HASH_LENGTH:
                try:
                    found[one] = datetime.fromisoformat(moment)
                except ValueError:
                    log.warning("action=ledger_line a line of %s is damaged and left out", LEDGER)
        return found


def master_keys(settings: Settings, on_made: Callable[[Path], None] = lambda _: None) -> HeldKeys:
    """The master keys of the members' database. `on_made` is told when the first one was made.

    Raises SettingsError for a damaged file.
    """
    if settings.spoonlight_master_key is not None:
        return MasterKeysGiven(settings.spoonlight_master_key.get_secret_value())
    return MasterKeyFile(settings.keys_dir / KEY_FILE, on_made=on_made)


def preview_keys(settings: Settings) -> HeldKeys:
    """The preview's database has a key of its own, which is never rotated and opens nothing of members."""
    return MasterKeyFile(settings.keys_dir / PREVIEW_KEY)


def _same_database(earlier: bytes, written: bytes) -> bool:
    try:
        return key_set_database(earlier) == key_set_database(written)
    except SettingsError:
        return False
