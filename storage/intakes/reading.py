"""Reading a file: claimed under a lease, its indicators laid down some at a time, ended by whoever holds it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from storage import access, audit
from storage.access import Way
from storage.audit import Act
from storage.base import new_token
from storage.database import Session
from storage.indicators import staging
from storage.indicators.records import Finding
from storage.intakes.records import (
    ENDED,
    INTAKES,
    IS_LEFT,
    LONGEST_NAME,
    Gathered,
    Intake,
    State,
    Trouble,
    dumped,
    dumped_problems,
    intake,
    intakes,
    plain,
)
from storage.takedowns import ABOUT

_UNDER_WAY = (State.NOTED, State.READING)
# Before it in the same takedown: what is under way, or was laid down and is to be cleared.
_older = intakes.alias("older")


def any_due(session: Session, *, now: datetime) -> bool:
    """Tell whether there may be anything to claim, or to clear away; asking takes no lock."""
    due = or_(intakes.c.next_at <= now, IS_LEFT)
    return session.execute(select(intakes.c.id).where(due).limit(1)).first() is not None


def claim(session: Session, *, lease: timedelta, now: datetime) -> Intake | None:
    """Take the oldest file that is due, and keep it until `now + lease`; None if there is none.

    The files of one takedown are read one after another, so that none of them counts on rows which go again.
    """
    in_the_way = or_(
        and_(_older.c.state.in_(_UNDER_WAY), _older.c.id < intakes.c.id),
        and_(_older.c.state.in_(ENDED), _older.c.staged),
    )
    waits = select(_older.c.id).where(_older.c.takedown_id == intakes.c.takedown_id, in_the_way).exists()
    due = (
        select(intakes.c.id)
        .where(intakes.c.next_at <= now, intakes.c.takedown_id.is_not(None), ~waits)
        .order_by(intakes.c.next_at, intakes.c.id)
        .limit(1)
        # SQLite has one writer and leaves the lock out.
        .with_for_update(skip_locked=True, of=intakes)
    )
    row_id = session.execute(due).scalar_one_or_none()
    return None if row_id is None else _take(session, row_id, lease=lease, now=now)


def _take(session: Session, row_id: int, *, lease: timedelta, now: datetime) -> Intake:
    values = {"state": State.READING, "next_at": now + lease, "lease_by": new_token()}
    session.execute(
        update(intakes).where(intakes.c.id == row_id).values(attempts=intakes.c.attempts + 1, **values),
    )
    return intake(session.execute(INTAKES.where(intakes.c.id == row_id)).one())


def begin(session: Session, one: Intake, *, name: str = "", sha256: str, size: int, until: datetime) -> bool:
    """Note which bytes were fetched, before anything of them is laid down; False if the lease was lost.

    What a file is called is at times only known once it was fetched.
    """
    called = plain(name)[:LONGEST_NAME] or one.name
    return write_held(session, one, name=called, sha256=sha256, size=size, next_at=until)


def stage(session: Session, one: Intake, founds: Iterable[Finding], *, until: datetime) -> bool:
    """Lay down some of its indicators, of which nobody is told before it is published, and keep it until `until`.

    The same ones twice are there once. False, and nothing is laid down, where the lease was lost.
    """
    if not write_held(session, one, staged=True, next_at=until):
        return False
    staging.lay(session, one.takedown_id, one.id, founds)
    return True


def clear(session: Session, one: Intake, *, limit: int = staging.BATCH, until: datetime) -> bool:
    """Clear away some of what was laid down by whoever read it before; False where nothing is left of it."""
    if not write_held(session, one, next_at=until):
        return False
    if staging.clear(session, one.id, limit=limit):
        return True
    write_held(session, one, staged=False)
    return False


def postpone(session: Session, one: Intake, *, until: datetime) -> bool:
    """Try again at `until`; False if the lease was lost."""
    return write_held(session, one, state=State.NOTED, next_at=until, lease_by=None)


def refuse(
    session: Session,
    one: Intake,
    why: str,
    *,
    problems: Iterable[Trouble] = (),
    gathered: Gathered | None = None,
    now: datetime,
) -> bool:
    """End it with nothing kept, and say why to its sender; False if the lease was lost."""
    found = tuple(problems)
    values = {
        "why": why,
        "problems": dumped_problems(found) if found else None,
        "gathered": dumped(gathered) if gathered else None,
    }
    return end(session, one, State.REFUSED, **values, now=now)


def end(session: Session, one: Intake, state: State, *, now: datetime, **values: Any) -> bool:
    """End it without anything to be told; what was laid down is cleared away by `sweep`."""
    ended = {"state": state, "next_at": None, "lease_by": None, "text": None, "changed_at": now, **values}
    if not write_held(session, one, **ended):
        return False
    sender = access.seat_of(session, one.person_id)
    if sender is not None:
        audit.note(
            session,
            sender,
            Act.REFUSED_FILE,
            ABOUT,
            one.takedown_id,
            way=Way.CLOCK,
            now=now,
            detail=values.get("why", ""),
        )
    return True


def sweep(session: Session, *, limit: int = staging.BATCH) -> bool:
    """Clear away some rows of files that were refused, or whose record is gone; True if there may be more."""
    ended = select(intakes.c.id).where(IS_LEFT).order_by(intakes.c.id).limit(1)
    row = session.execute(ended.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return False
    if not staging.clear(session, row.id, limit=limit):
        session.execute(update(intakes).where(intakes.c.id == row.id).values(staged=False))
    return True


def write_held(session: Session, one: Intake, **values: Any) -> bool:
    """Write to a file that is held; False where somebody else holds it by now, or nobody does."""
    held = (intakes.c.id == one.id, intakes.c.lease_by == one.lease)
    return session.execute(update(intakes).where(*held).values(**values).returning(intakes.c.id)).first() is not None
