"""Writes small files so that they survive a power cut: whole or not at all, and for their owner alone."""

import os
import stat
from pathlib import Path


def write_durably(path: Path, content: bytes, *, over: bool = True) -> None:
    """Writes the whole file at once (0600, synced with its folder), over an earlier one.

    `over=False` raises FileExistsError when there is one already, even when another process makes it at this moment.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if over:
            draft.replace(path)
        else:
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def append_durably(path: Path, lines: bytes) -> None:
    """Adds whole lines at the end and syncs them. Half a line that a power cut left there is closed off first."""
    fresh = not path.exists()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        length = file.seek(0, os.SEEK_END)
        if length:
            file.seek(length - 1)
            if file.read(1) != b"\n":
                lines = b"\n" + lines
        file.write(lines)
        os.fsync(file.fileno())
    if fresh:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes new names in a folder last. Windows has no such thing."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def close_to_others(path: Path) -> bool:
    """Takes away what group and others may do with a file. True when they could do something until now."""
    if os.name != "posix" or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return False
    path.chmod(0o600)
    return True
