"""How the clock stands: what comes next, what came last, and how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, select

from storage.coalitions import coalitions
from storage.database import Session
from storage.schedules.records import Schedule, State, occurrences, schedule, schedules


@dataclass(frozen=True, slots=True)
class Last:
    """The newest time that something came round; `reference` is the log's where it was missed or failed."""

    key: str
    due_at: datetime
    state: State
    late: bool
    finished_at: datetime | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class Stands:
    """What comes round for a coalition, and how it went last; None where it has not come round yet."""

    coalition: str
    schedule: Schedule
    last: Last | None


def next_due(session: Session, kind: str | None = None) -> datetime | None:
    """Give the moment at which something is due next, of one kind or of all; in the past where it is due already."""
    found = [_soonest(session, table, kind) for table in (schedules, occurrences)]
    return min((moment for moment in found if moment is not None), default=None)


def _soonest(session: Session, table: Table, kind: str | None) -> datetime | None:
    # SQLite looks for a bare minimum in the whole table.
    soonest = select(table.c.next_at).where(table.c.next_at.is_not(None)).order_by(table.c.next_at).limit(1)
    if kind is not None:
        soonest = soonest.where(table.c.kind == kind)
    found: datetime | None = session.execute(soonest).scalar_one_or_none()
    return found


def lateness(session: Session, *, now: datetime) -> timedelta:
    """Say for how long something has been due that nobody has begun; nothing where all is on time."""
    since = next_due(session)
    return max(timedelta(), now - since) if since is not None else timedelta()


def standing(session: Session, coalition_id: int | None = None) -> tuple[Stands, ...]:
    """List what comes round for a coalition, or for every one, with its last and its next time."""
    asked = select(schedules, coalitions.c.name).join(coalitions, coalitions.c.id == schedules.c.coalition_id)
    if coalition_id is not None:
        asked = asked.where(schedules.c.coalition_id == coalition_id)
    rows = session.execute(asked.order_by(coalitions.c.name, schedules.c.coalition_id, schedules.c.kind)).all()
    return tuple(Stands(row.name, schedule(row), _last(session, row.coalition_id, row.kind)) for row in rows)


def _last(session: Session, coalition_id: int, kind: str) -> Last | None:
    its = (occurrences.c.coalition_id == coalition_id, occurrences.c.kind == kind)
    newest = select(occurrences).where(*its).order_by(occurrences.c.due_at.desc(), occurrences.c.key.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    if row is None:
        return None
    return Last(row.key, row.due_at, State(row.state), row.late, row.finished_at, row.reference)
