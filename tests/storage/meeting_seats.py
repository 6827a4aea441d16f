"""A coalition of which every company has a lead, and a meeting on a Thursday, for the tests of what leads up to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from storage import access, meetings, people
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.database import Session
from storage.meetings import Meeting, Plan
from storage.people import Role, Room
from tests.storage.seats import NOW, seats

STARTS = datetime(2018, 9, 20, 17, 0, tzinfo=UTC)
PLAN = Plan("America/Los_Angeles", starts_at=STARTS)
# The Monday of that week, at nine in California.
MONDAY = datetime(2018, 9, 17, 16, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Ground:
    """The coalition, who leads its companies, and the meeting."""

    coalition: Coalition
    facebook: Speaker
    google: Speaker
    fireeye: Speaker
    meeting: Meeting


def appointed(session: Session, who: Speaker, *roles: Role) -> Speaker:
    """Give somebody roles."""
    for role in roles:
        people.appoint(session, who.company, who.user_id, role, now=NOW)
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def colleague(session: Session, of: Speaker, user_id: str, *roles: Role) -> Speaker:
    """Bring somebody else of a company into its channel."""
    person = people.meet(session, of.company, user_id, guest_account=False, now=NOW)
    people.enter(session, person, Room.MEMBERS)
    return appointed(session, replace(of, person=person, user_id=user_id), *roles)


def ground(session: Session, plan: Plan = PLAN, *, now: datetime = NOW) -> Ground:
    """Seat the companies and plan the meeting; Facebook's Frida coordinates."""
    there = seats(session)
    frida = appointed(session, there.facebook, Role.COORDINATOR, Role.LEAD)
    greta = appointed(session, there.google, Role.LEAD)
    finn = appointed(session, there.fireeye, Role.LEAD)
    meeting = meetings.plan(session, frida, plan, way=Way.FORM, now=now)
    return Ground(there.coalition, frida, greta, finn, meeting)
