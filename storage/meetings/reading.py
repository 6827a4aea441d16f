"""Reading meetings, for somebody who may know of them, and for the clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from storage import access
from storage.access import Reader, Speaker
from storage.coalitions import Coalition
from storage.companies import companies
from storage.database import Session
from storage.errors import Unknown
from storage.meetings.records import (
    Meeting,
    MeetingState,
    Officer,
    Officers,
    all_meetings,
    meeting,
    meetings,
)
from storage.people import people

_HELD = (MeetingState.ENDED, MeetingState.CLOSED)
_MOST = 12


def known_to(reader: Reader, coalition: Coalition) -> ColumnElement[bool]:
    """Say, as a condition, of which meetings of a coalition a reader may know."""
    return access.affairs_of(reader, coalition, meetings, meetings.c.with_open)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a meeting, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(meetings.c.coalition_id).where(meetings.c.token == token),
    ).scalar_one_or_none()
    return found


def by_token(session: Session, speaker: Speaker, token: str) -> Meeting:
    """Find a meeting by its name in Slack's buttons; Unknown unless this person may know of it."""
    asked = all_meetings().where(meetings.c.token == token, known_to(speaker, speaker.coalition))
    row = session.execute(asked).one_or_none()
    if row is None:
        raise Unknown
    return meeting(row)


def by_id(session: Session, meeting_id: int) -> Meeting:
    """Find a meeting by its row, for the clock; Unknown if there is none."""
    row = session.execute(all_meetings().where(meetings.c.id == meeting_id)).one_or_none()
    if row is None:
        raise Unknown
    return meeting(row)


def next_of(session: Session, coalition: Coalition, now: datetime, *, reader: Reader) -> Meeting | None:
    """Find the meeting that comes next, or that is being held."""
    return next(iter(coming(session, coalition, now, reader=reader, limit=1)), None)


def coming(
    session: Session, coalition: Coalition, now: datetime, *, reader: Reader, limit: int = _MOST
) -> tuple[Meeting, ...]:
    """List the meetings that are planned and not over, the next one first."""
    its = (meetings.c.state == MeetingState.PLANNED, meetings.c.ends_at > now)
    return _listed(session, (*its, known_to(reader, coalition)), meetings.c.starts_at.asc(), limit)


def past(
    session: Session, coalition: Coalition, now: datetime, *, reader: Reader, limit: int = _MOST
) -> tuple[Meeting, ...]:
    """List the meetings that were held, the newest one first."""
    over = or_(meetings.c.ends_at <= now, meetings.c.state.in_(_HELD))
    its = (meetings.c.state != MeetingState.CANCELLED, over)
    return _listed(session, (*its, known_to(reader, coalition)), meetings.c.starts_at.desc(), limit)


def before(session: Session, there: Meeting) -> Meeting | None:
    """Find the last meeting of the coalition that was held before this one."""
    its = (
        meetings.c.coalition_id == there.coalition_id,
        meetings.c.state.in_(_HELD),
        meetings.c.starts_at < there.starts_at,
        meetings.c.id != there.id,
    )
    return next(iter(_listed(session, its, meetings.c.starts_at.desc(), 1)), None)


def _listed(
    session: Session, which: tuple[ColumnElement[bool], ...], order: ColumnElement[datetime], limit: int
) -> tuple[Meeting, ...]:
    rows = session.execute(all_meetings().where(*which).order_by(order, meetings.c.id).limit(limit))
    return tuple(meeting(row) for row in rows)


def officers(session: Session, there: Meeting) -> Officers:
    """Name who invites, who chairs and who takes notes; whoever sits here no more has no part."""
    wanted = [there.inviter_id, there.chair_id, there.notes_id]
    rows = session.execute(
        select(people.c.id, people.c.user_id, people.c.name, companies.c.name.label("company"))
        .join(companies, companies.c.id == people.c.company_id)
        .where(people.c.id.in_([one for one in wanted if one is not None]), companies.c.left_at.is_(None)),
    )
    named = {row.id: Officer(row.id, row.user_id, row.name or "", row.company) for row in rows}
    return Officers(*(named.get(one) if one is not None else None for one in wanted))
