"""People: whose they are, which channel they are in, who knocks, and to whom a letter may still go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import access, companies, headcounts, knocks, outbox, people, sending, takedowns
from storage.access import Speaker
from storage.companies import Seat
from storage.database import Database, Session
from storage.headcounts import Headcount
from storage.outbox import Address, Body
from storage.people import Role, Room
from storage.sending import Passage
from tests.storage.seats import NOW, Seats, log, seats


def test_to_meet_somebody_again_keeps_what_is_known_of_them(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        company = there.facebook.company
        people.meet(session, company, "U0LENT", guest_account=True, now=NOW)
        for role, new in ((Role.ANALYST, True), (Role.ANALYST, False), (Role.LEAD, True)):
            person, is_new = people.appoint(session, company, "U0LENT", role, now=NOW)
            assert is_new is new
        people.enter(session, person, Room.MEMBERS)
        again = people.meet(session, company, "U0LENT", guest_account=None, now=NOW)
        assert (again.guest_account, again.in_members, again.roles) == (True, True, {Role.ANALYST, Role.LEAD})
        assert people.by_id(session, again.id) == people.named(session, there.coalition, company, "U0LENT") == again
        assert people.dismiss(session, again, Role.LEAD)
        assert not people.dismiss(session, again, Role.LEAD)


def test_the_audience_is_who_sits_in_the_members_channel_now(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        assert headcounts.in_members(session, there.coalition) == Headcount(companies=2, people=2)
        for user_id, is_bot in (("U0STRANGER", False), ("U0BOT", True)):
            people.meet_outsider(session, there.coalition, user_id, team="T0STRANGER", is_bot=is_bot, room=Room.MEMBERS)
        assert there.fireeye.person is not None
        people.enter(session, there.fireeye.person, Room.MEMBERS)
        assert headcounts.in_members(session, there.coalition) == Headcount(companies=2, people=2, outsiders=2)
        people.leave(session, there.coalition, "U0GRETA", Room.MEMBERS)
        assert headcounts.in_members(session, there.coalition) == Headcount(companies=1, people=1, outsiders=2)
        people.keep_only(session, there.coalition, Room.MEMBERS, ["U0GRETA", "U0BOT", "U0UNKNOWN"])
        assert headcounts.in_members(session, there.coalition) == Headcount(companies=1, people=1)
        assert {"U0GRETA", "U0STRANGER", "U0BOT"} <= people.known_users(session, there.coalition)


@pytest.mark.parametrize("known_by", ["T0NEW", "E0NEW"])
def test_outsiders_whose_company_is_seated_are_met_anew_and_stay_outsiders_until_then(
    database: Database, known_by: str
) -> None:
    ids = {"team": "T0NEW", "organisation": "E0NEW"}
    with database.begin() as session:
        there = seats(session)
        for user_id, is_bot in (("U0NEW", False), ("U0BOT", True)):
            people.meet_outsider(session, there.coalition, user_id, **ids, is_bot=is_bot, room=Room.MEMBERS)
        people.meet_outsider(session, there.coalition, "U0STRANGER", team="T0STRANGER", is_bot=False, room=Room.MEMBERS)
        company, _ = companies.add(session, there.coalition, "New", team_ids=[known_by], seat=Seat.MEMBER, now=NOW)
        assert people.known_users(session, there.coalition) >= {"U0BOT", "U0STRANGER"}
        assert "U0NEW" not in people.known_users(session, there.coalition)
        assert headcounts.in_members(session, there.coalition).outsiders == 2
        met = people.meet(session, company, "U0NEW", guest_account=None, now=NOW)
        assert (met.in_members, met.in_open) == (True, False)
        assert "U0NEW" in people.known_users(session, there.coalition)
        assert headcounts.in_members(session, there.coalition).outsiders == 1


def test_a_knock_is_told_once_a_company_a_day_and_only_to_coordinators(database: Database) -> None:
    day = NOW.date()
    with database.begin() as session:
        there = seats(session)
        first = [
            knocks.note(session, there.coalition, team, user_id, day=on, now=NOW)
            for team, user_id, on in (
                ("T1", "U1", day),
                ("T1", "U2", day),
                ("T2", "U3", day),
                ("T1", "U1", day + timedelta(days=1)),
            )
        ]
        assert first == [True, False, True, True]
        assert knocks.recent(session, there.facebook, now=NOW) == ()
        assert knocks.doorkeepers(session, there.coalition) == ()
        people.appoint(session, there.facebook.company, "U0FRIDA", Role.COORDINATOR, now=NOW)
        coordinator = again(session, there)
        assert {(knock.team, knock.user_id) for knock in knocks.recent(session, coordinator, now=NOW)} == {
            ("T1", "U2"),
            ("T2", "U3"),
            ("T1", "U1"),
        }
        assert knocks.doorkeepers(session, there.coalition) == ("U0FRIDA",)
        knocks.forget_old(session, now=NOW + timedelta(days=14))
        assert knocks.recent(session, coordinator, now=NOW) == ()


def again(session: Session, there: Seats) -> Speaker:
    """Recognise Facebook's person with the roles they have now."""
    return access.recognise_in(session, there.coalition.id, team_ids=["T0FACEBOOK"], user_id="U0FRIDA")


