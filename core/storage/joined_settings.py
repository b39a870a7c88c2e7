"""The settings of two joined members: one clock is chosen, answers are kept as long as the longer wish."""

from typing import Any, Final

from sqlalchemy import select, update

from core.storage.keyring import Keyring
from core.storage.tables import members
from core.storage.transaction import Transaction

_SEALED: Final = ("zone", "language")
_OPEN: Final = ("quiet_from", "quiet_until", "answers_kept_days")

Settings = dict[str, Any]


class JoinedSettings:
    """Reads and writes one member's row; it knows what each setting was before."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def join(self, kept_id: int, other_id: int, *, settings_of: int) -> Settings:
        """Settles them for the kept member; returns what puts them back. A zone is never lost: where the chosen one
        has none, the other's counts."""
        mine, theirs = await self._read(kept_id), await self._read(other_id)
        chosen, spare = (mine, theirs) if settings_of == kept_id else (theirs, mine)
        after = dict(chosen)
        for name in _SEALED:
            after[name] = chosen[name] if chosen[name] is not None else spare[name]
        wishes = (mine["answers_kept_days"], theirs["answers_kept_days"])
        after["answers_kept_days"] = None if None in wishes else max(wishes)
        await self._write(kept_id, after)
        return {"before": mine, "after": after}

    async def separate(self, kept_id: int, known: Settings) -> None:
        """What was not changed since is as it was before. `known` is what `join` gave."""
        now = await self._read(kept_id)
        before, after = known["before"], known["after"]
        await self._write(kept_id, {name: before[name] if now[name] == after[name] else now[name] for name in now})

    async def _read(self, member_id: int) -> Settings:
        row = (await self._transaction.run(select(members).where(members.c.id == member_id))).one()
        seal = await self._keys.of_member(member_id)
        opened = {
            name: None if (value := getattr(row, name)) is None else seal.open(f"members.{name}", member_id, value)
            for name in _SEALED
        }
        return opened | {name: getattr(row, name) for name in _OPEN}

    async def _write(self, member_id: int, settings: Settings) -> None:
        seal = await self._keys.of_member(member_id)
        sealed = {
            name: None if settings[name] is None else seal.close(f"members.{name}", member_id, settings[name])
            for name in _SEALED
        }
        opened = {name: settings[name] for name in _OPEN}
        await self._transaction.run(update(members).where(members.c.id == member_id).values(**sealed, **opened))
