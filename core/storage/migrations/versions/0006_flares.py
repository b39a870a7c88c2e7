"""Flare days behind the wall of consent, and how gently a member wants to be asked."""

import sqlalchemy as sa
from alembic import op

from core.storage.gentle_tables import wall_before_flares

revision = "0006"
down_revision = "0004"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "flares",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("over", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_flares_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flares")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_flares_member_id_began_on"), "flares", ["member_id", "began_on"], unique=False)
    op.create_table(
        "gentleness",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("low_energy", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("welcomed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_gentleness_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gentleness")),
        sa.UniqueConstraint("member_id", name=op.f("uq_gentleness_member_id")),
        sqlite_autoincrement=True,
    )
    for statement in wall_before_flares(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
