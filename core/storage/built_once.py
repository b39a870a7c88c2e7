"""Statements that are built once, as SQLite's driver takes them: their text, their values, and their rows with types.

What is asked with every tap or for a thousand rows goes this way. It runs nothing.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Table, bindparam, insert
from sqlalchemy.dialects import sqlite

from core.storage.types import utc_text

_KEPT: Final = 256
"""Statements; there are far fewer."""


def asked(statement: Any, given: Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
    """The text of a statement and its values in their order."""
    text, places, fixed = _written(statement)
    return text, [plain(given[place] if place in given else fixed[place]) for place in places]


def typed(statement: Any, rows: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """The driver's rows with names, and with moments, dates and truths as they are meant."""
    if not rows:
        return ()
    kind, readers = _reading(statement)
    return [
        kind(*[value if read is None else read(value) for read, value in zip(readers, row, strict=True)])
        for row in rows
    ]


def plain(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, datetime):
        return utc_text(value)
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=_KEPT)
def insertion(table: Table, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A new row with these columns: the text, and the names of its places in their order."""
    return _written(insert(table).values({name: bindparam(name) for name in names}))[:2]


@lru_cache(maxsize=_KEPT)
def _written(statement: Any) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """A statement as SQLite reads it, the names of its places in their order, and what stands in some of them."""
    compiled = statement.compile(dialect=sqlite.dialect())
    return str(compiled), tuple(compiled.positiontup), compiled.params


@lru_cache(maxsize=_KEPT)
def _reading(statement: Any) -> tuple[Callable[..., Any], tuple[Callable[[Any], Any] | None, ...]]:
    columns, dialect = list(statement.exported_columns), sqlite.dialect()
    readers = tuple(each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns)
    return namedtuple("Read", [each.name for each in columns]), readers
