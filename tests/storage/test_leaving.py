"""A company leaves: what ends with it in storage, what its people could see, and who reads that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import (
    access,
    audiences,
    audit,
    companies,
    departures,
    exports,
    exposures,
    leaving,
    outbox,
    pauses,
    people,
    strays,
    takedowns,
)
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Scope
from storage.audit import Act
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import NotCoordinator, NotYours, Unknown
from storage.exposures import Exposure, Kind, ReportPage
from storage.leaving import Left, NotLead
from storage.outbox import Address, Body, State
from storage.people import Role, Room
from storage.takedowns import Takedown
from tests.storage.seats import NOW, Seats, log, pages, seat, seats

LATER = NOW + timedelta(hours=1)


def now_is(session: Session, who: Speaker, *roles: Role) -> Speaker:
    """Give somebody roles, and read them again."""
    for role in roles:
        people.appoint(session, who.company, who.user_id, role, now=NOW)
    again = access.seat_of(session, who.person_id)
    assert again is not None
    return again


def put_out(session: Session, there: Seats) -> Left:
    """Let Facebook's coordinator put Google out."""
    frida = now_is(session, there.facebook, Role.COORDINATOR)
    token = there.google.company.token
    return leaving.put_out(session, frida, token, reason="Why", way=Way.FORM, now=LATER)


def read(session: Session, who: Speaker, exposure: Exposure) -> ReportPage:
    """Read the one report that somebody has."""
    (report,) = exposures.waiting(session, who, now=LATER)
    assert exposure.coalition_id == who.coalition.id
    return exposures.read(session, who, report.token, 0, way=Way.BUTTON, now=LATER)


