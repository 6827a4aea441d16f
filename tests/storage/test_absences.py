"""Who is away, and who stands in for them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import absences, access, audit, bulk, companies, people
from storage.access import Speaker, Way
from storage.audit import Act
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import GuestAccount, ReadsOnly
from storage.people import Person, Role, Room
from tests.storage.seats import NOW, Seats, seats
from tests.storage.test_appointing import again, colleague, person

LATER = NOW + timedelta(days=10)


def staffed(session: Session) -> tuple[Seats, Person, Person]:
    """Seat the companies; Google's lead is Greta, its deputies are Dora and Dan."""
    there = seats(session)
    people.appoint(session, there.google.company, there.google.user_id, Role.LEAD, now=NOW)
    deputies = [colleague(session, there.google.company, user_id) for user_id in ("U0DAN", "U0DORA")]
    for one in deputies:
        people.appoint(session, there.google.company, one.user_id, Role.DEPUTY, now=NOW)
    return there, deputies[0], deputies[1]


def go(session: Session, who: Person) -> None:
    """Let somebody be away for ten days."""
    speaker = access.seat_of(session, who.id)
    assert speaker is not None
    absences.go(session, speaker, LATER, way=Way.COMMAND, now=NOW)


def rung(session: Session, there: Seats, days: int = 0) -> list[str]:
    """List who is rung for Google's lead."""
    return [one.user_id for one in absences.stand_ins(session, there.google.company, now=NOW + timedelta(days=days))]


def test_while_the_lead_is_away_the_deputies_are_rung_and_else_the_lead(database: Database) -> None:
    with database.begin() as session:
        there, dan, dora = staffed(session)
        assert rung(session, there) == ["U0GRETA"]
        go(session, person(there.google))
        assert rung(session, there) == ["U0DAN", "U0DORA"]
        assert rung(session, there, days=10) == ["U0GRETA"]
        go(session, dan)
        assert rung(session, there) == ["U0DORA"]
        people.leave(session, there.coalition, "U0DORA", Room.MEMBERS)
        # Nobody is here: the lead is rung after all.
        assert rung(session, there) == ["U0GRETA"]
        people.enter(session, dora, Room.MEMBERS)
        ella = colleague(session, there.google.company, "U0ELLA")
        people.appoint(session, there.google.company, ella.user_id, Role.LEAD, now=NOW)
        assert rung(session, there) == ["U0ELLA"]


def test_whoever_names_somebody_who_is_away_is_offered_who_is_here(database: Database) -> None:
    with database.begin() as session:
        there, dan, dora = staffed(session)
        google = there.google.company

        def offered(one: Person, days: int = 0) -> str:
            known = people.by_id(session, one.id)
            assert known is not None
            found = absences.deputy_for(session, known, google, now=NOW + timedelta(days=days))
            return found.user_id if found else ""

        assert offered(person(there.google)) == ""
        go(session, person(there.google))
        assert (offered(person(there.google)), offered(person(there.google), days=10)) == ("U0DAN", "")
        go(session, dan)
        assert offered(dan) == "U0DORA"
        go(session, dora)
        assert offered(dan) == ""
        absences.come_back(session, again(session, there.google), way=Way.BUTTON, now=NOW)
        assert offered(dan) == there.google.user_id


def test_going_and_coming_back_are_noted_once(database: Database) -> None:
    with database.begin() as session:
        there, dan, _ = staffed(session)
        for _ in range(2):
            go(session, dan)
        speaker = access.seat_of(session, dan.id)
        assert speaker is not None
        for _ in range(2):
            absences.come_back(session, speaker, way=Way.BUTTON, now=NOW)
        noted = audit.about(session, there.coalition.id, absences.ABOUT, dan.id)
        assert [(entry.act, entry.detail) for entry in noted] == [(Act.AWAY, "until 2018-09-03"), (Act.BACK, "")]


def test_what_rings_for_the_lead_waits_for_the_deputy_too_while_the_lead_is_away(database: Database) -> None:
    with database.begin() as session:
        there, dan, _ = staffed(session)
        ella = colleague(session, there.google.company, "U0ELLA")
        reader = Speaker(there.coalition, there.google.company, ella, ella.user_id)
        bulk.note(session, reader, bulk.What.EXPORTED, 12, day=NOW.date(), now=NOW)
        deputy = access.seat_of(session, dan.id)
        assert deputy is not None
        assert bulk.leads(session, reader, now=NOW) == ("U0GRETA",)
        assert bulk.recent(session, deputy, now=NOW) == ()
        go(session, person(there.google))
        assert bulk.leads(session, reader, now=NOW) == ("U0DAN", "U0DORA")
        assert len(bulk.recent(session, deputy, now=NOW)) == 1
        assert len(bulk.recent(session, again(session, there.google), now=NOW)) == 1


def test_a_guests_people_and_a_lent_account_are_refused(database: Database) -> None:
    with database.begin() as session:
        there, _, _ = staffed(session)
        companies.add(session, there.coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.GUEST, now=NOW)
        lent = colleague(session, there.google.company, "U0LENT", guest=True)
        for who, refusal in (
            (again(session, there.fireeye), ReadsOnly),
            (Speaker(there.coalition, there.google.company, lent, "U0LENT"), GuestAccount),
        ):
            with pytest.raises(refusal):
                absences.go(session, who, LATER, way=Way.FORM, now=NOW)
            with pytest.raises(refusal):
                absences.come_back(session, who, way=Way.FORM, now=NOW)
