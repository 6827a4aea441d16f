"""How many people a record is for: counted of who is really in the channels at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from storage.audiences import Audience, Scope
from storage.coalitions import Coalition
from storage.companies import Seat, companies
from storage.database import Session
from storage.people import outsiders, people, roles


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many companies and people a record is for; `outsiders` are of none of them and read along in Slack."""

    companies: int
    people: int
    outsiders: int = 0


def of(session: Session, coalition: Coalition, scope: Scope, *, company_id: int, person_id: int) -> Headcount:
    """Count for whom a record would be that this person of this company sends now; they count themselves."""
    match scope.audience:
        case Audience.EVERYONE:
            rooms, strays = or_(people.c.in_members, people.c.in_open), or_(outsiders.c.in_members, outsiders.c.in_open)
            return _in_rooms(session, coalition, rooms, companies.c.left_at.is_(None), strays)
        case Audience.MEMBERS:
            return in_members(session, coalition)
        case Audience.COMPANIES:
            chosen = people.c.company_id.in_(scope.companies | {company_id})
            return _chosen(session, coalition, and_(chosen, people.c.in_members))
        case Audience.PEOPLE:
            return _chosen(session, coalition, people.c.id.in_(scope.people | {person_id}))


def in_members(session: Session, coalition: Coalition) -> Headcount:
    """Count who is in the members' channel: the members' people, and those who read along."""
    return _in_rooms(session, coalition, people.c.in_members, _MEMBERS, outsiders.c.in_members)


_MEMBERS = and_(companies.c.seat == Seat.MEMBER, companies.c.left_at.is_(None))
_MAY_SPEAK = or_(not_(people.c.guest_account), people.c.id.in_(select(roles.c.person_id)))


def _in_rooms(
    session: Session,
    coalition: Coalition,
    is_there: ColumnElement[bool],
    seated: ColumnElement[bool],
    strays: ColumnElement[bool],
) -> Headcount:
    """Count everybody who sees a channel: those for whom it is, and the others who read along."""
    row = session.execute(
        select(
            func.count(companies.c.id.distinct()).filter(seated),
            func.count().filter(seated),
            func.count().filter(not_(seated)),
        )
        .select_from(people)
        .join(companies, companies.c.id == people.c.company_id)
        .where(people.c.coalition_id == coalition.id, is_there),
    ).one()
    # Whose company left is known as its person, and met as an outsider if they come again.
    known = select(people.c.user_id).where(people.c.coalition_id == coalition.id, is_there)
    strangers = session.execute(
        select(func.count()).where(
            outsiders.c.coalition_id == coalition.id,
            strays,
            outsiders.c.is_bot.is_(False),
            outsiders.c.user_id.not_in(known),
        ),
    ).scalar_one()
    return Headcount(row[0], row[1], row[2] + strangers)


def _chosen(session: Session, coalition: Coalition, is_chosen: ColumnElement[bool]) -> Headcount:
    """Count those who may open what stands in no channel."""
    row = session.execute(
        select(func.count(companies.c.id.distinct()), func.count())
        .select_from(people)
        .join(companies, companies.c.id == people.c.company_id)
        .where(people.c.coalition_id == coalition.id, _MEMBERS, _MAY_SPEAK, is_chosen),
    ).one()
    return Headcount(row[0], row[1])
