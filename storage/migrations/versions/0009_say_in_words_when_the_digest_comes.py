"""Say in words when the digest comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("coalitions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_rule", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("meeting_rule", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("country", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("catch_up", sa.Integer(), server_default=sa.text("24"), nullable=False))
    _keep_what_was_chosen()
    with op.batch_alter_table("coalitions", schema=None) as batch_op:
        batch_op.drop_column("digest_hour")
        batch_op.drop_column("digest_day")


def _keep_what_was_chosen() -> None:
    """Write each chosen day and hour as a rule, and let the digest come round."""
    connection = op.get_bind()
    chosen = connection.execute(
        sa.text("SELECT id, zone, digest_day, digest_hour FROM coalitions WHERE digest_day IS NOT NULL")
    ).all()
    for row in chosen:
        rule = f"RRULE:FREQ=WEEKLY;BYDAY={_DAYS[row.digest_day]};BYHOUR={row.digest_hour or 0};BYMINUTE=0"
        connection.execute(
            sa.text("UPDATE coalitions SET digest_rule = :rule WHERE id = :id"), {"rule": rule, "id": row.id}
        )
        # The clock finds the next time by itself for what was reckoned in the future.
        connection.execute(
            sa.text(
                "INSERT INTO schedules "
                "(coalition_id, kind, rule, zone, span, moves_holidays, allowance, reckoned_at) "
                "VALUES (:id, 'digest', :rule, :zone, 'week', false, 1440, '9000-01-01 00:00:00.000000')"
            ),
            {"id": row.id, "rule": rule, "zone": row.zone},
        )
