"""Every table, key and index. What changes here needs a step in migrations/versions; a test compares the two.

Ids are never used twice (AUTOINCREMENT): an occurrence key, a button or a form names its row for good.
A place is kept as `chat` (the whole chat's address as text) and `thread`.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from core.storage.types import UtcDateTime, Words

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

_Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[Any]:
    return Column("id", _Id, primary_key=True, autoincrement=True)


def _belongs_to(name: str, target: str, *, nullable: bool = False) -> Column[Any]:
    """A row that goes when the one it belongs to goes."""
    return Column(name, _Id, ForeignKey(f"{target}.id", ondelete="CASCADE"), nullable=nullable)


members = Table(
    "members",
    metadata,
    _id(),
    Column("zone", Text),
    Column("language", Text),
    Column("welcomed_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _belongs_to("member_id", "members"),
    Column("platform", String(16), nullable=False),
    Column("user_id", Text, nullable=False),
    Column("reachable", Boolean, nullable=False, server_default=true()),
    UniqueConstraint("platform", "user_id"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

groups = Table(
    "groups",
    metadata,
    _id(),
    Column("zone", Text),
    Column("founded_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

chats = Table(
    "chats",
    metadata,
    _id(),
    _belongs_to("group_id", "groups"),
    Column("chat", Text, nullable=False),
    Column("present", Boolean, nullable=False, server_default=true()),  # False: the bot was removed from it
    UniqueConstraint("chat"),
    Index(None, "group_id"),
    sqlite_autoincrement=True,
)

rotations = Table(
    "rotations",
    metadata,
    _id(),
    _belongs_to("group_id", "groups"),
    Column("kind", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("chosen_at", UtcDateTime, nullable=False),
    Index(None, "group_id", "kind", "id"),
    sqlite_autoincrement=True,
)

checkins = Table(
    "checkins",
    metadata,
    _id(),
    _belongs_to("member_id", "members"),
    Column("questionnaire", Text, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Index(None, "member_id", "local_date"),
    sqlite_autoincrement=True,
)

answers = Table(
    "answers",
    metadata,
    _id(),
    _belongs_to("checkin_id", "checkins"),
    Column("measure", Text, nullable=False),
    Column("value", SmallInteger),
    Column("answered_at", UtcDateTime, nullable=False),
    UniqueConstraint("checkin_id", "measure"),
    sqlite_autoincrement=True,
)

resources = Table(
    "resources",
    metadata,
    _id(),
    _belongs_to("group_id", "groups"),
    Column("title", Words, nullable=False),
    Column("link", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("tags", Text, nullable=False),
    Column("content_warning", Words, nullable=False),
    Column("state", String(16), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Index(None, "group_id", "state", "id"),
    sqlite_autoincrement=True,
)

forms = Table(
    "forms",
    metadata,
    _id(),
    Column("platform", String(16), nullable=False),
    Column("user_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "user_id"),
    sqlite_autoincrement=True,
)

form_values = Table(
    "form_values",
    metadata,
    _id(),
    _belongs_to("form_id", "forms"),
    Column("name", Text, nullable=False),
    Column("value", Words, nullable=False),
    UniqueConstraint("form_id", "name"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("platform", String(16), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("native", Words),  # emptied once it is handled
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("handled_at", UtcDateTime),
    UniqueConstraint("platform", "event_id"),
    sqlite_autoincrement=True,
)
Index(
    "ix_inbox_waiting",
    inbox.c.platform,
    inbox.c.id,
    sqlite_where=inbox.c.handled_at.is_(None),
    postgresql_where=inbox.c.handled_at.is_(None),
)
Index("ix_inbox_handled_at", inbox.c.handled_at)

schedules = Table(
    "schedules",
    metadata,
    _id(),
    _belongs_to("member_id", "members", nullable=True),
    _belongs_to("group_id", "groups", nullable=True),
    Column("purpose", Text, nullable=False),
    Column("recurrence", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("thread", Text),
    Column("payload", Text, nullable=False),
    Column("next_due_at", UtcDateTime),
    Column("next_local_date", Date),
    Column("next_slot", String(8)),
    Column("parked", Text),  # why this Spoonlight cannot read the row; each start tries again
    Column("added_at", UtcDateTime, nullable=False),
    CheckConstraint("(member_id IS NULL) <> (group_id IS NULL)", name="one_owner"),
    Index(None, "member_id"),
    Index(None, "group_id"),
    Index(None, "chat"),
    sqlite_autoincrement=True,
)
_SCHEDULE_COMES = schedules.c.next_due_at.is_not(None) & schedules.c.parked.is_(None)
Index("ix_schedules_due", schedules.c.next_due_at, sqlite_where=_SCHEDULE_COMES, postgresql_where=_SCHEDULE_COMES)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("key", Text, nullable=False),
    Column("platform", String(16), nullable=False),
    Column("chat", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("promise", String(16), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    _belongs_to("member_id", "members", nullable=True),
    _belongs_to("group_id", "groups", nullable=True),
    Column("post_id", _Id),
    Column("state", String(16), nullable=False),
    Column("ready_at", UtcDateTime),  # due time, retry time or end of the lease; NULL when it has ended
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("maybe_sent", Boolean, nullable=False, server_default=false()),
    Column("cause", Text, nullable=False, server_default=text("''")),
    Column("sent_chat", Text),
    Column("sent_thread", Text),
    Column("message_ids", Text),
    Column("parked", Text),  # as in schedules
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
_DELIVERY_WAITS = deliveries.c.ready_at.is_not(None) & deliveries.c.parked.is_(None)
_OF_A_POST = deliveries.c.post_id.is_not(None)
Index(
    "ix_deliveries_ready",
    deliveries.c.lane,
    deliveries.c.ready_at,
    deliveries.c.platform,
    sqlite_where=_DELIVERY_WAITS,
    postgresql_where=_DELIVERY_WAITS,
)
Index("ix_deliveries_post", deliveries.c.post_id, sqlite_where=_OF_A_POST, postgresql_where=_OF_A_POST)
Index("ix_deliveries_chat", deliveries.c.chat)
for _owner in (deliveries.c.member_id, deliveries.c.group_id):
    Index(
        f"ix_deliveries_{_owner.name}",
        _owner,
        sqlite_where=_owner.is_not(None),
        postgresql_where=_owner.is_not(None),
    )
