"""The tables of people, groups, check-ins, resources, forms and the inbox. The queues and the trust stand beside it.

Ids are never used twice (AUTOINCREMENT): an occurrence key, a button or a form names its row for good.
A `Sealed` column holds what its owner's key alone opens; a `_hash` finds what is sealed. What the database must sort
and count by stays open: ids, moments, dates, kinds and states. Any change needs a step in migrations/versions.
"""

from sqlalchemy import (
    Boolean,
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
    true,
)

from core.model.identity import ANSWERS_KEPT_DAYS
from core.storage.table_kit import Sealed, belongs_to, id_column, metadata
from core.storage.types import UtcDateTime

members = Table(
    "members",
    metadata,
    id_column(),
    Column("zone", Sealed),
    Column("language", Sealed),
    Column("welcomed_at", UtcDateTime, nullable=False),
    Column("answers_kept_days", Integer, server_default=text(str(ANSWERS_KEPT_DAYS))),  # NULL: as long as they stay
    Column("leaves_at", UtcDateTime),  # when all of it is forgotten, because they left
    Column("quiet_from", SmallInteger, server_default=text("1320")),  # minutes of the day; NULL: never quiet
    Column("quiet_until", SmallInteger, server_default=text("450")),
    Column("plain_text", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)
Index(
    "ix_members_leaves_at",
    members.c.leaves_at,
    sqlite_where=members.c.leaves_at.is_not(None),
    postgresql_where=members.c.leaves_at.is_not(None),
)

accounts = Table(
    "accounts",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("platform", String(16), nullable=False),
    Column("user_hash", Text, nullable=False),
    Column("user_id", Sealed, nullable=False),
    Column("reachable", Boolean, nullable=False, server_default=true()),
    UniqueConstraint("platform", "user_hash"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

groups = Table(
    "groups",
    metadata,
    id_column(),
    Column("zone", Sealed),
    Column("founded_at", UtcDateTime, nullable=False),
    Column("leaves_at", UtcDateTime),  # when it is forgotten, because Spoonlight was removed from all its chats
    Column("second_look", Boolean, nullable=False, server_default=false()),  # a resource needs two moderators
    Column("paused_until", UtcDateTime),
    Column("hard_until", UtcDateTime),
    sqlite_autoincrement=True,
)

chats = Table(
    "chats",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("chat_hash", Text, nullable=False),
    Column("chat", Sealed, nullable=False),
    Column("present", Boolean, nullable=False, server_default=true()),  # False: the bot was removed from it
    Column("room", Sealed),  # the topic or thread that posts go to; NULL: the main room
    Column("takes_posts", Boolean, nullable=False, server_default=true()),
    UniqueConstraint("chat_hash"),
    Index(None, "group_id"),
    sqlite_autoincrement=True,
)

rotations = Table(
    "rotations",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("kind", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("chosen_at", UtcDateTime, nullable=False),
    Column("slot", String(24)),  # the local date and time that it was chosen for
    Index(None, "group_id", "kind", "id"),
    Index(None, "group_id", "kind", "slot"),
    sqlite_autoincrement=True,
)

checkins = Table(
    "checkins",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("questionnaire", Text, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("note", Sealed),
    Column("answers", Sealed),  # one sheet (core.storage.sheets); NULL: nothing was answered yet
    Index(None, "member_id", "local_date"),
    sqlite_autoincrement=True,
)

resources = Table(
    "resources",
    metadata,
    id_column(),
    belongs_to("group_id", "groups"),
    Column("title", Sealed, nullable=False),
    Column("link", Sealed, nullable=False),
    Column("why", Sealed, nullable=False),
    Column("tags", Sealed, nullable=False),
    Column("content_warning", Sealed, nullable=False),
    Column("state", String(16), nullable=False),
    Column("language", String(16)),
    Column("review_by", Date),
    Column("added_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),  # counts every change
    Index(None, "group_id", "state", "id"),
    sqlite_autoincrement=True,
)

forms = Table(
    "forms",
    metadata,
    id_column(),
    belongs_to("member_id", "members"),
    Column("platform", String(16), nullable=False),
    Column("user_hash", Text, nullable=False),
    Column("action", Sealed, nullable=False),
    Column("step", Integer, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    UniqueConstraint("platform", "user_hash"),
    Index(None, "member_id"),
    sqlite_autoincrement=True,
)

form_values = Table(
    "form_values",
    metadata,
    id_column(),
    belongs_to("form_id", "forms"),
    Column("name", Text, nullable=False),
    Column("value", Sealed, nullable=False),
    UniqueConstraint("form_id", "name"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    Column("platform", String(16), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("native", Sealed),  # emptied once it is handled
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
