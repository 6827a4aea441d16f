"""Keep what is put on the agenda of a meeting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "agenda_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coalition_id"], ["coalitions.id"], name=op.f("fk_agenda_statements_coalition_id_coalitions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_statements")),
        sa.UniqueConstraint("coalition_id", name=op.f("uq_agenda_statements_coalition_id")),
    )
    op.create_table(
        "agenda_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_looks_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_agenda_looks_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_looks")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_agenda_looks_meeting_id_person_id")),
    )
    op.create_table(
        "agendas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("is_over", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_agendas_coalition_id_coalitions")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agendas_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendas")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_agendas_meeting_id")),
    )
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("embargoed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=64), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coalition_id"], ["coalitions.id"], name=op.f("fk_agenda_items_coalition_id_coalitions")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_agenda_items_company_id_companies")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id_meetings")),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_items_merged_into_agenda_items"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_agenda_items_person_id_people")),
        sa.ForeignKeyConstraint(["update_id"], ["updates.id"], name=op.f("fk_agenda_items_update_id_updates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("form", name=op.f("uq_agenda_items_form")),
        sa.UniqueConstraint("token", name=op.f("uq_agenda_items_token")),
        sa.UniqueConstraint("update_id", "kind", "words", name=op.f("uq_agenda_items_update_id_kind_words")),
        info={"about": "agenda_item"},
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_items_changed_at", ["changed_at"], unique=False)
        batch_op.create_index("ix_agenda_items_coalition_id_state", ["coalition_id", "state"], unique=False)
        batch_op.create_index("ix_agenda_items_meeting_id_state", ["meeting_id", "state"], unique=False)

    op.create_table(
        "agenda_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agenda_id"], ["agendas.id"], name=op.f("fk_agenda_records_agenda_id_agendas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_records")),
        sa.UniqueConstraint(
            "agenda_id", "room", "about", "about_id", name=op.f("uq_agenda_records_agenda_id_room_about_about_id")
        ),
    )
    with op.batch_alter_table("agenda_records", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_records_about", ["about", "about_id"], unique=False)

    op.create_table(
        "agenda_supports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_agenda_supports_company_id_companies")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_agenda_supports_item_id_agenda_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_supports")),
        sa.UniqueConstraint("item_id", "company_id", name=op.f("uq_agenda_supports_item_id_company_id")),
    )
