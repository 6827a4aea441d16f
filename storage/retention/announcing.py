"""A week before a record goes: its owner is told which, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true, update

from storage import access
from storage.access import Speaker
from storage.acknowledgements import responsible
from storage.audiences import Audience
from storage.coalitions import Coalition, coalitions
from storage.companies import companies
from storage.database import Session
from storage.people import Role
from storage.retention.rules import NOTICE, Kind, rules
from storage.takedowns import takedowns

# Who is told of their company's records; whoever logged one is told of that one.
_ANSWER_FOR_ALL = frozenset({Role.LEAD, Role.DEPUTY, Role.COUNSEL})


@dataclass(frozen=True, slots=True)
class Farewell:
    """How many records of one's own are to go, and the first and the last moment of that."""

    records: int
    first: datetime
    last: datetime


def begin_day(session: Session, coalition: Coalition, day: date) -> bool:
    """Take a coalition's day for what is done once a day; False if it was taken already."""
    is_new = or_(coalitions.c.thinned_on.is_(None), coalitions.c.thinned_on < day)
    taken = update(coalitions).where(coalitions.c.id == coalition.id, is_new).values(thinned_on=day)
    return session.execute(taken.returning(coalitions.c.id)).first() is not None


def is_new_day(session: Session, coalition: Coalition, day: date) -> bool:
    """Tell whether a coalition's day was not taken yet; asking takes no lock."""
    is_new = or_(coalitions.c.thinned_on.is_(None), coalitions.c.thinned_on < day)
    return session.execute(select(coalitions.c.id).where(coalitions.c.id == coalition.id, is_new)).first() is not None


def announce(session: Session, coalition: Coalition, *, now: datetime) -> tuple[int, ...]:
    """Announce the records whose days are over within a week; the rows that are new among them.

    An embargoed record has not even been read by others yet, and stays.
    """
    days = rules(session, coalition.id).get(Kind.RECORDS)
    if days is None:
        return ()
    new = and_(
        takedowns.c.coalition_id == coalition.id,
        takedowns.c.changed_at <= now + NOTICE - timedelta(days=days),
        takedowns.c.leaves_at.is_(None),
        takedowns.c.erased_at.is_(None),
        not_(takedowns.c.embargoed),
    )
    rows = session.execute(update(takedowns).where(new).values(leaves_at=now + NOTICE).returning(takedowns.c.id))
    return tuple(sorted(rows.scalars()))


def to_ring(session: Session, coalition: Coalition, record_ids: tuple[int, ...], *, now: datetime) -> tuple[str, ...]:
    """List the Slack ids of those who are told that these records are to go, or went: who answers for their owner.

    Whoever logged one for named people is told in person: their company knows nothing of it.
    """
    rung: set[str] = set()
    rows = session.execute(
        select(takedowns.c.company_id, takedowns.c.person_id, takedowns.c.audience)
        .join(companies, companies.c.id == takedowns.c.company_id)
        .where(takedowns.c.id.in_(record_ids), companies.c.left_at.is_(None))
        .distinct(),
    ).all()
    for company_id in {row.company_id for row in rows}:
        seats = access.of_company(session, coalition, company_id)
        authors = {row.person_id for row in rows if row.company_id == company_id}
        personal = all(row.audience == Audience.PEOPLE for row in rows if row.company_id == company_id)
        told = () if personal else responsible(session, seats, now=now)
        rung |= {seat.user_id for seat in told} | {seat.user_id for seat in seats if seat.person_id in authors}
    return tuple(sorted(rung))


def leaving(session: Session, speaker: Speaker) -> Farewell | None:
    """Tell what is to go of what the speaker is told of; None if nothing is."""
    row = session.execute(
        select(func.count(), func.min(takedowns.c.leaves_at), func.max(takedowns.c.leaves_at)).where(
            access.visible_to(speaker, takedowns), takedowns.c.leaves_at.is_not(None), concerns(speaker)
        ),
    ).one()
    return Farewell(row[0], row[1], row[2]) if row[0] else None


def concerns(speaker: Speaker) -> ColumnElement[bool]:
    """Say, as a condition, of which records of their company somebody is told that they go."""
    if speaker.person is None:
        return false()
    answers_for_all = true() if speaker.person.roles & _ANSWER_FOR_ALL else false()
    is_theirs = or_(answers_for_all, takedowns.c.person_id == speaker.person.id)
    return and_(takedowns.c.company_id == speaker.company.id, is_theirs)
