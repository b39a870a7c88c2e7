"""The tables that the two loops live on: schedules, deliveries, and the receipts of posts."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from core.storage.table_kit import Id, Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

schedules = Table(
    "schedules",
    metadata,
    id_column(),
    belongs_to("member_id", "members", nullable=True),
    belongs_to("group_id", "groups", nullable=True),
    Column("purpose", Text, nullable=False),
    Column("recurrence", Sealed, nullable=False),
    Column("chat_hash", Text, nullable=False),
    Column("place", Sealed, nullable=False),
    Column("payload", Sealed, nullable=False),
    Column("next_due_at", UtcDateTime),
    Column("next_local_date", Date),  # of the last slot, once no other will come
    Column("next_slot", String(8)),
    Column("paused_until", UtcDateTime),
    Column("parked", Text),  # why it does not come: "unreadable" (each start tries again) or "asleep" (see its store)
    Column("added_at", UtcDateTime, nullable=False),
    CheckConstraint("(member_id IS NULL) <> (group_id IS NULL)", name="one_owner"),
    Index(None, "member_id"),
    Index(None, "group_id"),
    Index(None, "chat_hash"),
    sqlite_autoincrement=True,
)
_SCHEDULE_COMES = schedules.c.next_due_at.is_not(None) & schedules.c.parked.is_(None)
Index("ix_schedules_due", schedules.c.next_due_at, sqlite_where=_SCHEDULE_COMES, postgresql_where=_SCHEDULE_COMES)
_SCHEDULE_IS_OVER = schedules.c.next_due_at.is_(None)
Index(
    "ix_schedules_over",
    schedules.c.next_local_date,
    sqlite_where=_SCHEDULE_IS_OVER,
    postgresql_where=_SCHEDULE_IS_OVER,
)

deliveries = Table(
    "deliveries",
    metadata,
    id_column(),
    Column("key", Text, nullable=False),
    Column("platform", String(16), nullable=False),
    Column("chat_hash", Text),  # these four are emptied when it has ended
    Column("place_hash", Text),
    Column("place", Sealed),
    Column("message", Sealed),
    Column("purpose", Text, nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("promise", String(16), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    belongs_to("member_id", "members", nullable=True),
    belongs_to("group_id", "groups", nullable=True),
    Column("post_id", Id),
    Column("act", String(16), nullable=False, server_default=text("'send'")),
    Column("amends", Id),  # the delivery that brought what this one changes; its row may be gone
    Column("state", String(16), nullable=False),
    Column("ready_at", UtcDateTime),  # due time, retry time or end of the lease; NULL when it has ended
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("maybe_sent", Boolean, nullable=False, server_default=false()),
    Column("cause", Text, nullable=False, server_default=text("''")),
    Column("parked", Text),  # as in schedules
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
_DELIVERY_WAITS = deliveries.c.ready_at.is_not(None) & deliveries.c.parked.is_(None)
Index(
    "ix_deliveries_ready",
    deliveries.c.lane,
    deliveries.c.ready_at,
    deliveries.c.platform,
    sqlite_where=_DELIVERY_WAITS,
    postgresql_where=_DELIVERY_WAITS,
)
for _found_by in (deliveries.c.chat_hash, deliveries.c.member_id, deliveries.c.group_id, deliveries.c.post_id):
    Index(
        f"ix_deliveries_{_found_by.name}",
        _found_by,
        sqlite_where=_found_by.is_not(None),
        postgresql_where=_found_by.is_not(None),
    )
for _parks in (schedules, deliveries):  # a start looks through what is parked, however many rows there are
    _parked = _parks.c.parked
    Index(f"ix_{_parks.name}_parked", _parked, sqlite_where=_parked.is_not(None), postgresql_where=_parked.is_not(None))

receipts = Table(
    "receipts",
    metadata,
    id_column(),
    belongs_to("group_id", "groups", nullable=True),
    Column("delivery_id", Id, nullable=False),
    Column("purpose", Text, nullable=False, server_default=text("'resource_post'")),
    Column("post_id", Id, nullable=False),
    Column("chat_hash", Text, nullable=False),
    Column("place", Sealed, nullable=False),
    Column("message_ids", Sealed, nullable=False),
    UniqueConstraint("delivery_id"),
    Index(None, "post_id"),
    Index(None, "group_id"),
    Index(None, "chat_hash"),
    sqlite_autoincrement=True,
)

failures = Table(
    "failures",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("cause", String(16), nullable=False),
    Column("chat_hash", Text, nullable=False),
    Column("found_by", Text, nullable=False),  # of the topic, where a topic is the cause; else of the chat
    Column("place", Sealed, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "found_by", "cause"),
    Index(None, "chat_hash"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

occurrences = Table(
    "occurrences",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("schedule_id", Id, nullable=False),  # may be gone: what came, came
    Column("bundle", Id, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("slot", String(8), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("label", Sealed, nullable=False),
    Column("outcome", Sealed),
    Column("answered_at", UtcDateTime),
    Index(None, "member_id", "id"),
    Index(None, "bundle"),
    sqlite_autoincrement=True,
)

missed = Table(
    "missed",
    metadata,
    id_column(),
    Column("day", Date, nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("slots", Integer, nullable=False),
    UniqueConstraint("day", "purpose"),
)
