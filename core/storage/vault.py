"""The opened vault of one database: the house's own keys, and the owners' keys that were used lately.

The house has three: `lookup` finds rows by hash, `buttons` signs buttons, `house` seals what has no owner. All keys lie
in `data_keys`, each wrapped by the master key, which lies elsewhere.
"""

import secrets
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection, Row

from core.errors import SealBroken, SettingsError
from core.ports import MasterKey, MasterKeys
from core.storage.seal import KEY_BYTES, Lookup, Seal, unwrapped, wrapped
from core.storage.trust_tables import data_keys, vault

HOUSE_KEYS: Final = ("lookup", "buttons", "house")
_REMEMBERED: Final = 20_000
"""Owners whose keys stay in memory, so that a message need not unwrap them anew (about 300 bytes each)."""

Owner = tuple[str, int]
"""("member_id" or "group_id", id)."""


class Vault:
    """Holds keys in memory, never on a disk. One for each opened database."""

    def __init__(self, masters: MasterKeys, house: dict[str, bytes], refs: dict[str, str]) -> None:
        self.masters = masters
        self.lookup = Lookup(house["lookup"])
        self.house = Seal(house["house"], refs["house"])
        self.button_key = house["buttons"]
        self._known: dict[Owner, Seal] = {}

    def known(self, owner: Owner) -> Seal | None:
        """The owner's key, when it was fetched lately."""
        return self._known.get(owner)

    def remember(self, owner: Owner, seal: Seal) -> None:
        """Keeps it for the next time; the one that has been here longest gives way."""
        self._known[owner] = seal
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]

    def drop(self, owner: Owner) -> None:
        """The owner is forgotten."""
        self._known.pop(owner, None)

    def unwrap(self, row: Row[Any]) -> Seal:
        """A row of `data_keys`. Raises SealBroken when its master key is gone or another one."""
        return Seal(key_of(row, self.masters), row.ref)


def key_of(row: Row[Any], masters: MasterKeys) -> bytes:
    """The key in a row of `data_keys`. Another process may have rotated the master key: then it is read anew."""
    master = masters.get(row.master_version)
    if master is None:
        masters.reload()
        master = masters.get(row.master_version)
    if master is None:
        raise SealBroken(f"the master key {row.master_version} is not here")
    return unwrapped(master.key, row.master_version, row.wrapped, row.ref)


def new_key(master: MasterKey) -> tuple[bytes, dict[str, Any]]:
    """A random key, and its columns in `data_keys`."""
    key, ref = secrets.token_bytes(KEY_BYTES), secrets.token_hex(16)
    row = {"ref": ref, "wrapped": wrapped(master.key, master.version, key, ref), "master_version": master.version}
    return key, row


def open_vault(connection: Connection, masters: MasterKeys) -> Vault:
    """Opens the vault of a database, or makes one where there is nothing yet.

    Raises SettingsError when the master key is missing or another one. Nothing is written then.
    """
    rows = connection.execute(select(data_keys).where(data_keys.c.name.in_(HOUSE_KEYS))).fetchall()
    if rows:
        return _opened(rows, masters)
    if connection.execute(select(func.count()).select_from(data_keys)).scalar():
        raise SettingsError("DATABASE_URL: this database has lost its own keys. Restore a backup with its key set.")
    return _made(connection, masters)


def _opened(rows: Any, masters: MasterKeys) -> Vault:
    if masters.newest() is None:
        raise SettingsError(
            "SPOONLIGHT_KEYS_DIR: the master key is missing, and this database is sealed with it. Put master.key back "
            "from where you keep its copy. A new key cannot open what the old one sealed, so none was made."
        )
    try:
        house = {row.name: key_of(row, masters) for row in rows}
        return Vault(masters, house, {row.name: row.ref for row in rows})
    except (SealBroken, KeyError):
        raise SettingsError(
            "SPOONLIGHT_KEYS_DIR: the master key there is not the one that this database was sealed with. "
            "Put the right master.key back. Nothing was changed."
        ) from None


def _made(connection: Connection, masters: MasterKeys) -> Vault:
    master = masters.newest() or masters.make()
    connection.execute(insert(vault).values(id=1, master_version=master.version))
    house: dict[str, bytes] = {}
    refs: dict[str, str] = {}
    for name in HOUSE_KEYS:
        house[name], row = new_key(master)
        refs[name] = row["ref"]
        connection.execute(insert(data_keys).values(name=name, **row))
    return Vault(masters, house, refs)
