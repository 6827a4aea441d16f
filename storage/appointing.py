"""Who may give and take which role, and doing so.

A company's lead names its people. While it has none, a coordinator does, and names its first lead; a guest's people are
always named by a coordinator. Coordinators name further coordinators, of any member; one is dismissed by their own
company alone, so that nobody rids themselves of the second whom a dangerous act needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage import access, audit
from storage import coalitions as coalition_page
from storage import companies as company_page
from storage import people as people_page
from storage.absences import is_present
from storage.access import Speaker, Way
from storage.audit import Act
from storage.companies import Company, Seat
from storage.database import Session
from storage.errors import Refusal, Unknown
from storage.people import Person, Role

ABOUT = "person"
OF_A_COMPANY = frozenset({Role.LEAD, Role.DEPUTY, Role.COUNSEL, Role.ANALYST})


class MayNotName(Refusal):
    """Somebody else gives and takes this role."""


class LastOne(Refusal):
    """The last lead of a company, or the last coordinator, stays until another is named; `role` says which."""

    def __init__(self, role: Role) -> None:
        super().__init__(role)
        self.role = role


@dataclass(frozen=True, slots=True)
class Staff:
    """A company's people as somebody finds them who may name some of them.

    `held` are the roles that are shown, `people` who may be given one of `gives`; `takes` are those that may be taken.
    `companies` are those whose people this person may name.
    """

    company: Company
    held: tuple[tuple[Person, Role], ...]
    people: tuple[Person, ...]
    gives: frozenset[Role]
    takes: frozenset[Role]
    companies: tuple[Company, ...]


def may_name(speaker: Speaker) -> bool:
    """Tell whether this person may name anybody at all."""
    return access.may_coordinate(speaker) or _leads(speaker, speaker.company)


def staff(session: Session, speaker: Speaker, company: Company) -> Staff:
    """Gather whom this person may name in a company, and as what; MayNotName for those who may not at all."""
    known = people_page.of_company(session, company)
    gives, takes = _gives(speaker, company, known), _takes(speaker, company, known)
    if not gives | takes:
        raise MayNotName
    mine = company.id == speaker.company.id
    shown = frozenset(Role) if mine or gives >= OF_A_COMPANY else frozenset({Role.LEAD, Role.COORDINATOR})
    return Staff(
        company,
        tuple((one, role) for one in known for role in Role if role in one.roles and role in shown),
        tuple(one for one in known if _may_be_given(speaker, company, one)),
        gives,
        takes,
        _companies(session, speaker),
    )


def _companies(session: Session, speaker: Speaker) -> tuple[Company, ...]:
    """List the companies whose people this person may name."""
    if not access.may_coordinate(speaker):
        return (speaker.company,)
    return tuple(
        one
        for one in company_page.seated(session, speaker.coalition)
        if one.seat is Seat.MEMBER or _gives(speaker, one, people_page.of_company(session, one))
    )


def appoint(
    session: Session,
    speaker: Speaker,
    token: str,
    role: Role,
    *,
    way: Way,
    now: datetime,
) -> tuple[Person, bool]:
    """Give a role to the person whom a token names; True if it is new to them."""
    speaker, company, whom, known = _held(session, speaker, token)
    if role not in _gives(speaker, company, known) or not _may_be_given(speaker, company, whom):
        raise MayNotName
    person, new = people_page.appoint(session, company, whom.user_id, role, now=now)
    if new:
        audit.note(session, speaker, Act.APPOINTED, ABOUT, person.id, way=way, now=now, detail=role)
    return person, new


def dismiss(
    session: Session,
    speaker: Speaker,
    token: str,
    role: Role,
    *,
    way: Way,
    now: datetime,
) -> tuple[Person, bool]:
    """Take a role from the person whom a token names; True if they had it. LastOne where nobody else holds it."""
    speaker, company, whom, known = _held(session, speaker, token)
    if role not in _takes(speaker, company, known):
        raise MayNotName
    if role not in whom.roles:
        return whom, False
    if role is Role.LEAD and not _leads_of(company, (one for one in known if one.id != whom.id)):
        raise LastOne(role)
    if role is Role.COORDINATOR and not _coordinators(session, speaker, but=whom):
        raise LastOne(role)
    people_page.dismiss(session, whom, role)
    audit.note(session, speaker, Act.DISMISSED, ABOUT, whom.id, way=way, now=now, detail=role)
    return whom, True


def _held(session: Session, speaker: Speaker, token: str) -> tuple[Speaker, Company, Person, tuple[Person, ...]]:
    """Hold the coalition, and read anew who asks, whom they mean, and who is beside them; Unknown for nobody here."""
    coalition_page.hold(session, speaker.coalition.id)
    again = access.seat_of(session, speaker.person_id)
    whom = people_page.by_token(session, token)
    if again is None or whom is None:
        raise Unknown
    for company in company_page.seated(session, again.coalition):
        if company.id == whom.company_id:
            return again, company, whom, people_page.of_company(session, company)
    raise Unknown


def _leads(speaker: Speaker, company: Company) -> bool:
    """Tell whether somebody leads a company that acts for itself here."""
    is_lead = speaker.person is not None and Role.LEAD in speaker.person.roles
    return is_lead and company.id == speaker.company.id and company.seat is not Seat.GUEST


def _leads_of(company: Company, known: Iterable[Person]) -> list[Person]:
    """List who leads a company; whoever went out of the channels cannot do so any more."""
    return [one for one in known if Role.LEAD in one.roles and is_present(one, company)]


def _names_for(speaker: Speaker, company: Company, known: Iterable[Person]) -> bool:
    """Tell whether somebody names a company's people in its stead."""
    acts_for_itself = company.seat is not Seat.GUEST and bool(_leads_of(company, known))
    return access.may_coordinate(speaker) and not acts_for_itself


def _gives(speaker: Speaker, company: Company, known: Iterable[Person]) -> frozenset[Role]:
    given = OF_A_COMPANY if _leads(speaker, company) or _names_for(speaker, company, known) else frozenset()
    if access.may_coordinate(speaker) and company.seat is Seat.MEMBER:
        given |= {Role.COORDINATOR}
    return given


def _takes(speaker: Speaker, company: Company, known: Iterable[Person]) -> frozenset[Role]:
    taken = OF_A_COMPANY if _leads(speaker, company) or _names_for(speaker, company, known) else frozenset()
    is_theirs = company.id == speaker.company.id
    if _leads(speaker, company) or (is_theirs and access.may_coordinate(speaker)):
        taken |= {Role.COORDINATOR}
    return taken


def _may_be_given(speaker: Speaker, company: Company, whom: Person) -> bool:
    """Tell whether somebody may be named: who is here, and a lent account only by the lead of the company lending it.

    Whoever came from another company, or is of two, names themselves in their own at most.
    """
    if whom.user_id == speaker.user_id and company.id != speaker.company.id:
        return False
    if whom.guest_account and not whom.roles and not _leads(speaker, company):
        return False
    return whom.in_members or whom.in_open or bool(whom.roles)


def _coordinators(session: Session, speaker: Speaker, *, but: Person) -> list[Person]:
    """List who else coordinates, for a member and in its channel."""
    return [
        one
        for one, _ in people_page.in_the_room(session, speaker.coalition)
        if Role.COORDINATOR in one.roles and one.id != but.id
    ]
