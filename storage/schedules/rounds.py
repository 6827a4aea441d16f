"""Coming round: schedules that are due become occurrences, in one short transaction, whoever looks."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Insert, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session
from storage.schedules.reckoning import days_at, next_after, turn
from storage.schedules.records import LATE, State, course_of, occurrences, schedules

# The clocks of several machines differ by less.
_CLOCKS_DIFFER = timedelta(minutes=2)


def next_round(session: Session) -> datetime | None:
    """Give the moment at which the next schedule is due; in the past where one is due already."""
    # SQLite looks for a bare minimum in the whole table.
    soonest = select(schedules.c.next_at).where(schedules.c.next_at.is_not(None)).order_by(schedules.c.next_at).limit(1)
    found: datetime | None = session.execute(soonest).scalar_one_or_none()
    return found


def is_round(session: Session, *, now: datetime) -> bool:
    """Tell whether there is anything to do for `come_round`; no lock is taken."""
    soonest = next_round(session)
    # Asked for the first of an order, PostgreSQL uses the index whatever it has counted so far.
    newest = select(schedules.c.reckoned_at).order_by(schedules.c.reckoned_at.desc()).limit(1)
    reckoned: datetime | None = session.execute(newest).scalar_one_or_none()
    is_due = soonest is not None and soonest <= now
    return is_due or (reckoned is not None and reckoned > now + _CLOCKS_DIFFER)


def come_round(session: Session, *, now: datetime, limit: int) -> int:
    """Turn some schedules that are due into occurrences; how many, so that fewer than `limit` says: all.

    After a long stop only the newest one of each is due, if the coalition catches up with it still; the rest is missed.
    """
    _reckon_anew(session, now=now, limit=limit)
    due = select(schedules).where(schedules.c.next_at <= now).order_by(schedules.c.next_at, schedules.c.id)
    # SQLite has one writer and leaves the lock out.
    rows = session.execute(due.limit(limit).with_for_update(skip_locked=True)).all()
    _go_round(session, rows, now)
    return len(rows)


def come_round_for(session: Session, row: Row[Any], *, now: datetime) -> None:
    """Turn one schedule into an occurrence, if it is due, before it is changed."""
    if row.next_at is not None and row.next_at <= now:
        _go_round(session, [row], now)


def _go_round(session: Session, rows: Sequence[Row[Any]], now: datetime) -> None:
    made: list[dict[str, Any]] = []
    later: dict[datetime | None, list[int]] = defaultdict(list)
    for row in rows:
        found = turn(course_of(row), row.next_at, now)
        for moment in (*found.before, found.newest):
            made.extend(_made(row, moment, now, is_newest=moment == found.newest))
        later[found.next_at].append(row.id)
    if made:
        session.execute(_insert_once(session.dialect.name), made)
    for next_at, ids in later.items():
        session.execute(update(schedules).where(schedules.c.id.in_(ids)).values(next_at=next_at, reckoned_at=now))


def _made(row: Row[Any], moment: datetime, now: datetime, *, is_newest: bool) -> Iterator[dict[str, Any]]:
    """Write what came round at a moment: due, or missed."""
    expires_at = moment + timedelta(minutes=row.allowance)
    is_due = is_newest and now < expires_at
    for day in days_at(course_of(row), moment):
        yield {
            "coalition_id": row.coalition_id,
            "kind": row.kind,
            "key": _key(day),
            "span": row.span,
            "nominal_day": day,
            "due_at": moment,
            "expires_at": expires_at,
            "state": State.DUE if is_due else State.MISSED,
            "late": now - moment > LATE,
            # Not now: a clock that is set back must not keep it waiting.
            "next_at": moment if is_due else None,
            "attempts": 0,
            "reference": None if is_due else secrets.token_hex(4),
            "finished_at": None if is_due else now,
            "untold_since": None if is_due else now,
        }


def _key(day: date) -> str:
    return day.isoformat()


@cache
def _insert_once(dialect: str) -> Insert:
    """Build the statement that lets a day come round once, whoever says so again."""
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Insert = insert(occurrences).on_conflict_do_nothing()
    return statement


def _reckon_anew(session: Session, *, now: datetime, limit: int) -> None:
    """Look again at what was reckoned by a clock that was ahead and has been set back.

    It may have jumped over years. What it took for missed has not come yet; what is done stays done.
    """
    ahead = select(schedules).where(schedules.c.reckoned_at > now + _CLOCKS_DIFFER)
    newest = ahead.order_by(schedules.c.reckoned_at.desc()).limit(limit)
    for row in session.execute(newest.with_for_update(skip_locked=True)).all():
        took_for_missed = (
            occurrences.c.coalition_id == row.coalition_id,
            occurrences.c.kind == row.kind,
            occurrences.c.state == State.MISSED,
            occurrences.c.due_at > now,
        )
        session.execute(delete(occurrences).where(*took_for_missed))
        values = {"next_at": next_after(course_of(row), now), "reckoned_at": now}
        session.execute(update(schedules).where(schedules.c.id == row.id).values(values))
