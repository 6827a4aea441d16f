"""A seat is given exactly as it was asked for, or not at all."""

from __future__ import annotations

import pytest

from storage import admissions, audit, companies, people
from storage.access import Speaker
from storage.admissions import Admission, Moved, NotByThisWay, NothingToChange, NoWorkspace
from storage.appointing import LastOne
from storage.audit import Act
from storage.companies import Company, Seat
from storage.database import Database, Session
from storage.errors import Conflict, NotCoordinator
from storage.people import Room
from tests.storage.seats import NOW
from tests.storage.test_approvals import coordinate, two


def plan(session: Session, who: Speaker, name: str, *team_ids: str, seat: Seat = Seat.OBSERVER) -> Admission:
    """Ask for a seat."""
    planned = admissions.plan(session, who, name, team_ids, seat)
    assert Admission.read(planned.as_payload()) == planned
    return planned


def seated(session: Session, who: Speaker) -> dict[str, Seat]:
    """Read who sits where."""
    return {one.name: one.seat for one in companies.seated(session, who.coalition)}


def test_an_observer_is_seated_and_whoever_strayed_is_met_anew(database: Database) -> None:
    with database.begin() as session:
        who = two(session).facebook
        people.meet_outsider(session, who.coalition, "U0LAB", team="T0LAB", is_bot=False, room=Room.OPEN)
        asked = plan(session, who, "The lab", "T0LAB", "E0LAB")
        company = admissions.carry_out(session, who, asked, now=NOW)
        assert seated(session, who)["The lab"] is Seat.OBSERVER
        assert companies.team_ids(session, company) == ("T0LAB", "E0LAB")
        assert "U0LAB" not in people.known_users(session, who.coalition)
        (noted,) = audit.about(session, who.coalition.id, admissions.ABOUT, company.id)
        assert (noted.act, noted.detail, noted.company) == (Act.SEATED, "observer", "Facebook")
        with pytest.raises(Moved):
            admissions.carry_out(session, who, asked, now=NOW)


def test_a_company_gets_another_seat_and_back(database: Database) -> None:
    with database.begin() as session:
        who = two(session).facebook
        for seat, instead in ((Seat.MEMBER, "observer"), (Seat.GUEST, "member"), (Seat.OBSERVER, "guest")):
            asked = plan(session, who, "fireeye", seat=seat)
            assert (asked.name, asked.instead) == ("FireEye", instead)
            admissions.carry_out(session, who, asked, now=NOW)
            assert seated(session, who)["FireEye"] is seat
        again = plan(session, who, "FireEye", "T0FIREEYE", "T0OTHER")
        assert again.team_ids == ("T0OTHER",)
        admissions.carry_out(session, who, again, now=NOW)


@pytest.mark.parametrize(
    ("name", "team_ids", "seat", "refusal"),
    [
        ("FireEye", (), Seat.OBSERVER, NothingToChange),
        ("The lab", (), Seat.OBSERVER, NoWorkspace),
        ("The lab", ("T0LAB",), Seat.MEMBER, NotByThisWay),
        ("The lab", ("T0GOOGLE",), Seat.OBSERVER, Conflict),
        ("FireEye", ("T0GOOGLE",), Seat.OBSERVER, Conflict),
    ],
)
def test_what_cannot_be_done_is_not_asked(
    database: Database, name: str, team_ids: tuple[str, ...], seat: Seat, refusal: type[Exception]
) -> None:
    with database.begin() as session:
        who = two(session).facebook
        with pytest.raises(refusal):
            plan(session, who, name, *team_ids, seat=seat)


def test_what_changed_since_it_was_asked_is_not_done(database: Database) -> None:
    with database.begin() as session:
        who = two(session).facebook
        planned = plan(session, who, "FireEye", seat=Seat.MEMBER), plan(session, who, "The lab", "T0LAB")
        companies.add(session, who.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=NOW)
        companies.add(session, who.coalition, "The lab", team_ids=["T0LAB"], seat=Seat.GUEST, now=NOW)
        for asked in planned:
            with pytest.raises(Moved):
                admissions.carry_out(session, who, asked, now=NOW)
        taken = plan(session, who, "Another lab", "T0ANOTHER")
        companies.add(session, who.coalition, "Third", team_ids=["T0ANOTHER"], seat=Seat.OBSERVER, now=NOW)
        with pytest.raises(Conflict):
            admissions.carry_out(session, who, taken, now=NOW)


def test_the_only_member_that_coordinates_keeps_its_seat(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        asked = plan(session, both.facebook, "Google", seat=Seat.OBSERVER)
        admissions.carry_out(session, both.facebook, asked, now=NOW)
        with pytest.raises(LastOne):
            plan(session, both.facebook, "Facebook", seat=Seat.OBSERVER)


def test_a_company_that_left_comes_back_under_its_name(database: Database) -> None:
    with database.begin() as session:
        both = two(session)
        left(session, both.there.fireeye.company)
        admissions.carry_out(session, both.facebook, plan(session, both.facebook, "FireEye", "T0FIREEYE"), now=NOW)
        assert seated(session, both.facebook)["FireEye"] is Seat.OBSERVER


def left(session: Session, company: Company) -> None:
    """Let a company leave."""
    gone = companies.companies.update().where(companies.companies.c.id == company.id)
    session.execute(gone.values(left_at=NOW))


def test_nobody_but_a_coordinator_plans_a_seat(database: Database) -> None:
    with database.begin() as session:
        there = two(session).there
        for who in (there.facebook, coordinate(session, there.fireeye)):
            with pytest.raises(NotCoordinator):
                plan(session, who, "The lab", "T0LAB")
