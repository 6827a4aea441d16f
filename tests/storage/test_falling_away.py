"""Whoever loses a record is asked what became of it, and nobody hears of one for the first time by that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import (
    absences,
    access,
    acknowledgements,
    audiences,
    audit,
    companies,
    falling_away,
    outbox,
    people,
    takedowns,
)
from storage.access import Speaker, Way
from storage.acknowledgements import AlreadyAnswered, Answered, Kind, Question, Reply
from storage.audiences import Audience, Mark, Scope
from storage.audit import Act
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import NotYours, Stale, Unknown
from storage.falling_away import Changed
from storage.outbox import Address, Body
from storage.people import Role, Room
from storage.takedowns import ABOUT, Change, Takedown
from tests.storage.seats import NOW, Seats, pages, seats

TWITTER = companies.companies.c.name == "Twitter"
LATER, DAY = NOW + timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Hall:
    """The coalition with a third member, Twitter, and two people of Google."""

    there: Seats
    twitter: Speaker
    gus: Speaker

    @property
    def everybody(self) -> tuple[Speaker, ...]:
        """List who may have opened something."""
        return self.there.google, self.gus, self.twitter, self.there.fireeye


def room(session: Session) -> Hall:
    """Seat everybody."""
    there = seats(session)
    twitter, _ = companies.add(session, there.coalition, "Twitter", team_ids=["T0TWITTER"], seat=Seat.MEMBER, now=NOW)
    people.meet(session, twitter, "U0TESSA", guest_account=False, now=NOW)
    people.meet(session, there.google.company, "U0GUS", guest_account=False, now=NOW)
    tessa = access.recognise_in(session, there.coalition.id, team_ids=["T0TWITTER"], user_id="U0TESSA")
    return Hall(there, tessa, again(session, there.google, "U0GUS"))


def again(session: Session, speaker: Speaker, user_id: str = "") -> Speaker:
    """Tell anew who somebody of the same company is."""
    (team,) = companies.team_ids(session, speaker.company)
    return access.recognise_in(session, speaker.coalition.id, team_ids=[team], user_id=user_id or speaker.user_id)


def log(session: Session, who: Speaker, scope: Scope, mark: Mark = Mark.GREEN) -> Takedown:
    """Log a takedown for somebody."""
    return takedowns.report(session, who, pages(74), mark=mark, scope=scope, form="form", way=Way.FORM, now=NOW)


def opens(session: Session, record: Takedown, *who: Speaker) -> None:
    """Note that people opened a record."""
    for one in who:
        audit.note(session, one, Act.OPENED, ABOUT, record.id, way=Way.BUTTON, now=NOW)


def recall(session: Session, who: Speaker, record: Takedown) -> Changed:
    """Recall a record."""
    return falling_away.recall(session, who, record.token, reason="Wrong", form="recall", way=Way.FORM, now=LATER)


def revise(session: Session, who: Speaker, record: Takedown, scope: Scope | None = None, **changes: Any) -> Changed:
    """Revise a record."""
    given = {"mark": Mark.GREEN, "reason": "Less", "base": record.revision, "form": f"{record.revision}", **changes}
    return falling_away.revise(session, who, record.token, pages(75), scope=scope, way=Way.FORM, now=LATER, **given)


def asked(questions: Iterable[Question]) -> set[tuple[str, Kind]]:
    """Say who is asked what."""
    return {(one.company, one.kind) for one in questions}


def reply(session: Session, who: Speaker, question: Question, said: Reply = Reply.OUT_OF_USE) -> Answered:
    """Answer a question."""
    return acknowledgements.answer(session, who, question.token, said, way=Way.BUTTON, now=LATER)


def test_every_company_that_opened_it_is_asked_once_and_nobody_else(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope(Audience.EVERYONE))
        opens(session, record, here.there.google, here.gus, here.there.fireeye, here.there.facebook)
        changed = recall(session, here.there.facebook, record)
        assert asked(changed.questions) == {("Google", Kind.RECALL), ("FireEye", Kind.RECALL)}
        assert changed.record.recalled_at == LATER
        assert recall(session, here.there.facebook, record).questions == ()
        assert len(acknowledgements.waiting(session, here.there.google)) == 1
        assert acknowledgements.waiting(session, here.twitter) == ()
        assert acknowledgements.waiting(session, here.there.facebook) == ()


def test_a_guest_is_asked_nothing(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope(Audience.EVERYONE))
        guest, _ = companies.add(
            session, here.there.coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.GUEST, now=NOW
        )
        opens(session, record, again(session, here.there.fireeye))
        assert guest.seat is Seat.GUEST
        assert recall(session, here.there.facebook, record).questions == ()


def test_one_of_a_company_answers_and_the_second_is_told_what_was_said(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.there.google, here.twitter)
        google, twitter = sorted(recall(session, here.there.facebook, record).questions, key=lambda one: one.company)
        for who in (here.twitter, here.there.facebook, here.there.fireeye):
            with pytest.raises(Unknown):
                reply(session, who, google)
        with pytest.raises(Unknown):
            reply(session, here.gus, google, Reply.ACKNOWLEDGED)
        done = reply(session, here.gus, google, Reply.KEPT)
        assert (done.first, done.last, done.question.user_id) == (True, False, "U0GUS")
        with pytest.raises(AlreadyAnswered) as told:
            reply(session, here.there.google, google)
        assert told.value.reply is Reply.KEPT
        done = reply(session, here.twitter, twitter)
        assert (done.first, done.last) == (False, True)
        found = acknowledgements.of_record(session, here.there.facebook, again_of(session, here, record))
        assert {(one.company, one.reply) for one in found} == {("Google", Reply.KEPT), ("Twitter", Reply.OUT_OF_USE)}
        with pytest.raises(Unknown):
            acknowledgements.of_record(session, here.there.google, again_of(session, here, record))
        acts = [entry.act for entry in audit.about(session, here.there.coalition.id, ABOUT, record.id)]
    assert acts[-4:] == [Act.RECALLED, Act.ASKED, Act.ANSWERED, Act.ANSWERED]


def again_of(session: Session, here: Hall, record: Takedown) -> Takedown:
    """Read a record anew, as its owner."""
    return takedowns.by_id(session, here.there.facebook, record.id)


CASES = [
    (Scope(), "companies", {"Twitter"}, {("Google", Kind.RECALL)}),
    (Scope(Audience.EVERYONE), "members", set(), {("FireEye", Kind.RECALL)}),
    (Scope(), "people", {"Greta"}, {("Google", Kind.RECALL), ("Twitter", Kind.RECALL)}),
    (Scope(), "people", {"Greta", "Gus"}, {("Twitter", Kind.RECALL)}),
    (Scope(), "everyone", set(), set()),
]


@pytest.mark.parametrize(("before", "after", "kept", "expected"), CASES)
def test_a_narrowing_asks_those_who_lose_it(
    database: Database, before: Scope, after: str, kept: set[str], expected: set[tuple[str, Kind]]
) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, before)
        opens(session, record, *here.everybody)
        by_name = {"Greta": here.there.google, "Gus": here.gus, "Twitter": here.twitter}
        scope = Scope(
            Audience(after),
            frozenset(by_name[name].company.id for name in kept if after == "companies"),
            frozenset(by_name[name].person_id for name in kept if after == "people"),
        )
        changed = revise(session, here.there.facebook, record, scope)
        assert asked(changed.questions) == expected


def test_of_named_people_only_those_are_asked_who_knew_and_their_lead_hears_of_nothing(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        people.appoint(session, here.there.google.company, "U0LEA", Role.LEAD, now=NOW)
        both = Scope(Audience.PEOPLE, people=frozenset({here.there.google.person_id, here.gus.person_id}))
        record = log(session, here.there.facebook, both, Mark.RED)
        opens(session, record, here.there.google)
        only_gus = Scope(Audience.PEOPLE, people=frozenset({here.gus.person_id}))
        changed = revise(session, here.there.facebook, record, only_gus, mark=Mark.RED)
        assert asked(changed.questions) == {("Google", Kind.RECALL)}
        (question,) = changed.questions
        lea = again(session, here.there.google, "U0LEA")
        assert acknowledgements.to_ring(session, here.there.facebook, question, now=LATER) == ("U0GRETA",)
        assert acknowledgements.waiting(session, lea) == ()
        with pytest.raises(Unknown):
            reply(session, lea, question)
        assert not acknowledgements.is_open(session, lea, question.id)
        assert acknowledgements.is_open(session, here.there.google, question.id)
        reply(session, here.there.google, question)
        assert not acknowledgements.is_open(session, here.there.google, question.id)


def test_of_named_people_a_colleague_who_never_opened_it_is_no_reason_to_ask(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        both = Scope(Audience.PEOPLE, people=frozenset({here.there.google.person_id, here.gus.person_id}))
        record = log(session, here.there.facebook, both, Mark.RED)
        opens(session, record, here.gus)
        only_gus = Scope(Audience.PEOPLE, people=frozenset({here.gus.person_id}))
        assert revise(session, here.there.facebook, record, only_gus, mark=Mark.RED).questions == ()


def test_the_lead_and_counsel_are_rung_and_else_a_deputy_and_else_who_opened_it(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.gus)
        (question,) = recall(session, here.there.facebook, record).questions

        def rung() -> set[str]:
            return set(acknowledgements.to_ring(session, here.there.facebook, question, now=LATER))

        assert rung() == {"U0GUS"}
        google = here.there.google.company
        for user_id, role, expected in (
            ("U0ANA", Role.ANALYST, {"U0GUS", "U0ANA"}),
            ("U0DEE", Role.DEPUTY, {"U0GUS", "U0DEE"}),
            ("U0LEA", Role.LEAD, {"U0GUS", "U0LEA"}),
            ("U0COY", Role.COUNSEL, {"U0GUS", "U0LEA", "U0COY"}),
        ):
            person, _ = people.appoint(session, google, user_id, role, now=NOW)
            people.enter(session, person, Room.MEMBERS)
            assert rung() == expected
        absences.go(session, again(session, here.there.google, "U0LEA"), LATER + DAY, way=Way.FORM, now=NOW)
        assert rung() == {"U0GUS", "U0DEE", "U0COY"}


def test_a_correction_is_asked_of_who_opened_it_and_a_later_one_anew(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.there.google, here.there.facebook)
        first = revise(session, here.there.facebook, record, correction=True)
        assert (first.record.change, asked(first.questions)) == (Change.CORRECTED, {("Google", Kind.CORRECTION)})
        with pytest.raises(Unknown):
            reply(session, here.gus, first.questions[0], Reply.KEPT)
        second = revise(session, here.there.facebook, first.record, correction=True)
        with pytest.raises(Unknown):
            reply(session, here.gus, first.questions[0], Reply.ACKNOWLEDGED)
        done = reply(session, here.gus, second.questions[0], Reply.ACKNOWLEDGED)
        assert (done.first, done.last) == (True, True)
        third = revise(session, here.there.facebook, second.record)
        assert (third.questions, third.record.change) == ((), Change.REVISED)
        said = takedowns.history(session, here.there.google, record.token)
    assert [one.change for one in said] == [Change.REVISED, Change.CORRECTED, Change.CORRECTED, Change.REVISED]


def test_a_recall_takes_the_place_of_a_correction_that_nobody_acknowledged(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.there.google)
        corrected = revise(session, here.there.facebook, record, correction=True)
        recalled = recall(session, here.there.facebook, corrected.record)
        (waits,) = acknowledgements.waiting(session, here.gus)
        assert waits == recalled.questions[0]


def test_who_may_read_it_again_is_asked_no_more(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.there.google)
        narrow = Scope(Audience.COMPANIES, frozenset({here.twitter.company.id}))
        changed = revise(session, here.there.facebook, record, narrow)
        assert len(acknowledgements.waiting(session, here.gus)) == 1
        revise(session, here.there.facebook, changed.record, Scope())
        assert acknowledgements.waiting(session, here.gus) == ()


def test_whoever_fell_away_before_is_not_told_of_the_recall(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.there.google, here.twitter)
        narrow = Scope(Audience.COMPANIES, frozenset({here.twitter.company.id}))
        changed = revise(session, here.there.facebook, record, narrow)
        reply(session, here.there.google, changed.questions[0])
        recalled = recall(session, here.there.facebook, changed.record)
        assert asked(recalled.questions) == {("Twitter", Kind.RECALL)}
        assert acknowledgements.waiting(session, here.gus) == ()


def test_what_was_written_to_those_who_lose_it_is_taken_back(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope(Audience.COMPANIES, frozenset({here.twitter.company.id})))
        everybody = (here.twitter, here.there.facebook)
        for who in everybody:
            outbox.want(
                session,
                here.there.coalition.id,
                f"told:{who.user_id}",
                address=Address.to_person(who.user_id),
                body=Body("Something is for you.", []),
                about=ABOUT,
                about_id=record.id,
                now=NOW,
            )
        recall(session, here.there.facebook, record)
        states = [outbox.standing(session, here.there.coalition.id, f"told:{who.user_id}") for who in everybody]
    assert [one.state if one else None for one in states] == [outbox.State.RETRACTED, outbox.State.DUE]


def test_another_company_takes_nothing_back(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.twitter)
        for who, refusal in ((here.there.google, NotYours), (here.there.fireeye, Unknown)):
            with pytest.raises(refusal):
                recall(session, who, record)
            with pytest.raises(refusal):
                revise(session, who, record, correction=True)
        with pytest.raises(Stale):
            revise(session, here.there.facebook, record, base=7)
        assert acknowledgements.waiting(session, here.twitter) == ()


def test_a_recall_erases_nothing(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        tables = (takedowns.takedowns, takedowns.revisions, audiences.grants, audit.trail, outbox.outbox)
        before = {table: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
        recall(session, here.there.facebook, record)
        for table, rows in before.items():
            assert session.execute(select(func.count()).select_from(table)).scalar_one() >= rows
        said = takedowns.history(session, here.there.facebook, record.token)
    assert [(one.report, one.reason) for one in said] == [(pages(74), ""), (pages(74), "Wrong")]


def test_what_was_never_shared_is_asked_of_nobody(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope(not_before=LATER + timedelta(days=1)))
        assert recall(session, here.there.facebook, record).questions == ()
        with pytest.raises(Unknown):
            takedowns.tombstone(session, here.there.google, token=record.token)


def test_a_company_that_left_is_waited_for_no_more(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.there.google, here.twitter)
        google, twitter = sorted(recall(session, here.there.facebook, record).questions, key=lambda one: one.company)
        session.execute(companies.companies.update().where(TWITTER).values(left_at=LATER))
        done = reply(session, here.there.google, google)
        assert (done.first, done.last) == (True, True)
        found = acknowledgements.of_record(session, here.there.facebook, again_of(session, here, record))
        assert [one.has_left for one in found if one.id == twitter.id] == [True]


def test_what_is_caused_is_shown_to_those_who_may_read_the_record(database: Database) -> None:
    with database.begin() as session:
        here = room(session)
        record = log(session, here.there.facebook, Scope())
        opens(session, record, here.there.google)
        recall(session, here.there.facebook, record)

        def caused(who: Speaker, since: datetime) -> int:
            return len(acknowledgements.caused(session, who, since=since))

        assert caused(here.there.facebook, NOW) == 1
        assert caused(here.there.facebook, LATER) == 0
        assert caused(here.there.google, NOW) == 0
