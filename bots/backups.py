"""Makes backups while Spoonlight runs: written, proved by reading them back, named, and the oldest ones let go.

A file counts only under its own name; whatever is still being written has another. The keys never lie beside it.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bots.durable import append_durably, sync_folder
from bots.erasures import renew_key_set
from bots.keys_folder import KeysFolder
from core.errors import SettingsError
from core.keeping import prove_backup, write_backup
from core.ports import Clock, MasterKeys

log = logging.getLogger(__name__)

FAILURES: Final = "failures.log"
_NAME: Final = "spoonlight-%Y%m%d-%H%M%S.backup"
_PATTERN: Final = "spoonlight-????????-??????.backup"
_DRAFT_KEPT: Final = timedelta(days=1)

OnProgress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBackup:
    """What was made. `broken`: sealed values that do not open, in the database either."""

    file: Path
    size: int
    rows: Mapping[str, int]
    opened: int
    broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlace:
    """All that a backup needs to know: which database, where to, which keys."""

    database_url: str
    folder: Path
    keys: KeysFolder
    masters: MasterKeys
    clock: Clock


async def make_backup(place: BackupPlace, on_progress: OnProgress = lambda _what, _done: None) -> MadeBackup:
    """Makes and proves one, beside the loop. Raises SettingsError, or OSError where it cannot write."""
    return await asyncio.to_thread(lambda: asyncio.run(_make(place, on_progress)))


def backups_in(folder: Path) -> Sequence[Path]:
    """Oldest first."""
    return sorted(folder.glob(_PATTERN)) if folder.is_dir() else []


def made_at(file: Path) -> datetime:
    """When a backup was made (aware UTC), by its name."""
    return datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)


class Backups:
    """The backups that are made by themselves: every so many hours, the newest ones kept."""

    def __init__(self, place: BackupPlace, *, every: timedelta, keep: int) -> None:
        self._place = place
        self._every = every
        self._keep = keep

    async def make_if_due(self) -> None:
        """A failure is logged and written down for `spoonlight check`; the next call tries again."""
        if not self._every or not self._is_due():
            return
        try:
            made = await make_backup(self._place)
        except Exception as error:
            log.exception("action=backup", exc_info=error)
            self._note_failure(error)
            return
        (self._place.folder / FAILURES).unlink(missing_ok=True)
        log.info("action=backup bytes=%d sealed=%d broken=%d", made.size, made.opened, made.broken)
        for old in backups_in(self._place.folder)[: -self._keep]:
            old.unlink()

    def _is_due(self) -> bool:
        there = backups_in(self._place.folder)
        now = self._place.clock.now()
        return not there or not timedelta() <= now - made_at(there[-1]) < self._every

    def _note_failure(self, error: Exception) -> None:
        line = f"{self._place.clock.now():%Y-%m-%dT%H:%MZ} {type(error).__name__}\n"
        try:
            append_durably(self._place.folder / FAILURES, line.encode("ascii", "replace"))
        except OSError:
            log.warning("action=backup_failure_noted error=folder")


def failures_in(folder: Path) -> Sequence[str]:
    """A line for each backup in a row that could not be made."""
    file = folder / FAILURES
    return file.read_text(encoding="ascii").splitlines() if file.exists() else []


async def _make(place: BackupPlace, on_progress: OnProgress) -> MadeBackup:
    folder, now = place.folder, place.clock.now()
    _clear_up(folder, now)
    file = folder / now.strftime(_NAME)
    if file.exists():
        raise SettingsError(f"BACKUP_DIR: there is a backup of this very second, {file}. Try again.")
    draft = file.with_name(f"{file.name}.draft")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        written = await write_backup(place.database_url, draft, now=now, on_progress=on_progress)
        proof = prove_backup(draft, written.key_set, place.masters, on_progress)
        if proof.rows != written.rows:
            raise SettingsError("BACKUP_DIR: the backup lost rows on the way; it was thrown away. Check that disk.")
        await renew_key_set(place.keys, place.database_url, place.clock)
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)
    size = file.stat().st_size
    return MadeBackup(file=file, size=size, rows=written.rows, opened=proof.opened, broken=proof.broken)


def _clear_up(folder: Path, now: datetime) -> None:
    """What a killed process left half written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for draft in folder.glob(f"{_PATTERN}.draft"):
        if now - datetime.fromtimestamp(draft.stat().st_mtime, UTC) > _DRAFT_KEPT:
            draft.unlink(missing_ok=True)
