"""Schedules that are over keep the date of their last slot, so that they can go when it is long past."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    schedules = sa.table("schedules", sa.column("next_local_date"), sa.column("next_due_at"), sa.column("added_at"))
    added = sa.func.date(schedules.c.added_at)
    op.execute(schedules.update().where(schedules.c.next_due_at.is_(None)).values(next_local_date=added))
    op.create_index(
        "ix_schedules_over",
        "schedules",
        ["next_local_date"],
        unique=False,
        sqlite_where=sa.text("next_due_at IS NULL"),
        postgresql_where=sa.text("next_due_at IS NULL"),
    )
