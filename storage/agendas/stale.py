"""Which agendas are to be posted, and which stand and do not tell what is so any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, or_, select

from storage.agendas.records import ITEM, Agenda, agenda, agenda_records, agendas, items
from storage.agendas.statements import statements
from storage.coalitions import coalitions
from storage.commitments import ABOUT as COMMITMENT
from storage.commitments import commitments
from storage.companies import companies
from storage.database import Session
from storage.meetings import Meeting, MeetingState
from storage.meetings.records import all_meetings, meeting, meetings
from storage.takedowns import ABOUT as TAKEDOWN
from storage.takedowns import takedowns
from storage.updates import ABOUT as UPDATE
from storage.updates import updates

# Nobody has an agenda posted longer before than this.
_LONGEST_BEFORE = timedelta(days=62)
# What happened earlier was seen by somebody, or nobody was there when it happened.
_LATELY = timedelta(days=2)
# So many rows in one question.
_SOME = 500
_TAKEDOWNS = (takedowns.c.changed_at, takedowns.c.shared_at, takedowns.c.erased_at)


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
    """List agendas that are to be drawn, or drawn anew, those that wait first.

    What changed lately comes first, in questions of its own: there is little of it, and a database that has not counted
    its rows does not know that.
    """
    since = now - _LATELY
    newest = _newest(session, since)
    lives = agendas.c.coalition_id.in_(select(coalitions.c.id).where(coalitions.c.closed_at.is_(None)))
    asked = (
        select(agendas)
        .join(meetings, meetings.c.id == agendas.c.meeting_id)
        .where(agendas.c.posted_at.is_not(None), lives)
        .order_by(agendas.c.posted_at, agendas.c.id)
    )
    found = {row.id: agenda(row) for row in session.execute(asked.where(agendas.c.seen_until.is_(None)).limit(limit))}
    follows = agendas.c.is_over.is_(False)
    found |= {row.id: agenda(row) for row in session.execute(asked.where(follows, _moved()).limit(limit))}
    for some in _parts(sorted(newest)):
        rows = session.execute(asked.where(follows, agendas.c.coalition_id.in_(some)))
        found |= {row.id: agenda(row) for row in rows if _is_unseen(row, newest[row.coalition_id])}
    told = _telling(session, since)
    for some in _parts(sorted(told)):
        rows = session.execute(asked.where(agendas.c.id.in_(some)))
        found |= {row.id: agenda(row) for row in rows if _is_unseen(row, told[row.id])}
    return tuple(found.values())[:limit]


def _moved() -> ColumnElement[bool]:
    """Say, as a condition, that something happened to the meeting of an agenda since it was drawn."""
    return or_(
        meetings.c.agenda_stale,
        meetings.c.changed_at >= agendas.c.seen_until,
        meetings.c.state != MeetingState.PLANNED,
    )


def _is_unseen(row: Row[Any], at: datetime) -> bool:
    return row.seen_until is None or at >= row.seen_until


def _newest(session: Session, since: datetime) -> dict[int, datetime]:
    """Say for each coalition when anything changed last that an agenda is made of, of what changed lately."""
    moments = (
        *_TAKEDOWNS,
        items.c.changed_at,
        updates.c.changed_at,
        commitments.c.changed_at,
        statements.c.changed_at,
        companies.c.joined_at,
        companies.c.left_at,
    )
    found: dict[int, datetime] = {}
    for moment in moments:
        whose = moment.table.c.coalition_id
        # Of each moment by itself, so that its own index is asked.
        for row in session.execute(select(whose, func.max(moment)).where(moment >= since).group_by(whose)):
            found[row[0]] = max(row[1], found.get(row[0], row[1]))
    return found


def _telling(session: Session, since: datetime) -> dict[int, datetime]:
    """Say for each agenda when anything that it tells of changed last, of what changed lately."""
    changed = {
        TAKEDOWN: _TAKEDOWNS,
        ITEM: (items.c.changed_at,),
        UPDATE: (updates.c.changed_at,),
        COMMITMENT: (commitments.c.changed_at,),
    }
    found: dict[int, datetime] = {}
    for about, moments in changed.items():
        at: dict[int, datetime] = {}
        for moment in moments:
            for row in session.execute(select(moment.table.c.id, moment).where(moment >= since)):
                at[row[0]] = max(row[1], at.get(row[0], row[1]))
        for some in _parts(sorted(at)):
            its = (agenda_records.c.about == about, agenda_records.c.about_id.in_(some))
            for row in session.execute(select(agenda_records.c.agenda_id, agenda_records.c.about_id).where(*its)):
                found[row.agenda_id] = max(at[row.about_id], found.get(row.agenda_id, at[row.about_id]))
    return found


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + _SOME] for at in range(0, len(ids), _SOME))
