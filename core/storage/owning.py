"""Gives rows to another member, whatever their table: each sealed value is opened with the old key and sealed with the
new one. What has a member is read off the schema, so that a new table is covered by itself."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Row, Table, UniqueConstraint, bindparam, select, update

from core.errors import SealBroken
from core.storage import schema
from core.storage.keyring import Keyring
from core.storage.seal import Seal
from core.storage.sealed_values import name_of, sealed_columns
from core.storage.transaction import Transaction
from core.storage.walls import WALLED

_log = logging.getLogger(__name__)

STAY: Final = frozenset({"data_keys", "consents", "link_codes", "link_tries"})
"""Tables of which nothing is given away: keys, what each said yes to, and codes that join."""

_FOUND_BY: Final = {"tracked": ("key_hash", "key"), "saved": ("thing_hash", "thing")}
"""Tables whose rows are found by a hash with the member in it: that column, and the sealed one that it stands for."""

_IN_ONE_SET: Final = {"tracked": "place"}
"""Tables of which a member has one small set: the column that says so. A taker who has a set keeps it as it is."""

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


@dataclass(frozen=True, slots=True)
class _Hands:
    """The giver's key, the taker's, and who takes."""

    old: Seal
    new: Seal
    taker: int


class Owning:
    """Works inside one transaction; the loop breathes between two portions."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def all_that_fits(self, giver: int, taker: int, *, health: bool) -> dict[str, list[int]]:
        """The rows that can be given: all, but those that would meet one of the taker's own where there may be one.
        Without `health` none of those behind the wall of consent."""
        found: dict[str, list[int]] = {}
        for name, table in owned_tables().items():
            if name in WALLED and not health:
                continue
            chosen = select(table.c.id).where(table.c.member_id == giver).order_by(table.c.id)
            ids = [row.id for row in await self._transaction.rows(chosen)]
            if ids:
                meeting = await self._meeting(table, giver, taker)
                found[name] = [one for one in ids if one not in meeting]
        return found

    async def take_out(self, rows: Ids, taker: int) -> dict[str, dict[str, int]]:
        """Takes rows out of their set where the taker has one already; returns what `put_in` needs."""
        taken: dict[str, dict[str, int]] = {}
        for name, column in _IN_ONE_SET.items():
            if name not in rows:
                continue
            table = owned_tables()[name]
            placed = table.c[column].is_not(None)
            own = select(table.c.id).where(table.c.member_id == taker, placed).limit(1)
            if await self._transaction.value(own) is None:
                continue
            theirs = table.c.id.in_(rows[name]) & placed
            found: Sequence[Row[Any]] = await self._transaction.rows(select(table.c.id, table.c[column]).where(theirs))
            taken[name] = {str(row.id): getattr(row, column) for row in found}
            await self._transaction.run(update(table).where(theirs).values({column: None}))
        return taken

    async def put_in(self, taken: Mapping[str, Mapping[str, int]], owner: int) -> None:
        """Back into the owner's set, where nothing was put meanwhile."""
        for name, places in taken.items():
            table, column = owned_tables()[name], _IN_ONE_SET[name]
            for number, place in places.items():
                one = (table.c.id == int(number)) & (table.c.member_id == owner) & table.c[column].is_(None)
                await self._transaction.run(update(table).where(one).values({column: place}))

    async def give(self, rows: Ids, giver: int, taker: int) -> None:
        """Raises SealBroken where one of the two has no key."""
        old, new = await self._keys.of_member(giver), await self._keys.of_member(taker)
        for name, ids in rows.items():
            table = owned_tables()[name]
            for start in range(0, len(ids), _PORTION):
                await self._give_portion(table, ids[start : start + _PORTION], _Hands(old, new, taker))

    async def _give_portion(self, table: Table, ids: Sequence[int], hands: _Hands) -> None:
        await self._seal_anew(table, "id", ids, hands)
        for name, key in hanging_on(table.name).items():
            await self._seal_anew(schema.metadata.tables[name], key, ids, hands)

    async def _seal_anew(self, table: Table, key: str, ids: Sequence[int], hands: _Hands) -> None:
        also: dict[str, Any] = {"member_id": hands.taker} if "member_id" in table.c else {}
        columns = sealed_columns().get(table.name, ())
        if not columns:
            await self._transaction.run(update(table).where(table.c[key].in_(ids)).values(**also))
            return
        rows = await self._transaction.rows(select(table).where(table.c[key].in_(ids)))
        changed = []
        for at, row in enumerate(rows):
            if at % _PORTION == _PORTION - 1:
                await asyncio.sleep(0)
            changed.append({"this_row": row.id, **self._changed(table.name, columns, row, hands)})
        if changed:
            values: dict[str, Any] = {
                name.removeprefix("new_"): bindparam(name) for name in changed[0] if "new_" in name
            }
            one = update(table).where(table.c.id == bindparam("this_row")).values(**values, **also)
            await self._transaction.run(one, changed)

    def _changed(self, table: str, columns: Sequence[str], row: Row[Any], hands: _Hands) -> dict[str, Any]:
        """The new values of a row's sealed columns, under the name that the row has with its new owner."""
        after: Any = row
        changed: dict[str, Any] = {}
        if "member_id" in row._fields:
            there = row._asdict() | {"member_id": hands.taker}
            if table in _FOUND_BY:
                column = _FOUND_BY[table][0]
                found_by = self._found_by(table, row, hands.old, hands.taker) or getattr(row, column)
                there[column] = changed[f"new_{column}"] = found_by
            after = SimpleNamespace(**there)
        for column in columns:
            changed[f"new_{column}"] = _anew(f"{table}.{column}", getattr(row, column), (row, after), hands)
        return changed

    def _found_by(self, table: str, row: Row[Any], seal: Seal, owner: int) -> str | None:
        """None when what it stands for does not open."""
        column = _FOUND_BY[table][1]
        try:
            opened = seal.open(f"{table}.{column}", name_of(table, row), getattr(row, column))
        except SealBroken:
            return None
        return self._keys.lookup.of(table, str(owner), opened)

    async def _same_to_be_found(self, table: Table, giver: int, taker: int) -> set[int]:
        """Rows that would be found by the same hash as one of the taker's."""
        if table.name not in _FOUND_BY:
            return set()
        column, seal = table.c[_FOUND_BY[table.name][0]], await self._keys.of_member(giver)
        rows = await self._transaction.rows(select(table).where(table.c.member_id == giver))
        to_be = {self._found_by(table.name, row, seal, taker): row.id for row in rows}
        theirs = await self._transaction.rows(select(column).where(table.c.member_id == taker))
        return {to_be[found[0]] for found in theirs if found[0] in to_be}

    async def _meeting(self, table: Table, giver: int, taker: int) -> set[int]:
        meeting = await self._same_to_be_found(table, giver, taker)
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


def _anew(place: str, sealed: str | None, rows: tuple[Any, Any], hands: _Hands) -> str | None:
    """What does not open stays as it is: it is lost already, and nothing else is harmed."""
    if sealed is None:
        return None
    table, (before, after) = place.partition(".")[0], rows
    try:
        return hands.new.close(place, name_of(table, after), hands.old.open(place, name_of(table, before), sealed))
    except SealBroken:
        _log.error("row %s of %s does not open", before.id, table, extra={"action": "seal_broken"})
        return sealed
