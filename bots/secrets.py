"""The key that signs buttons: made at the first start, kept in the data folder for its owner alone."""

import logging
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from core.errors import SettingsError

log = logging.getLogger(__name__)

KEY_FILE: Final = "button.key"
KEY_BYTES: Final = 32


def button_key(folder: Path) -> bytes:
    """The key of this data folder, 32 bytes; made when there is none. Raises SettingsError for a damaged one."""
    path = folder / KEY_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = path.read_bytes()
        _keep_private(path)
    except OSError as error:
        raise SettingsError(
            f"SPOONLIGHT_DATA_DIR: {path} cannot be used ({error.strerror}). "
            "Name a folder that Spoonlight may write to."
        ) from error
    if len(key) != KEY_BYTES:
        raise SettingsError(
            f"SPOONLIGHT_DATA_DIR: {path} is damaged: it has {len(key)} bytes instead of {KEY_BYTES}. Put back a copy "
            "of it; or delete it, then a new one is made and the buttons of older messages stop working."
        )
    return key


def _make(path: Path) -> None:
    """Whole or not at all, and never over another process's key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return  # somebody was faster; theirs counts
        log.info("action=button_key_made")
    finally:
        draft.unlink(missing_ok=True)


def _keep_private(path: Path) -> None:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)
        log.warning("action=button_key_closed others could read %s; now only its owner can", path.name)
