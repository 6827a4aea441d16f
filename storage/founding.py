"""Founding a coalition by a guided start: the host's inviter coordinates it, and the connected companies are seated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storage import access, approvals, audit, coalitions, companies, people, schedules, starts
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Charter
from storage.companies import Company, Seat
from storage.database import Session
from storage.errors import Refusal
from storage.people import Person, Role, Room
from storage.starts import Start, Workspace


class NotAlone(Refusal):
    """A coordinator of another company is asked for this seat, too."""


def found(
    session: Session,
    start: Start,
    charter: Charter,
    *,
    company: str,
    team_ids: tuple[str, ...],
    user_id: str,
    person_name: str,
    now: datetime,
) -> Speaker:
    """Found the coalition of a channel, seat its host, and let whoever was asked coordinate it.

    `team_ids` are all ids that Slack gives for this person's own company. Raises as `starts.may_found` and
    `coalitions.found` do.
    """
    starts.may_found(start, team_ids=team_ids, user_id=user_id)
    coalition = coalitions.found(session, charter, channel=start.channel, host_team=start.team, now=now)
    # The whole organisation where Slack names the host so, and else the one workspace that this person is of.
    ids = [team for team in start.home if team in team_ids]
    host, _ = companies.add(session, coalition, company, team_ids=ids, seat=Seat.MEMBER, now=now)
    people.meet(session, host, user_id, guest_account=False, name=person_name, now=now)
    person, _ = people.appoint(session, host, user_id, Role.COORDINATOR, now=now)
    people.enter(session, person, Room.MEMBERS)
    starts.founded(session, start, coalition)
    schedules.follow(session, coalition, now=now)
    who = access.recognise_in(session, coalition.id, team_ids=ids, user_id=user_id)
    audit.note(session, who, Act.FOUNDED, "coalition", coalition.id, way=Way.FORM, now=now)
    audit.note(session, who, Act.SEATED, "company", host.id, way=Way.FORM, now=now, detail=Seat.MEMBER)
    audit.note(session, who, Act.APPOINTED, "person", person.id, way=Way.FORM, now=now, detail=Role.COORDINATOR)
    return who


def seat(
    session: Session, speaker: Speaker, workspace: Workspace, *, name: str, seat: Seat, way: Way, now: datetime
) -> Company:
    """Seat a company that Slack connects to the channel, by the id that Slack names; NotCoordinator, Conflict.

    Where another company has a coordinator by now, an observer or a guest is admitted by two: NotAlone.
    """
    access.must_coordinate(speaker)
    if seat is not Seat.MEMBER and approvals.needs_a_second(session, speaker):
        raise NotAlone
    company, _ = companies.add(session, speaker.coalition, name, team_ids=[workspace.team], seat=seat, now=now)
    coalitions.look_again(session, speaker.coalition)
    audit.note(session, speaker, Act.SEATED, "company", company.id, way=way, now=now, detail=seat)
    return company


def nominees(session: Session, speaker: Speaker) -> tuple[tuple[Company, tuple[Person, ...]], ...]:
    """List every company with those of its people who may lead it: in a channel, and with an account of their own."""
    access.must_coordinate(speaker)
    return tuple((company, _able(session, company)) for company in companies.seated(session, speaker.coalition))


def _able(session: Session, company: Company) -> tuple[Person, ...]:
    known = people.of_company(session, company)
    return tuple(one for one in known if (one.in_members or one.in_open) and not one.guest_account)


def name_leads(
    session: Session, speaker: Speaker, chosen: Iterable[tuple[Company, Person]], *, way: Way, now: datetime
) -> None:
    """Name the leads that were chosen among the nominees."""
    access.must_coordinate(speaker)
    for company, person in chosen:
        _, is_new = people.appoint(session, company, person.user_id, Role.LEAD, now=now)
        if is_new:
            audit.note(session, speaker, Act.APPOINTED, "person", person.id, way=way, now=now, detail=Role.LEAD)
