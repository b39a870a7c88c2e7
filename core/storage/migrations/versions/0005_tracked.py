"""A member's own measures and marks, and how they like to check in."""

import sqlalchemy as sa
from alembic import op

from core.storage.tracked_tables import wall_of_tracking

revision = "0005"
down_revision = "0004"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tracked",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("place", sa.SmallInteger(), nullable=True),
        sa.Column("used_at", _UTC, nullable=True),
        sa.Column("retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_tracked_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracked")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_tracked_key_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tracked_member_id"), "tracked", ["member_id"], unique=False)
    op.create_table(
        "habits",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("opens", sa.String(length=24), nullable=False),
        sa.Column("all_at_once", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("aside", sa.Text(), nullable=True),
        sa.Column("aside_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_habits_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_habits")),
        sa.UniqueConstraint("member_id", name=op.f("uq_habits_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_habits_aside_at"), "habits", ["aside_at"], unique=False)
    for statement in wall_of_tracking(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
