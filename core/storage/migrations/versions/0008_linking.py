"""Joined accounts: codes, wrong tries, what was joined and how it is put back, and where schedules were set."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _table(
        "link_codes",
        *_belongs("link_codes", "member_id", "members"),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("until", _UTC, nullable=False),
        sa.Column("taken_by", _ID, nullable=True),
        sa.UniqueConstraint("member_id", name=op.f("uq_link_codes_member_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_link_codes_code_hash")),
    )
    _table(
        "link_tries",
        *_belongs("link_tries", "member_id", "members"),
        sa.Column("tried_at", _UTC, nullable=False),
    )
    _table(
        "merges",
        *_belongs("merges", "member_id", "members"),
        sa.Column("other_id", _ID, nullable=True),
        sa.Column("other_ref_hash", sa.String(length=64), nullable=False),
        sa.Column("merged_at", _UTC, nullable=False),
        sa.Column("settings", sa.Text(), nullable=True),
    )
    _table(
        "merged_rows",
        *_belongs("merged_rows", "merge_id", "merges"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", _ID, nullable=False),
    )
    _table(
        "homes",
        *_belongs("homes", "member_id", "members"),
        *_belongs("homes", "schedule_id", "schedules"),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.UniqueConstraint("schedule_id", name=op.f("uq_homes_schedule_id")),
    )
    for table, *columns in (
        ("link_codes", "taken_by"),
        ("link_tries", "member_id", "tried_at"),
        ("merges", "member_id"),
        ("merges", "other_id"),
        ("merges", "merged_at"),
        ("merged_rows", "merge_id"),
        ("homes", "member_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)


def _table(name: str, *parts: sa.Column | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )


def _belongs(table: str, column: str, target: str) -> tuple[sa.Column, sa.Constraint]:
    key = sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
    return sa.Column(column, _ID, nullable=False), key
