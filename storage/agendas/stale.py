"""Which agendas are to be posted, and which stand and do not tell what is so any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select

from storage.agendas.records import Agenda, agenda, agendas, items
from storage.agendas.statements import statements
from storage.coalitions import coalitions
from storage.commitments import commitments
from storage.companies import companies
from storage.database import Session
from storage.meetings import Meeting, MeetingState
from storage.meetings.records import all_meetings, meeting, meetings
from storage.takedowns import takedowns
from storage.updates import updates

# Nobody has an agenda posted longer before than this.
_LONGEST_BEFORE = timedelta(days=62)
# What happened earlier was seen by somebody, or nobody was there when it happened.
_LATELY = timedelta(days=2)


def to_post(session: Session, *, now: datetime, limit: int) -> tuple[Meeting, ...]:
    """List the meetings whose agenda is to be posted by now and is not, the next one first."""
    return tuple(one for one in _unposted(session, now) if _at(one) <= now)[:limit]


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Give the moment at which an agenda is to be posted next."""
    return min((_at(one) for one in _unposted(session, now)), default=None)


def _at(one: Meeting) -> datetime:
    return one.starts_at - timedelta(days=one.agenda_days)


def posts_at(one: Meeting) -> datetime:
    """Say when the agenda of a meeting is posted by itself."""
    return _at(one)


def _unposted(session: Session, now: datetime) -> list[Meeting]:
    stands = exists().where(agendas.c.meeting_id == meetings.c.id, agendas.c.posted_at.is_not(None))
    lives = meetings.c.coalition_id.in_(select(coalitions.c.id).where(coalitions.c.closed_at.is_(None)))
    asked = all_meetings().where(
        meetings.c.state == MeetingState.PLANNED,
        meetings.c.ends_at > now,
        meetings.c.starts_at <= now + _LONGEST_BEFORE,
        ~stands,
        lives,
    )
    return [meeting(row) for row in session.execute(asked.order_by(meetings.c.starts_at, meetings.c.id))]


def to_draw(session: Session, *, now: datetime, limit: int) -> tuple[Agenda, ...]:
    """List agendas that are to be drawn, or drawn anew, those that wait first."""
    lives = agendas.c.coalition_id.in_(select(coalitions.c.id).where(coalitions.c.closed_at.is_(None)))
    asked = (
        select(agendas)
        .join(meetings, meetings.c.id == agendas.c.meeting_id)
        .where(agendas.c.posted_at.is_not(None), lives)
        .order_by(agendas.c.posted_at, agendas.c.id)
        .limit(limit)
    )
    found = {row.id: agenda(row) for row in session.execute(asked.where(agendas.c.seen_until.is_(None)))}
    found |= {row.id: agenda(row) for row in session.execute(asked.where(_changed(now)))}
    return tuple(found.values())[:limit]


def _changed(now: datetime) -> ColumnElement[bool]:
    """Say, as a condition, that something happened since an agenda was drawn to what it tells of, or ought to."""
    since = now - _LATELY
    here = agendas.c.coalition_id
    moved = and_(
        agendas.c.is_over.is_(False),
        or_(
            meetings.c.agenda_stale,
            meetings.c.changed_at >= agendas.c.seen_until,
            meetings.c.state != MeetingState.PLANNED,
        ),
    )
    restated = exists().where(statements.c.coalition_id == here, statements.c.changed_at >= agendas.c.seen_until)
    of_items = exists().where(
        items.c.coalition_id == here, items.c.changed_at >= since, items.c.changed_at >= agendas.c.seen_until
    )
    of_takedowns = (
        exists().where(takedowns.c.coalition_id == here, moment >= since, moment >= agendas.c.seen_until)
        for moment in (takedowns.c.changed_at, takedowns.c.shared_at, takedowns.c.erased_at)
    )
    of_commitments = exists().where(
        commitments.c.coalition_id == here,
        commitments.c.changed_at >= since,
        commitments.c.changed_at >= agendas.c.seen_until,
    )
    of_updates = exists().where(
        updates.c.coalition_id == here, updates.c.changed_at >= since, updates.c.changed_at >= agendas.c.seen_until
    )
    of_companies = (
        exists().where(companies.c.coalition_id == here, moment >= since, moment >= agendas.c.seen_until)
        for moment in (companies.c.joined_at, companies.c.left_at)
    )
    return or_(moved, restated, of_items, of_commitments, of_updates, *of_takedowns, *of_companies)
