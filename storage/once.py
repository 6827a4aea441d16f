"""Doing a thing once, however often it is asked: one atomic insert decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Column, Insert, Integer, String, Table, delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import Instant, metadata
from storage.database import Session

# Slack repeats an event for up to a day where "Delayed Events" are on. https://docs.slack.dev/apis/events-api
_REPEATED_FOR = timedelta(days=2)

events = Table(
    "events_heard",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("at", Instant, nullable=False, index=True),
)


def first_time(session: Session, key: str, *, now: datetime) -> bool:
    """Tell whether an event is heard for the first time, and note it in the transaction that acts on it."""
    return insert_once(session, events, {"key": key, "at": now}) is not None


def forget_old(session: Session, *, now: datetime) -> None:
    """Forget the events that Slack repeats no more."""
    session.execute(delete(events).where(events.c.at <= now - _REPEATED_FOR))


def insert_once(session: Session, table: Table, values: Mapping[str, Any]) -> int | None:
    """Insert a row unless one of its unique keys is there already; the new row's id, or None if it was."""
    row_id: int | None = session.execute(_insert_once(session.dialect.name, table), values).scalar_one_or_none()
    return row_id


@cache
def _insert_once(dialect: str, table: Table) -> Insert:
    """Build the statement once for each table: building costs as much as running it."""
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    # The row count says -1 on PostgreSQL, so the returned id is the witness.
    statement: Insert = insert(table).on_conflict_do_nothing().returning(table.c.id)
    return statement
