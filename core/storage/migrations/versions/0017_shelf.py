"""What members suggest for a group's library, and how the links of resources are."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sent_at", _UTC, nullable=False),
        sa.Column("decided_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_suggestions_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_suggestions_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_suggestions_group_id_state_id"), "suggestions", ["group_id", "state", "id"], unique=False)
    op.create_index(op.f("ix_suggestions_member_id"), "suggestions", ["member_id"], unique=False)
    op.create_index(op.f("ix_suggestions_decided_at"), "suggestions", ["decided_at"], unique=False)
    op.create_table(
        "link_checks",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("resource_id", _ID, nullable=False),
        sa.Column("link_hash", sa.Text(), nullable=False),
        sa.Column("checked_at", _UTC, nullable=False),
        sa.Column("trouble", sa.String(length=16), nullable=True),
        sa.Column("times", sa.SmallInteger(), nullable=False),
        sa.Column("fine_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_link_checks_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_link_checks_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_checks")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_link_checks_resource_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_link_checks_group_id"), "link_checks", ["group_id"], unique=False)
    op.create_index(op.f("ix_link_checks_checked_at"), "link_checks", ["checked_at"], unique=False)
