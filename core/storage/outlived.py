"""Which days have been kept for as long as their member wants. One condition for both databases."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, bindparam, cast, func, literal

from core.storage.tables import members


def outlived(dialect: str, local_date: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """To be used on a table joined with its `members`. Whoever keeps theirs for good has no such rows."""
    kept = members.c.answers_kept_days
    today = now.date()
    if dialect == "postgresql":
        age: ColumnElement[Any] = cast(bindparam("today", today, type_=Date), Date) - local_date
    else:
        age = cast(func.julianday(today.isoformat()) - func.julianday(local_date), Integer)
    return kept.is_not(None) & (age > kept + literal(0))
