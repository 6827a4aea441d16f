"""What Alembic runs before the versions; the connection and its transaction are storage.schema's."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.base import Instant, metadata
from storage.schema import VERSION_TABLE


def _render(_kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write a column's type as the database knows it: a version outlives the classes of its day."""
    return "sa.DateTime(timezone=True)" if isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    # SQLite can change a table only by replacing it. https://alembic.sqlalchemy.org/en/latest/batch.html
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    render_item=_render,
)
context.run_migrations()
