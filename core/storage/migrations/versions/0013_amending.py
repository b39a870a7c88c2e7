"""Posts can be changed and taken back: what a delivery does, the purpose under which a receipt is
found, and what did not arrive."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("act", sa.String(length=16), nullable=False, server_default="send"))
    op.add_column("deliveries", sa.Column("amends", _ID, nullable=True))
    op.create_index(
        op.f("ix_deliveries_post_id"),
        "deliveries",
        ["post_id"],
        unique=False,
        sqlite_where=sa.text("post_id IS NOT NULL"),
        postgresql_where=sa.text("post_id IS NOT NULL"),
    )
    # Until now nothing but resources had a post_id.
    op.add_column("receipts", sa.Column("purpose", sa.Text(), nullable=False, server_default="resource_post"))
    op.create_table(
        "failures",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("chat_hash", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_failures_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
        sa.UniqueConstraint("group_id", "found_by", "cause", name=op.f("uq_failures_group_id_found_by_cause")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_failures_chat_hash"), "failures", ["chat_hash"], unique=False)
    op.create_index(op.f("ix_failures_at"), "failures", ["at"], unique=False)
