"""A group's welcome, who was greeted, and when the next greeting may come."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "welcomes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("turned_on", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_welcomes_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcomes")),
        sa.UniqueConstraint("group_id", name=op.f("uq_welcomes_group_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "welcomed",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("who_hash", sa.String(length=64), nullable=False),
        sa.Column("at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_welcomed_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcomed")),
        sa.UniqueConstraint("group_id", "who_hash", name=op.f("uq_welcomed_group_id_who_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_welcomed_at"), "welcomed", ["at"], unique=False)
    op.create_table(
        "welcome_turns",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("next_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_welcome_turns_chat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcome_turns")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_welcome_turns_chat_id")),
        sqlite_autoincrement=True,
    )
