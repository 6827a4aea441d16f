"""What a digest asks: which takedowns became known within some time, and which changed; only what may be told.

`which` is always a condition of `storage/access.py`; nothing here decides who may know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, literal_column, not_, or_, select

from storage.database import Session
from storage.takedowns.reading import chosen, made
from storage.takedowns.records import Change, State, Takedown, revisions, takedowns

# When others could hear of a record: once it was logged, or once its embargo was over.
_known_at = case((takedowns.c.not_before > takedowns.c.logged_at, takedowns.c.not_before), else_=takedowns.c.logged_at)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days in a row of a zone, both of them inside, and the moments at which they begin and are over."""

    first: date
    last: date
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A takedown, and when it became known or last changed within the time that was asked for."""

    takedown: Takedown
    at: datetime
    change: Change = Change.REVISED


def became_known(
    session: Session, which: ColumnElement[bool], within: Stretch, *, reader: int | None, limit: int
) -> tuple[tuple[Moved, ...], int]:
    """List what became known, or was made, and still stands, newest first, at most `limit`; and how many in all.

    `reader` is the company that reads, or None for all members alike.
    """
    its = and_(which, takedowns.c.state == State.STANDING, is_of(within))
    newest_first = chosen(its).order_by(_known_at.desc(), takedowns.c.id.desc())
    rows = session.execute(newest_first.limit(limit)).all()
    in_all = len(rows)
    if in_all == limit:
        in_all = session.execute(select(func.count()).select_from(takedowns).where(its)).scalar_one()
    known = (Moved(made(row, reader), max(row.logged_at, row.not_before or row.logged_at)) for row in rows)
    return tuple(known), in_all


def is_of(within: Stretch) -> ColumnElement[bool]:
    """Say, as a condition, which takedowns became known or were made within some days."""
    # Each side of this has an index of its own; the expression alone has none.
    logged = and_(takedowns.c.logged_at >= within.since, takedowns.c.logged_at < within.until)
    was_held = and_(takedowns.c.not_before >= within.since, takedowns.c.not_before < within.until)
    was_known = and_(or_(logged, was_held), _known_at >= within.since, _known_at < within.until)
    return or_(was_known, takedowns.c.acted_on.between(within.first, within.last))


def changed(
    session: Session, which: ColumnElement[bool], within: Stretch, *, reader: int | None, limit: int
) -> tuple[tuple[Moved, ...], int]:
    """List what was revised, corrected or taken back, newest first, at most `limit`; and how many there are in all.

    Each stands here once, with its last change within the time. What became known within the time stands there with
    its newest words, and is listed here only if it was taken back, whenever that was.
    """
    was_revised = (
        # Written as a constant, so that both databases use the index of these.
        revisions.c.number > literal_column("1"),
        revisions.c.at >= within.since,
        revisions.c.at < within.until,
        # That words were erased is nobody's news.
        revisions.c.kind != Change.ERASED,
    )
    here = or_(takedowns.c.state == State.WITHDRAWN, not_(is_of(within)))
    latest = {
        row.id: (row.at, Change(row.kind))
        for row in session.execute(
            select(takedowns.c.id, revisions.c.at, revisions.c.kind)
            .join(takedowns, takedowns.c.id == revisions.c.takedown_id)
            .where(which, here, *was_revised)
            .order_by(revisions.c.at, revisions.c.number),
        )
    }
    taken_back = select(takedowns.c.id, takedowns.c.changed_at).where(
        which, takedowns.c.state == State.WITHDRAWN, is_of(within)
    )
    latest |= {row.id: (row.changed_at, Change.REVISED) for row in session.execute(taken_back)}
    newest = sorted(latest, key=lambda each: (latest[each][0], each), reverse=True)[:limit]
    rows = session.execute(chosen(and_(which, takedowns.c.id.in_(newest)))).all() if newest else []
    found = {row.id: Moved(made(row, reader), *latest[row.id]) for row in rows}
    return tuple(found[each] for each in newest), len(latest)