def test_access_ends_and_what_waited_is_dropped(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        for user_id in ("U0GRETA", "U0FRIDA"):
            address = Address.to_person(user_id)
            outbox.want(
                session, there.coalition.id, user_id, address=address, body=Body("x", []), about="test", now=NOW
            )
        left = put_out(session, there)
        assert (left.departure.company, left.departure.own, left.departure.user_id) == ("Google", False, "U0FRIDA")
        assert access.seat_of(session, there.google.person_id) is None
        assert access.seats_of(session, ["T0GOOGLE"], "U0GRETA") == []
        standing = {key: outbox.standing(session, there.coalition.id, key) for key in ("U0GRETA", "U0FRIDA")}
        assert [each.state for each in standing.values() if each] == [State.DROPPED, State.DUE]
        with pytest.raises(Unknown):
            put_out(session, there)


def test_its_records_stay_and_nobody_changes_them(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        theirs = log(session, there.google)
        put_out(session, there)
        assert takedowns.by_id(session, there.facebook, theirs.id).reference == theirs.reference
        with pytest.raises(NotYours):
            takedowns.to_change(session, there.facebook, theirs.token)


def test_what_was_given_to_it_by_name_ends_and_does_not_come_back(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        by_name = Scope(Audience.COMPANIES, companies=frozenset({there.google.company.id}))
        record = _log(session, there.facebook, by_name, form="one")
        now_is(session, there.google, Role.LEAD, Role.COUNSEL)
        put_out(session, there)
        assert audiences.granted(session, takedowns.ABOUT, record.id) == (frozenset(), frozenset())
        again, _ = companies.add(
            session, there.coalition, "Google", team_ids=["T0GOOGLE"], seat=Seat.MEMBER, now=LATER + timedelta(days=1)
        )
        greta = access.recognise_in(session, there.coalition.id, team_ids=["T0GOOGLE"], user_id="U0GRETA")
        assert (greta.company.id, greta.person.roles if greta.person else None) == (again.id, frozenset())
        assert not access.knows_of(session, greta, takedowns.takedowns, record.id)


def _log(session: Session, who: Speaker, scope: Scope, *, form: str, mark: Mark = Mark.AMBER) -> Takedown:
    return takedowns.report(session, who, pages(74), mark=mark, scope=scope, form=form, way=Way.FORM, now=NOW)


def test_the_channels_wait_until_slack_says_so_or_a_coordinator_decides(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        left = put_out(session, there)
        for room in Room:
            assert pauses.is_paused(session, there.coalition, room)
        # They are waited for as a company, and are no strays.
        assert not strays.any_undecided(session, there.coalition)
        assert not departures.unshared(session, there.coalition, Room.MEMBERS, "T0FACEBOOK", now=LATER)
        assert departures.unshared(session, there.coalition, Room.MEMBERS, "T0GOOGLE", now=LATER)
        assert not departures.unshared(session, there.coalition, Room.MEMBERS, "T0GOOGLE", now=LATER)
        assert strays.any_undecided(session, there.coalition)
        people.leave(session, there.coalition, "U0GRETA", Room.MEMBERS)
        assert [pauses.is_paused(session, there.coalition, room) for room in Room] == [False, True]
        frida = now_is(session, there.facebook)
        with pytest.raises(Unknown):
            departures.go_on(session, there.fireeye, left.departure.token, way=Way.BUTTON, now=LATER)
        for _ in range(2):
            departures.go_on(session, frida, left.departure.token, way=Way.BUTTON, now=LATER)
        assert not pauses.is_paused(session, there.coalition, Room.OPEN)
        trail = audit.about(session, there.coalition.id, departures.ABOUT, left.departure.id)
        assert [entry.act for entry in trail] == [Act.PUT_OUT, Act.CUT_OFF, Act.WENT_ON]


def test_only_coordinators_are_told(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        put_out(session, there)
        assert departures.told(session, there.fireeye, now=LATER) == ()
        frida = now_is(session, there.facebook)
        assert len(departures.told(session, frida, now=LATER)) == 1
        # As long as a channel waits, it is not forgotten.
        assert len(departures.told(session, frida, now=LATER + timedelta(days=100))) == 1
        departures.go_on(session, frida, departures.told(session, frida, now=LATER)[0].token, way=Way.BUTTON, now=LATER)
        assert departures.told(session, frida, now=LATER + timedelta(days=15)) == ()


def test_who_may_take_a_company_out(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        with pytest.raises(NotCoordinator):
            leaving.put_out(session, there.facebook, there.google.company.token, reason="", way=Way.FORM, now=LATER)
        with pytest.raises(NotLead):
            leaving.leave(session, there.google, reason="", way=Way.FORM, now=LATER)
        deputy = now_is(session, there.google, Role.DEPUTY)
        # Nobody leads Google, so that its deputy stands in.
        left = leaving.leave(session, deputy, reason="Ours", way=Way.FORM, now=LATER)
        assert (left.departure.own, left.departure.reason) == (True, "Ours")


def test_what_its_people_could_see_is_frozen_for_each_owner(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        frida = now_is(session, there.facebook, Role.LEAD)
        shown = log(session, there.facebook, form="shown")
        hidden = Scope(Audience.PEOPLE, people=frozenset({there.fireeye.person_id}))
        _log(session, there.facebook, hidden, form="hidden", mark=Mark.RED)
        audit.note(session, there.google, Act.OPENED, takedowns.ABOUT, shown.id, way=Way.BUTTON, now=NOW)
        left = put_out(session, there)
        frida = now_is(session, frida)
        page = read(session, frida, left.exposure)
        assert (page.report.kind, page.report.company, page.report.records) == (Kind.DEPARTURE, "Google", 1)
        (line,) = page.lines
        assert (line.reference, line.user_id, line.since, line.until) == (shown.reference, "U0GRETA", NOW, None)
        assert (line.first_opened, line.last_opened, line.exported) == (NOW, NOW, None)
        assert (page.before, page.after) == (None, None)


def test_a_report_is_for_whoever_answers_for_the_company_and_for_a_month(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook)
        left = put_out(session, there)
        frida = now_is(session, there.facebook)
        assert exposures.waiting(session, frida, now=LATER) == ()
        assert exposures.to_ring(session, there.coalition, left.exposure, now=LATER) == ()
        frida = now_is(session, there.facebook, Role.COUNSEL)
        assert [one.user_id for one in exposures.to_ring(session, there.coalition, left.exposure, now=LATER)] == [
            "U0FRIDA"
        ]
        (report,) = exposures.waiting(session, frida, now=LATER)
        assert exposures.waiting(session, there.fireeye, now=LATER) == ()
        with pytest.raises(Unknown):
            exposures.read(session, there.fireeye, report.token, 0, way=Way.BUTTON, now=LATER)
        assert exposures.waiting(session, frida, now=LATER + timedelta(days=31)) == ()
        assert exposures.coalition_of(session, report.token) == there.coalition.id
        assert exposures.coalition_of(session, "nothing") is None


def test_a_leak_freezes_who_can_and_who_could(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        frida = now_is(session, there.facebook, Role.LEAD, Role.COORDINATOR)
        record = log(session, there.facebook)
        exports.request(session, there.google, form="form", format_="csv", way=Way.FORM, now=NOW)
        export = exports.claim(session, lease=timedelta(minutes=1), now=NOW)
        assert export is not None
        exports.about_to_share(session, export, conversation="D1", file_id="F1", held=(record.id,), until=LATER)
        chosen = Scope(Audience.COMPANIES, companies=frozenset())
        takedowns.revise(
            session,
            frida,
            record.token,
            pages(75),
            mark=Mark.AMBER,
            scope=chosen,
            reason="Narrower",
            base=1,
            form="narrow",
            way=Way.FORM,
            now=NOW + timedelta(minutes=5),
        )
        frozen = exposures.of_leak(session, frida, [record.reference, "TD-ZZZZZ"], way=Way.FORM, now=LATER)
        assert frozen.records == 1
        lines = {line.user_id: line for line in read(session, frida, frozen).lines}
        assert set(lines) == {"U0FRIDA", "U0GRETA"}
        assert (lines["U0FRIDA"].until, lines["U0GRETA"].until) == (None, NOW + timedelta(minutes=5))
        assert (lines["U0FRIDA"].exported, lines["U0GRETA"].exported) == (None, NOW)
        with pytest.raises(NotCoordinator):
            exposures.of_leak(session, there.google, [record.reference], way=Way.FORM, now=LATER)


def test_a_later_newcomer_could_see_only_what_was_shared_since(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        frida = now_is(session, there.facebook, Role.LEAD, Role.COORDINATOR)
        record = log(session, there.facebook)
        companies.add(session, there.coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.MEMBER, now=LATER)
        finn = access.seat_of(session, there.fireeye.person_id)
        assert finn is not None
        frozen = exposures.of_leak(session, frida, [record.reference], way=Way.FORM, now=LATER)
        assert "U0FIRE" not in {line.user_id for line in read(session, frida, frozen).lines}
        again = LATER + timedelta(hours=1)
        takedowns.revise(
            session,
            frida,
            record.token,
            pages(75),
            mark=Mark.AMBER,
            reason="r",
            base=1,
            form="f",
            way=Way.FORM,
            now=again,
        )
        exposures.of_leak(session, frida, [record.reference], way=Way.FORM, now=again)
        newest = exposures.waiting(session, frida, now=again)[0]
        page = exposures.read(session, frida, newest.token, 0, way=Way.BUTTON, now=again)
        since = {line.user_id: line.since for line in page.lines}
        assert (since["U0FIRE"], since["U0GRETA"]) == (again, NOW)


def test_a_long_list_is_read_page_by_page_in_one_order(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        frida = now_is(session, there.facebook, Role.LEAD, Role.COORDINATOR)
        references = [
            log(session, there.facebook, form=f"f{n}", now=NOW + timedelta(minutes=n)).reference for n in range(40)
        ]
        exposures.of_leak(session, frida, references, way=Way.FORM, now=LATER)
        (report,) = exposures.waiting(session, frida, now=LATER)
        seen, start, starts = [], 0, []
        while True:
            page = exposures.read(session, frida, report.token, start, way=Way.BUTTON, now=LATER)
            seen += [(line.reference, line.company) for line in page.lines]
            starts.append((page.before, page.after))
            if page.after is None:
                break
            start = page.after
        assert seen == [(each, name) for each in reversed(references) for name in ("Facebook", "Google")]
        assert starts == [(None, 30), (0, 60), (30, None)]


def test_the_operator_is_nobody_in_a_departure(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook)
        left = leaving.by_operator(session, there.coalition, there.google.company, reason="", now=LATER)
        assert (left.departure.user_id, left.departure.own) == ("", False)
        made = exports.by_operator(session, there.coalition, there.fireeye.company, format_="csv", now=NOW)
        exports.note_held(session, made, (1,))
        frida = now_is(session, there.facebook, Role.LEAD, Role.COORDINATOR)
        reference = takedowns.by_id(session, frida, 1).reference
        exposures.of_leak(session, frida, [reference], way=Way.FORM, now=LATER)
        leak = next(one for one in exposures.waiting(session, frida, now=LATER) if one.kind is Kind.LEAK)
        page = exposures.read(session, frida, leak.token, 0, way=Way.BUTTON, now=LATER)
        assert [(line.company, line.user_id, line.exported) for line in page.lines if not line.user_id] == [
            ("FireEye", "", NOW)
        ]


def test_an_observer_is_waited_for_in_the_open_channel_alone(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        left = leaving.by_operator(session, there.coalition, there.fireeye.company, reason="", now=LATER)
        assert left.departure.waits == {Room.OPEN}
        assert [pauses.is_paused(session, there.coalition, room) for room in Room] == [False, True]


def test_a_company_that_sits_again_is_waited_for_no_more(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        put_out(session, there)
        seat(session, there.coalition, "Google")
        frida = now_is(session, there.facebook)
        assert departures.told(session, frida, now=LATER) == ()
        assert not pauses.is_paused(session, there.coalition)
        quiet = replace(frida, company=replace(frida.company, seat=Seat.OBSERVER))
        assert departures.told(session, quiet, now=LATER) == ()
