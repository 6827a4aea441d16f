"""Remember who was told of a meeting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "meeting_tellings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("file", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_tellings_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_meeting_tellings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_tellings")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_tellings_meeting_id_person_id")),
    )
    with op.batch_alter_table("meeting_tellings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_tellings_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("meeting_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False))
