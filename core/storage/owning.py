"""Gives rows to another member, whatever their table: each sealed value is opened with the old key and sealed with the
new one. What has a member is read off the schema, so that a new table is covered by itself."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, Table, UniqueConstraint, bindparam, select, update

from core.errors import SealBroken
from core.storage import schema
from core.storage.keyring import Keyring
from core.storage.seal import Seal
from core.storage.sealed_values import name_of, sealed_columns
from core.storage.transaction import Transaction

_log = logging.getLogger(__name__)

STAY: Final = frozenset({"data_keys", "consents", "link_codes", "link_tries"})
"""Tables of which nothing is given away: keys, what each said yes to, and codes that join."""

_PORTION: Final = 50
"""Rows at one go; with what hangs on them less than 10 ms."""

Ids = Mapping[str, Sequence[int]]
"""Row ids by table."""


@cache
def owned_tables() -> Mapping[str, Table]:
    """Those whose rows name their member, and may be given away."""
    found = schema.metadata.sorted_tables
    return {table.name: table for table in found if "member_id" in table.c and table.name not in STAY}


@cache
def hanging_on(owner: str) -> Mapping[str, str]:
    """Tables with sealed values whose rows belong to a row of `owner` and name no member: their key columns."""
    sealed = sealed_columns()
    return {
        table.name: key.parent.name
        for table in schema.metadata.sorted_tables
        if table.name in sealed and "member_id" not in table.c
        for key in table.foreign_keys
        if key.column.table.name == owner
    }


class Owning:
    """Works inside one transaction; the loop breathes between two portions."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def all_that_fits(self, giver: int, taker: int) -> dict[str, list[int]]:
        """The rows that can be given: all, but those that would meet one of the taker's own where there may be one."""
        found: dict[str, list[int]] = {}
        for name, table in owned_tables().items():
            chosen = select(table.c.id).where(table.c.member_id == giver).order_by(table.c.id)
            ids = [row.id for row in await self._transaction.rows(chosen)]
            if ids:
                meeting = await self._meeting(table, giver, taker)
                found[name] = [one for one in ids if one not in meeting]
        return found

    async def give(self, rows: Ids, giver: int, taker: int) -> None:
        """Raises SealBroken where one of the two has no key."""
        old, new = await self._keys.of_member(giver), await self._keys.of_member(taker)
        for name, ids in rows.items():
            table = owned_tables()[name]
            for start in range(0, len(ids), _PORTION):
                await self._give_portion(table, ids[start : start + _PORTION], old, new, taker)

    async def _give_portion(self, table: Table, ids: Sequence[int], old: Seal, new: Seal, taker: int) -> None:
        await self._seal_anew(table, "id", ids, old, new, {"member_id": taker})
        for name, key in hanging_on(table.name).items():
            await self._seal_anew(schema.metadata.tables[name], key, ids, old, new, {})

    async def _seal_anew(
        self, table: Table, key: str, ids: Sequence[int], old: Seal, new: Seal, also: Mapping[str, Any]
    ) -> None:
        columns = sealed_columns().get(table.name, ())
        if not columns:
            await self._transaction.run(update(table).where(table.c[key].in_(ids)).values(**also))
            return
        rows = await self._transaction.rows(select(table).where(table.c[key].in_(ids)))
        changed = []
        for at, row in enumerate(rows):
            if at % _PORTION == _PORTION - 1:
                await asyncio.sleep(0)
            sealed = {f"new_{column}": _anew(table.name, column, row, old, new) for column in columns}
            changed.append({"this_row": row.id, **sealed})
        if changed:
            values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
            one = update(table).where(table.c.id == bindparam("this_row")).values(**values, **also)
            await self._transaction.run(one, changed)

    async def _meeting(self, table: Table, giver: int, taker: int) -> set[int]:
        meeting: set[int] = set()
        for columns, where in _one_of_a_kind(table):
            chosen = select(table.c.id, table.c.member_id, *(table.c[name] for name in columns))
            both = chosen.where(table.c.member_id.in_((giver, taker)))
            by_kind: defaultdict[tuple[Any, ...], dict[int, int]] = defaultdict(dict)
            for row in await self._transaction.rows(both if where is None else both.where(where)):
                kind: tuple[Any, ...] = tuple(row[2:])
                if None not in kind:  # as in any unique key: what is missing is like nothing else
                    by_kind[kind][row.member_id] = row.id
            meeting |= {found[giver] for found in by_kind.values() if giver in found and taker in found}
        return meeting


def _one_of_a_kind(table: Table) -> list[tuple[tuple[str, ...], Any]]:
    """The unique keys with the member in them: their other columns, and for which rows they hold."""
    found: list[tuple[tuple[str, ...], Any]] = [
        (tuple(column.name for column in one.columns if column.name != "member_id"), None)
        for one in table.constraints
        if isinstance(one, UniqueConstraint) and "member_id" in one.columns
    ]
    return found + [
        (
            tuple(column.name for column in one.columns if column.name != "member_id"),
            one.dialect_options["sqlite"]["where"],
        )
        for one in table.indexes
        if one.unique and "member_id" in one.columns
    ]


def _anew(table: str, column: str, row: Row[Any], old: Seal, new: Seal) -> str | None:
    """What does not open stays as it is: it is lost already, and nothing else is harmed."""
    sealed: str | None = getattr(row, column)
    if sealed is None:
        return None
    place, name = f"{table}.{column}", name_of(table, row)
    try:
        return new.close(place, name, old.open(place, name, sealed))
    except SealBroken:
        _log.error("row %s of %s does not open", row.id, table, extra={"action": "seal_broken"})
        return sealed
