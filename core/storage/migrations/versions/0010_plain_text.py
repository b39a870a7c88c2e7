"""Whether a member reads plain text."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("members", sa.Column("plain_text", sa.Boolean(), server_default=sa.false(), nullable=False))
