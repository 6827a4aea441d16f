"""Which commitments somebody may know of, which are theirs to answer for, and whom to remind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select, update

from storage import absences, access
from storage import coalitions as coalition_page
from storage import companies as company_page
from storage import people as people_page
from storage.access import Reader, Speaker
from storage.coalitions import Coalition
from storage.commitments.records import (
    COMMITMENTS,
    IN_ORDER,
    Commitment,
    State,
    commitment,
    commitments,
)
from storage.companies import companies
from storage.database import Session
from storage.errors import Unknown
from storage.hours import Whereabouts
from storage.people import Role

_ANSWERING = frozenset({Role.LEAD, Role.DEPUTY})


def by_id(session: Session, commitment_id: int) -> Commitment:
    """Find a commitment by row, for whoever just changed it."""
    return commitment(session.execute(COMMITMENTS.where(commitments.c.id == commitment_id)).one())


def by_token(session: Session, speaker: Speaker, token: str) -> Commitment:
    """Find a commitment that this person may know of; Unknown otherwise."""
    its = COMMITMENTS.where(commitments.c.token == token, access.visible_to(speaker, commitments))
    row = session.execute(its).one_or_none()
    if row is None:
        raise Unknown
    return commitment(row)


def to_change(session: Session, speaker: Speaker, token: str) -> Commitment:
    """Find a commitment of the speaker's own company; Unknown, or NotYours where it is another's.

    What somebody else noted is not the company's own until it says so.
    """
    there = by_token(session, speaker, token)
    access.may_change(speaker, there.company_id, "")
    if there.state is State.ASKED:
        raise Unknown
    return there


def to_answer_for(session: Session, speaker: Speaker, token: str) -> Commitment:
    """Find what somebody noted of the speaker's company, for those who answer for it; Unknown for everybody else."""
    there = by_token(session, speaker, token)
    if there.company_id != speaker.company.id or there.noted_by is None or not answers_for(session, speaker):
        raise Unknown
    return there


def answers_for(session: Session, speaker: Speaker) -> bool:
    """Tell whether this person speaks for their company: its lead or deputy, or anybody where it has neither."""
    if speaker.person is None:
        return False
    if speaker.person.roles & _ANSWERING:
        return True
    return not any(one.roles & _ANSWERING for one in people_page.of_company(session, speaker.company))


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a commitment, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(commitments.c.coalition_id).where(commitments.c.token == token),
    ).scalar_one_or_none()
    return found


def was_said(session: Session, speaker: Speaker, form: str) -> bool:
    """Tell whether a form of the speaker's own was sent."""
    own = (commitments.c.form == form, commitments.c.person_id == speaker.person_id)
    return session.execute(select(commitments.c.id).where(*own)).first() is not None


def open_of(
    session: Session, coalition: Coalition, reader: Reader, *, since: datetime | None = None
) -> tuple[Commitment, ...]:
    """List the commitments that a reader may know of and that are open, the next due first.

    Those that were kept or dropped after `since` are among them, too.
    """
    is_open = commitments.c.state == State.OPEN
    if since is not None:
        ended = and_(commitments.c.state.in_((State.KEPT, State.DROPPED)), commitments.c.changed_at > since)
        is_open = or_(is_open, ended)
    return _listed(session, COMMITMENTS.where(access.may_be_told(reader, coalition, commitments), is_open, _SITS))


def of_meeting(session: Session, coalition: Coalition, reader: Reader, meeting_id: int) -> tuple[Commitment, ...]:
    """List what a reader may know of that was committed to at a meeting."""
    said = and_(commitments.c.meeting_id == meeting_id, commitments.c.state != State.DECLINED)
    return _listed(session, COMMITMENTS.where(access.may_be_told(reader, coalition, commitments), said))


def noted_at(session: Session, speaker: Speaker, meeting_id: int) -> tuple[Commitment, ...]:
    """List what this person noted of other companies at a meeting, and what those have not said to be so yet."""
    mine = and_(commitments.c.meeting_id == meeting_id, commitments.c.noted_by == speaker.person_id)
    inside = commitments.c.coalition_id == speaker.coalition.id
    return _listed(session, COMMITMENTS.where(inside, mine, commitments.c.state == State.ASKED))


def waiting(session: Session, speaker: Speaker) -> tuple[Commitment, ...]:
    """List what this person is to keep, or answers for, and what waits for their company to say so, next due first."""
    access.may_speak(speaker)
    waits = commitments.c.state.in_((State.ASKED, State.OPEN))
    own = and_(commitments.c.company_id == speaker.company.id, access.visible_to(speaker, commitments))
    if not answers_for(session, speaker):
        own = and_(own, commitments.c.person_id == speaker.person_id)
    return _listed(session, COMMITMENTS.where(own, waits))


_SITS = companies.c.left_at.is_(None)


def _listed(session: Session, which: Select[*tuple[Any, ...]]) -> tuple[Commitment, ...]:
    return tuple(commitment(row) for row in session.execute(which.order_by(*IN_ORDER)))


def to_ring(session: Session, coalition: Coalition, one: Commitment, *, now: datetime) -> tuple[str, ...]:
    """List the Slack ids of those who are rung for a commitment: who said so, or who answers for their company."""
    company = next((each for each in company_page.seated(session, coalition) if each.id == one.company_id), None)
    if company is None:
        return ()
    said = [each for each in people_page.of_company(session, company) if each.id == one.person_id]
    if said and absences.is_present(said[0], company) and not absences.is_away(said[0], now):
        return (said[0].user_id,)
    return tuple(each.user_id for each in absences.stand_ins(session, company, now=now))


def is_to_ring(session: Session, speaker: Speaker, commitment_id: int | None) -> bool:
    """Tell whether a commitment still waits for somebody of the speaker's company; the courier asks before it rings."""
    waits = commitments.c.state.in_((State.ASKED, State.OPEN))
    own = and_(commitments.c.id == commitment_id, commitments.c.company_id == speaker.company.id, waits)
    return (
        session.execute(select(commitments.c.id).where(own, access.visible_to(speaker, commitments))).first()
        is not None
    )


def any_to_remind(session: Session, *, now: datetime) -> bool:
    """Tell whether anybody is to be reminded; asking takes no lock."""
    return session.execute(select(commitments.c.id).where(commitments.c.remind_at <= now).limit(1)).first() is not None


def take_due(session: Session, *, limit: int, now: datetime) -> tuple[tuple[Commitment, ...], int]:
    """Take those of which somebody is to be reminded now, and how many were looked at; of several processes one does.

    What fell due at night or on a day of rest, since nobody looked before, waits for the next working morning.
    """
    due = select(commitments.c.id).where(commitments.c.remind_at <= now).order_by(commitments.c.remind_at).limit(limit)
    ids = session.execute(due.with_for_update(skip_locked=True)).scalars().all()
    taken = []
    for one in (by_id(session, each) for each in ids):
        coalition = coalition_page.by_id(session, one.coalition_id)
        where = Whereabouts.of(one.zone, default_zone=coalition.zone, default_country=coalition.country)
        rings = where.is_working(now)
        morning = None if rings else where.next_working(now)
        again = morning if morning is not None and morning < one.due_at else None
        session.execute(update(commitments).where(commitments.c.id == one.id).values(remind_at=again))
        if rings and one.state is State.OPEN:
            taken.append(one)
    return tuple(taken), len(ids)
