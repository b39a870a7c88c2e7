"""Posts can be changed and taken back: what a delivery does, and the purpose under which a receipt is found."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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
