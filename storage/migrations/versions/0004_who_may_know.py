"""Who may know."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("coalitions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("default_mark", sa.String(length=16), server_default=sa.text("'AMBER+STRICT'"), nullable=False)
        )
        batch_op.add_column(sa.Column("digest_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rhythm", sa.String(length=200), server_default=sa.text("('')"), nullable=False))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_team", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("retract_version", sa.Integer(), nullable=True))