@pytest.mark.parametrize(
    ("address", "about", "goes"),
    [
        (Address.in_channel("C0MEMBERS"), True, True),
        (Address.in_channel("C0MEMBERSOPEN"), True, False),
        (Address.in_channel("C0ELSEWHERE"), True, False),
        (Address.in_channel("C0MEMBERSOPEN"), False, True),
        (Address.in_channel("C0ELSEWHERE"), False, False),
        (Address.to_person("U0GRETA"), True, True),
        (Address.to_person("U0FIRE"), True, False),
        (Address.to_person("U0FIRE"), False, True),
        (Address.to_person("U0NOBODY"), False, False),
        (Address.only_for("U0GRETA", "C0MEMBERS"), False, True),
    ],
)
def test_at_the_moment_of_sending_it_is_asked_who_may_know(
    database: Database, address: Address, *, about: bool, goes: bool
) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook)
        letter = wanted(session, there, address, record.id if about else None)
        assert sending.may_go(session, letter) is (Passage.GO if goes else Passage.NEVER)


def test_nothing_goes_for_a_company_that_left_nor_to_its_people(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        mine, theirs = log(session, there.facebook), log(session, there.google, form="other")
        cards = [wanted(session, there, Address.in_channel("C0MEMBERS"), each.id) for each in (mine, theirs)]
        letters = [wanted(session, there, Address.to_person("U0GRETA"), about) for about in (mine.id, None)]
        gone = companies.companies.update().where(companies.companies.c.id == there.google.company.id)
        session.execute(gone.values(left_at=NOW))
        # Who of it is in the members' channel still belongs to no member company.
        assert [sending.may_go(session, letter) for letter in cards] == [Passage.WAIT, Passage.NEVER]
        people.leave(session, there.coalition, "U0GRETA", people.Room.MEMBERS)
        assert [sending.may_go(session, letter) for letter in cards] == [Passage.GO, Passage.NEVER]
        assert [sending.may_go(session, letter) for letter in letters] == [Passage.NEVER] * 2


def wanted(session: Session, there: Seats, address: Address, about_id: int | None) -> outbox.Letter:
    """Owe a letter, and claim it."""
    about = takedowns.ABOUT if about_id else "answer"
    key = f"{about}:{about_id}:{address.lane}:{address.place}"
    outbox.want(
        session,
        there.coalition.id,
        key,
        address=address,
        body=Body("text", []),
        about=about,
        about_id=about_id,
        now=NOW,
    )
    session.execute(outbox.paces.delete())
    letter = outbox.claim(session, by="me", lease=timedelta(minutes=1), now=NOW)
    assert letter is not None
    assert letter.key == key
    return letter


def test_an_observers_seat_is_told_from_a_members(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        assert [company.seat for company in companies.seated(session, there.coalition)] == [
            Seat.MEMBER,
            Seat.OBSERVER,
            Seat.MEMBER,
        ]


def test_whoever_was_named_before_they_were_met_is_asked_for_their_name(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        google = there.google.company
        people.meet(session, google, "U0GRETA", guest_account=False, now=NOW, name="Greta")
        assert people.nameless(session, there.coalition) == {"U0FRIDA", "U0FIRE"}
        # Who came from another company has a name already.
        people.meet(session, google, "U0FRIDA", guest_account=False, now=NOW, name="Frida")
        assert people.nameless(session, there.coalition) == {"U0FIRE"}
