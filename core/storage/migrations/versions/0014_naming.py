"""Whom a group named as moderators: people and roles; who would like to help; who chooses a moderators' room."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    for name in ("named_people", "help_asks"):
        op.create_table(
            name,
            sa.Column("id", _ID, autoincrement=True, nullable=False),
            sa.Column("group_id", _ID, nullable=False),
            sa.Column("member_id", _ID, nullable=False),
            sa.Column("since", _UTC, nullable=False),
            _goes_with(name, "group_id", "groups"),
            _goes_with(name, "member_id", "members"),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint("group_id", "member_id", name=op.f(f"uq_{name}_group_id_member_id")),
            sqlite_autoincrement=True,
        )
        op.create_index(op.f(f"ix_{name}_member_id"), name, ["member_id"], unique=False)
    op.create_table(
        "named_ranks",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("rank_hash", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        _goes_with("named_ranks", "group_id", "groups"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_ranks")),
        sa.UniqueConstraint("group_id", "rank_hash", name=op.f("uq_named_ranks_group_id_rank_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "help_calls",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("until", _UTC, nullable=False),
        _goes_with("help_calls", "group_id", "groups"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_calls")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_help_calls_group_id"), "help_calls", ["group_id"], unique=False)
    op.create_table(
        "room_calls",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("group_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("until", _UTC, nullable=False),
        _goes_with("room_calls", "group_id", "groups"),
        _goes_with("room_calls", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_calls")),
        sa.UniqueConstraint("group_id", "member_id", name=op.f("uq_room_calls_group_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_room_calls_member_id"), "room_calls", ["member_id"], unique=False)


def _goes_with(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
