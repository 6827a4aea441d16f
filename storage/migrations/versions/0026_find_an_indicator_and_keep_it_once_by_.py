"""Find an indicator, and keep it once, by one index."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicators_digest"))
        batch_op.drop_constraint(batch_op.f("uq_indicators_intake_id_digest"), type_="unique")
        batch_op.create_index("ix_indicators_intake_id", ["intake_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_indicators_digest_intake_id"), ["digest", "intake_id"])
