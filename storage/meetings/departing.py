"""A company leaves: its invitations are nobody's any more, and it hosts, chairs and notes nothing that is to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from storage.companies import Company
from storage.database import Session
from storage.meetings.changing import change
from storage.meetings.planning import host_after
from storage.meetings.records import Meeting, MeetingState, all_meetings, meeting, meeting_answers, meetings, series
from storage.meetings.telling import meeting_tellings
from storage.people import people

_PARTS = ("chair_id", "notes_id")


def company_left(session: Session, company: Company, *, now: datetime) -> tuple[Meeting, ...]:
    """Cancel a company's invitations and hand its part in what is to come on; the meetings that changed by it."""
    theirs = select(people.c.id).where(people.c.company_id == company.id)
    coming = select(meetings.c.id).where(
        meetings.c.coalition_id == company.coalition_id,
        meetings.c.state == MeetingState.PLANNED,
        meetings.c.ends_at > now,
    )
    for table in (meeting_answers, meeting_tellings):
        session.execute(delete(table).where(table.c.person_id.in_(theirs), table.c.meeting_id.in_(coming)))
    its_own = update(series).where(series.c.coalition_id == company.coalition_id)
    session.execute(its_own.where(series.c.host_company_id == company.id).values(host_company_id=None))
    for part in _PARTS:
        session.execute(its_own.where(series.c[part].in_(theirs)).values({part: None}))
    has_part = or_(meetings.c.host_company_id == company.id, *(meetings.c[part].in_(theirs) for part in _PARTS))
    people_ids = set(session.execute(theirs).scalars())
    rows = session.execute(all_meetings().where(meetings.c.id.in_(coming), has_part).order_by(meetings.c.id)).all()
    changed = [
        one for one in map(meeting, rows) if change(session, one, _without(session, one, company, people_ids), now=now)
    ]
    return tuple(changed)


def _without(session: Session, there: Meeting, company: Company, people_ids: set[int]) -> dict[str, Any]:
    """Say who has the parts of a company that left: the host whose turn comes next, or nobody."""
    values: dict[str, Any] = {part: None for part in _PARTS if getattr(there, part) in people_ids}
    if there.host_company_id == company.id:
        values["host_company_id"] = host_after(session, there, company)
    return values
