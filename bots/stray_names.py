"""Names what stands in `.env` under a name that nobody reads, when it looks like one of our settings.

Only names are ever said, never values; and only what has the shape of a name, since a token may stand there by mistake.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from bots.settings import Settings, env_file

_OURS: Final = ("TELEGRAM_", "DISCORD_", "SPOONLIGHT_", "PREVIEW_", "DATABASE_", "BACKUP_")
_CLOSE, _RELATED = 80, 60
"""How alike, of 100, names are: so close that ours was meant; near enough to offer."""


def stray_names(file: Path | None = None) -> tuple[str, ...]:
    """A sentence for each name in `.env` that looks like ours and is none. A file that cannot be read has none."""
    file = file or env_file()
    known = [name.upper() for name in Settings.model_fields]
    try:
        given = dotenv_values(file, interpolate=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # look_at_settings says what is wrong with it
        return ()
    strays = (
        name for name in given if name.upper() not in known and re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII)
    )
    return tuple(said for name in strays if (said := _said(name, known)))


def _said(name: str, known: Sequence[str]) -> str | None:
    from rapidfuzz import fuzz, process  # only for a stray

    near, likeness, _ = process.extractOne(name.upper(), known, scorer=fuzz.ratio)
    if likeness < _CLOSE and not name.upper().startswith(_OURS):
        return None
    mend = f"Did you mean {near}?" if likeness >= _RELATED else ".env.example explains each setting."
    return f"{name} in .env is not a setting, so it is left unread. {mend}"
