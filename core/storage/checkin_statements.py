"""The statements of check-ins that are asked with every tap, or for years of days, each built once. It runs nothing."""

from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, or_, select, update

from core.storage.tables import checkins


@cache
def one(*, locked: bool = False) -> Select[Any]:
    """Of (own_id, whose): the member's check-in of that number."""
    found = select(checkins).where(checkins.c.id == bindparam("own_id"), checkins.c.member_id == bindparam("whose"))
    return found.with_for_update() if locked else found


@cache
def newest_unfinished() -> Select[Any]:
    """Of (whose, day)."""
    waits = checkins.c.closed_at.is_(None) & (checkins.c.local_date == bindparam("day"))
    theirs = select(checkins).where(checkins.c.member_id == bindparam("whose"), waits)
    return theirs.order_by(checkins.c.id.desc()).limit(1)


@cache
def portion() -> Select[Any]:
    """Of (whose, first, last, number, most): by day and number, those behind that number of the first day."""
    day, number = checkins.c.local_date, checkins.c.id
    behind = or_(day > bindparam("first"), number > bindparam("number"))
    within = (day >= bindparam("first")) & (day <= bindparam("last"))
    theirs = select(checkins).where(checkins.c.member_id == bindparam("whose"), within, behind)
    return theirs.order_by(day, number).limit(bindparam("most"))


@cache
def write_answers() -> Update:
    """Of (own_id, whose, sheet)."""
    own = (checkins.c.id == bindparam("own_id")) & (checkins.c.member_id == bindparam("whose"))
    return update(checkins).where(own).values(answers=bindparam("sheet"))


@cache
def close_first() -> Update:
    """Of (own_id, at): the first closing counts."""
    still_open = (checkins.c.id == bindparam("own_id")) & checkins.c.closed_at.is_(None)
    return update(checkins).where(still_open).values(closed_at=bindparam("at"))
