"""A coalition for the tests of storage: two members, an observer, and who speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from storage import access, coalitions, companies, people, takedowns
from storage.access import Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.people import Room
from storage.reports import Count, Part, Report
from storage.takedowns import Mark, Takedown

NOW = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
TEAMS = {"Facebook": "T0FACEBOOK", "Google": "T0GOOGLE", "FireEye": "T0FIREEYE"}
USERS = {"Facebook": "U0FRIDA", "Google": "U0GRETA", "FireEye": "U0FIRE"}


@dataclass(frozen=True)
class Seats:
    """The coalition, and one person of each company."""

    coalition: Coalition
    facebook: Speaker
    google: Speaker
    fireeye: Speaker


def coalition(session: Session, name: str = "Coalition", channel: str = "C0MEMBERS") -> Coalition:
    """Found a coalition."""
    made, _ = coalitions.add(
        session,
        name,
        channel=channel,
        open_channel=f"{channel}OPEN",
        host_team=None,
        zone="America/Los_Angeles",
        language="en",
        now=NOW,
    )
    return made


def seat(session: Session, where: Coalition, name: str, as_: Seat = Seat.MEMBER) -> Speaker:
    """Seat a company, and bring one person of it into its channel."""
    company, _ = companies.add(session, where, name, team_ids=[TEAMS[name]], seat=as_, now=NOW)
    person = people.meet(session, company, USERS[name], guest_account=False, now=NOW)
    people.enter(session, person, Room.MEMBERS if as_ is Seat.MEMBER else Room.OPEN)
    return access.recognise_in(session, where.id, team_ids=[TEAMS[name]], user_id=USERS[name])


def seats(session: Session, name: str = "Coalition", channel: str = "C0MEMBERS") -> Seats:
    """Found a coalition with its companies."""
    where = coalition(session, name, channel)
    return Seats(
        where,
        seat(session, where, "Facebook"),
        seat(session, where, "Google"),
        seat(session, where, "FireEye", Seat.OBSERVER),
    )


def pages(n: int, **facts: object) -> Report:
    """Say that so many Facebook pages were removed."""
    return Report(parts=(Part((Count(n, (Asset(Kind.PAGE, Platform.FACEBOOK),)),)),), **facts)  # type: ignore[arg-type]


def log(
    session: Session, who: Speaker, said: Report | None = None, *, form: str = "form", now: datetime = NOW
) -> Takedown:
    """Log a takedown."""
    return takedowns.report(session, who, said or pages(74), mark=Mark.AMBER_STRICT, form=form, way=Way.FORM, now=now)
