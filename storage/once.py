"""Doing a thing once, however often it is asked: one atomic insert decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session


def insert_once(session: Session, table: Table, values: Mapping[str, Any]) -> int | None:
    """Insert a row unless one of its unique keys is there already; the new row's id, or None if it was."""
    insert = sqlite.insert if session.dialect.name == "sqlite" else postgresql.insert
    # The row count says -1 on PostgreSQL, so the returned id is the witness.
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.c.id)
    return session.execute(statement).scalar_one_or_none()
