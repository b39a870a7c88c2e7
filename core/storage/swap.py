"""Puts a restored SQLite database in the place of the present one, which is moved aside and never deleted."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from core.errors import SettingsError

_BESIDE: Final = ("-wal", "-shm", "-journal")


def sqlite_file(database_url: str) -> Path | None:
    """The file of an SQLite database; None for a server."""
    url = make_url(database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def put_in_place(draft: Path, present: Path, *, now: datetime) -> Path | None:
    """Returns where the present one lies now; None when there was none.

    Raises SettingsError while somebody has it open; then nothing was changed.
    """
    aside = None
    if present.exists():
        close_down(present)
        aside = present.with_name(f"{present.name}.before-restore-{now:%Y%m%d-%H%M%S}")
        present.rename(aside)
        aside.chmod(0o600)
    for tail in _BESIDE:
        present.with_name(present.name + tail).unlink(missing_ok=True)
    draft.rename(present)
    _sync_folder(present.parent)
    return aside


def close_down(present: Path) -> None:
    """Folds the log into the file. Nobody else may have it open: SQLite itself says whether somebody has."""
    try:
        with closing(sqlite3.connect(present, timeout=0.5, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.OperationalError:
        raise SettingsError(
            f"DATABASE_URL: {present} is in use. Stop Spoonlight first, then restore. Nothing was changed."
        ) from None
    except sqlite3.DatabaseError:
        return  # no database any more; it is moved aside as it is


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
