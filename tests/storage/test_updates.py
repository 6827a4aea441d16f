"""Updates: one a company and meeting, for whom it is said, changed by its own people until the meeting is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import agendas, audit, drafts, erasing, meetings, takedowns, updates
from storage.access import Speaker, Way
from storage.agendas.records import items
from storage.audiences import Audience, Mark, Scope, Unfit
from storage.audit import Act
from storage.database import Database, Session
from storage.errors import Stale, Unknown
from storage.people import Role, Room
from storage.takedowns import State
from storage.updates import (
    Closed,
    Content,
    Kind,
    MembersOnly,
    NoDeputy,
    SaidAlready,
    SaidByName,
    Standing,
    Update,
)
from tests.storage.meeting_seats import Ground, colleague, ground
from tests.storage.seats import NOW, log, pages

LATER = NOW + timedelta(hours=1)
SAID = Content(work="We removed a network.", problems=("Private relays",), questions=("Who sees the same?",))


def said(session: Session, who: Speaker, there: Ground, content: Content = SAID, **how: Any) -> Update:
    """Say something before the meeting."""
    given = {"mark": Mark.AMBER_STRICT, "scope": Scope(), "base": 0, "form": f"form {who.user_id}", "way": Way.FORM}
    return updates.save(session, who, there.meeting, content, **{**given, **how}, now=how.pop("now", LATER))


def names(session: Session, there: Ground, reader: Speaker | Room) -> list[str]:
    """Name the companies whose updates a reader finds."""
    return [one.company for one in updates.of_meeting(session, there.meeting, reader)]


def test_an_update_is_kept_for_all_members_and_its_agenda_is_drawn_anew(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        one = said(session, there.facebook, there)
        assert (one.kind, one.problems, one.revision) == (Kind.SAID, ("Private relays",), 1)
        assert meetings.by_id(session, there.meeting.id).agenda_stale
        assert updates.of_meeting(session, there.meeting, there.google) == (one,)
        assert names(session, there, Room.MEMBERS) == ["Facebook"]
        assert names(session, there, Room.OPEN) == names(session, there, there.fireeye) == []
        with pytest.raises(Unknown):
            updates.by_token(session, there.fireeye, one.token)
        acts = session.execute(select(audit.trail.c.act).where(audit.trail.c.about == updates.ABOUT)).scalars().all()
        assert acts == [Act.UPDATED]


def test_who_answered_tells_those_who_coordinate_that_and_not_what(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        others = Scope(Audience.COMPANIES)
        said(session, there.google, there, scope=others)
        found = {one.company: one.standing for one in updates.who_answered(session, there.meeting, now=LATER)}
        assert found == {"Facebook": Standing.MISSING, "Google": Standing.ANSWERED}
        assert names(session, there, there.facebook) == names(session, there, Room.MEMBERS) == []
        assert names(session, there, there.google) == ["Google"]


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.MEMBERS, Audience.COMPANIES, Audience.PEOPLE])
def test_the_audience_says_who_reads_it(database: Database, audience: Audience) -> None:
    with database.begin() as session:
        there = ground(session)
        colleague(session, there.google, "U0GUS")
        chosen = {Audience.COMPANIES: {"companies": frozenset({there.google.company.id})}}
        named = {Audience.PEOPLE: {"people": frozenset({there.google.person_id})}}
        mark = Mark.GREEN if audience is Audience.EVERYONE else Mark.AMBER
        said(session, there.facebook, there, scope=Scope(audience, **(chosen | named).get(audience, {})), mark=mark)
        assert names(session, there, there.google) == ["Facebook"]
        assert bool(names(session, there, there.fireeye)) == (audience is Audience.EVERYONE)
        is_for_all = audience in {Audience.EVERYONE, Audience.MEMBERS}
        assert bool(names(session, there, Room.MEMBERS)) == is_for_all


def test_a_mark_that_does_not_allow_the_audience_is_refused(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        with pytest.raises(Unfit):
            said(session, there.facebook, there, scope=Scope(Audience.EVERYONE))
        with pytest.raises(Unfit):
            said(session, there.facebook, there, mark=Mark.RED)


def test_of_two_of_a_company_the_second_is_told_and_the_first_form_sent_twice_is_one(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        felix = colleague(session, there.facebook, "U0FELIX")
        first = said(session, there.facebook, there)
        assert said(session, there.facebook, there) == first
        with pytest.raises(Stale):
            said(session, felix, there)
        second = said(session, felix, there, Content(work="And another."), base=1)
        assert (second.revision, second.said_by, second.token) == (2, "U0FELIX", first.token)
        with pytest.raises(Stale):
            said(session, there.facebook, there, base=1, form="late")


def test_what_was_said_for_named_people_is_not_their_colleagues_to_read_or_change(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        felix = colleague(session, there.facebook, "U0FELIX", Role.LEAD)
        said(session, there.facebook, there, scope=Scope(Audience.PEOPLE), mark=Mark.RED)
        assert updates.mine(session, felix, there.meeting) is None
        assert updates.said_by_name(session, felix, there.meeting) == "U0FRIDA"
        for base in (0, 1):
            with pytest.raises(SaidByName):
                said(session, felix, there, base=base)
        with pytest.raises(SaidByName):
            updates.tap(session, felix, there.meeting, Kind.NOTHING, way=Way.BUTTON, now=LATER)
        assert said(session, there.facebook, there, Content(work="For all."), base=1, form="again").revision == 2
        assert updates.mine(session, felix, there.meeting) is not None


def test_taps_answer_once_and_never_take_the_place_of_words(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        first = updates.tap(session, there.google, there.meeting, Kind.NOTHING, way=Way.BUTTON, now=LATER)
        assert updates.tap(session, there.google, there.meeting, Kind.NOTHING, way=Way.BUTTON, now=LATER) == first
        absent = updates.tap(session, there.google, there.meeting, Kind.ABSENT, way=Way.BUTTON, now=LATER)
        assert (absent.kind, absent.revision) == (Kind.ABSENT, 2)
        said(session, there.google, there, base=2)
        with pytest.raises(SaidAlready):
            updates.tap(session, there.google, there.meeting, Kind.NOTHING, way=Way.BUTTON, now=LATER)
        with pytest.raises(NoDeputy):
            updates.tap(session, there.facebook, there.meeting, Kind.DEPUTY, way=Way.BUTTON, now=LATER)


def test_an_empty_form_says_that_there_is_nothing_to_report(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        assert said(session, there.google, there, Content()).kind is Kind.NOTHING


def test_that_the_deputy_answers_is_no_answer_yet(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        colleague(session, there.google, "U0GUS", Role.DEPUTY)
        updates.tap(session, there.google, there.meeting, Kind.DEPUTY, way=Way.BUTTON, now=LATER)
        found = {one.company: one.standing for one in updates.who_answered(session, there.meeting, now=LATER)}
        assert found["Google"] is Standing.MISSING


def test_nothing_is_said_once_the_meeting_is_closed_or_cancelled(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        after = there.meeting.ends_at
        meetings.end(session, there.meeting, after)
        late = said(session, there.google, there)
        assert late.revision == 1
        meetings.close(session, meetings.by_id(session, there.meeting.id), after)
        with pytest.raises(Closed):
            said(session, there.google, there, base=1, form="too late")
        with pytest.raises(Closed):
            updates.tap(session, there.facebook, there.meeting, Kind.NOTHING, way=Way.BUTTON, now=after)
    with database.begin() as session:
        other = meetings.plan(session, there.facebook, meetings.Plan.of(there.meeting), now=NOW)
        meetings.cancel(session, there.facebook, other.token, now=LATER)
        with pytest.raises(Closed):
            said(session, there.google, replace(there, meeting=other), form="of none")


def test_an_observer_is_not_asked_and_says_nothing(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        with pytest.raises(MembersOnly):
            said(session, there.fireeye, there)
        with pytest.raises(MembersOnly):
            updates.tap(session, there.fireeye, there.meeting, Kind.NOTHING, way=Way.BUTTON, now=LATER)


def test_an_update_names_to_each_reader_only_takedowns_that_they_may_know_of(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        record = log(session, there.facebook)
        hidden = takedowns.report(
            session, there.facebook, pages(3), mark=Mark.AMBER, scope=Scope(Audience.COMPANIES), form="b",
            way=Way.FORM, now=NOW,
        )  # fmt: skip
        under_the_rule = takedowns.report(
            session, there.facebook, pages(4), mark=Mark.AMBER, scope=Scope(chatham=True), form="c",
            way=Way.FORM, now=NOW,
        )  # fmt: skip
        offered = updates.to_keep_or_strike(session, there.facebook, NOW - timedelta(days=1))
        assert {one.id for one in offered} == {record.id, hidden.id}
        assert updates.to_keep_or_strike(session, there.google, None) == ()
        both = Content(takedowns=(record.id, hidden.id, under_the_rule.id))
        said(session, there.facebook, there, both)
        for reader in (there.google, Room.MEMBERS):
            (told,) = updates.of_meeting(session, there.meeting, reader)
            assert told.takedowns == (record.id,)
        (own,) = updates.of_meeting(session, there.meeting, there.facebook)
        assert own.takedowns == (record.id, hidden.id)
        takedowns.withdraw(session, there.facebook, record.token, reason="", form="w", way=Way.FORM, now=LATER)
        (told,) = updates.of_meeting(session, there.meeting, there.google)
        assert told.takedowns == ()
        assert takedowns.by_id(session, there.google, record.id).state is State.WITHDRAWN


def test_words_that_are_erased_from_a_record_go_from_the_companys_updates(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        record = log(session, there.facebook, pages(7, summary="Run by Jane Doe"))
        named = Content(work="It was jane doe.", problems=("Jane Doe again",), questions=("Who is she?",))
        said(session, there.facebook, there, named)
        about = agendas.Said("About Jane Doe")
        agendas.propose(
            session, there.facebook, there.meeting, about, mark=Mark.AMBER, scope=Scope(), form="item",
            way=Way.FORM, now=LATER,
        )  # fmt: skip
        said(session, there.facebook, there, SAID, base=1, form="second")
        said(session, there.google, there, named)
        body = {"filled": {"work": "Jane Doe"}, "meeting": there.meeting.token}
        drafts.keep(session, there.facebook, updates.ABOUT, body, now=NOW)
        erasing.erase(
            session, there.facebook, record.token, ["Jane Doe"], instead="[…]", reason="", form="e",
            way=Way.FORM, now=LATER,
        )  # fmt: skip
        every = select(updates.revisions.c.content).order_by(updates.revisions.c.id)
        kept = session.execute(every).scalars().all()
        put = session.execute(select(items.c.text).where(items.c.company_id == there.facebook.company.id)).scalars()
        assert [one for one in put if "Jane" in one] == []
        # What another company said is that company's to erase.
        assert ["jane doe" in one.lower() for one in kept] == [False, False, True]
        (waiting,) = drafts.waiting(session, there.facebook, now=LATER)
        assert waiting.body["filled"] == {"work": "[…]"}


def test_another_company_finds_no_scope_and_no_words_to_change(database: Database) -> None:
    with database.begin() as session:
        there = ground(session)
        one = said(session, there.facebook, there)
        with pytest.raises(Unknown):
            updates.scope_of(session, there.google, one)
        assert updates.scope_of(session, there.facebook, one) == Scope()
        assert updates.mine(session, there.google, there.meeting) is None
        assert updates.said_by_name(session, there.google, there.meeting) is None
