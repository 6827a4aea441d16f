"""Asking for what needs a second coordinator, and finding what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, insert, or_, select

from storage import access, audit
from storage import coalitions as coalition_page
from storage.access import Speaker, Way
from storage.approvals.records import (
    ABOUT,
    LASTS,
    Approval,
    Deed,
    State,
    again,
    approvals,
    by_id,
    coordinators,
    may_answer,
    of_row,
    requests,
    still_coordinates,
)
from storage.audit import Act
from storage.base import new_token
from storage.companies import companies
from storage.database import Session
from storage.people import people

# How long whoever asked finds under *For me* what became of it.
_SHOWN_FOR = timedelta(days=7)
_LONGEST_FORM = 64


def ask(
    session: Session,
    speaker: Speaker,
    deed: Deed,
    payload: Mapping[str, Any],
    *,
    form: str,
    way: Way,
    now: datetime,
) -> tuple[Approval, bool]:
    """Ask for a deed; granted at once while no other company has a coordinator. True if it is new.

    The same form asks once; so does a company that asks for the same while its request waits.
    """
    coalition_page.hold(session, speaker.coalition.id)
    speaker = again(session, speaker)
    access.must_coordinate(speaker)
    # A form is one person's; what Slack calls it is nothing to others.
    form = f"{speaker.person_id}:{form}"[:_LONGEST_FORM]
    if waits := _same(session, speaker, deed, payload, form=form, now=now):
        return waits, False
    alone = not _other_companies(session, speaker)
    values = {
        "token": new_token(),
        "coalition_id": speaker.coalition.id,
        "deed": deed,
        "payload": dict(payload),
        "form": form,
        "company_id": speaker.company.id,
        "person_id": speaker.person_id,
        "asked_at": now,
        "expires_at": now + LASTS,
        "state": State.GRANTED if alone else State.ASKED,
        "settled_by": speaker.person_id if alone else None,
        "settled_at": now if alone else None,
    }
    approval_id = session.execute(insert(approvals).values(values).returning(approvals.c.id)).scalar_one()
    audit.note(session, speaker, Act.ASKED, ABOUT, approval_id, way=way, now=now, detail=deed)
    if alone:
        audit.note(session, speaker, Act.AGREED, ABOUT, approval_id, way=way, now=now, detail=f"{deed} alone")
    return by_id(session, approval_id), True


def _same(
    session: Session,
    speaker: Speaker,
    deed: Deed,
    payload: Mapping[str, Any],
    *,
    form: str,
    now: datetime,
) -> Approval | None:
    """Find what this form asked for already, or what this company asks for in the very same words."""
    waits = and_(approvals.c.state == State.ASKED, approvals.c.expires_at > now)
    found = requests().where(
        approvals.c.coalition_id == speaker.coalition.id,
        approvals.c.company_id == speaker.company.id,
        approvals.c.deed == deed,
        or_(approvals.c.form == form, waits),
    )
    for row in session.execute(found):
        if row.form == form or dict(row.payload) == dict(payload):
            return of_row(row)
    return None


def needs_a_second(session: Session, speaker: Speaker) -> bool:
    """Tell whether a coordinator of another company would be asked, too."""
    return _other_companies(session, speaker)


def _other_companies(session: Session, speaker: Speaker) -> bool:
    """Tell whether another company has a coordinator; whoever has the role counts, wherever they are."""
    others = coordinators(speaker.coalition.id).where(companies.c.id != speaker.company.id)
    return session.execute(others.limit(1)).first() is not None


def to_answer(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Approval, ...]:
    """List the requests that wait for this person's answer, the oldest first."""
    if not access.may_coordinate(speaker):
        return ()
    found = requests().where(
        approvals.c.coalition_id == speaker.coalition.id,
        approvals.c.state == State.ASKED,
        approvals.c.expires_at > now,
    )
    waiting = (of_row(row) for row in session.execute(found.order_by(approvals.c.id)))
    return tuple(each for each in waiting if may_answer(speaker, each) and still_coordinates(session, each))


def of_asker(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Approval, ...]:
    """List what this person asked for and still waits for, and what became of it lately, newest first."""
    if speaker.person is None:
        return ()
    lately = or_(approvals.c.state == State.ASKED, approvals.c.settled_at > now - _SHOWN_FOR)
    found = requests().where(approvals.c.person_id == speaker.person.id, lately).order_by(approvals.c.id.desc())
    return tuple(each for each in map(of_row, session.execute(found)) if not each.alone)


def seconds(session: Session, approval: Approval) -> tuple[str, ...]:
    """List the Slack ids of those who may answer a request."""
    rows = session.execute(
        coordinators(approval.coalition_id)
        .where(companies.c.id != approval.company_id, people.c.user_id != approval.by)
        .order_by(people.c.user_id),
    )
    return tuple(dict.fromkeys(row.user_id for row in rows))


def coalition_of(session: Session, token: str) -> int | None:
    """Tell the coalition of the request that a token names; None if it names none."""
    return session.execute(select(approvals.c.coalition_id).where(approvals.c.token == token)).scalar_one_or_none()
