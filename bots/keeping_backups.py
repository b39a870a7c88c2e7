"""`spoonlight backup` and `restore`, in plain sentences. The present database is moved aside, never deleted."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bots.backups import make_backup
from bots.clock import SystemClock
from bots.housekeeping import backup_place
from bots.keys_folder import KeysFolder, master_keys
from bots.logs import set_up_logs
from bots.progress import Progress
from bots.settings import Settings
from core.errors import SettingsError
from core.keeping import Contents, Restored, contents_of, fill_empty, put_in_place, restore_draft, sqlite_file

Say = Callable[[str], None]

_KEEP_APART: Final = (
    "Keep a copy of {keys} (master.key, members.keys, erased.ledger) in another place than the backups: "
    "a backup holds no key, and cannot be read without them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be restored, and how."""

    file: Path
    keys: Path | None = None
    replace: bool = False
    older_keys: bool = False


def back_up(settings: Settings, to: Path | None = None, say: Say = print) -> int:
    """Makes one now. Raises SettingsError."""
    set_up_logs(settings.secrets)
    place = backup_place(settings, SystemClock())
    if to is not None:
        folder = to.expanduser().absolute()
        if settings.keys_dir.resolve().is_relative_to(folder.resolve()):
            raise SettingsError(f"--to: the keys lie inside {folder}. Name a folder apart from them.")
        place = replace(place, folder=folder)
    try:
        made = asyncio.run(make_backup(place, Progress()))
    except OSError as error:
        raise SettingsError(f"BACKUP_DIR: no backup was made in {place.folder} ({error.strerror}).") from error
    say(f"Backup: {made.file} ({made.size / 1024:.0f} KB)")
    counts = ", ".join(f"{name} {made.rows.get(name, 0)}" for name in ("members", "groups", "checkins", "schedules"))
    say(f"In it: {counts}. Read back and whole; {made.opened} sealed values open with the keys.")
    if made.broken:
        say(f"Please look: {made.broken} values do not open; they do not in the database either.")
    say(_KEEP_APART.format(keys=settings.keys_dir))
    return 0


def restore(settings: Settings, wish: Wish, say: Say = print) -> int:
    """Raises SettingsError, and has changed nothing then."""
    set_up_logs(settings.secrets)
    return asyncio.run(_restore(settings, wish, say))


async def _restore(settings: Settings, wish: Wish, say: Say) -> int:
    folder, present = KeysFolder(settings.keys_dir), sqlite_file(settings.database)
    await _must_be_allowed(settings, present, replace=wish.replace)
    with tempfile.TemporaryDirectory(dir=_beside(present), prefix=".restoring-") as workshop:
        draft = Path(workshop) / "draft.db"
        found = await restore_draft(
            wish.file,
            draft,
            key_set=folder.key_set(wish.keys),
            ledger=folder.erased(),
            masters=master_keys(settings),
            now=SystemClock().now(),
            older_keys=wish.older_keys,
            on_progress=Progress(),
        )
        if found.keys_not_needed and folder.has_key_set:
            kept = folder.put_aside("before-restore", now=SystemClock().now())
            say(f"The key set knows {found.keys_not_needed} keys that this backup does not; a copy of it is {kept}.")
        aside = await _into_place(settings, present, draft)
    for line in _report(found, aside):
        say(line)
    return 0


async def _into_place(settings: Settings, present: Path | None, draft: Path) -> Path | None:
    if present is None:
        await fill_empty(settings.database, draft, master_keys(settings), Progress())
        return None
    return put_in_place(draft, present, now=SystemClock().now())


async def _must_be_allowed(settings: Settings, present: Path | None, *, replace: bool) -> None:
    here = await _contents(settings, present)
    if here == Contents(members=0, groups=0):
        return
    if present is None:
        raise SettingsError("DATABASE_URL: this database is not empty. Name an empty one to restore into.")
    if not replace:
        raise SettingsError(
            f"{present} holds {here.members} members and {here.groups} groups. Add --replace to move it aside and "
            "restore in its place. Nothing was changed."
        )


async def _contents(settings: Settings, present: Path | None) -> Contents:
    if present is not None and not await asyncio.to_thread(present.exists):
        return Contents(members=0, groups=0)
    return await contents_of(settings.database)


def _beside(present: Path | None) -> Path | None:
    """A draft is made on the same disk, so that it takes its place in one step."""
    if present is None:
        return None
    present.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(present.parent).free < 1024 * 1024:
        raise SettingsError(f"there is no room left in {present.parent}. Nothing was changed.")
    return present.parent


def _report(found: Restored, aside: Path | None) -> list[str]:
    lines = [
        f"Restored the backup of {found.made_at:%Y-%m-%d %H:%M} UTC: {found.members} members, {found.groups} groups, "
        f"{found.checkins} check-ins. {found.opened} sealed values open with the keys.",
        f"Left out, because they were forgotten since: {found.erased_by_ledger + found.without_key} members "
        f"({found.erased_by_ledger} by the ledger, {found.without_key} without a key).",
        "What fell due since then is counted as missed and not sent in a burst.",
    ]
    if found.broken:
        lines.append(f"Please look: {found.broken} values do not open; they did not when the backup was made.")
    if aside is not None:
        lines.append(f"The database that was here is {aside} now. Delete it soon: /forget does not reach it there.")
    return lines
