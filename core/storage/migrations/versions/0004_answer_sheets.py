"""One sealed sheet of answers for each check-in, instead of a row for each answer: years of them are read at once."""

import sqlalchemy as sa
from alembic import context, op

from core.storage.migrations.sheeting import fill_sheets
from core.storage.trust_tables import ALIVE, wall

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    op.add_column("checkins", sa.Column("answers", sa.Text(), nullable=True))
    fill_sheets(
        connection, context.config.attributes["masters"]
    )  # before its wall: what waits to go after a withdrawal
    op.drop_table("answers")
    if dialect == "postgresql":  # SQLite's triggers went with the table
        op.execute("DROP FUNCTION answers_insert_needs_consent()")
        op.execute("DROP FUNCTION answers_update_needs_consent()")
    may = f"NEW.answers IS NULL OR {ALIVE}"
    for statement in wall("checkins_answers", "checkins", "UPDATE OF answers", may, dialect):
        op.execute(sa.text(statement))
