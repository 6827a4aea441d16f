"""Keep meetings and their series."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("host_company_id", sa.Integer(), nullable=True),
        sa.Column("rotates", sa.Boolean(), nullable=False),
        sa.Column("inviter_id", sa.Integer(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("notes_id", sa.Integer(), nullable=True),
        sa.Column("with_open", sa.Boolean(), nullable=False),
        sa.Column("prompt_days", sa.Integer(), nullable=False),
        sa.Column("agenda_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_series_chair_id_people")),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_series_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(
            ["host_company_id"], ["companies.id"], name=op.f("fk_series_host_company_id_companies")
        ),
        sa.ForeignKeyConstraint(["inviter_id"], ["people.id"], name=op.f("fk_series_inviter_id_people")),
        sa.ForeignKeyConstraint(["notes_id"], ["people.id"], name=op.f("fk_series_notes_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("token", name=op.f("uq_series_token")),
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_coalition_id"), ["coalition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_series_look_at"), ["look_at"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("host_company_id", sa.Integer(), nullable=True),
        sa.Column("inviter_id", sa.Integer(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("notes_id", sa.Integer(), nullable=True),
        sa.Column("with_open", sa.Boolean(), nullable=False),
        sa.Column("prompt_days", sa.Integer(), nullable=False),
        sa.Column("agenda_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("called_off", sa.Boolean(), nullable=False),
        sa.Column("agenda_stale", sa.Boolean(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=True),
        sa.Column("invite_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("untold_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_meetings_chair_id_people")),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_meetings_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(
            ["host_company_id"], ["companies.id"], name=op.f("fk_meetings_host_company_id_companies")
        ),
        sa.ForeignKeyConstraint(["inviter_id"], ["people.id"], name=op.f("fk_meetings_inviter_id_people")),
        sa.ForeignKeyConstraint(["notes_id"], ["people.id"], name=op.f("fk_meetings_notes_id_people")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_meetings_series_id_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("form", name=op.f("uq_meetings_form")),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_meetings_series_id_day")),
        sa.UniqueConstraint("token", name=op.f("uq_meetings_token")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index("ix_meetings_coalition_id_starts_at", ["coalition_id", "starts_at"], unique=False)
        batch_op.create_index(
            "ix_meetings_invite_at",
            ["invite_at"],
            unique=False,
            sqlite_where=sa.text("invite_at IS NOT NULL"),
            postgresql_where=sa.text("invite_at IS NOT NULL"),
        )
        batch_op.create_index("ix_meetings_state_ends_at", ["state", "ends_at"], unique=False)
        batch_op.create_index(
            "ix_meetings_untold_since",
            ["untold_since"],
            unique=False,
            sqlite_where=sa.text("untold_since IS NOT NULL"),
            postgresql_where=sa.text("untold_since IS NOT NULL"),
        )

    op.create_table(
        "meeting_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name=op.f("fk_meeting_answers_deputy_id_people")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_answers_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_meeting_answers_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_answers")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_answers_meeting_id_person_id")),
    )
