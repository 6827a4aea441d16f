"""What did not come round: told to the coordinators once, and shown to them for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from storage import access
from storage.access import Speaker
from storage.database import Session
from storage.periods import Period, Span, day_before, week_ending_before
from storage.schedules.records import State, occurrences

_SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Gap:
    """A time that something should have come round and did not; `reference` is the one that the log has."""

    coalition_id: int
    kind: str
    span: Span
    nominal_day: date
    due_at: datetime
    state: State
    reference: str

    @property
    def period(self) -> Period:
        """The period that it would have told of."""
        return day_before(self.nominal_day) if self.span is Span.DAY else week_ending_before(self.nominal_day)


def take_untold(session: Session, *, limit: int) -> tuple[Gap, ...]:
    """Take what nobody was told of yet, at most `limit`; the transaction that takes it tells it."""
    untold = select(occurrences).where(occurrences.c.untold_since.is_not(None))
    oldest = untold.order_by(occurrences.c.untold_since, occurrences.c.id).limit(limit)
    # SQLite has one writer and leaves the lock out.
    rows = session.execute(oldest.with_for_update(skip_locked=True)).all()
    if rows:
        told = update(occurrences).where(occurrences.c.id.in_([row.id for row in rows]))
        session.execute(told.values(untold_since=None))
    return tuple(_gap(row) for row in rows)


def any_untold(session: Session) -> bool:
    """Tell whether there is anything to take."""
    untold = select(occurrences.c.id).where(occurrences.c.untold_since.is_not(None))
    return session.execute(untold.order_by(occurrences.c.untold_since).limit(1)).first() is not None


def gaps(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Gap, ...]:
    """List for a coordinator what did not come round lately, newest first; nothing for anybody else."""
    if not access.may_coordinate(speaker):
        return ()
    its = (
        occurrences.c.coalition_id == speaker.coalition.id,
        occurrences.c.state.in_((State.MISSED, State.FAILED)),
        occurrences.c.finished_at > now - _SHOWN_FOR,
    )
    newest = select(occurrences).where(*its).order_by(occurrences.c.due_at.desc(), occurrences.c.id.desc())
    return tuple(_gap(row) for row in session.execute(newest))


def _gap(row: Row[Any]) -> Gap:
    return Gap(
        coalition_id=row.coalition_id,
        kind=row.kind,
        span=Span(row.span),
        nominal_day=row.nominal_day,
        due_at=row.due_at,
        state=State(row.state),
        reference=row.reference or "",
    )
