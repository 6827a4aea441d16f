"""Exports in storage: asked for once, carried by one at a time, tried again; and who reads in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import audit, bulk, exports, people, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.bulk import What
from storage.database import Database, Session
from storage.errors import GuestAccount, Unknown
from storage.exports import Export, Fault, State
from storage.people import Role
from tests.storage.seats import NOW, Seats, log, pages, seats

LEASE = timedelta(seconds=30)


def asked(session: Session, who: Speaker, form: str = "form", now: datetime = NOW) -> Export:
    """Ask for a file."""
    made = exports.request(session, who, form=form, format_="csv", words=[["iran"]], way=Way.FORM, now=now)
    assert made is not None
    return made


def claimed(session: Session, now: datetime = NOW) -> Export:
    """Take what is due."""
    found = exports.claim(session, lease=LEASE, now=now)
    assert found is not None
    return found


@pytest.fixture
def here(database: Database) -> Seats:
    with database.begin() as session:
        return seats(session)


def test_a_form_asks_once_and_the_trail_says_so(database: Database, here: Seats) -> None:
    with database.begin() as session:
        made = asked(session, here.google)
        again = exports.request(session, here.google, form="form", format_="json", way=Way.FORM, now=NOW)
        assert again is None
        assert (made.user_id, made.words, made.state) == ("U0GRETA", (("iran",),), State.DUE)
        assert len(made.export_id) == len("EX-") + 8
        trail = audit.about(session, here.coalition.id, exports.ABOUT, made.id)
        assert [(entry.act, entry.company, entry.detail) for entry in trail] == [
            (Act.EXPORTED, "Google", "asked for csv")
        ]


def test_a_guest_account_may_not_ask(database: Database, here: Seats) -> None:
    with database.begin() as session:
        lent = people.meet(session, here.google.company, "U0LENT", guest_account=True, now=NOW)
        with pytest.raises(GuestAccount):
            asked(session, replace(here.google, person=lent, user_id="U0LENT"))


def test_one_carries_it_until_the_lease_is_over(database: Database, here: Seats) -> None:
    with database.begin() as session:
        assert not exports.any_due(session, now=NOW)
        asked(session, here.google)
        assert exports.any_due(session, now=NOW)
        first = claimed(session)
        assert not exports.any_due(session, now=NOW)
        assert exports.claim(session, lease=LEASE, now=NOW + LEASE - timedelta(seconds=1)) is None
        assert exports.hold(session, first, until=NOW + 2 * LEASE)
        assert exports.claim(session, lease=LEASE, now=NOW + LEASE) is None
        second = claimed(session, NOW + 2 * LEASE)
        assert (second.id, second.attempts, second.in_doubt) == (first.id, 2, False)
        assert not exports.hold(session, first, until=NOW + 4 * LEASE)
        assert not exports.sent(session, first, now=NOW)
        assert exports.sent(session, second, now=NOW)
        assert exports.claim(session, lease=LEASE, now=NOW + 9 * LEASE) is None


def test_whoever_takes_over_knows_that_a_file_may_have_been_shared(database: Database, here: Seats) -> None:
    with database.begin() as session:
        asked(session, here.google)
        first = claimed(session)
        shared = {"conversation": "D1", "file_id": "F1", "held": range(7)}
        assert exports.about_to_share(session, first, **shared, until=NOW + LEASE)
        second = claimed(session, NOW + LEASE)
        assert (second.in_doubt, second.file_id, second.conversation, second.records) == (True, "F1", "D1", 7)
        assert exports.postpone(session, second, until=NOW + 2 * LEASE, error="late", in_doubt=False, now=NOW)
        third = claimed(session, NOW + 2 * LEASE)
        assert (third.in_doubt, third.error) == (False, "late")


@pytest.mark.parametrize("state", [State.FAILED, State.EMPTY])
def test_what_did_not_come_is_shown_to_who_asked_alone_and_can_be_tried_again(
    database: Database, here: Seats, state: State
) -> None:
    with database.begin() as session:
        asked(session, here.google)
        made = claimed(session)
        exports.end(session, made, state, fault=Fault.CHANNEL, error="no_permission", now=NOW)
        (shown,) = exports.not_received(session, here.google, now=NOW)
        assert (shown.state, shown.fault) == (state, Fault.CHANNEL)
        assert exports.not_received(session, here.facebook, now=NOW) == ()
        assert exports.not_received(session, here.google, now=NOW + timedelta(days=8)) == ()
        with pytest.raises(Unknown):
            exports.again(session, here.facebook, made.token, way=Way.BUTTON, now=NOW)
        with pytest.raises(Unknown):
            exports.again(session, here.google, "nothing", way=Way.BUTTON, now=NOW)
        for _ in range(2):
            exports.again(session, here.google, made.token, way=Way.BUTTON, now=NOW)
        trail = audit.about(session, here.coalition.id, exports.ABOUT, made.id)
        assert [entry.detail for entry in trail] == ["asked for csv", "asked again"]
        assert claimed(session).id == made.id
        assert exports.not_received(session, here.google, now=NOW) == ()


def test_what_is_dropped_is_told_to_nobody(database: Database, here: Seats) -> None:
    with database.begin() as session:
        asked(session, here.google)
        exports.end(session, claimed(session), State.DROPPED, now=NOW)
        assert exports.not_received(session, here.google, now=NOW) == ()


def sent(session: Session, who: Speaker, held: Sequence[int], form: str = "form") -> Export:
    """Let a file come to somebody."""
    asked(session, who, form)
    export = claimed(session)
    exports.about_to_share(session, export, conversation="D1", file_id="F1", held=held, until=NOW + LEASE)
    exports.sent(session, export, now=NOW)
    return export


def state_of(session: Session, export: Export) -> tuple[State, bool]:
    (now,) = (one for one in exports.holding(session, 1) if one.id == export.id)
    return now.state, now.is_in_reach


def test_a_recall_finds_every_file_that_held_a_record_and_takes_it_back_once(database: Database, here: Seats) -> None:
    with database.begin() as session:
        first, other = sent(session, here.google, (1, 2)), sent(session, here.facebook, (2,), "other")
        assert [one.id for one in exports.holding(session, 1)] == [first.id]
        assert [one.id for one in exports.holding(session, 2)] == [first.id, other.id]
        assert exports.holding(session, 3) == ()
        assert state_of(session, first) == (State.SENT, True)
        assert exports.take_back(session, first.export_id, now=NOW)
        assert not exports.take_back(session, "EX-NOTHING", now=NOW)
        due = claimed(session)
        assert (due.id, due.recalled_at) == (first.id, NOW)
        exports.end(session, due, State.TAKEN_BACK, now=NOW)
        assert not exports.take_back(session, first.export_id, now=NOW)
        assert state_of(session, first) == (State.TAKEN_BACK, False)
        (shown,) = exports.not_received(session, here.google, now=NOW)
        assert shown.state is State.TAKEN_BACK
        exports.again(session, here.google, shown.token, way=Way.BUTTON, now=NOW)
        assert claimed(session).recalled_at is None


def test_what_slack_does_not_delete_stays_sent_and_is_out_of_reach(database: Database, here: Seats) -> None:
    with database.begin() as session:
        first = sent(session, here.google, (1,))
        exports.take_back(session, first.export_id, now=NOW)
        exports.end(session, claimed(session), State.SENT, fault=Fault.MESSAGE, error="cant_delete_file", now=NOW)
        assert state_of(session, first) == (State.SENT, False)
        assert not exports.take_back(session, first.export_id, now=NOW)
        assert exports.claim(session, lease=LEASE, now=NOW + LEASE) is None


def test_a_file_under_way_is_taken_back_when_it_has_arrived(database: Database, here: Seats) -> None:
    with database.begin() as session:
        asked(session, here.google)
        export = claimed(session)
        assert not exports.take_back(session, export.export_id, now=NOW)
        exports.about_to_share(session, export, conversation="D1", file_id="F1", held=(1,), until=NOW + LEASE)
        assert exports.take_back(session, export.export_id, now=NOW)
        assert exports.sent(session, export, now=NOW)
        assert claimed(session).recalled_at == NOW


def test_a_file_in_doubt_keeps_its_time_and_is_taken_back_then(database: Database, here: Seats) -> None:
    with database.begin() as session:
        asked(session, here.google)
        export = claimed(session)
        exports.about_to_share(session, export, conversation="D1", file_id="F1", held=(1,), until=NOW + LEASE)
        exports.postpone(session, export, until=NOW + LEASE, error="late", in_doubt=True, now=NOW)
        assert exports.take_back(session, export.export_id, now=NOW)
        assert exports.claim(session, lease=LEASE, now=NOW) is None
        assert claimed(session, NOW + LEASE).recalled_at == NOW


def test_a_file_that_is_drawn_anew_is_known_for_all_that_it_ever_held(database: Database, here: Seats) -> None:
    with database.begin() as session:
        asked(session, here.google)
        for held in ((1, 2), (2, 3)):
            export = claimed(session)
            exports.about_to_share(session, export, conversation="D1", file_id="F1", held=held, until=NOW)
        assert [len(exports.holding(session, each)) for each in (1, 2, 3, 4)] == [1, 1, 1, 0]


def test_the_operator_s_file_is_known_and_out_of_reach(database: Database, here: Seats) -> None:
    with database.begin() as session:
        made = exports.by_operator(session, here.coalition, here.facebook.company, format_="json", now=NOW)
        exports.note_held(session, made, (1,))
        (found,) = exports.holding(session, 1)
        assert (found.user_id, found.is_in_reach) == (None, False)
        assert not exports.take_back(session, made.export_id, now=NOW)


def test_it_is_asked_of_every_record_whether_it_may_still_be_seen(database: Database, here: Seats) -> None:
    with database.begin() as session:
        held = [log(session, here.facebook, form=f"form{number}").id for number in range(3)]
        assert exports.all_visible(session, here.google, held)
        assert exports.all_visible(session, here.google, ())
        assert not exports.all_visible(session, here.google, (*held, 99))
        assert not exports.all_visible(session, here.fireeye, held)


def test_the_operator_s_are_noted_and_every_one_can_be_traced(database: Database, here: Seats) -> None:
    with database.begin() as session:
        theirs = asked(session, here.google)
        made = exports.by_operator(session, here.coalition, here.facebook.company, format_="json", now=NOW)
        with pytest.raises(Unknown):
            exports.again(session, here.facebook, made.token, way=Way.BUTTON, now=NOW)
        origins = exports.origins(session)
        assert [(one.export_id, one.company, one.user_id, one.state) for one in origins] == [
            (theirs.export_id, "Google", "U0GRETA", State.DUE),
            (made.export_id, "Facebook", None, State.SENT),
        ]
        assert origins[0].key != origins[1].key
        assert exports.coalition_of(session, theirs.token) == here.coalition.id
        assert exports.coalition_of(session, "nothing") is None
        trail = audit.about(session, here.coalition.id, exports.ABOUT, made.id)
        assert [(entry.way, entry.detail) for entry in trail] == [(Way.SHELL, "json for Facebook")]


def test_records_are_counted_as_they_are_listed(database: Database, here: Seats) -> None:
    with database.begin() as session:
        for number in range(3):
            log(session, here.facebook, pages(number + 1, origins=("IR",) if number else ()), form=f"form{number}")
        assert takedowns.how_many(session, here.google) == 3
        assert takedowns.how_many(session, here.google, words=[["|IR|"]]) == 2
        assert takedowns.how_many(session, here.fireeye) == 0
        page = takedowns.recent(session, here.google, limit=2)
        assert (len(page.takedowns), page.more) == (2, True)


def test_the_lead_alone_learns_who_of_the_company_reads_in_bulk(database: Database, here: Seats) -> None:
    with database.begin() as session:
        people.appoint(session, here.google.company, "U0LEAD", Role.LEAD, now=NOW)
        people.appoint(session, here.facebook.company, "U0OTHER", Role.LEAD, now=NOW)
        assert bulk.leads(session, here.google, now=NOW) == ("U0LEAD",)
        for first in (True, False):
            noted = bulk.note(session, here.google, What.EXPORTED, 12, day=NOW.date(), now=NOW)
            assert noted is first
        lead = people.named(session, here.coalition, here.google.company, "U0LEAD")
        other = people.named(session, here.coalition, here.facebook.company, "U0OTHER")
        (shown,) = bulk.recent(session, replace(here.google, person=lead, user_id="U0LEAD"), now=NOW)
        assert (shown.user_id, shown.what, shown.records) == ("U0GRETA", What.EXPORTED, 12)
        assert bulk.recent(session, replace(here.facebook, person=other, user_id="U0OTHER"), now=NOW) == ()
        assert bulk.recent(session, here.google, now=NOW) == ()
        assert bulk.leads(session, replace(here.google, person=lead), now=NOW) == ()


def test_records_opened_within_an_hour_are_counted_once_each(database: Database, here: Seats) -> None:
    with database.begin() as session:
        counts = []
        for about_id, minutes in ((1, 0), (1, 5), (2, 10), (3, 70)):
            at = NOW + timedelta(minutes=minutes)
            audit.note(session, here.google, Act.OPENED, takedowns.ABOUT, about_id, way=Way.BUTTON, now=at)
            counts.append(bulk.opened_lately(session, here.google, now=at))
        assert counts == [1, 1, 2, 1]
        assert bulk.opened_lately(session, here.facebook, now=NOW) == 0
