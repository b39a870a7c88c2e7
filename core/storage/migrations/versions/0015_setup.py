"""A group's chats get a room for posts, or take none; where its setup stands; codes by which another chat joins."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("chats", sa.Column("room", sa.Text(), nullable=True))
    op.add_column("chats", sa.Column("takes_posts", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table(
        "setups",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_setups_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setups")),
        sa.UniqueConstraint("group_id", name=op.f("uq_setups_group_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "group_codes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("until", _UTC, nullable=False),
        sa.Column("taken_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_codes_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_codes")),
        sa.UniqueConstraint("group_id", name=op.f("uq_group_codes_group_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_group_codes_code_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_group_codes_taken_by"), "group_codes", ["taken_by"], unique=False)
