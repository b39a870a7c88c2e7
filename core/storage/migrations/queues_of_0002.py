"""The queue tables of step 0002: schedules, deliveries and receipts."""

import sqlalchemy as sa
from alembic import op

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def create_queues() -> None:
    """Runs inside the step."""
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
