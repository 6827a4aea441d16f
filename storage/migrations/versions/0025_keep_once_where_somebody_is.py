"""Keep once where somebody is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    people = sa.table("people", sa.column("id"), sa.column("zone"))
    wishes = sa.table("digest_wishes", sa.column("person_id"), sa.column("zone"))
    of_wish = sa.select(wishes.c.zone).where(wishes.c.person_id == people.c.id).scalar_subquery()
    op.execute(people.update().where(people.c.zone.is_(None)).values(zone=of_wish))
    with op.batch_alter_table("digest_wishes", schema=None) as batch_op:
        batch_op.drop_column("zone")
