"""Where each sealed value stands and whose it is: to try all of them, as a backup's proof and an operator's check.

It opens values only to see that they open, and hands none of them out.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Column, Row, Table, select
from sqlalchemy.engine import Connection

from core.errors import SealBroken
from core.storage import schema
from core.storage.key_set import NAME, Owner
from core.storage.seal import Seal
from core.storage.table_kit import Sealed

_ROWS_AT_ONCE: Final = 1000

_NAMES: Final[Mapping[str, Callable[[Row[Any]], object]]] = {
    "members": lambda row: row.id,
    "accounts": lambda row: row.user_hash,
    "groups": lambda row: row.id,
    "chats": lambda row: row.chat_hash,
    "checkins": lambda row: row.id,
    "tracked": lambda row: row.key_hash,
    "habits": lambda row: row.member_id,
    "doctor_questions": lambda row: row.id,
    "appointments": lambda row: row.id,
    "resources": lambda row: row.id,
    "saved": lambda row: row.thing_hash,
    "acts": lambda row: row.id,
    "desk": lambda row: row.chat_hash,
    "anonymous_notes": lambda row: row.id,
    "named_ranks": lambda row: row.rank_hash,
    "suggestions": lambda row: row.id,
    "forms": lambda row: row.user_hash,
    "form_values": lambda row: f"{row.form_id}/{row.name}",
    "schedules": lambda row: row.id,
    "occurrences": lambda row: row.id,
    "deliveries": lambda row: row.key,
    "failures": lambda row: row.found_by,
    "receipts": lambda row: row.delivery_id,
    "inbox": lambda row: f"{row.platform}/{row.event_id}",
    "merges": lambda row: row.id,
    "welcomes": lambda row: row.id,
}
"""By what name a row's values are sealed."""

_THROUGH: Final[Mapping[str, tuple[Column[Any], Column[Any]]]] = {
    "form_values": (schema.form_values.c.form_id, schema.forms.c.id),
}
"""Tables whose owner stands in another one."""


def sealed_columns() -> dict[str, tuple[str, ...]]:
    """The sealed columns of each table that has some."""
    found = {
        table.name: tuple(column.name for column in table.c if isinstance(column.type, Sealed))
        for table in schema.metadata.sorted_tables
    }
    return {name: columns for name, columns in found.items() if columns}


def name_of(table: str, row: Any) -> object:
    """By what name the values of this row are sealed; a row to be has the columns of one that is."""
    return _NAMES[table](row)


def try_all(
    connection: Connection, seals: Mapping[Owner, Seal], on_tried: Callable[[int], None] = lambda _: None
) -> tuple[int, int]:
    """Opens every sealed value of a database; returns how many opened, and how many did not."""
    opened = broken = 0
    for name, columns in sealed_columns().items():
        table = schema.metadata.tables[name]
        for row in _rows(connection, table):
            seal = seals.get(_owner(table, row))
            for column in columns:
                if (value := getattr(row, column)) is None:
                    continue
                if seal is not None and _opens(seal, f"{name}.{column}", _NAMES[name](row), value):
                    opened += 1
                else:
                    broken += 1
            on_tried(opened + broken)
    return opened, broken


def _rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    chosen = select(table)
    if table.name in _THROUGH:
        here, there = _THROUGH[table.name]
        chosen = select(table, there.table.c.member_id).join(there.table, here == there)
    last = 0
    while rows := connection.execute(chosen.where(table.c.id > last).order_by(table.c.id).limit(_ROWS_AT_ONCE)).all():
        yield from rows
        last = rows[-1].id


def _owner(table: Table, row: Row[Any]) -> Owner:
    if table.name in ("members", "groups"):
        return (f"{table.name[:-1]}_id", row.id)
    for kind in ("member_id", "group_id"):
        if (owner_id := getattr(row, kind, None)) is not None:
            return (kind, owner_id)
    return (NAME, "house")


def _opens(seal: Seal, place: str, row: object, value: str) -> bool:
    try:
        seal.open(place, row, value)
    except SealBroken:
        return False
    return True
