"""A group's quiet days, and the slot that each post of a rotation was chosen for."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("groups", sa.Column("paused_until", _UTC, nullable=True))
    op.add_column("groups", sa.Column("hard_until", _UTC, nullable=True))
    op.add_column("rotations", sa.Column("slot", sa.String(length=24), nullable=True))
    op.create_index(op.f("ix_rotations_group_id_kind_slot"), "rotations", ["group_id", "kind", "slot"], unique=False)
