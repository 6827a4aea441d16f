"""Who is away until when, and who stands in: what rings for a company's lead rings for its deputy meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import update

from storage import access, audit
from storage import companies as company_page
from storage import people as people_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.database import Session
from storage.people import Person, Role, people

ABOUT = "person"
# Nobody is away for longer at a time: who forgot to come back is reached again some day.
LONGEST = timedelta(days=366)


def go(session: Session, speaker: Speaker, until: datetime, *, way: Way, now: datetime) -> None:
    """Note until when somebody is away; said again, the newest word holds."""
    access.must_act(speaker)
    changed = update(people).where(people.c.id == speaker.person_id, people.c.away_until.is_distinct_from(until))
    if session.execute(changed.values(away_until=until).returning(people.c.id)).first():
        detail = f"until {until:%Y-%m-%d}"
        audit.note(session, speaker, Act.AWAY, ABOUT, speaker.person_id, way=way, now=now, detail=detail)


def come_back(session: Session, speaker: Speaker, *, way: Way, now: datetime) -> None:
    """Note that somebody is here again."""
    access.must_act(speaker)
    is_away = people.c.away_until > now
    changed = update(people).where(people.c.id == speaker.person_id, is_away).values(away_until=None)
    if session.execute(changed.returning(people.c.id)).first():
        audit.note(session, speaker, Act.BACK, ABOUT, speaker.person_id, way=way, now=now)


def is_away(person: Person, now: datetime) -> bool:
    """Tell whether somebody is away at this moment."""
    return person.away_until is not None and now < person.away_until


def stand_ins(session: Session, company: Company, *, now: datetime) -> tuple[Person, ...]:
    """List who is rung for a company's lead: its leads, its deputies while no lead is here, else its leads anyway."""
    return rung_of(people_page.of_company(session, company), company, now=now)


def stand_ins_of(session: Session, companies: Collection[Company], *, now: datetime) -> tuple[Person, ...]:
    """List who is rung for the leads of several companies, company by company, in one question."""
    known = people_page.in_charge(session, [one.id for one in companies])
    return tuple(person for one in companies for person in rung_of(known.get(one.id, ()), one, now=now))


def of_members(session: Session, coalition: Coalition, *, now: datetime) -> tuple[Person, ...]:
    """List who is rung for the lead of each member company."""
    members = [one for one in company_page.seated(session, coalition) if one.seat is Seat.MEMBER]
    return stand_ins_of(session, members, now=now)


def rung_of(known: Iterable[Person], company: Company, *, now: datetime) -> tuple[Person, ...]:
    """Say the same of a company whose people are known."""
    leads, deputies = _in_charge(known)
    return tuple(_here(leads, company, now) or _here(deputies, company, now) or leads)


def deputies_of(known: Iterable[Person], company: Company, *, but: int | None, now: datetime) -> tuple[Person, ...]:
    """List the deputies of a company who are here, or else its other leads, without one person."""
    leads, deputies = _in_charge(one for one in known if one.id != but)
    return tuple(_here(deputies, company, now) or _here(leads, company, now))


def all_away(session: Session, company: Company, *, now: datetime) -> bool:
    """Tell whether a company has somebody who is rung for it, and none of those is here."""
    leads, deputies = _in_charge(people_page.of_company(session, company))
    in_charge = [one for one in (*leads, *deputies) if is_present(one, company)]
    return bool(in_charge) and all(is_away(one, now) for one in in_charge)


def _in_charge(known: Iterable[Person]) -> tuple[list[Person], list[Person]]:
    """Part the leads from the deputies."""
    everybody = list(known)
    return [one for one in everybody if Role.LEAD in one.roles], [one for one in everybody if Role.DEPUTY in one.roles]


def deputy_for(session: Session, person: Person, company: Company, *, now: datetime) -> Person | None:
    """Find who can be named in the stead of a person of a company who is away; None where they are here, or nobody is.

    A deputy comes first, then a lead.
    """
    if not is_away(person, now):
        return None
    known = [one for one in people_page.of_company(session, company) if one.id != person.id]
    for role in (Role.DEPUTY, Role.LEAD):
        if here := _here([one for one in known if role in one.roles], company, now):
            return here[0]
    return None


def _here(those: Iterable[Person], company: Company, now: datetime) -> list[Person]:
    """Keep who is in a channel of theirs and not away."""
    return [one for one in those if is_present(one, company) and not is_away(one, now)]


def is_present(person: Person, company: Company) -> bool:
    """Tell whether somebody is in the channel of their company's seat; whoever left it can do nothing here."""
    return person.in_members or (company.seat is not Seat.MEMBER and person.in_open)
