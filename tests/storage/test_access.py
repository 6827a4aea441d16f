"""Who is speaking, and what may they know of: one function answers."""

from __future__ import annotations

import pytest

from storage import access, coalitions, companies, people, takedowns
from storage.companies import Seat
from storage.database import Database
from storage.errors import GuestAccount, NotSeated, NotYours, SeveralCoalitions, Stranger, Unknown
from storage.people import Role
from tests.storage.seats import NOW, log, seat, seats


def test_somebody_is_known_by_any_id_of_their_company_and_has_all_their_roles(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        company = there.facebook.company
        companies.add(session, there.coalition, "Facebook", team_ids=["E0FACEBOOK"], seat=Seat.MEMBER, now=NOW)
        for role in (Role.LEAD, Role.COORDINATOR):
            people.appoint(session, company, "U0FRIDA", role, now=NOW)
        for ids in (["T0FACEBOOK"], ["E0FACEBOOK"], ["T0FACEBOOK", "E0FACEBOOK"], ["T0NOBODY", "E0FACEBOOK"]):
            who = access.recognise(session, team_ids=ids, user_id="U0FRIDA", channel="C0MEMBERS")
            assert who.company.name == "Facebook"
            assert who.person is not None
            assert who.person.roles == {Role.LEAD, Role.COORDINATOR}
            assert who.is_coordinator


def test_a_person_is_the_company_and_the_user_so_that_an_id_alone_is_nobody(database: Database) -> None:
    with database.begin() as session:
        seats(session)
        who = access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0FRIDA", channel="C0MEMBERS")
        assert who.company.name == "Google"
        assert who.person is None
        with pytest.raises(ValueError, match="not been met"):
            _ = who.person_id


def test_nobodys_workspace_is_a_stranger(database: Database) -> None:
    with database.begin() as session:
        seats(session)
        for ids in (["T0STRANGER"], []):
            with pytest.raises(Stranger):
                access.recognise(session, team_ids=ids, user_id="U0FRIDA", channel="C0MEMBERS")


def test_the_channel_tells_the_coalition_and_elsewhere_it_must_be_asked(database: Database) -> None:
    with database.begin() as session:
        first = seats(session)
        second = seats(session, "Second", "C0SECOND")
        ids = {"team_ids": ["T0GOOGLE"], "user_id": "U0GRETA"}
        for there, channel in ((first, "C0MEMBERSOPEN"), (second, "C0SECOND")):
            assert access.recognise(session, **ids, channel=channel).coalition == there.coalition
        for channel in ("D0DIRECT", None):
            with pytest.raises(SeveralCoalitions) as several:
                access.recognise(session, **ids, channel=channel)
            assert {name for name, _ in several.value.choices} == {"Coalition", "Second"}


def test_a_seat_in_one_coalition_is_none_in_the_channel_of_another(database: Database) -> None:
    with database.begin() as session:
        seats(session)
        second, _ = coalitions.add(
            session, "Second", channel="C0SECOND", open_channel=None, host_team=None, zone="UTC", language="en", now=NOW
        )
        seat(session, second, "Facebook")
        with pytest.raises(Stranger):
            access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0GRETA", channel="C0SECOND")
        with pytest.raises(Stranger):
            access.recognise_in(session, second.id, team_ids=["T0GOOGLE"], user_id="U0GRETA")


def test_a_company_that_left_speaks_no_more_and_its_people_are_not_written_to(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        left = companies.companies.update().where(companies.companies.c.id == there.google.company.id)
        session.execute(left.values(left_at=NOW))
        with pytest.raises(Stranger):
            access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0GRETA", channel="C0MEMBERS")
        assert access.user_of(session, there.google.person_id) is None
        assert access.seats_of_user(session, there.coalition, "U0GRETA") == []


def test_members_may_log_observers_may_not_and_a_lent_account_is_nobody(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        access.may_log(there.facebook)
        with pytest.raises(NotSeated):
            access.may_log(there.fireeye)
        lent = people.meet(session, there.facebook.company, "U0LENT", guest_account=True, now=NOW)
        who = access.recognise_in(session, there.coalition.id, team_ids=["T0FACEBOOK"], user_id="U0LENT")
        log(session, there.facebook)
        with pytest.raises(GuestAccount):
            access.may_speak(who)
        assert takedowns.recent(session, who).takedowns == ()
        people.appoint(session, there.facebook.company, lent.user_id, Role.ANALYST, now=NOW)
        who = access.recognise_in(session, there.coalition.id, team_ids=["T0FACEBOOK"], user_id="U0LENT")
        access.may_log(who)


def test_only_its_own_company_may_change_a_record(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook)
        access.may_change(there.facebook, record.company_id, record.reference)
        with pytest.raises(NotYours):
            access.may_change(there.google, record.company_id, record.reference)


def test_a_record_is_the_members_and_the_members_channels_alone(database: Database) -> None:
    with database.begin() as session:
        there, other = seats(session), seats(session, "Second", "C0SECOND")
        record = log(session, there.facebook)
        assert takedowns.by_token(session, there.google, record.token) == record
        for who in (there.fireeye, other.facebook, other.google):
            with pytest.raises(Unknown):
                takedowns.by_token(session, who, record.token)
        may = [
            access.channel_may_see(session, where, channel, takedowns.takedowns, record_id)
            for where, channel, record_id in (
                (there.coalition, "C0MEMBERS", record.id),
                (there.coalition, "C0MEMBERSOPEN", record.id),
                (other.coalition, "C0SECOND", record.id),
                (there.coalition, "C0MEMBERS", record.id + 1),
                (there.coalition, "C0MEMBERS", None),
            )
        ]
        assert may == [True, False, False, False, False]


def test_a_draft_is_one_persons_alone(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        access.must_be_theirs(there.facebook, there.facebook.person_id)
        with pytest.raises(Unknown):
            access.must_be_theirs(there.google, there.facebook.person_id)
