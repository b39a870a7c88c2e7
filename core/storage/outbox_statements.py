"""The statements of the outbox, each built once for a dialect. Every decision stands in a WHERE or in a unique key."""

from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Executable,
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import sqlite

from core.model.delivery import DeliveryState, Lane
from core.storage.queue_tables import deliveries
from core.storage.rowsets import rowset
from core.storage.transaction import insert_into
from core.storage.types import UtcDateTime

PUT_COLUMNS: Final = (
    *("key", "platform", "chat_hash", "place_hash", "place", "message", "purpose", "lane", "promise"),
    *("due_at", "expires_at", "member_id", "group_id", "post_id", "act", "state", "ready_at"),
)
EMPTIED: Final = ("chat_hash", "place_hash", "place", "message")
"""What a delivery needs no more when it has ended."""

_AGAIN_AND_AGAIN: Final = 6
"""Crashes in the middle of an amendment, which is safe to repeat, before it ends."""

_row = deliveries.c
_WAITS: Final = and_(_row.ready_at.is_not(None), _row.parked.is_(None))
_CRASHED_IN_SENDING: Final = _row.state == DeliveryState.SENDING.value
_CLAIMED: Final = _row.state.in_([DeliveryState.LEASED.value, DeliveryState.SENDING.value])


@cache
def put_statement(dialect: str) -> Executable:
    """Returns the ids of the new ones."""
    given = rowset(dialect, [deliveries.c[name] for name in PUT_COLUMNS])
    chosen = select(*(given.c[name] for name in PUT_COLUMNS)).where(true())
    new = insert_into(deliveries, dialect).from_select(PUT_COLUMNS, chosen)
    return new.on_conflict_do_nothing(index_elements=[_row.key]).returning(_row.id)


@cache
def put_each_text() -> str:
    """The same for SQLite's own executemany, whose count of rows says how many were new."""
    new = insert_into(deliveries, "sqlite").values({name: bindparam(name) for name in PUT_COLUMNS})
    return str(new.on_conflict_do_nothing(index_elements=[_row.key]).compile(dialect=sqlite.dialect()))


@cache
def next_at_statement() -> Executable:
    """One row with the earliest of each lane: each is the first entry of its part of the index."""
    return select(
        *(
            select(_row.ready_at)
            .where(_WAITS, _row.lane == lane.value, _row.platform.in_(bindparam("platforms", expanding=True)))
            .order_by(_row.ready_at)
            .limit(1)
            .scalar_subquery()
            .label(lane.name.lower())
            for lane in Lane
        )
    )


@cache
def claim_statement(dialect: str) -> Executable:
    """A second crash in the middle of sending ends the delivery, for its copy would be a third; every other ready one
    gets a lease and a new fence. What ends for a group keeps its words and its address until that is noted."""
    ready = (
        select(_row.id)
        .where(
            _WAITS,
            _row.ready_at <= bindparam("now", type_=UtcDateTime),
            _row.platform.in_(bindparam("platforms", expanding=True)),
        )
        .order_by(_row.lane, _row.ready_at)
        .limit(bindparam("limit", type_=Integer))
    )
    if dialect == "postgresql":
        ready = ready.with_for_update(skip_locked=True)
    # PostgreSQL might run a plain IN (SELECT ... LIMIT) more than once; an array or a materialised list it does not.
    chosen = ready.cte("ready")
    over = and_(_CRASHED_IN_SENDING, _row.maybe_sent, or_(_row.amends.is_(None), _row.attempts > _AGAIN_AND_AGAIN))
    return (
        update(deliveries)
        .where(_row.id.in_(select(chosen.c.id)))
        .values(
            state=case((over, DeliveryState.UNKNOWN.value), else_=DeliveryState.LEASED.value),
            ready_at=case((over, None), else_=bindparam("until", type_=UtcDateTime)),
            cause=case((over, "stopped twice while it was being sent"), else_=_row.cause),
            fence=_row.fence + 1,
            attempts=_row.attempts + case((_CLAIMED, 1), else_=0),
            maybe_sent=or_(_row.maybe_sent, _CRASHED_IN_SENDING),
            **{name: case((and_(over, _row.group_id.is_(None)), None), else_=_row[name]) for name in EMPTIED},
        )
        .returning(*deliveries.c)
    )


@cache
def begin_statement(dialect: str) -> Executable:
    """Only from LEASED: a claim begins once."""
    given = rowset(dialect, [_row.id, _row.fence])
    ours = and_(_row.id == given.c.id, _row.fence == given.c.fence, _row.state == DeliveryState.LEASED.value)
    return update(deliveries).where(ours).values(state=DeliveryState.SENDING.value).returning(_row.id)


@cache
def settle_statement(dialect: str) -> Executable:
    """Changes a row only while its fence holds and it has not been settled. One that has ended loses its words and its
    address in the same moment. Returns what a receipt needs."""
    written: list[Column[Any]] = [
        Column("state", String),
        Column("ready_at", UtcDateTime),
        Column("counted", Integer),
        Column("maybe", Boolean),
        Column("cause", Text),
    ]
    given = rowset(dialect, [_row.id, _row.fence, *written])
    ours = and_(_row.id == given.c.id, _row.fence == given.c.fence, _CLAIMED)
    same = ("state", "ready_at", "cause")
    waits = given.c.ready_at.is_not(None)
    return (
        update(deliveries)
        .where(ours)
        .values(
            attempts=_row.attempts + given.c.counted,
            maybe_sent=or_(_row.maybe_sent, given.c.maybe),
            **{name: given.c[name] for name in same},
            **{name: case((waits, _row[name]), else_=None) for name in EMPTIED},
        )
        .returning(_row.id, _row.purpose, _row.post_id, _row.group_id, _row.act, _row.amends, _row.due_at)
    )


@cache
def counts_statement() -> Select[Any]:
    """Rows of (shown, number)."""
    shown = case((_row.parked.is_not(None), literal(DeliveryState.DEAD.value)), else_=_row.state).label("shown")
    return select(shown, func.count().label("number")).group_by(shown)
