"""What the stores of questions and appointments share: rows out of sight for an hour, and rows kept long enough."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Date, Row, Table, cast, delete, func, select

from core.errors import SealBroken
from core.storage.keyring import Keyring
from core.storage.outlived import outlived
from core.storage.seal import Seal
from core.storage.tables import members
from core.storage.transaction import Transaction

_log = logging.getLogger(__name__)
T = TypeVar("T")

UNDO_KEPT: Final = timedelta(hours=1)
"""How long something removed can be brought back."""


def own(table: Table, row_id: int, member_id: int) -> ColumnElement[bool]:
    """One kept row of this member."""
    return (table.c.id == row_id) & (table.c.member_id == member_id) & table.c.removed_at.is_(None)


async def opened(
    rows: Sequence[Row[Any]], keys: Keyring, member_id: int, read: Callable[[Row[Any], Seal], T], *, what: str
) -> list[T]:
    """What `read` makes of a member's rows; one whose seal is broken is left out, and logged as `what`."""
    if not rows:
        return []
    seal, made = await keys.of_member(member_id), []
    for row in rows:
        try:
            made.append(read(row, seal))
        except SealBroken:
            _log.error("%s %s does not open", what, row.id, extra={"action": "seal_broken"})
    return made


async def remove_gone(
    table: Table, day: ColumnElement[Any], transaction: Transaction, now: datetime, *, limit: int
) -> int:
    """Deletes what was removed an hour ago, and what is older than its member wants it kept; at most `limit` rows."""
    gone = select(table.c.id).where(table.c.removed_at <= now - UNDO_KEPT).limit(limit)
    count = (await transaction.run(delete(table).where(table.c.id.in_(gone)))).rowcount
    old = (
        select(table.c.id)
        .join(members, members.c.id == table.c.member_id)
        .where(outlived(transaction.dialect, day, now))
        .limit(limit)
    )
    return count + (await transaction.run(delete(table).where(table.c.id.in_(old)))).rowcount


def day_of(moment: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """The date (UTC) of a moment."""
    return cast(moment, Date) if dialect == "postgresql" else func.substr(moment, 1, 10)
