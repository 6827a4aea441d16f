"""Every row of a coalition, found by the foreign keys of the tables, so that a new table is found too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import ColumnElement, Table, bindparam, delete, or_, select, type_coerce
from sqlalchemy.types import Integer

from storage.base import metadata
from storage.database import Session

# So many rows a transaction, so that nobody waits long.
BATCH = 500
# What is no single coalition's, or outlives it: a deployment's workspaces, what Slack repeats, the pace of lanes and
# the visits of the clock; what is held, which `storage/holds` makes nobody's before; and what is left in the end.
OUTLIVE = frozenset(
    {"installations", "events_heard", "paces", "visits", "holds", "held", "held_indicators", "dissolutions"}
)
_ROOT = "coalitions"
_OF = "of_coalition"


@cache
def ways() -> Mapping[Table, ColumnElement[bool]]:
    """Say for each table which of its rows are a coalition's; children before their parents."""
    found: dict[Table, ColumnElement[bool]] = {}
    for table in metadata.sorted_tables:
        if table.name in OUTLIVE or table.name == _ROOT:
            continue
        if "coalition_id" in table.c:
            found[table] = table.c.coalition_id == _coalition()
            continue
        through = [
            link.parent.in_(select(link.column).where(found[link.column.table]))
            for link in sorted(table.foreign_keys, key=lambda each: each.parent.name)
            if link.column.table in found
        ]
        if not through:
            raise ValueError(f"nothing tells which rows of {table.name} are a coalition's")
        found[table] = or_(*through)
    return dict(reversed(found.items()))


def _coalition() -> ColumnElement[int]:
    return type_coerce(bindparam(_OF), Integer)


def delete_some(session: Session, coalition_id: int) -> bool:
    """Delete some rows of a coalition; False where none is left but its own."""
    for table, which in ways().items():
        (key,) = table.primary_key.columns
        some = select(key).where(which).limit(BATCH)
        gone = delete(table).where(key.in_(some)).returning(key)
        if session.execute(gone, {_OF: coalition_id}).first() is not None:
            return True
    return False
