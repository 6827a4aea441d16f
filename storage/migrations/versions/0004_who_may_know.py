"""Who may know."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "dissolutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coalition_id", sa.Integer(), nullable=True),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissolutions")),
        sa.UniqueConstraint("token", name=op.f("uq_dissolutions_token")),
    )
    with op.batch_alter_table("dissolutions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dissolutions_coalition_id"), ["coalition_id"], unique=False)

    op.create_table(
        "connections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=16), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("limited", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coalition_id"], ["coalitions.id"], name=op.f("fk_connections_coalition_id_coalitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
        sa.UniqueConstraint("coalition_id", "room", "team", name=op.f("uq_connections_coalition_id_room_team")),
    )
    op.create_table(
        "erasing_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["coalition_id"], ["coalitions.id"], name=op.f("fk_erasing_keys_coalition_id_coalitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasing_keys")),
        sa.UniqueConstraint("coalition_id", name=op.f("uq_erasing_keys_coalition_id")),
    )
    op.create_table(
        "retention_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coalition_id"], ["coalitions.id"], name=op.f("fk_retention_rules_coalition_id_coalitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_rules")),
        sa.UniqueConstraint("coalition_id", "kind", name=op.f("uq_retention_rules_coalition_id_kind")),
    )
    op.create_table(
        "starts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("inviter", sa.String(length=32), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_name", sa.String(length=80), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_starts_coalition_id_coalitions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_starts")),
        sa.UniqueConstraint("channel", name=op.f("uq_starts_channel")),
        sa.UniqueConstraint("coalition_id", name=op.f("uq_starts_coalition_id")),
        sa.UniqueConstraint("token", name=op.f("uq_starts_token")),
    )
    with op.batch_alter_table("starts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_starts_next_at"), ["next_at"], unique=False)

    op.create_table(
        "start_workspaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("start_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_host", sa.Boolean(), nullable=False),
        sa.Column("in_members", sa.Boolean(), nullable=False),
        sa.Column("name_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["start_id"], ["starts.id"], name=op.f("fk_start_workspaces_start_id_starts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_workspaces")),
        sa.UniqueConstraint("start_id", "team", name=op.f("uq_start_workspaces_start_id_team")),
        sa.UniqueConstraint("token", name=op.f("uq_start_workspaces_token")),
    )
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_acknowledgements_answered_by_people")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_acknowledgements_asked_by_people")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_acknowledgements_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
        sa.UniqueConstraint(
            "about",
            "about_id",
            "company_id",
            "kind",
            "revision",
            name=op.f("uq_acknowledgements_about_about_id_company_id_kind_revision"),
        ),
        sa.UniqueConstraint("token", name=op.f("uq_acknowledgements_token")),
    )
    with op.batch_alter_table("acknowledgements", schema=None) as batch_op:
        batch_op.create_index("ix_acknowledgements_about", ["about", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acknowledgements_company_id"), ["company_id"], unique=False)

    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_approvals_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_approvals_company_id_companies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_approvals_person_id_people")),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_approvals_settled_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint("coalition_id", "deed", "form", name=op.f("uq_approvals_coalition_id_deed_form")),
        sa.UniqueConstraint("token", name=op.f("uq_approvals_token")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approvals_coalition_id"), ["coalition_id"], unique=False)
        batch_op.create_index("ixapprovals_state_expires_at", ["state", "expires_at"], unique=False)

    op.create_table(
        "departures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("members_wait", sa.Boolean(), nullable=False),
        sa.Column("open_waits", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coalition_id"], ["coalitions.id"], name=op.f("fk_departures_coalition_id_coalitions")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_departures_company_id_companies")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_departures_decided_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
        sa.UniqueConstraint("token", name=op.f("uq_departures_token")),
    )
    with op.batch_alter_table("departures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departures_coalition_id"), ["coalition_id"], unique=False)

    op.create_table(
        "exposures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_exposures_asked_by_people")),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_exposures_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_exposures_company_id_companies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposures")),
    )
    with op.batch_alter_table("exposures", schema=None) as batch_op:
        batch_op.create_index("ix_exposures_coalition_id_at", ["coalition_id", "at"], unique=False)

    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_grants_company_id_companies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_grants_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index("ix_grants_about", ["about", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grants_company_id"), ["company_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("coalition", sa.String(length=80), nullable=True),
        sa.Column("company", sa.String(length=80), nullable=True),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_holds_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_holds_company_id_companies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_holds_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("form", name=op.f("uq_holds_form")),
        sa.UniqueConstraint("token", name=op.f("uq_holds_token")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holds_coalition_id"), ["coalition_id"], unique=False)

    op.create_table(
        "joiners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=16), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("unseated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_joiners_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_joiners_decided_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joiners")),
        sa.UniqueConstraint("coalition_id", "room", "team", name=op.f("uq_joiners_coalition_id_room_team")),
        sa.UniqueConstraint("token", name=op.f("uq_joiners_token")),
    )
    op.create_table(
        "proofs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_proofs_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_proofs_company_id_companies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_proofs_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
        sa.UniqueConstraint("company_id", "means", name=op.f("uq_proofs_company_id_means")),
    )
    op.create_table(
        "showings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("shown", sa.String(length=16), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_showings_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_showings_company_id_companies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_showings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showings")),
    )
    with op.batch_alter_table("showings", schema=None) as batch_op:
        batch_op.create_index("ix_showings_about", ["about", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_showings_coalition_id"), ["coalition_id"], unique=False)

    op.create_table(
        "strays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_strays_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_strays_decided_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strays")),
        sa.UniqueConstraint("coalition_id", "user_id", name=op.f("uq_strays_coalition_id_user_id")),
        sa.UniqueConstraint("token", name=op.f("uq_strays_token")),
    )
    op.create_table(
        "stubbings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_stubbings_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stubbings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stubbings")),
    )
    with op.batch_alter_table("stubbings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stubbings_done_at"), ["done_at"], unique=False)

    op.create_table(
        "trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("direct_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_state", sa.String(length=16), nullable=False),
        sa.Column("file_error", sa.String(length=80), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_trials_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_trials_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
        sa.UniqueConstraint("person_id", name=op.f("uq_trials_person_id")),
        sa.UniqueConstraint("token", name=op.f("uq_trials_token")),
    )
    with op.batch_alter_table("trials", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trials_next_at"), ["next_at"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takedown_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_erasures_person_id_people")),
        sa.ForeignKeyConstraint(["takedown_id"], ["takedowns.id"], name=op.f("fk_erasures_takedown_id_takedowns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("form", name=op.f("uq_erasures_form")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasures_takedown_id"), ["takedown_id"], unique=False)

    op.create_table(
        "export_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_export_records_export_id_exports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_records")),
        sa.UniqueConstraint("export_id", "about", "about_id", name=op.f("uq_export_records_export_id_about_about_id")),
    )
    with op.batch_alter_table("export_records", schema=None) as batch_op:
        batch_op.create_index("ix_export_records_about", ["about", "about_id"], unique=False)

    op.create_table(
        "exposure_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exposure_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["exposure_id"], ["exposures.id"], name=op.f("fk_exposure_reports_exposure_id_exposures")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["companies.id"], name=op.f("fk_exposure_reports_owner_id_companies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_reports")),
        sa.UniqueConstraint("exposure_id", "owner_id", name=op.f("uq_exposure_reports_exposure_id_owner_id")),
        sa.UniqueConstraint("token", name=op.f("uq_exposure_reports_token")),
    )
    op.create_table(
        "held",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("named", sa.Text(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name=op.f("fk_held_hold_id_holds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held")),
        sa.UniqueConstraint("hold_id", "about", "about_id", name=op.f("uq_held_hold_id_about_about_id")),
        sa.UniqueConstraint("token", name=op.f("uq_held_token")),
    )
    with op.batch_alter_table("held", schema=None) as batch_op:
        batch_op.create_index("ix_held_about", ["about", "about_id"], unique=False)

    op.create_table(
        "exposed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_opened", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_opened", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exported", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_exposed_company_id_companies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exposed_person_id_people")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["exposure_reports.id"], name=op.f("fk_exposed_report_id_exposure_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposed")),
        sa.UniqueConstraint(
            "report_id",
            "about",
            "about_id",
            "company_id",
            "person_id",
            name=op.f("uq_exposed_report_id_about_about_id_company_id_person_id"),
        ),
    )
    with op.batch_alter_table("coalitions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("default_mark", sa.String(length=16), server_default=sa.text("'AMBER+STRICT'"), nullable=False)
        )
        batch_op.add_column(sa.Column("digest_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("digest_hour", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("dissolving_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("thinned_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("rhythm", sa.String(length=200), server_default=sa.text("('')"), nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_coalitions_name"), type_="unique")

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("token", sa.String(length=32), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_companies_token"), ["token"])

    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=16), server_default=sa.text("'records'"), nullable=False)
        )
        batch_op.add_column(sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_team", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("retract_version", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_outbox_dropped",
            ["owner_id"],
            unique=False,
            sqlite_where=sa.text("state = 'dropped'"),
            postgresql_where=sa.text("state = 'dropped'"),
        )

    with op.batch_alter_table("outsiders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation", sa.String(length=32), nullable=True))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("token", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("name", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("away_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_people_token"), ["token"])

    with op.batch_alter_table("takedown_revisions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=16), server_default=sa.text("'revised'"), nullable=False)
        )

    with op.batch_alter_table("takedowns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("for_person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("embargoed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("chatham", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("content_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("hash_key", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("stubbed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("open_stubbed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_takedowns_erased_at", ["coalition_id", "erased_at"], unique=False)
        batch_op.create_index("ix_takedowns_leaves_at", ["leaves_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_takedowns_for_person_id_people"), "people", ["for_person_id"], ["id"]
        )
    _name_who_is_there()


def _name_who_is_there() -> None:
    """Give those a token who had none yet, and share what was logged with whoever sat there then."""
    connection = op.get_bind()
    for table in ("companies", "people"):
        its = sa.table(table, sa.column("id", sa.Integer), sa.column("token", sa.String))
        for row in connection.execute(sa.select(its.c.id).where(its.c.token.is_(None))).all():
            connection.execute(sa.update(its).where(its.c.id == row.id).values(token=secrets.token_urlsafe(16)))
    connection.execute(sa.text("UPDATE takedowns SET shared_at = logged_at WHERE shared_at IS NULL"))
