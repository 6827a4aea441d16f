"""Answering a request, once: the second coordinator agrees or declines, or its day is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from storage import access, audit
from storage import coalitions as coalition_page
from storage.access import Speaker, Way
from storage.approvals.records import (
    ABOUT,
    Approval,
    Settled,
    State,
    again,
    approvals,
    by_id,
    may_answer,
    of_row,
    requests,
    still_coordinates,
)
from storage.audit import Act
from storage.database import Session
from storage.errors import Unknown


def agree(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> tuple[Approval, bool]:
    """Agree to a request; True if this settles it, so that it is to be done now. Twice is once."""
    return _settle(session, speaker, token, State.GRANTED, way=way, now=now)


def decline(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> tuple[Approval, bool]:
    """Decline a request; True if this settles it."""
    return _settle(session, speaker, token, State.DECLINED, way=way, now=now)


_ACTS = {State.GRANTED: Act.AGREED, State.DECLINED: Act.DECLINED}


def _settle(
    session: Session,
    speaker: Speaker,
    token: str,
    state: State,
    *,
    way: Way,
    now: datetime,
) -> tuple[Approval, bool]:
    coalition_page.hold(session, speaker.coalition.id)
    speaker = again(session, speaker)
    approval = _to_answer(session, speaker, token)
    if approval.state is not State.ASKED:
        if approval.state is state and approval.settler_id == speaker.person_id:
            return approval, False
        raise Settled(approval.state)
    if approval.expires_at <= now or not still_coordinates(session, approval):
        raise Settled(State.EXPIRED)
    settled = {"state": state, "settled_by": speaker.person_id, "settled_at": now}
    still_waits = (approvals.c.id == approval.id, approvals.c.state == State.ASKED)
    if session.execute(update(approvals).where(*still_waits).values(settled).returning(approvals.c.id)).first() is None:
        raise Settled(State.EXPIRED)
    audit.note(session, speaker, _ACTS[state], ABOUT, approval.id, way=way, now=now, detail=approval.deed)
    return by_id(session, approval.id), True


def _to_answer(session: Session, speaker: Speaker, token: str) -> Approval:
    """Find the request that this person may answer; for all others there is none."""
    row = session.execute(requests().where(approvals.c.token == token)).one_or_none()
    if row is None:
        raise Unknown
    approval = of_row(row)
    if not may_answer(speaker, approval):
        raise Unknown
    return approval


def asker(session: Session, approval: Approval) -> Speaker:
    """Find the seat of whoever asked; Unknown once their company has left."""
    found = access.seat_of(session, approval.person_id)
    if found is None:
        raise Unknown
    return found


def expire(session: Session, *, now: datetime) -> tuple[Approval, ...]:
    """Let the requests lapse whose day is over; each once, whoever asks."""
    over = (approvals.c.state == State.ASKED, approvals.c.expires_at <= now)
    lapsed = update(approvals).where(*over).values(state=State.EXPIRED, settled_at=now).returning(approvals.c.id)
    found = []
    for approval_id in session.execute(lapsed).scalars().all():
        approval = by_id(session, approval_id)
        audit.note_clock(session, approval.coalition_id, Act.EXPIRED, ABOUT, approval.id, now=now, detail=approval.deed)
        found.append(approval)
    return tuple(found)
