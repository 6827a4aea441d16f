"""The register of showings: guests only, others' records only, read by the owner, counted by those who coordinate."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import access, companies, outbox, people, showings, takedowns
from storage.access import Speaker, Way
from storage.audiences import Audience, Scope
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import ReadsOnly
from storage.outbox import Address, Body, Letter
from storage.people import Role
from storage.showings import Shown
from storage.takedowns import Mark, Takedown
from tests.storage.seats import NOW, Seats, log, pages, seats

OPEN = "C0MEMBERSOPEN"
LATER = NOW + timedelta(hours=1)


def guest(session: Session, there: Seats) -> Speaker:
    """Let FireEye sit as a guest."""
    companies.add(session, there.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=NOW)
    found = access.seat_of(session, there.fireeye.person_id)
    assert found is not None
    return found


def for_everyone(session: Session, who: Speaker, form: str = "e") -> Takedown:
    """Log a takedown for everyone."""
    return takedowns.report(
        session, who, pages(74), mark=Mark.GREEN, scope=Scope(Audience.EVERYONE), form=form, way=Way.FORM, now=NOW
    )


def note(session: Session, who: Speaker, *records: Takedown) -> None:
    """Note that somebody opened records."""
    showings.note(session, who, Shown.OPENED, records, way=Way.BUTTON, now=LATER)


def sent(session: Session, there: Seats, record: Takedown, channel: str = OPEN, *, now: datetime = LATER) -> Letter:
    """Let a card stand in a channel."""
    outbox.want(
        session,
        there.coalition.id,
        f"card:{record.id}:{channel}",
        address=Address.in_channel(channel),
        body=Body("card", []),
        about=takedowns.ABOUT,
        about_id=record.id,
        now=NOW,
    )
    letter = outbox.claim(session, by="me", lease=timedelta(minutes=1), now=now)
    assert letter is not None
    assert outbox.sent(session, letter, channel=channel, ts="1.1", now=now)
    return letter


def test_only_guests_are_noted_and_only_what_is_others(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = for_everyone(session, there.facebook)
        for who in (there.google, there.fireeye):
            note(session, who, record)
        assert showings.of_own(session, there.facebook) == ()
        finn = guest(session, there)
        own = takedowns.takedowns.update().where(
            takedowns.takedowns.c.id == for_everyone(session, there.google, "o").id
        )
        session.execute(own.values(company_id=finn.company.id))
        note(session, finn, record, *takedowns.recent(session, finn).takedowns)
        shown = showings.of_own(session, there.facebook)
        assert [(one.reference, one.company, one.user_id, one.shown, one.way, one.at) for one in shown] == [
            (record.reference, "FireEye", "U0FIRE", Shown.OPENED, Way.BUTTON, LATER)
        ] * 2


def test_the_owner_reads_it_a_guest_does_not_and_those_who_coordinate_count(database: Database) -> None:
    with database.begin() as session:
        there, other = seats(session), seats(session, "Second", "C0SECOND")
        finn = guest(session, there)
        note(session, finn, for_everyone(session, there.facebook))
        assert len(showings.of_own(session, there.facebook)) == 1
        for nobody in (there.google, other.facebook):
            assert showings.of_own(session, nobody) == ()
            assert showings.how_many(session, nobody) is None
        with pytest.raises(ReadsOnly):
            showings.of_own(session, finn)
        people.appoint(session, there.google.company, "U0GRETA", Role.COORDINATOR, now=NOW)
        greta = access.seat_of(session, there.google.person_id)
        assert greta is not None
        assert showings.how_many(session, greta) == 1
        assert showings.of_own(session, greta) == ()
        assert len(showings.all_of_them(session, there.coalition)) == 1
        assert showings.all_of_them(session, other.coalition) == ()


def test_a_record_that_is_its_authors_alone_by_now_is_not_told_to_the_company(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = for_everyone(session, there.facebook)
        note(session, guest(session, there), record)
        narrowed = takedowns.takedowns.update().where(takedowns.takedowns.c.id == record.id)
        session.execute(narrowed.values(audience=Audience.PEOPLE))
        colleague = people.meet(session, there.facebook.company, "U0FELIX", guest_account=False, now=NOW)
        assert showings.of_own(session, replace(there.facebook, person=colleague)) == ()
        assert len(showings.of_own(session, there.facebook)) == 1


def test_a_card_in_the_open_channel_is_noted_for_each_guest(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = for_everyone(session, there.facebook)
        showings.posted(session, sent(session, there, record), LATER)
        assert showings.all_of_them(session, there.coalition) == ()
        guest(session, there)
        for letter in (
            sent(session, there, record, "C0MEMBERS"),
            replace(sent(session, there, log(session, there.facebook), now=LATER + timedelta(hours=1)), about="grave"),
        ):
            showings.posted(session, letter, LATER)
        assert showings.all_of_them(session, there.coalition) == ()


def test_a_guest_who_comes_is_shown_what_stands_there_and_that_is_noted_once(database: Database) -> None:
    with database.begin() as session:
        there, other = seats(session), seats(session, "Second", "C0SECOND")
        stands = for_everyone(session, there.facebook, "a")
        sent(session, there, stands)
        sent(session, other, for_everyone(session, other.facebook, "b"), "C0SECONDOPEN")
        for_everyone(session, there.facebook, "c")
        assert not showings.has_somebody_come(session)
        finn = guest(session, there)
        assert showings.has_somebody_come(session)
        for _ in range(2):
            showings.note_who_came(session, now=LATER)
        assert not showings.has_somebody_come(session)
        (one,) = showings.all_of_them(session, there.coalition)
        assert (one.reference, one.shown, one.user_id) == (stands.reference, Shown.CARD, "")
        assert showings.all_of_them(session, other.coalition) == ()
        left = companies.companies.update().where(companies.companies.c.id == finn.company.id)
        session.execute(left.values(left_at=LATER))
        assert len(showings.of_own(session, there.facebook)) == 1
