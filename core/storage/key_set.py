"""The key set: every wrapped key of one database, as a file that is kept apart from the backups.

A backup holds no key; only with this set, and the master key that it is wrapped with, can it be read. Whoever is
forgotten is left out of the next set, so that no backup can be read for them any more.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.engine import Connection

from core.errors import SealBroken, SettingsError
from core.ports import MasterKeys
from core.storage.seal import Lookup, Seal
from core.storage.trust_tables import data_keys
from core.storage.vault import HOUSE_KEYS, key_of

NAME: Final = "name"
_FORMAT: Final = 1
_COLUMNS: Final = ("member_id", "group_id", NAME, "ref", "wrapped", "master_version")

Owner = tuple[str, int | str]
"""("member_id" or "group_id", id), or ("name", one of the house's own)."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """One key, wrapped. The names are those of `data_keys`."""

    kind: str
    owner_id: int | str
    ref: str
    wrapped: str
    master_version: int

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return (self.kind, self.owner_id)

    @property
    def row(self) -> dict[str, Any]:
        """Its row in `data_keys`."""
        return {
            **dict.fromkeys(("member_id", "group_id", NAME)),
            self.kind: self.owner_id,
            "ref": self.ref,
            "wrapped": self.wrapped,
            "master_version": self.master_version,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    """`database` tells databases apart; it is no secret. `made_at` is aware UTC."""

    database: str
    made_at: datetime
    keys: Sequence[WrappedKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSet:
    """The keys themselves, in memory only."""

    seals: Mapping[Owner, Seal]
    lookup: Lookup


def key_set_of(connection: Connection, now: datetime) -> KeySet:
    """All keys of an opened database."""
    columns = (data_keys.c[name] for name in _COLUMNS)
    rows = connection.execute(select(*columns).order_by(data_keys.c.id)).fetchall()
    keys = [_wrapped(row) for row in rows]
    return KeySet(database=database_of(keys), made_at=now, keys=keys)


def database_of(keys: Sequence[WrappedKey]) -> str:
    """What tells this database apart from all others. Raises SettingsError where it has no keys."""
    for one in keys:
        if one.owner == (NAME, "lookup"):
            return one.ref
    raise SettingsError("DATABASE_URL: this database has no keys of its own yet. Start Spoonlight once with it.")


def to_bytes(keys: KeySet) -> bytes:
    """As it stands in the file: a head, then one line a key. It ends with a checksum over all of it."""
    head = {"spoonlight": "key set", "format": _FORMAT, "database": keys.database, "made_at": keys.made_at.isoformat()}
    lines = [json.dumps(head)]
    lines += [json.dumps([one.kind, one.owner_id, one.ref, one.wrapped, one.master_version]) for one in keys.keys]
    body = "".join(f"{line}\n" for line in lines).encode("ascii")
    return body + hashlib.sha256(body).hexdigest().encode("ascii") + b"\n"


def from_bytes(written: bytes) -> KeySet:
    """Raises SettingsError for a file that is cut short, changed, or something else."""
    body, _, checksum = written.rstrip(b"\n").rpartition(b"\n")
    body += b"\n"
    try:
        if hashlib.sha256(body).hexdigest().encode("ascii") != checksum:
            raise ValueError  # noqa: TRY301 - one way out for all that is wrong with it
        head, *lines = [json.loads(line) for line in body.decode("ascii").splitlines()]
        if head["spoonlight"] != "key set" or head["format"] != _FORMAT:
            raise ValueError  # noqa: TRY301 - as above
        made_at = datetime.fromisoformat(head["made_at"])
        return KeySet(database=head["database"], made_at=made_at, keys=[WrappedKey(*line) for line in lines])
    except (ValueError, KeyError, TypeError):
        raise SettingsError(
            "the key set is damaged, or is none. Use another copy of members.keys; nothing was changed."
        ) from None


def key_set_database(written: bytes) -> str:
    """Whose set it is. Raises SettingsError for a damaged one."""
    return from_bytes(written).database


def open_set(keys: KeySet, masters: MasterKeys) -> OpenedSet:
    """Unwraps them all. Raises SettingsError for a missing or wrong master key."""
    seals: dict[Owner, Seal] = {}
    lookup: Lookup | None = None
    try:
        for one in keys.keys:
            row: Any = one  # it has what a row of `data_keys` has
            key = key_of(row, masters)
            seals[one.owner] = Seal(key, one.ref)
            if one.owner == (NAME, "lookup"):
                lookup = Lookup(key)
    except SealBroken:
        lookup = None
    if lookup is None or not all((NAME, name) in seals for name in HOUSE_KEYS):
        raise SettingsError(
            "SPOONLIGHT_KEYS_DIR: the master key there does not open this key set. Put the master.key back that was "
            "in use when the set was written. Nothing was changed."
        )
    return OpenedSet(seals=seals, lookup=lookup)


def _wrapped(row: Any) -> WrappedKey:
    kind = next(name for name in ("member_id", "group_id", NAME) if getattr(row, name) is not None)
    return WrappedKey(kind, getattr(row, kind), row.ref, row.wrapped, row.master_version)
