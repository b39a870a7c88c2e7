"""Resources count their changes and know their hands; groups may want a second look; members save for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("groups", sa.Column("second_look", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("resources", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.create_table(
        "resource_hands",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("resource_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_hands_resource_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_resource_hands_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_hands")),
        sa.UniqueConstraint("resource_id", "part", name=op.f("uq_resource_hands_resource_id_part")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_resource_hands_member_id"), "resource_hands", ["member_id"], unique=False)
    op.create_table(
        "saved",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("thing_hash", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("saved_at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_saved_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved")),
        sa.UniqueConstraint("thing_hash", name=op.f("uq_saved_thing_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_saved_member_id"), "saved", ["member_id"], unique=False)
