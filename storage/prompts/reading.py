"""Reading prompts: for whom they are, for those who coordinate, and for the courier at the moment of sending."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select

from storage import access
from storage.access import Speaker
from storage.companies import Seat, companies
from storage.database import Session
from storage.errors import Unknown
from storage.meetings import MeetingState
from storage.meetings.records import meetings
from storage.people import Role
from storage.prompts.records import DONE, FIRST, WAITS, Prompt, Silent, prompt, prompts

_IN_CHARGE = frozenset({Role.LEAD, Role.DEPUTY})


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a prompt, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(prompts.c.coalition_id).where(prompts.c.token == token),
    ).scalar_one_or_none()
    return found


def by_token(session: Session, speaker: Speaker, token: str) -> Prompt:
    """Find a prompt of the speaker's own company by its name in Slack's buttons; Unknown for every other."""
    row = session.execute(_theirs(speaker).where(prompts.c.token == token)).one_or_none()
    if row is None:
        raise Unknown
    return prompt(row)


def waiting(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Prompt, ...]:
    """List what the speaker's company is asked for now, for those who are rung for it; the next meeting first."""
    if speaker.person is None or not access.is_among_members(speaker):
        return ()
    asked = or_(prompts.c.stage > FIRST, prompts.c.rung > 0)
    rows = session.execute(
        _theirs(speaker)
        .join(meetings, meetings.c.id == prompts.c.meeting_id)
        .where(WAITS, asked, meetings.c.state == MeetingState.PLANNED, meetings.c.ends_at > now)
        .order_by(prompts.c.starts_at, prompts.c.id)
    )
    found = (prompt(row) for row in rows)
    is_in_charge = bool(speaker.person.roles & _IN_CHARGE)
    return tuple(one for one in found if is_in_charge or one.person_id == speaker.person_id)


def _theirs(speaker: Speaker) -> Select[*tuple[Any, ...]]:
    return select(prompts).where(
        prompts.c.company_id == speaker.company.id, prompts.c.coalition_id == speaker.coalition.id
    )


def is_open(session: Session, speaker: Speaker, prompt_id: int | None) -> bool:
    """Tell whether this person may still be asked: their company has not answered, and the meeting is to come."""
    found: Row[Any] | None = session.execute(
        _theirs(speaker)
        .join(meetings, meetings.c.id == prompts.c.meeting_id)
        .where(prompts.c.id == prompt_id, WAITS, meetings.c.state == MeetingState.PLANNED)
    ).one_or_none()
    return found is not None and access.is_among_members(speaker)


def silent(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Silent, ...]:
    """List for those who coordinate who said nothing before a meeting, though they were reminded; empty for all others.

    That is after the last time that somebody was rung; nobody is rung for a company that has named nobody.
    """
    if not access.may_coordinate(speaker):
        return ()
    rows = session.execute(
        select(prompts.c.meeting_id, meetings.c.token, companies.c.name, prompts.c.rung)
        .join(meetings, meetings.c.id == prompts.c.meeting_id)
        .join(companies, companies.c.id == prompts.c.company_id)
        .where(
            prompts.c.coalition_id == speaker.coalition.id,
            WAITS,
            prompts.c.stage >= DONE,
            meetings.c.state == MeetingState.PLANNED,
            meetings.c.ends_at > now,
            companies.c.left_at.is_(None),
            companies.c.seat == Seat.MEMBER,
        )
        .order_by(meetings.c.starts_at, companies.c.name)
    )
    return tuple(Silent(row.meeting_id, row.token, row.name, bool(row.rung)) for row in rows)
