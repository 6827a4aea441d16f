"""When the clock last asked each of its jobs, and when one failed last; for whoever looks after this deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, String, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from storage.base import Instant, metadata
from storage.database import Session

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job", String(32), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("failed_at", Instant),
    Column("reference", String(16)),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """When a job was asked last by any process, and the reference under which the log has its last failure."""

    job: str
    at: datetime
    failed_at: datetime | None
    reference: str | None


def note(session: Session, asked: Mapping[str, str | None], *, now: datetime) -> None:
    """Note that jobs were asked; a job that failed comes with the reference that the log has."""
    # In one order, so that no two processes wait for each other.
    jobs = sorted(asked)
    session.execute(_seen(session.dialect.name), [{"job": job, "at": now} for job in jobs])
    for job in jobs:
        if asked[job] is not None:
            failed = update(visits).where(visits.c.job == job).values(failed_at=now, reference=asked[job])
            session.execute(failed)


@cache
def _seen(dialect: str) -> Insert:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(visits).values(job=bindparam("job"), at=bindparam("at"))
    seen: Insert = statement.on_conflict_do_update(index_elements=[visits.c.job], set_={"at": statement.excluded.at})
    return seen


def all_of_them(session: Session) -> tuple[Visit, ...]:
    """List every job that was ever asked, by name."""
    rows = session.execute(select(visits.c.job, visits.c.at, visits.c.failed_at, visits.c.reference).order_by("job"))
    return tuple(Visit(*row) for row in rows)
