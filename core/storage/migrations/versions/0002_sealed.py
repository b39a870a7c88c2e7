"""Keys, consents and erasures; and all that tells of a person is sealed. What was open before is sealed on the way.

Every table is made anew: in SQLite a column's rights and names cannot be changed in place.
"""

import sqlalchemy as sa
from alembic import context, op

from core.storage.migrations.sealing import first_wall, put_back, take_out

revision = "0002"
down_revision = "0001"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    connection = op.get_bind()
    taken = take_out(connection)
    _create()
    _create_queues()
    put_back(connection, taken, context.config.attributes["masters"])
    for statement in first_wall(connection.dialect.name):
        op.execute(sa.text(statement))


def _create() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("ref_hash", sa.String(length=64), nullable=False),
        sa.Column("erased_at", _UTC, nullable=False),
        sa.Column("noted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("ref_hash", name=op.f("uq_erasures_ref_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "groups",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("founded_at", _UTC, nullable=False),
        sa.Column("leaves_at", _UTC, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbox",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("native", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("taken_at", _UTC, nullable=False),
        sa.Column("handled_at", _UTC, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("platform", "event_id", name=op.f("uq_inbox_platform_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_handled_at", "inbox", ["handled_at"], unique=False)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["platform", "id"],
        unique=False,
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_table(
        "members",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("welcomed_at", _UTC, nullable=False),
        sa.Column("answers_kept_days", sa.Integer(), server_default=sa.text("365"), nullable=True),
        sa.Column("leaves_at", _UTC, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_members_leaves_at",
        "members",
        ["leaves_at"],
        unique=False,
        sqlite_where=sa.text("leaves_at IS NOT NULL"),
        postgresql_where=sa.text("leaves_at IS NOT NULL"),
    )
    op.create_table(
        "vault",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("master_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("user_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_accounts_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("platform", "user_hash", name=op.f("uq_accounts_platform_user_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_accounts_member_id"), "accounts", ["member_id"], unique=False)
    op.create_table(
        "chats",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("chat_hash", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_chats_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("chat_hash", name=op.f("uq_chats_chat_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_chats_group_id"), "chats", ["group_id"], unique=False)
    op.create_table(
        "checkins",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("opened_at", _UTC, nullable=False),
        sa.Column("closed_at", _UTC, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_checkins_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkins")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_checkins_member_id_local_date"), "checkins", ["member_id", "local_date"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("given_at", _UTC, nullable=False),
        sa.Column("withdrawn_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_consents_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_consents_alive",
        "consents",
        ["member_id", "purpose"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_index(op.f("ix_consents_member_id"), "consents", ["member_id"], unique=False)
    op.create_table(
        "data_keys",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=True),
        sa.Column("group_id", _ID, nullable=True),
        sa.Column("name", sa.String(length=16), nullable=True),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("master_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN member_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN group_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN name IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_data_keys_one_owner"),
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_data_keys_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_data_keys_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
        sa.UniqueConstraint("group_id", name=op.f("uq_data_keys_group_id")),
        sa.UniqueConstraint("member_id", name=op.f("uq_data_keys_member_id")),
        sa.UniqueConstraint("name", name=op.f("uq_data_keys_name")),
        sa.UniqueConstraint("ref", name=op.f("uq_data_keys_ref")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_data_keys_master_version"), "data_keys", ["master_version"], unique=False)
    op.create_table(
        "forms",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("user_hash", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("opened_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_forms_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
        sa.UniqueConstraint("platform", "user_hash", name=op.f("uq_forms_platform_user_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_forms_member_id"), "forms", ["member_id"], unique=False)
    op.create_table(
        "resources",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("content_warning", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("added_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_resources_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_resources_group_id_state_id"), "resources", ["group_id", "state", "id"], unique=False)
    op.create_table(
        "rotations",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("chosen_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rotations_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotations")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_rotations_group_id_kind_id"), "rotations", ["group_id", "kind", "id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("checkin_id", _ID, nullable=False),
        sa.Column("measure_hash", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("answered_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["checkin_id"], ["checkins.id"], name=op.f("fk_answers_checkin_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("checkin_id", "measure_hash", name=op.f("uq_answers_checkin_id_measure_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "form_values",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("form_id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["forms.id"], name=op.f("fk_form_values_form_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_values")),
        sa.UniqueConstraint("form_id", "name", name=op.f("uq_form_values_form_id_name")),
        sqlite_autoincrement=True,
    )


def _create_queues() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("chat_hash", sa.Text(), nullable=True),
        sa.Column("place_hash", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("promise", sa.String(length=16), nullable=False),
        sa.Column("due_at", _UTC, nullable=False),
        sa.Column("expires_at", _UTC, nullable=False),
        sa.Column("member_id", _ID, nullable=True),
        sa.Column("group_id", _ID, nullable=True),
        sa.Column("post_id", _ID, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ready_at", _UTC, nullable=True),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("maybe_sent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("cause", sa.Text(), server_default=sa.text("('')"), nullable=False),
        sa.Column("parked", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_deliveries_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_deliveries_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_chat_hash",
        "deliveries",
        ["chat_hash"],
        unique=False,
        sqlite_where=sa.text("chat_hash IS NOT NULL"),
        postgresql_where=sa.text("chat_hash IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_group_id",
        "deliveries",
        ["group_id"],
        unique=False,
        sqlite_where=sa.text("group_id IS NOT NULL"),
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_member_id",
        "deliveries",
        ["member_id"],
        unique=False,
        sqlite_where=sa.text("member_id IS NOT NULL"),
        postgresql_where=sa.text("member_id IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_ready",
        "deliveries",
        ["lane", "ready_at", "platform"],
        unique=False,
        sqlite_where=sa.text("ready_at IS NOT NULL AND parked IS NULL"),
        postgresql_where=sa.text("ready_at IS NOT NULL AND parked IS NULL"),
    )
    op.create_table(
        "receipts",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=True),
        sa.Column("delivery_id", _ID, nullable=False),
        sa.Column("post_id", _ID, nullable=False),
        sa.Column("chat_hash", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("message_ids", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_receipts_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_receipts_delivery_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_receipts_chat_hash"), "receipts", ["chat_hash"], unique=False)
    op.create_index(op.f("ix_receipts_group_id"), "receipts", ["group_id"], unique=False)
    op.create_index(op.f("ix_receipts_post_id"), "receipts", ["post_id"], unique=False)
    op.create_table(
        "schedules",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=True),
        sa.Column("group_id", _ID, nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("recurrence", sa.Text(), nullable=False),
        sa.Column("chat_hash", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("next_due_at", _UTC, nullable=True),
        sa.Column("next_local_date", sa.Date(), nullable=True),
        sa.Column("next_slot", sa.String(length=8), nullable=True),
        sa.Column("parked", sa.Text(), nullable=True),
        sa.Column("added_at", _UTC, nullable=False),
        sa.CheckConstraint("(member_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_schedules_one_owner")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_schedules_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_schedules_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_schedules_chat_hash"), "schedules", ["chat_hash"], unique=False)
    op.create_index(
        "ix_schedules_due",
        "schedules",
        ["next_due_at"],
        unique=False,
        sqlite_where=sa.text("next_due_at IS NOT NULL AND parked IS NULL"),
        postgresql_where=sa.text("next_due_at IS NOT NULL AND parked IS NULL"),
    )
    op.create_index(op.f("ix_schedules_group_id"), "schedules", ["group_id"], unique=False)
    op.create_index(op.f("ix_schedules_member_id"), "schedules", ["member_id"], unique=False)
