"""Keep the digests that stand in the channel, and which records they tell of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_from", sa.Date(), nullable=False),
        sa.Column("late_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forced", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["coalition_id"], ["coalitions.id"], name=op.f("fk_digests_coalition_id_coalitions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("coalition_id", "period", name=op.f("uq_digests_coalition_id_period")),
    )
    with op.batch_alter_table("digests", schema=None) as batch_op:
        batch_op.create_index("ix_digests_days", ["coalition_id", "starts", "ends"], unique=False)
        batch_op.create_index(
            "ix_digests_waiting",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("seen_until IS NULL"),
            postgresql_where=sa.text("seen_until IS NULL"),
        )

    op.create_table(
        "digest_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_digest_records_digest_id_digests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_records")),
        sa.UniqueConstraint("digest_id", "about", "about_id", name=op.f("uq_digest_records_digest_id_about_about_id")),
    )
    with op.batch_alter_table("digest_records", schema=None) as batch_op:
        batch_op.create_index("ix_digest_records_about", ["about", "about_id"], unique=False)

    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_companies_joined_at"), ["joined_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_companies_left_at"), ["left_at"], unique=False)

    with op.batch_alter_table("takedown_revisions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_takedown_revisions_later",
            ["at", "takedown_id"],
            unique=False,
            sqlite_where=sa.text("number > 1"),
            postgresql_where=sa.text("number > 1"),
        )

    with op.batch_alter_table("takedowns", schema=None) as batch_op:
        batch_op.create_index("ix_takedowns_changed_at", ["changed_at"], unique=False)
        batch_op.create_index(
            "ix_takedowns_gone_at",
            ["erased_at"],
            unique=False,
            sqlite_where=sa.text("erased_at IS NOT NULL"),
            postgresql_where=sa.text("erased_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_takedowns_held",
            ["coalition_id", "not_before"],
            unique=False,
            sqlite_where=sa.text("not_before IS NOT NULL"),
            postgresql_where=sa.text("not_before IS NOT NULL"),
        )
        batch_op.create_index("ix_takedowns_shared_at", ["shared_at"], unique=False)
