"""Quiet hours, pauses, the log of reminders, and the count of what was missed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    for name, usual in (("quiet_from", "1320"), ("quiet_until", "450")):
        op.add_column("members", sa.Column(name, sa.SmallInteger(), server_default=sa.text(usual), nullable=True))
    op.add_column("schedules", sa.Column("paused_until", _UTC, nullable=True))
    op.create_table(
        "occurrences",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("schedule_id", _ID, nullable=False),
        sa.Column("bundle", _ID, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("due_at", _UTC, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answered_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_occurrences_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_occurrences_member_id_id"), "occurrences", ["member_id", "id"], unique=False)
    op.create_index(op.f("ix_occurrences_bundle"), "occurrences", ["bundle"], unique=False)
    op.create_table(
        "missed",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed")),
        sa.UniqueConstraint("day", "purpose", name=op.f("uq_missed_day_purpose")),
    )
    for name in ("schedules", "deliveries"):
        op.create_index(
            f"ix_{name}_parked",
            name,
            ["parked"],
            unique=False,
            sqlite_where=sa.text("parked IS NOT NULL"),
            postgresql_where=sa.text("parked IS NOT NULL"),
        )
