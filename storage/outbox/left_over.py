"""Files that Slack has and no letter shows: deleted one by one, each claimed under a lease like a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from storage.base import new_token
from storage.database import Session
from storage.outbox.letters import outbox
from storage.outbox.pictures import picture_files

_IS_OWED = picture_files.c.next_at.is_not(None)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A file as whoever deletes it holds it; `team` names the installation that uploaded it."""

    id: int
    file_id: str
    team: str | None
    attempts: int
    lease: str


def claim_left_over(session: Session, *, by: str, lease: timedelta, now: datetime) -> LeftOver | None:
    """Take the file that is due first; None if there is none. Until `now + lease` nobody else takes it."""
    first = (
        select(picture_files)
        .where(picture_files.c.next_at <= now)
        .order_by(picture_files.c.next_at, picture_files.c.id)
        .limit(1)
        # SQLite has one writer and leaves this out.
        .with_for_update(skip_locked=True)
    )
    row = session.execute(first).one_or_none()
    if row is None:
        return None
    left = LeftOver(row.id, row.file_id, row.team or None, row.attempts + 1, f"{by}/{new_token()}")
    taken = {"next_at": now + lease, "lease_by": left.lease, "attempts": left.attempts}
    session.execute(update(picture_files).where(picture_files.c.id == left.id).values(taken))
    return left


def left_over_deleted(session: Session, left: LeftOver) -> bool:
    """Note that Slack has the file no more, or will keep it whatever we do; False where the lease is lost."""
    gone = delete(picture_files).where(_is_held(left)).returning(picture_files.c.id)
    return session.execute(gone).first() is not None


def postpone_left_over(session: Session, left: LeftOver, *, until: datetime) -> bool:
    """Try again at `until`; False where the lease is lost."""
    later = update(picture_files).where(_is_held(left)).values(next_at=until, lease_by=None)
    return session.execute(later.returning(picture_files.c.id)).first() is not None


def next_left_over(session: Session) -> datetime | None:
    """Say when the next file is to be deleted; None where none is left over."""
    moment: datetime | None = session.execute(select(func.min(picture_files.c.next_at)).where(_IS_OWED)).scalar_one()
    return moment


def any_left_over(session: Session, coalition_id: int) -> bool:
    """Tell whether files of a coalition are still to be deleted."""
    its = select(picture_files.c.id).join(outbox).where(outbox.c.coalition_id == coalition_id, _IS_OWED).limit(1)
    return session.execute(its).first() is not None


def _is_held(left: LeftOver) -> ColumnElement[bool]:
    return and_(picture_files.c.id == left.id, picture_files.c.lease_by == left.lease)
