"""The keys that one transaction works with. A key made in it is known to others only once it is committed.

(An id that was given back by an undone transaction may be given out again, to somebody with another key.)
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from sqlalchemy import exists, insert, literal, select

from core.errors import SealBroken, SettingsError
from core.storage.seal import Lookup, Seal
from core.storage.transaction import Transaction
from core.storage.trust_tables import data_keys, vault
from core.storage.vault import Owner, Vault, new_key

MEMBER: Final = "member_id"
GROUP: Final = "group_id"
_COLUMNS: Final = ("ref", "wrapped", "master_version")


class Keyring:
    """Fetches owners' keys in one statement for many, and hands them out one by one."""

    def __init__(self, transaction: Transaction, opened: Vault) -> None:
        self._transaction = transaction
        self._vault = opened
        self._fresh: dict[Owner, Seal] = {}
        self._gone: set[Owner] = set()

    @property
    def lookup(self) -> Lookup:
        """How rows are found by what they must not show."""
        return self._vault.lookup

    @property
    def house(self) -> Seal:
        """For what has no owner."""
        return self._vault.house

    async def of_member(self, member_id: int) -> Seal:
        """Raises SealBroken when there is no such key."""
        await self.fetch(members=(member_id,))
        return self.member(member_id)

    async def of_group(self, group_id: int) -> Seal:
        """Raises SealBroken when there is no such key."""
        await self.fetch(groups=(group_id,))
        return self.group(group_id)

    async def fetch(self, *, members: Iterable[int | None] = (), groups: Iterable[int | None] = ()) -> None:
        """Makes these owners' keys ready for `member`, `group` and `owner`."""
        for kind, ids in ((MEMBER, members), (GROUP, groups)):
            missing = {one for one in set(ids) if one is not None and self._known((kind, one)) is None}
            if missing:
                await self._load(kind, missing)

    def member(self, member_id: int) -> Seal:
        """A key that was fetched. Raises SealBroken when there is none."""
        return self._of((MEMBER, member_id))

    def group(self, group_id: int) -> Seal:
        """Like `member`."""
        return self._of((GROUP, group_id))

    def owner(self, member_id: int | None, group_id: int | None) -> Seal:
        """The key of whoever owns a row; the house's own where nobody does."""
        if member_id is not None:
            return self.member(member_id)
        return self.house if group_id is None else self.group(group_id)

    async def make(self, kind: str, owner_id: int) -> Seal:
        """A key for a new owner, wrapped by the master key that the database names. A rotation moves that name first,
        also while this runs: the insert looks at it once more."""
        for _ in range(3):
            version = await self._transaction.value(select(vault.c.master_version))
            master = self._vault.masters.get(version)
            if master is None:
                self._vault.masters.reload()
                master = self._vault.masters.get(version)
            if master is None:
                break
            key, row = new_key(master)
            row |= {kind: owner_id}
            current = exists().where(vault.c.master_version == master.version)
            chosen = select(*(literal(value) for value in row.values())).where(current)
            made = insert(data_keys).from_select(list(row), chosen).returning(data_keys.c.id)
            if await self._transaction.first(made) is not None:
                seal = self._fresh[kind, owner_id] = Seal(key, row["ref"])
                return seal
        raise SettingsError("SPOONLIGHT_KEYS_DIR: the master key was rotated. Start Spoonlight again with the new one.")

    def forget(self, kind: str, owner_id: int) -> None:
        """The owner's rows are going; so does the key in memory, at the commit."""
        self._fresh.pop((kind, owner_id), None)
        self._gone.add((kind, owner_id))

    def committed(self) -> None:
        """What this transaction made or destroyed holds from now on."""
        for owner, seal in self._fresh.items():
            self._vault.remember(owner, seal)
        for owner in self._gone:
            self._vault.drop(owner)
        self._fresh.clear()
        self._gone.clear()

    def undone(self) -> None:
        """Nothing of it happened."""
        self._fresh.clear()
        self._gone.clear()

    async def _load(self, kind: str, ids: Iterable[int]) -> None:
        column = data_keys.c[kind]
        chosen = select(column, *(data_keys.c[name] for name in _COLUMNS)).where(column.in_(list(ids)))
        for row in await self._transaction.rows(chosen):
            with suppress(SealBroken):  # whoever needs it is told by `member` or `group`; the others are unharmed
                self._vault.remember((kind, row[0]), self._vault.unwrap(row))

    def _known(self, owner: Owner) -> Seal | None:
        if self._fresh and owner in self._fresh:
            return self._fresh[owner]
        return None if owner in self._gone else self._vault.known(owner)

    def _of(self, owner: Owner) -> Seal:
        seal = self._known(owner)
        if seal is None:
            raise SealBroken(f"{owner[0]} {owner[1]} has no key")
        return seal
