"""What a member prepares for a doctor: questions and appointments, behind the wall of consent."""

import sqlalchemy as sa
from alembic import op

from core.storage.visit_tables import wall_of_visits

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _create(
        "doctor_questions",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("added_at", _UTC, nullable=False),
        sa.Column("asked_at", _UTC, nullable=True),
    )
    _create(
        "appointments",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minute", sa.SmallInteger(), nullable=True),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("set_at", _UTC, nullable=False),
    )
    for statement in wall_of_visits(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def _create(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        *columns,
        sa.Column("removed_at", _UTC, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f(f"fk_{name}_member_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{name}_member_id"), name, ["member_id"], unique=False)
    gone = sa.text("removed_at IS NOT NULL")
    op.create_index(
        f"ix_{name}_removed_at", name, ["removed_at"], unique=False, sqlite_where=gone, postgresql_where=gone
    )
