"""Carrying a file: claimed under a lease, settled by whoever holds it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, null, select, update

from storage.base import new_token
from storage.database import Session
from storage.exports import taking_back
from storage.exports.records import Export, Fault, State, exports, one


def any_due(session: Session, *, now: datetime) -> bool:
    """Tell whether there is anything to claim."""
    return session.execute(select(exports.c.id).where(exports.c.next_at <= now).limit(1)).first() is not None


def claim(session: Session, *, lease: timedelta, now: datetime) -> Export | None:
    """Take the oldest export that is due, and keep it until `now + lease`; None if there is none."""
    due = select(exports.c.id).where(exports.c.next_at <= now).order_by(exports.c.next_at, exports.c.id).limit(1)
    # SQLite has one writer and leaves the lock out.
    row_id = session.execute(due.with_for_update(skip_locked=True)).scalar_one_or_none()
    if row_id is None:
        return None
    values = {"state": State.SENDING, "next_at": now + lease, "lease_by": new_token()}
    session.execute(
        update(exports).where(exports.c.id == row_id).values(attempts=exports.c.attempts + 1, **values),
    )
    return one(session, row_id)


def hold(session: Session, export: Export, *, until: datetime) -> bool:
    """Keep a claimed export for longer; False if it was lost to somebody else."""
    return _settle(session, export, next_at=until)


def about_to_share(
    session: Session,
    export: Export,
    *,
    conversation: str,
    file_id: str,
    held: Sequence[int],
    until: datetime,
) -> bool:
    """Note which file is about to be shared where, and what it holds: somebody must look before it is done again."""
    taking_back.note_held(session, export, held)
    values = {"conversation": conversation, "file_id": file_id, "records": len(held), "in_doubt": True}
    return _settle(session, export, **values, next_at=until)


def sent(session: Session, export: Export, *, now: datetime) -> bool:
    """Note that the file is with who asked for it; where something in it was recalled meanwhile, it is due again."""
    is_recalled = exports.c.recalled_at.is_not(None)
    values = {
        "state": case((is_recalled, State.DUE), else_=State.SENT),
        "next_at": case((is_recalled, now), else_=null()),
        "lease_by": None,
        "in_doubt": False,
        "fault": None,
        "error": None,
    }
    return _settle(session, export, **values, changed_at=now)


def postpone(session: Session, export: Export, *, until: datetime, error: str, in_doubt: bool, now: datetime) -> bool:
    """Try again at `until`; `in_doubt` says that nobody knows whether the file was shared."""
    values = {"state": State.DUE, "next_at": until, "lease_by": None, "in_doubt": in_doubt, "error": error}
    return _settle(session, export, **values, changed_at=now)


def end(
    session: Session, export: Export, state: State, *, fault: Fault | None = None, error: str = "", now: datetime
) -> bool:
    """Note that nothing more is tried: there was nothing, or it is nobody's, or it failed, or was taken back."""
    values = {"state": state, "next_at": None, "lease_by": None, "in_doubt": False, "fault": fault, "error": error}
    return _settle(session, export, **values, changed_at=now)


def _settle(session: Session, export: Export, **values: Any) -> bool:
    held = (exports.c.id == export.id, exports.c.lease_by == export.lease)
    return session.execute(update(exports).where(*held).values(**values).returning(exports.c.id)).first() is not None
