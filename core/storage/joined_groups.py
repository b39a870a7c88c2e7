"""Gives everything of one group to another: what has a group is read off the schema, and each sealed value is opened
with the old key and sealed with the new one. A new table with a `group_id` is covered by itself."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Row, Table, UniqueConstraint, bindparam, delete, select, update

from core.errors import SealBroken
from core.storage import schema
from core.storage.keyring import GROUP, Keyring
from core.storage.seal import Seal
from core.storage.sealed_values import name_of, sealed_columns
from core.storage.tables import groups
from core.storage.transaction import Transaction

_log = logging.getLogger(__name__)

STAY: Final = frozenset({"data_keys", "group_codes"})
"""Tables of which nothing is given away: keys, and codes that join."""

_PORTION: Final = 50
_ZONE: Final = "groups.zone"


@cache
def group_tables() -> Mapping[str, Table]:
    """Those whose rows name their group, and are given away."""
    found = schema.metadata.sorted_tables
    return {table.name: table for table in found if "group_id" in table.c and table.name not in STAY}


@dataclass(frozen=True, slots=True)
class _Hands:
    """The giver's key, the taker's, and who takes."""

    old: Seal
    new: Seal
    taker: int


class JoinedGroups:
    """Works inside one transaction; the loop breathes between two portions."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def join(self, kept_id: int, other_id: int) -> None:
        """The other group is no more after it. Raises SealBroken where one of the two has no key."""
        # Held, so that on PostgreSQL nobody puts anything into a group that is going.
        held = select(groups).where(groups.c.id.in_((kept_id, other_id))).order_by(groups.c.id).with_for_update()
        rows = {row.id: row for row in await self._transaction.rows(held)}
        if kept_id == other_id or {kept_id, other_id} > rows.keys():
            raise LookupError("two groups are needed")
        await self._keys.fetch(groups=(kept_id, other_id))
        hands = _Hands(self._keys.group(other_id), self._keys.group(kept_id), kept_id)
        for table in group_tables().values():
            await self._give(table, other_id, hands)
        await self._share_zone(rows[kept_id], rows[other_id], hands)
        quiet = {name: _later(rows[kept_id], rows[other_id], name) for name in ("paused_until", "hard_until")}
        await self._transaction.run(update(groups).where(groups.c.id == kept_id).values(leaves_at=None, **quiet))
        self._keys.forget(GROUP, other_id)
        await self._transaction.run(delete(groups).where(groups.c.id == other_id))

    async def _give(self, table: Table, giver: int, hands: _Hands) -> None:
        chosen = select(table.c.id).where(table.c.group_id == giver).order_by(table.c.id)
        ids = [row.id for row in await self._transaction.rows(chosen)]
        meeting = await self._meeting(table, giver, hands.taker) if ids else set()
        fitting = [one for one in ids if one not in meeting]
        for start in range(0, len(fitting), _PORTION):
            await self._give_portion(table, fitting[start : start + _PORTION], hands)
            await asyncio.sleep(0)

    async def _give_portion(self, table: Table, ids: Sequence[int], hands: _Hands) -> None:
        these = table.c.id.in_(ids)
        columns = sealed_columns().get(table.name, ())
        if columns:
            rows = await self._transaction.rows(select(table).where(these))
            if "member_id" in table.c:
                await self._keys.fetch(members={row.member_id for row in rows})
            changed = [{"this_row": row.id, **self._anew(table.name, columns, row, hands)} for row in rows]
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
            one = update(table).where(table.c.id == bindparam("this_row")).values(**values, group_id=hands.taker)
            await self._transaction.run(one, changed)
        else:
            await self._transaction.run(update(table).where(these).values(group_id=hands.taker))

    def _anew(self, table: str, columns: Sequence[str], row: Row[Any], hands: _Hands) -> dict[str, str | None]:
        """What does not open stays as it is: it is lost already, and nothing else is harmed."""
        after = SimpleNamespace(**row._asdict() | {"group_id": hands.taker})
        changed: dict[str, str | None] = {}
        for column in columns:
            sealed = getattr(row, column)
            try:
                old, new = self._seals(row, hands)
                place = f"{table}.{column}"
                if sealed is not None:
                    sealed = new.close(place, name_of(table, after), old.open(place, name_of(table, row), sealed))
            except SealBroken:
                _log.error("row %s of %s does not open", row.id, table, extra={"action": "seal_broken"})
            changed[f"new_{column}"] = sealed
        return changed

    def _seals(self, row: Row[Any], hands: _Hands) -> tuple[Seal, Seal]:
        """A row with a member is sealed with that member's key, before and after."""
        member_id = getattr(row, "member_id", None)
        if member_id is None:
            return hands.old, hands.new
        return self._keys.member(member_id), self._keys.member(member_id)

    async def _meeting(self, table: Table, giver: int, taker: int) -> set[int]:
        """The giver's rows that would meet one of the taker's where there may be only one."""
        meeting: set[int] = set()
        for columns, where in _one_of_a_kind(table):
            chosen = select(table.c.id, table.c.group_id, *(table.c[name] for name in columns))
            both = chosen.where(table.c.group_id.in_((giver, taker)))
            rows = await self._transaction.rows(both if where is None else both.where(where))
            theirs: set[tuple[Any, ...]] = {tuple(row[2:]) for row in rows if row.group_id == taker}
            theirs = {kind for kind in theirs if None not in kind}  # as in any unique key: that is like nothing else
            meeting |= {row.id for row in rows if row.group_id == giver and tuple(row[2:]) in theirs}
        return meeting

    async def _share_zone(self, kept: Row[Any], other: Row[Any], hands: _Hands) -> None:
        """A group without a clock takes the other one's."""
        if kept.zone is not None or other.zone is None:
            return
        try:
            sealed = hands.new.close(_ZONE, kept.id, hands.old.open(_ZONE, other.id, other.zone))
        except SealBroken:
            return
        await self._transaction.run(update(groups).where(groups.c.id == kept.id).values(zone=sealed))


def _later(kept: Row[Any], other: Row[Any], name: str) -> Any:
    """Quiet that one of the two asked for is kept by both."""
    return max((at for at in (getattr(kept, name), getattr(other, name)) if at is not None), default=None)


def _one_of_a_kind(table: Table) -> list[tuple[tuple[str, ...], Any]]:
    """The unique keys with the group in them: their other columns, and for which rows they hold."""
    constraints: list[tuple[Any, Any]] = [
        (one.columns, None) for one in table.constraints if isinstance(one, UniqueConstraint)
    ]
    indexes = [(one.columns, one.dialect_options["sqlite"]["where"]) for one in table.indexes if one.unique]
    return [
        (tuple(column.name for column in columns if column.name != "group_id"), where)
        for columns, where in [*constraints, *indexes]
        if "group_id" in columns
    ]
