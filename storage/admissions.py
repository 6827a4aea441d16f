"""Seating an observer or a guest, and giving a company another seat: exactly what was asked, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from storage import access, audit
from storage import coalitions as coalition_page
from storage import companies as company_page
from storage import people as people_page
from storage.access import Speaker, Way
from storage.appointing import LastOne
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.database import Session
from storage.errors import Conflict, Refusal
from storage.people import Role

ABOUT = "company"


class NothingToChange(Refusal):
    """The company sits there already, and is known by these ids."""


class NoWorkspace(Refusal):
    """A company that does not sit here yet is known by nothing."""


class Moved(Refusal):
    """What was asked about is not as it was when it was asked."""


class NotByThisWay(Refusal):
    """A company that does not sit here yet becomes no member in this way."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What is asked: a seat for a new company, or another one, `instead` of its own, for what `company` names."""

    name: str
    seat: Seat
    team_ids: tuple[str, ...]
    company: str = ""
    instead: str = ""

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Self:
        """Read back what `as_payload` wrote."""
        known = {field: payload[field] for field in cls.__dataclass_fields__}
        return cls(**known | {"seat": Seat(payload["seat"]), "team_ids": tuple(payload["team_ids"])})

    def as_payload(self) -> dict[str, Any]:
        """Write it as a request for a second coordinator holds it."""
        return asdict(self) | {"team_ids": list(self.team_ids)}


def plan(session: Session, speaker: Speaker, name: str, team_ids: tuple[str, ...], seat: Seat) -> Admission:
    """Say exactly what is to be asked for; raises where it could not be done now."""
    access.must_coordinate(speaker)
    coalition = speaker.coalition
    sits = _named(session, coalition, name)
    _refuse_taken(session, coalition, name, team_ids)
    if sits is None:
        if seat is Seat.MEMBER:
            raise NotByThisWay
        if not team_ids:
            raise NoWorkspace
        return Admission(name, seat, team_ids)
    new = tuple(one for one in team_ids if one not in company_page.team_ids(session, sits))
    if sits.seat is seat and not new:
        raise NothingToChange
    if seat is not Seat.MEMBER:
        _keep_a_coordinator(session, coalition, sits)
    return Admission(sits.name, seat, new, sits.token, sits.seat)


def carry_out(session: Session, asker: Speaker, admission: Admission, *, now: datetime) -> Company:
    """Seat the company as was asked; Moved where what was asked about is not as it was any more."""
    coalition = coalition_page.hold(session, asker.coalition.id)
    sits = _named(session, coalition, admission.name)
    if (sits.token if sits else "") != admission.company or (sits.seat if sits else "") != admission.instead:
        raise Moved
    _refuse_taken(session, coalition, admission.name, admission.team_ids)
    if sits is not None and admission.seat is not Seat.MEMBER:
        _keep_a_coordinator(session, coalition, sits)
    company, _ = company_page.add(
        session, coalition, admission.name, team_ids=admission.team_ids, seat=admission.seat, now=now
    )
    coalition_page.look_again(session, coalition)
    audit.note(session, asker, Act.SEATED, ABOUT, company.id, way=Way.FORM, now=now, detail=admission.seat)
    return company


def _named(session: Session, coalition: Coalition, name: str) -> Company | None:
    for one in company_page.seated(session, coalition):
        if one.name.lower() == name.lower():
            return one
    return None


def _refuse_taken(session: Session, coalition: Coalition, name: str, team_ids: tuple[str, ...]) -> None:
    for team, owner in company_page.names_of_teams(session, coalition).items():
        if team in team_ids and owner.lower() != name.lower():
            raise Conflict("team", team, owner)


def _keep_a_coordinator(session: Session, coalition: Coalition, leaving: Company) -> None:
    """Refuse to take its seat from the only member that coordinates."""
    remaining = [
        one
        for one, company in people_page.in_the_room(session, coalition)
        if Role.COORDINATOR in one.roles and company != leaving.name
    ]
    if not remaining:
        raise LastOne(Role.COORDINATOR)
