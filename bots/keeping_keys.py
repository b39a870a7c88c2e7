"""`spoonlight keys show` and `keys rotate`: what is done with the master key, in plain sentences, and never the key.

The order keeps everything readable wherever it stops: the new key lasts in the file before the database hears of it,
and the old one goes when nothing is wrapped with it any more, neither in the database nor in the key set.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from bots.clock import SystemClock
from bots.erasures import renew_key_set
from bots.keys_folder import KeysFolder, master_keys
from bots.logs import set_up_logs
from bots.master_key import HeldKeys, MasterKeyFile
from bots.progress import Progress
from bots.settings import Settings
from core.errors import SettingsError
from core.keeping import wrap_anew, wrapping_of

Say = Callable[[str], None]


def show(settings: Settings, say: Say = print) -> int:
    """Where the keys are, which versions, and how many keys each of them wraps."""
    masters = master_keys(settings)
    if not masters.versions:
        say(f"There is no master key yet; the first start makes {masters.where}.")
        return 0
    say(f"The master key is in {masters.where}. Versions, newest first: {', '.join(map(str, masters.versions))}.")
    if settings.database_file is not None and not settings.database_file.exists():
        say("There is no database yet.")
        return 0
    found = asyncio.run(wrapping_of(settings.database))
    for version, count in sorted(found.keys.items(), reverse=True):
        missing = "" if version in masters.versions else "; this master key is missing!"
        say(f"Keys of members, groups and the house that version {version} wraps: {count}{missing}")
    if len(masters.versions) > 1:
        say("A rotation is not finished: run `spoonlight keys rotate` again.")
    folder = KeysFolder(settings.keys_dir)
    say(f"The key set of the backups: {folder.key_set_file if folder.has_key_set else 'none yet'}.")
    return 0


def rotate(settings: Settings, say: Say = print) -> int:
    """Makes a new master key, or goes on with a rotation that stopped. Raises SettingsError."""
    set_up_logs(settings.secrets)
    if settings.database_file is not None and not settings.database_file.exists():
        raise SettingsError(f"DATABASE_URL: there is no database yet in {settings.database_file}.")
    masters = master_keys(settings)
    if not masters.versions:
        raise SettingsError(f"SPOONLIGHT_KEYS_DIR: the master key {masters.where} is missing. Put it back first.")
    return asyncio.run(rotated(settings, masters, say))


async def rotated(settings: Settings, masters: HeldKeys, say: Say) -> int:
    """The rotation itself, for keys of either kind."""
    before = await wrapping_of(settings.database)
    _must_have_all(masters, before.keys)
    if isinstance(masters, MasterKeyFile):
        if len(masters.versions) == 1:
            masters.add()
            say(f"A new master key was made beside the old one, in {masters.where}.")
        else:
            say(f"Going on with a rotation that stopped, to version {masters.versions[0]}.")
    elif len(masters.versions) == 1:
        say(_HOW_IN_THE_ENVIRONMENT.format(new=masters.versions[0] + 1, old=masters.versions[0]))
        return 1
    progress = Progress()
    done = await wrap_anew(settings.database, masters, on_batch=lambda some, _: progress("keys wrapped anew", some))
    folder = KeysFolder(settings.keys_dir)
    if folder.has_key_set:
        await renew_key_set(folder, settings.database, SystemClock())
    newest = masters.versions[0]
    say(f"{done} keys were wrapped anew; all are under version {newest} now.")
    if isinstance(masters, MasterKeyFile):
        masters.keep_only(newest)
        say(f"The old master key was dropped. Copy {masters.path} anew to where you keep its copy,")
        say("and members.keys beside it, if there is one. Older copies open older copies of members.keys only.")
    else:
        say(f"Now leave version {newest} alone in SPOONLIGHT_MASTER_KEY, and start Spoonlight again.")
    return 0


_HOW_IN_THE_ENVIRONMENT: Final = """\
The master key is in SPOONLIGHT_MASTER_KEY, so its rotation has three steps:
1. Make a new one (openssl rand -base64 32), write SPOONLIGHT_MASTER_KEY={new}:<new>,{old}:<old>, restart Spoonlight.
2. Run `spoonlight keys rotate` with the same setting.
3. Leave {new}:<new> alone in SPOONLIGHT_MASTER_KEY, and restart Spoonlight.
Nothing was changed."""


def _must_have_all(masters: HeldKeys, wrapped: Mapping[int, int]) -> None:
    missing = [version for version in wrapped if version not in masters.versions]
    if missing:
        raise SettingsError(
            f"SPOONLIGHT_KEYS_DIR: keys are wrapped with version {missing[0]} of the master key, and that is not in "
            f"{masters.where}. Put your copy back first. Nothing was changed."
        )
