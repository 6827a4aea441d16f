"""Claiming an occurrence under a lease, and saying how it went; whoever lost the lease says nothing any more."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from storage.base import new_token
from storage.database import Session
from storage.periods import Span
from storage.schedules.records import Occurrence, State, occurrences

# So often it is begun; what kills its process each time is given up in the end.
_MOST_ATTEMPTS = 20
# So often it is tried when it fails, each time after twice as long.
_MOST_FAILURES = 6
_PAUSE = timedelta(minutes=1)


def claim(session: Session, kind: str, *, lease: timedelta, now: datetime) -> Occurrence | None:
    """Take the oldest occurrence that is due, and keep it until `now + lease`; None if there is none."""
    while True:
        rows = _due(session, kind, limit=1, now=now)
        if not rows:
            return None
        if taken := _take(session, rows, lease=lease, now=now):
            return taken[0]


def claim_some(session: Session, kind: str, *, limit: int, lease: timedelta, now: datetime) -> tuple[Occurrence, ...]:
    """Take the oldest ones that are due, at most `limit`; fewer than that does not say that there are no more."""
    return _take(session, _due(session, kind, limit=limit, now=now), lease=lease, now=now)


def _due(session: Session, kind: str, *, limit: int, now: datetime) -> list[Row[Any]]:
    its = (occurrences.c.kind == kind, occurrences.c.next_at <= now)
    due = select(occurrences).where(*its).order_by(occurrences.c.next_at, occurrences.c.id).limit(limit)
    # SQLite has one writer and leaves the lock out.
    return list(session.execute(due.with_for_update(skip_locked=True)).all())


def _take(session: Session, rows: list[Row[Any]], *, lease: timedelta, now: datetime) -> tuple[Occurrence, ...]:
    """Claim what can be claimed still, and give the rest up."""
    fresh = []
    for row in rows:
        if now >= row.expires_at:
            _give_up(session, row, State.MISSED, now)
        elif row.attempts >= _MOST_ATTEMPTS:
            _give_up(session, row, State.FAILED, now)
        else:
            fresh.append(row)
    if not fresh:
        return ()
    name = new_token()
    values = {"state": State.CLAIMED, "next_at": now + lease, "lease_by": name, "attempts": occurrences.c.attempts + 1}
    session.execute(update(occurrences).where(occurrences.c.id.in_([row.id for row in fresh])).values(values))
    return tuple(_occurrence(row, name) for row in fresh)


def _give_up(session: Session, row: Row[Any], state: State, now: datetime) -> None:
    values = {
        "state": state,
        "next_at": None,
        "lease_by": None,
        "reference": row.reference or secrets.token_hex(4),
        "finished_at": now,
        "untold_since": now,
    }
    session.execute(update(occurrences).where(occurrences.c.id == row.id).values(values))


def _occurrence(row: Row[Any], lease: str) -> Occurrence:
    return Occurrence(
        id=row.id,
        coalition_id=row.coalition_id,
        kind=row.kind,
        key=row.key,
        span=Span(row.span),
        nominal_day=row.nominal_day,
        due_at=row.due_at,
        expires_at=row.expires_at,
        late=row.late,
        attempts=row.attempts + 1,
        failures=row.failures,
        lease=lease,
    )


def hold(session: Session, occurrence: Occurrence, *, until: datetime) -> bool:
    """Keep a claimed occurrence for longer; False if it was lost to somebody else."""
    return _settle(session, occurrence, next_at=until)


def done(session: Session, occurrence: Occurrence, *, now: datetime) -> bool:
    """Note that an occurrence is done, in the transaction that does it; False if it was lost to somebody else."""
    return _settle(session, occurrence, state=State.DONE, next_at=None, lease_by=None, finished_at=now)


def failed(session: Session, occurrence: Occurrence, *, reference: str, until: datetime | None, now: datetime) -> bool:
    """Note that it failed, under the reference that the log has: tried again at `until`, or given up where None."""
    values: dict[str, Any] = {"reference": reference, "lease_by": None, "next_at": until}
    values["failures"] = occurrences.c.failures + 1
    if until is not None:
        return _settle(session, occurrence, state=State.DUE, **values)
    return _settle(session, occurrence, state=State.FAILED, finished_at=now, untold_since=now, **values)


def retry_at(occurrence: Occurrence, now: datetime) -> datetime | None:
    """Say when what failed is tried again: after one minute, two, four …; None when it is to be given up."""
    again = now + _PAUSE * 2**occurrence.failures
    return again if occurrence.failures + 1 < _MOST_FAILURES and again < occurrence.expires_at else None


def _settle(session: Session, occurrence: Occurrence, **values: Any) -> bool:
    held = (occurrences.c.id == occurrence.id, occurrences.c.lease_by == occurrence.lease)
    settled = update(occurrences).where(*held).values(**values).returning(occurrences.c.id)
    return session.execute(settled).first() is not None
