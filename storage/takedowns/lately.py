"""What a digest asks: which takedowns became known within some time, and which changed; only what may be told.

`which` is always a condition of `storage/access.py`; nothing here decides who may know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, literal_column, not_, or_, select, union

from storage.database import Session
from storage.takedowns.reading import chosen, made
from storage.takedowns.records import Change, State, Takedown, revisions, takedowns

# When others could hear of a record: once it was logged, or once its embargo was over.
_known_at = case((takedowns.c.not_before > takedowns.c.logged_at, takedowns.c.not_before), else_=takedowns.c.logged_at)


# Under a name of its own, since the question around it asks of takedowns, too.
_others = takedowns.alias("others")
# So many records in one question.
_SOME = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days in a row of a coalition, both of them inside, and the moments at which they begin and are over."""

    coalition_id: int
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
    its, here = _others.c, _others.c.coalition_id == within.coalition_id
    known_at = case((its.not_before > its.logged_at, its.not_before), else_=its.logged_at)
    was_known = and_(known_at >= within.since, known_at < within.until)
    # Each of these is looked up in an index of its own.
    return takedowns.c.id.in_(
        union(
            select(its.id).where(here, its.logged_at >= within.since, its.logged_at < within.until, was_known),
            select(its.id).where(here, its.not_before >= within.since, its.not_before < within.until, was_known),
            select(its.id).where(here, its.acted_on.between(within.first, within.last)),
        ),
    )


def changed(
    session: Session, which: ColumnElement[bool], within: Stretch, *, reader: int | None, limit: int
) -> tuple[tuple[Moved, ...], int]:
    """List what was revised, corrected or taken back, newest first, at most `limit`; and how many there are in all.

    Each stands here once, with its last change within the time. What became known within the time stands there with
    its newest words, and is listed here only if it was taken back, whenever that was.
    """
    here = or_(takedowns.c.state == State.WITHDRAWN, not_(is_of(within)))
    latest = _revised(session, and_(which, here), within)
    taken_back = select(takedowns.c.id, takedowns.c.changed_at).where(
        which, takedowns.c.state == State.WITHDRAWN, is_of(within)
    )
    latest |= {row.id: (row.changed_at, Change.REVISED) for row in session.execute(taken_back)}
    newest = sorted(latest, key=lambda each: (latest[each][0], each), reverse=True)[:limit]
    rows = session.execute(chosen(and_(which, takedowns.c.id.in_(newest)))).all() if newest else []
    found = {row.id: Moved(made(row, reader), *latest[row.id]) for row in rows}
    return tuple(found[each] for each in newest), len(latest)


def _revised(session: Session, which: ColumnElement[bool], within: Stretch) -> dict[int, tuple[datetime, Change]]:
    """Find the last change of each takedown within the time.

    The revisions come first, in a question of their own: there are few of them, and a database that has not counted its
    rows does not know that.
    """
    rows = session.execute(
        select(revisions.c.takedown_id, revisions.c.at, revisions.c.kind)
        .where(
            # Written as a constant, so that both databases use the index of these.
            revisions.c.number > literal_column("1"),
            revisions.c.at >= within.since,
            revisions.c.at < within.until,
            # That words were erased is nobody's news.
            revisions.c.kind != Change.ERASED,
        )
        .order_by(revisions.c.at, revisions.c.number),
    )
    found = {row.takedown_id: (row.at, Change(row.kind)) for row in rows}
    ids = sorted(found)
    told: set[int] = set()
    for at in range(0, len(ids), _SOME):
        some = takedowns.c.id.in_(ids[at : at + _SOME])
        told.update(session.execute(select(takedowns.c.id).where(some, which)).scalars())
    return {each: last for each, last in found.items() if each in told}
