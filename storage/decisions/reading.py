"""Which decisions somebody may know of, and who has given a voice: what was chosen in secret is read by nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, null, select

from storage import access, meetings
from storage.access import Reader, Speaker
from storage.audiences import Audience
from storage.coalitions import Coalition
from storage.companies import Seat, companies
from storage.database import Session
from storage.decisions.records import DECISIONS, Decision, State, Voice, decision, decisions, votes
from storage.errors import Unknown
from storage.meetings import Meeting
from storage.people import Role

_LATELY = 30
VOTING = frozenset({Role.LEAD, Role.DEPUTY})


def told(reader: Reader, coalition: Coalition) -> ColumnElement[bool]:
    """Say, as a condition, which decisions a reader may know of.

    They are affairs of the coalition, not records of a company; observers and guests know what is for everyone.
    """
    return access.affairs_of(reader, coalition, decisions, decisions.c.audience == Audience.EVERYONE)


def by_id(session: Session, decision_id: int) -> Decision:
    """Find a decision by row, for whoever just changed it, and for the clock."""
    return _read(session, DECISIONS.where(decisions.c.id == decision_id))[0]


def by_token(session: Session, speaker: Speaker, token: str) -> Decision:
    """Find a decision that this person may know of; Unknown otherwise."""
    found = _read(session, DECISIONS.where(decisions.c.token == token, told(speaker, speaker.coalition)))
    if not found:
        raise Unknown
    return found[0]


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a decision, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(decisions.c.coalition_id).where(decisions.c.token == token),
    ).scalar_one_or_none()
    return found


def of_meeting(session: Session, coalition: Coalition, reader: Reader, meeting_id: int) -> tuple[Decision, ...]:
    """List what was decided at a meeting, or put to the vote there, in that order."""
    its = (decisions.c.meeting_id == meeting_id, told(reader, coalition), decisions.c.state != State.WITHDRAWN)
    return _read(session, DECISIONS.where(*its).order_by(decisions.c.made_at, decisions.c.id))


def lately(session: Session, coalition: Coalition, reader: Reader) -> tuple[Decision, ...]:
    """List the newest decisions that a reader may know of, newest first."""
    its = (told(reader, coalition), decisions.c.state != State.WITHDRAWN)
    return _read(session, DECISIONS.where(*its).order_by(decisions.c.made_at.desc(), decisions.c.id).limit(_LATELY))


def voting(session: Session, speaker: Speaker) -> tuple[Decision, ...]:
    """List what is being voted on, the next to close first; nothing for those who have no voice here."""
    if not access.is_among_members(speaker):
        return ()
    its = (told(speaker, speaker.coalition), decisions.c.state == State.VOTING)
    return _read(session, DECISIONS.where(*its).order_by(decisions.c.closes_at, decisions.c.id))


def to_close(session: Session, *, now: datetime, limit: int) -> tuple[Decision, ...]:
    """List what is to be closed by the clock."""
    due = (decisions.c.state == State.VOTING, decisions.c.closes_at <= now)
    return _read(session, DECISIONS.where(*due).order_by(decisions.c.closes_at, decisions.c.id).limit(limit))


def next_close(session: Session) -> datetime | None:
    """Give the moment at which something is to be closed next."""
    soonest = select(func.min(decisions.c.closes_at)).where(decisions.c.state == State.VOTING)
    return session.execute(soonest).scalar_one_or_none()


def may_write(speaker: Speaker, meeting: Meeting) -> bool:
    """Tell whether this person writes down what a meeting decided: who takes notes, chairs, invites, or coordinates."""
    if speaker.person is None or not access.is_among_members(speaker) or not access.may_attend(speaker, meeting):
        return False
    theirs = {meeting.notes_id, meeting.chair_id, meeting.inviter_id}
    return speaker.person.id in theirs or access.may_coordinate(speaker)


def may_run(session: Session, speaker: Speaker, meeting_id: int | None) -> bool:
    """Tell whether this person puts something to the vote, or closes it: at a meeting who writes, else coordinators."""
    if meeting_id is None:
        return access.may_coordinate(speaker)
    return may_write(speaker, meetings.by_id(session, meeting_id))


def may_vote(speaker: Speaker) -> bool:
    """Tell whether this person gives the voice of their company: its lead or its deputy, of a member."""
    has_role = speaker.person is not None and bool(speaker.person.roles & VOTING)
    return has_role and access.is_among_members(speaker)


def is_asked(session: Session, speaker: Speaker, decision_id: int | None) -> bool:
    """Tell whether the voice of this person's company is still asked, and theirs to give; the courier asks first."""
    if not may_vote(speaker):
        return False
    given = exists().where(votes.c.decision_id == decisions.c.id, votes.c.company_id == speaker.company.id)
    its = (decisions.c.id == decision_id, decisions.c.state == State.VOTING, told(speaker, speaker.coalition))
    return session.execute(select(decisions.c.id).where(*its, ~given)).first() is not None


def was_put(session: Session, speaker: Speaker, form: str) -> bool:
    """Tell whether a form of the speaker's own was sent."""
    own = (decisions.c.form == form, decisions.c.person_id == speaker.person_id)
    return session.execute(select(decisions.c.id).where(*own)).first() is not None


def members(session: Session, coalition_id: int) -> int:
    """Count the companies that have a voice now."""
    sits = _members(coalition_id)
    return session.execute(select(func.count(companies.c.id)).where(sits)).scalar_one()


def _members(coalition_id: int) -> ColumnElement[bool]:
    return and_(
        companies.c.coalition_id == coalition_id, companies.c.seat == Seat.MEMBER, companies.c.left_at.is_(None)
    )


def _read(session: Session, which: Select[*tuple[Any, ...]]) -> tuple[Decision, ...]:
    rows = session.execute(which).all()
    voices = _voices(session, rows)
    return tuple(decision(row, voices.get(row.id, ())) for row in rows)


def _voices(session: Session, rows: Sequence[Row[Any]]) -> dict[int, list[Voice]]:
    """List who has given a voice, by company: while it is open whoever is a member, and once it is closed who counted.

    What was chosen is left out of the very question where it is secret.
    """
    found: dict[int, list[Voice]] = {}
    if not rows:
        return found
    sits = and_(companies.c.seat == Seat.MEMBER, companies.c.left_at.is_(None))
    asked = (
        select(
            votes.c.decision_id,
            votes.c.company_id,
            companies.c.name,
            case((decisions.c.secret, null()), else_=votes.c.option).label("option"),
        )
        .join(decisions, decisions.c.id == votes.c.decision_id)
        .join(companies, companies.c.id == votes.c.company_id)
        .where(votes.c.decision_id.in_([row.id for row in rows]), (decisions.c.state != State.VOTING) | sits)
        .order_by(func.lower(companies.c.name), companies.c.id)
    )
    for row in session.execute(asked):
        found.setdefault(row.decision_id, []).append(Voice(row.company_id, row.name, row.option))
    return found
