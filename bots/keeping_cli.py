"""The words behind `spoonlight keys`, `backup` and `restore`. What they do is imported when they run."""

import argparse
from pathlib import Path
from typing import Any, Final

_KEYS_BELOW: Final = """\
  spoonlight keys show      where the master key is, and what it wraps; never the key itself
  spoonlight keys rotate    a new master key; everything is wrapped anew, and the old one is dropped at the end

It may be stopped at any moment; done again, it goes on. Copy the keys folder anew afterwards."""


def add_commands(commands: Any) -> None:
    """Adds all three."""
    plain = argparse.RawDescriptionHelpFormatter
    keys = commands.add_parser("keys", help="the master key: show it is there, rotate it", formatter_class=plain)
    keys.description = _KEYS_BELOW
    keys.add_argument("what", choices=("show", "rotate"))
    keys.set_defaults(carry_out=_keys)
    backup = commands.add_parser("backup", help="a backup, also while Spoonlight runs; proved by reading it back")
    backup.add_argument("--to", type=Path, metavar="FOLDER", help="another folder than BACKUP_DIR")
    backup.set_defaults(carry_out=_backup)
    about = "Puts a backup in the place of the database. Whoever was forgotten since stays forgotten."
    restore = commands.add_parser("restore", help="put a backup back", description=about)
    restore.add_argument("file", type=Path, metavar="FILE", help="a file that `spoonlight backup` made")
    restore.add_argument("--keys", type=Path, metavar="FILE", help="another copy of members.keys")
    restore.add_argument("--replace", action="store_true", help="move a database that has members aside")
    restore.add_argument("--older-keys", action="store_true", help="take a key set that is older than the backup")
    restore.set_defaults(carry_out=_restore)


def _keys(given: argparse.Namespace) -> int:
    from bots.keeping_keys import rotate, show
    from bots.settings import read_settings

    return show(read_settings()) if given.what == "show" else rotate(read_settings())


def _backup(given: argparse.Namespace) -> int:
    from bots.keeping_backups import back_up
    from bots.settings import read_settings

    return back_up(read_settings(), given.to)


def _restore(given: argparse.Namespace) -> int:
    from bots.keeping_backups import Wish, restore
    from bots.settings import read_settings

    wish = Wish(file=given.file, keys=given.keys, replace=given.replace, older_keys=given.older_keys)
    return restore(read_settings(), wish)
