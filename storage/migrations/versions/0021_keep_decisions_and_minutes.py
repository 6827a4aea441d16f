"""Keep decisions and minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=48), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("sums", sa.Text(), nullable=True),
        sa.Column("rule", sa.String(length=200), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_decisions_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_decisions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("form", name=op.f("uq_decisions_form")),
        sa.UniqueConstraint("token", name=op.f("uq_decisions_token")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_decisions_closes_at",
            ["closes_at"],
            unique=False,
            sqlite_where=sa.text("state = 'voting'"),
            postgresql_where=sa.text("state = 'voting'"),
        )
        batch_op.create_index("ix_decisions_coalition_id_made_at", ["coalition_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_minutes_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
        sa.UniqueConstraint("token", name=op.f("uq_minutes_token")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index("ix_minutes_coalition_id_state", ["coalition_id", "state"], unique=False)
        batch_op.create_index(
            "ix_minutes_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.create_table(
        "minute_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minute_points_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_minute_points_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_points")),
    )
    with op.batch_alter_table("minute_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minute_points_minutes_id"), ["minutes_id"], unique=False)

    op.create_table(
        "minute_presences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_minute_presences_company_id_companies")
        ),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minute_presences_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_presences")),
        sa.UniqueConstraint("minutes_id", "company_id", name=op.f("uq_minute_presences_minutes_id_company_id")),
    )
    op.create_table(
        "minute_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minute_records_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_records")),
        sa.UniqueConstraint(
            "minutes_id", "room", "about", "about_id", name=op.f("uq_minute_records_minutes_id_room_about_about_id")
        ),
    )
    with op.batch_alter_table("minute_records", schema=None) as batch_op:
        batch_op.create_index("ix_minute_records_about", ["about", "about_id"], unique=False)

    op.create_table(
        "minute_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_minute_remarks_company_id_companies")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minute_remarks_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_minute_remarks_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_remarks")),
        sa.UniqueConstraint("minutes_id", "company_id", name=op.f("uq_minute_remarks_minutes_id_company_id")),
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_votes_company_id_companies")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_votes_decision_id_decisions")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_votes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("decision_id", "company_id", name=op.f("uq_votes_decision_id_company_id")),
    )
