"""Agree on what figures tell."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("coalitions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suppresses", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("figures_agreed_at", sa.DateTime(timezone=True), nullable=True))
