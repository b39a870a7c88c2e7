"""Many rows in one parameter: a JSON array that the database itself unfolds, the same on SQLite and PostgreSQL.

So a thousand rows are one statement with one compiled text, and the statement can say which rows it took.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import JSON, Column, FromClause, Text, bindparam, cast, column, func, select

PARAMETER: Final = "rowset"


def rowset(dialect: str, columns: Sequence[Column[Any]]) -> FromClause:
    """A table named "given" with these columns, filled from the parameter that `pack` makes."""
    parameter = bindparam(PARAMETER, type_=Text())
    if dialect == "postgresql":
        typed = [column(each.name, each.type) for each in columns]
        unfolded = func.json_to_recordset(cast(parameter, JSON)).table_valued(*typed, name="given")
        return unfolded.render_derived(with_types=True)
    unfolded = func.json_each(parameter).table_valued("value", name="line")
    fields = (
        func.json_extract(unfolded.c.value, f"$[{place}]", type_=each.type).label(each.name)
        for place, each in enumerate(columns)
    )
    return select(*fields).subquery("given")


def pack(dialect: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The parameter for a `rowset`: each row names its fields in the order of the columns.

    Moments come as `utc_text`, dates as ISO text. SQLite unfolds lists faster; PostgreSQL wants names.
    """
    given = list(rows) if dialect == "postgresql" else [list(row.values()) for row in rows]
    return {PARAMETER: json.dumps(given, separators=(",", ":"))}
