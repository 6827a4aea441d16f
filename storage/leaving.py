"""A company leaves, or is put out: all that ends with it ends in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import absences, access, audiences, audit, departures, exposures, holds, meetings, outbox, strays
from storage import companies as company_page
from storage import people as people_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.database import Session
from storage.departures import ABOUT, Departure
from storage.errors import Refusal, Unknown
from storage.exposures import Exposure
from storage.people import Role


class NotLead(Refusal):
    """Only a company's lead, or whoever stands in for them, takes it out; those who coordinate put any out."""


@dataclass(frozen=True, slots=True)
class Left:
    """What came of it: the departure, and what the company's people could see."""

    departure: Departure
    exposure: Exposure


def leave(session: Session, speaker: Speaker, *, reason: str, way: Way, now: datetime) -> Left:
    """Take the speaker's own company out; NotLead unless they may."""
    may_leave(session, speaker, now=now)
    return _go(session, speaker.coalition, speaker.company, Act.LEFT, by=speaker, reason=reason, way=way, now=now)


def may_leave(session: Session, speaker: Speaker, *, now: datetime) -> None:
    """Raise NotLead unless this person may take their company out."""
    access.must_act(speaker)
    if is_lead(speaker):
        return
    stand_ins = absences.stand_ins(session, speaker.company, now=now)
    if speaker.person is None or speaker.person.id not in {one.id for one in stand_ins}:
        raise NotLead


def is_lead(speaker: Speaker) -> bool:
    """Tell whether this person leads a company that acts for itself here."""
    is_named = speaker.person is not None and Role.LEAD in speaker.person.roles
    return is_named and speaker.company.seat is not Seat.GUEST


def put_out(session: Session, speaker: Speaker, token: str, *, reason: str, way: Way, now: datetime) -> Left:
    """Put the company out that a token names; NotCoordinator for all but those who coordinate, Unknown if none sits."""
    access.must_coordinate(speaker)
    company = company_page.by_token(session, speaker.coalition, token)
    return _go(session, speaker.coalition, company, Act.PUT_OUT, by=speaker, reason=reason, way=way, now=now)


def by_operator(session: Session, coalition: Coalition, company: Company, *, reason: str, now: datetime) -> Left:
    """Put a company out at the shell."""
    return _go(session, coalition, company, Act.PUT_OUT, by=None, reason=reason, way=Way.SHELL, now=now)


def _go(
    session: Session,
    coalition: Coalition,
    company: Company,
    act: Act,
    *,
    by: Speaker | None,
    reason: str,
    way: Way,
    now: datetime,
) -> Left:
    seats = access.of_company(session, coalition, company.id)
    # What they could see is asked before they can see nothing.
    exposure = exposures.of_departure(session, coalition, company, seats, by=by, now=now)
    holds.gather(session, coalition.id, company_id=company.id)
    if not company_page.depart(session, company, now=now):
        raise Unknown(company.name)
    _end(session, coalition, company, seats, now)
    departure = departures.begin(session, coalition, company, by=by, reason=reason, now=now)
    if by is None:
        audit.note_operator(session, coalition.id, act, ABOUT, departure.id, now=now, detail=company.name)
    else:
        audit.note(session, by, act, ABOUT, departure.id, way=way, now=now, detail=company.name)
    return Left(departure, exposure)


def _end(session: Session, coalition: Coalition, company: Company, seats: Sequence[Speaker], now: datetime) -> None:
    """End what was given to a company and its people; if it comes back some day, it begins anew."""
    user_ids = {seat.user_id for seat in seats}
    audiences.end_of_company(session, company.id, (seat.person_id for seat in seats), now=now)
    people_page.dismiss_all(session, company)
    meetings.company_left(session, company, now=now)
    outbox.give_up(session, coalition.id, user_ids, now=now)
    strays.forget(session, coalition, user_ids)
