"""What is sent without a name: which groups take it, and the notes."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "anonymous_ways",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_anonymous_ways_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anonymous_ways")),
        sa.UniqueConstraint("group_id", "kind", name=op.f("uq_anonymous_ways_group_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "anonymous_notes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ripe", sa.SmallInteger(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("ticket_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_anonymous_notes_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anonymous_notes")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_anonymous_notes_ticket_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_anonymous_notes_group_id_state"), "anonymous_notes", ["group_id", "state"], unique=False)
    op.create_index(op.f("ix_anonymous_notes_came_on"), "anonymous_notes", ["came_on"], unique=False)
