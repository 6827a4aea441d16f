"""Retention: rules, a week's notice, what is erased and what stays, and that it is done once by whoever comes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import (
    access,
    audit,
    bulk,
    companies,
    drafts,
    exports,
    holds,
    outbox,
    people,
    reports,
    retention,
    showings,
    takedowns,
)
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Scope, grants
from storage.bulk import What
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import NotCoordinator, Unknown
from storage.outbox import Address, Body
from storage.people import Role
from storage.retention import Kind, Overtaken
from storage.showings import Shown
from storage.takedowns import Takedown
from tests.storage.seats import NOW, Seats, log, pages, seats

DAY = timedelta(days=1)
# The last day on which a record of `NOW` is kept under the rule, and when its owner is told.
KEPT, DUE = 30, NOW + timedelta(days=30)
TOLD = DUE - timedelta(days=7)


def again(session: Session, who: Speaker) -> Speaker:
    """Read anew who somebody is."""
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def coordinating(session: Session, who: Speaker) -> Speaker:
    """Let somebody coordinate."""
    people.appoint(session, who.company, who.user_id, Role.COORDINATOR, now=NOW)
    return again(session, who)


def ruled(session: Session, there: Seats, rules: Mapping[Kind, int] = {Kind.RECORDS: KEPT}) -> Speaker:
    """Set rules, and give who coordinates."""
    who = coordinating(session, there.google)
    retention.change(session, who, rules, shown={}, way=Way.FORM, now=NOW)
    return who


def report(session: Session, who: Speaker, form: str, mark: Mark = Mark.AMBER, **scope: Any) -> Takedown:
    """Log a takedown for some."""
    return takedowns.report(
        session, who, pages(74, summary="umbrella"), mark=mark, scope=Scope(**scope), form=form, way=Way.FORM, now=NOW
    )


def announced_and_erased(session: Session, there: Seats, *, now: datetime = DUE) -> tuple[retention.Erased, ...]:
    """Let the week pass."""
    retention.announce(session, there.coalition, now=TOLD)
    return retention.erase(session, now=now)


def rows(session: Session) -> str:
    """Read all that is kept, but for what only the shape of the tables is."""
    tables = (
        *(takedowns.takedowns, takedowns.revisions, grants, drafts.drafts, outbox.outbox),
        *(exports.exports, exports.export_records),
    )
    return "\n".join(repr(tuple(row)) for table in tables for row in session.execute(select(table)))


def test_who_coordinates_sets_the_rules_and_nobody_else(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        for nobody in (there.facebook, there.google, there.fireeye):
            with pytest.raises(NotCoordinator):
                retention.change(session, nobody, {Kind.RECORDS: 30}, shown={}, way=Way.FORM, now=NOW)
        greta = coordinating(session, there.google)
        rules = {Kind.RECORDS: 30, Kind.SHOWINGS: 90}
        assert retention.change(session, greta, rules, shown={}, way=Way.FORM, now=NOW) == ({}, rules)
        # The same form once more changes nothing; one that was opened before another was sent tells so.
        assert retention.change(session, greta, rules, shown={}, way=Way.FORM, now=NOW) == (rules, rules)
        with pytest.raises(Overtaken):
            retention.change(session, greta, {Kind.RECORDS: 60}, shown={}, way=Way.FORM, now=NOW)
        late = retention.change(session, greta, {Kind.MESSAGES: 60}, shown={}, way=Way.FORM, now=NOW)
        assert late[1] == {**rules, Kind.MESSAGES: 60}
        none = retention.change(session, greta, {}, shown=late[1], way=Way.FORM, now=NOW)
        assert none[1] == {}
        trail = session.execute(select(audit.trail.c.detail).where(audit.trail.c.about == retention.ABOUT))
        assert list(trail.scalars())[:2] == ["retention records: kept -> 30", "retention showings: kept -> 90"]


def test_a_record_goes_a_week_after_its_owner_was_told(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook)
        assert retention.announce(session, there.coalition, now=DUE) == ()
        ruled(session, there)
        assert retention.announce(session, there.coalition, now=TOLD - DAY) == ()
        assert retention.announce(session, there.coalition, now=TOLD) == (record.id,)
        assert retention.announce(session, there.coalition, now=TOLD + DAY) == ()
        farewell = retention.leaving(session, there.facebook)
        assert farewell is not None
        assert (farewell.records, farewell.first) == (1, DUE)
        assert retention.leaving(session, there.google) is None
        assert takedowns.by_token(session, there.google, record.token).leaves_at is None
        (going,) = takedowns.recent(session, there.facebook, leaving=True).takedowns
        assert going.leaves_at == DUE
        assert takedowns.recent(session, there.google, leaving=True).takedowns == ()
        assert not retention.any_due(session, now=DUE - DAY)
        assert retention.erase(session, now=DUE - DAY) == ()
        assert retention.any_due(session, now=DUE)
        assert [one.reference for one in retention.erase(session, now=DUE)] == [record.reference]
        assert retention.erase(session, now=DUE) == ()
        assert not retention.any_due(session, now=DUE)


def test_what_is_erased_is_gone_for_everybody_and_from_every_table(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        ruled(session, there)
        record = report(
            session, there.facebook, "c", audience=Audience.COMPANIES, companies=frozenset({there.google.company.id})
        )
        takedowns.revise(
            session,
            there.facebook,
            record.token,
            pages(75, summary="umbrella"),
            mark=Mark.AMBER,
            reason="an umbrella more",
            base=1,
            form="r",
            way=Way.FORM,
            now=NOW,
        )
        drafts.keep(session, there.facebook, takedowns.ABOUT, {"summary": "umbrella"}, about_id=record.id, now=NOW)
        export = exports.request(session, there.google, form="e", format_="csv", way=Way.FORM, now=NOW)
        assert export is not None
        exports.note_held(session, export, [record.id])
        for key, about, address in (
            ("takedown:{}:card", takedowns.ABOUT, Address.in_channel("C0MEMBERS")),
            ("takedown:{}:bell:1", takedowns.ABOUT, Address.to_person("U0GRETA")),
            ("takedown:{}:open-card", "grave", Address.in_channel("C0MEMBERSOPEN")),
        ):
            outbox.want(
                session,
                there.coalition.id,
                key.format(record.id),
                address=address,
                body=Body("umbrella", []),
                about=about,
                about_id=record.id,
                now=NOW,
            )
        (gone,) = announced_and_erased(session, there)
        assert gone.cards == ()
        assert "umbrella" not in rows(session)
        assert record.reference in rows(session)
        for who in (there.facebook, there.google):
            assert takedowns.recent(session, who).takedowns == ()
            assert takedowns.how_many(session, who) == 0
            for ask in (
                lambda who: takedowns.by_token(session, who, record.token),
                lambda who: takedowns.by_reference(session, who, record.reference),
                lambda who: takedowns.history(session, who, record.token),
                lambda who: takedowns.tombstone(session, who, token=record.token),
            ):
                with pytest.raises(Unknown):
                    ask(who)
        assert access.readers(session, there.coalition, takedowns.takedowns, record.id) == ()
        assert outbox.claim(session, by="me", lease=DAY, now=DUE) is None
        # The row stays, so that its trail can be read and verified.
        assert takedowns.row_of(session, there.coalition.id, record.reference) == record.id


def test_the_trail_holds_and_keeps_a_keyed_hash_of_what_was_there(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        ruled(session, there)
        record = log(session, there.facebook)
        audit.seal(session, there.coalition, now=NOW)
        with_any_key = retention.fingerprint(session, record.id, "k")
        announced_and_erased(session, there)
        audit.seal(session, there.coalition, now=DUE)
        assert not audit.verify(session, there.coalition).faults
        (*_, last) = audit.about(session, there.coalition.id, takedowns.ABOUT, record.id)
        row = session.execute(select(takedowns.takedowns)).one()
        assert (last.act, last.way, last.company, last.detail) == ("ran_out", Way.CLOCK, "", row.content_hash)
        assert row.content_hash != with_any_key
        assert row.content_hash != retention.fingerprint(session, record.id, row.hash_key)
        # Whoever has what was there can show that it is that.
        session.execute(takedowns.revisions.update().values(content=reports.dumped(pages(74))))
        assert row.content_hash == retention.fingerprint(session, record.id, row.hash_key)


def test_what_changes_stays_and_so_does_what_a_longer_rule_lets_stay(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        greta = ruled(session, there)
        revised, other = log(session, there.facebook, form="a"), log(session, there.facebook, form="b")
        retention.announce(session, there.coalition, now=TOLD)
        takedowns.withdraw(session, there.facebook, revised.token, reason="", form="w", way=Way.FORM, now=TOLD)
        assert [one.id for one in takedowns.recent(session, there.facebook, leaving=True).takedowns] == [other.id]
        longer = {Kind.RECORDS: KEPT + 10}
        retention.change(session, greta, longer, shown={Kind.RECORDS: KEPT}, way=Way.FORM, now=TOLD)
        assert retention.leaving(session, there.facebook) is None
        assert retention.erase(session, now=DUE) == ()
        retention.announce(session, there.coalition, now=DUE + 3 * DAY)
        retention.change(session, greta, {}, shown=longer, way=Way.FORM, now=DUE + 3 * DAY)
        assert retention.erase(session, now=DUE + 60 * DAY) == ()


def test_a_record_that_waits_for_its_hour_is_not_old(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        ruled(session, there)
        report(session, there.facebook, "e", not_before=NOW + 365 * DAY)
        assert announced_and_erased(session, there) == ()


def test_nothing_of_another_coalition_goes(database: Database) -> None:
    with database.begin() as session:
        there, other = seats(session), seats(session, "Second", "C0SECOND")
        ruled(session, there)
        log(session, other.facebook)
        assert retention.announce(session, other.coalition, now=DUE) == ()
        assert announced_and_erased(session, there) == ()


def test_an_owner_is_told_which_and_those_who_coordinate_how_many_of_what_all_knew(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        greta = ruled(session, there)
        people.appoint(session, there.facebook.company, "U0FELIX", Role.LEAD, now=NOW)
        felix = next(
            one
            for one in access.of_company(session, there.coalition, there.facebook.company.id)
            if one.user_id == "U0FELIX"
        )
        for_all = log(session, there.facebook, form="m")
        some = report(session, there.facebook, "c", audience=Audience.COMPANIES)
        named = report(session, there.facebook, "p", mark=Mark.RED, audience=Audience.PEOPLE)
        new = retention.announce(session, there.coalition, now=TOLD)
        assert retention.to_ring(session, there.coalition, new, now=TOLD) == ("U0FELIX", "U0FRIDA")
        assert retention.to_ring(session, there.coalition, (named.id,), now=TOLD) == ("U0FRIDA",)
        assert [one.was_for_all for one in retention.erase(session, now=DUE)] == [True, False, False]
        told = {
            who.user_id: {reference for reference, _ in retention.erased_lately(session, who, now=DUE + DAY)}
            for who in (felix, there.facebook, there.google, there.fireeye)
        }
        assert told == {
            "U0FELIX": {for_all.reference, some.reference},
            "U0FRIDA": {for_all.reference, some.reference, named.reference},
            "U0GRETA": set(),
            "U0FIRE": set(),
        }
        assert retention.erased_in_all(session, greta, now=DUE + DAY) == 1
        assert retention.erased_in_all(session, felix, now=DUE + DAY) == 0
        assert retention.erased_lately(session, felix, now=DUE + 15 * DAY) == ()
        assert retention.erased_in_all(session, greta, now=DUE + 15 * DAY) == 0


def test_what_is_held_is_read_by_its_holder_alone_and_goes_when_the_hold_is_lifted(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        ruled(session, there)
        people.appoint(session, there.google.company, "U0GRETA", Role.COUNSEL, now=NOW)
        greta = again(session, there.google)
        record = log(session, there.facebook)
        first, second = (
            holds.place(session, greta, matter="Case", references=references, form=form, way=Way.FORM, now=NOW)
            for references, form in (((), "1"), ((record.reference,), "2"))
        )
        announced_and_erased(session, there)
        for who in (there.facebook, greta):
            assert takedowns.recent(session, who).takedowns == ()
        assert [one.revisions[0].report for one in holds.kept(session, greta, first)] == [pages(74)]
        holds.lift(session, greta, first.token, way=Way.BUTTON, now=DUE)
        holds.let_go(session, now=DUE)
        assert len(holds.kept(session, greta, second)) == 1
        holds.lift(session, greta, second.token, way=Way.BUTTON, now=DUE)
        assert holds.any_to_let_go(session, now=DUE)
        holds.let_go(session, now=DUE)
        assert not holds.any_to_let_go(session, now=DUE)
        assert session.execute(select(holds.held)).all() == []
        # Nothing is left for a hold that comes too late.
        third = holds.place(session, greta, matter="Late", form="3", way=Way.FORM, now=DUE)
        assert holds.covered(session, greta, third) == 0


def test_of_two_processes_each_erases_others_and_a_day_is_begun_once(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        ruled(session, there)
        for n in range(5):
            log(session, there.facebook, form=f"{n}")
        retention.announce(session, there.coalition, now=TOLD)
    with database.begin() as one:
        mine = retention.erase(one, now=DUE, limit=3)
        if not database.is_sqlite:
            with database.begin() as other:
                theirs = retention.erase(other, now=DUE, limit=3)
                assert {each.id for each in mine}.isdisjoint({each.id for each in theirs})
    with database.begin() as session:
        assert len(mine) == 3
        rest = retention.erase(session, now=DUE)
        assert len(rest) == (2 if database.is_sqlite else 0)
        assert retention.is_new_day(session, there.coalition, NOW.date())
        assert retention.begin_day(session, there.coalition, NOW.date())
        assert not retention.begin_day(session, there.coalition, NOW.date())
        assert not retention.is_new_day(session, there.coalition, NOW.date())
        assert retention.is_new_day(session, there.coalition, DUE.date())


def test_what_died_in_the_middle_erased_nothing(database: Database) -> None:
    class DiedError(Exception):
        """The process is gone."""

    with database.begin() as session:
        there = seats(session)
        ruled(session, there)
        record = log(session, there.facebook)
        retention.announce(session, there.coalition, now=TOLD)
    with suppress(DiedError), database.begin() as session:
        assert len(retention.erase(session, now=DUE)) == 1
        raise DiedError
    with database.begin() as session:
        assert takedowns.by_token(session, there.google, record.token).report == pages(74)
        assert len(retention.erase(session, now=DUE)) == 1


def test_what_is_no_record_is_thinned_too(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        rules = dict.fromkeys((Kind.MESSAGES, Kind.EXPORTS, Kind.READINGS, Kind.SHOWINGS), KEPT)
        ruled(session, there, rules)
        record = log(session, there.facebook)
        for key, pin in (("notice", False), ("door", True), ("dead", False)):
            outbox.want(
                session,
                there.coalition.id,
                key,
                address=Address.in_channel("C0MEMBERS") if pin else Address.to_person("U0FRIDA"),
                body=Body("umbrella", []),
                about=key,
                pin=pin,
                now=NOW,
            )
        session.execute(outbox.outbox.update().values(state="sent", next_at=None))
        session.execute(outbox.outbox.update().where(outbox.outbox.c.key == "dead").values(state="dead"))
        export = exports.request(
            session, there.facebook, form="e", format_="csv", words=[["umbrella"]], way=Way.FORM, now=NOW
        )
        assert export is not None
        exports.note_held(session, export, [record.id])
        session.execute(exports.exports.update().values(state="sent", next_at=None))
        bulk.note(session, there.facebook, What.EXPORTED, 3, day=NOW.date(), now=NOW)
        companies.add(session, there.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=NOW)
        showings.note(session, again(session, there.fireeye), Shown.OPENED, [record], way=Way.BUTTON, now=NOW)
        assert not retention.thin(session, now=DUE - DAY)
        assert rows(session).count("umbrella") == 4
        assert not retention.thin(session, now=DUE)
        kept = {row.key: row.body for row in session.execute(select(outbox.outbox))}
        assert [key for key, body in sorted(kept.items()) if "umbrella" in body] == ["dead", "door"]
        assert session.execute(select(exports.export_records)).all() == []
        (row,) = session.execute(select(exports.exports)).all()
        assert (row.words, row.export_id, row.key) == ("[]", export.export_id, export.key)
        assert session.execute(select(bulk.bulk)).all() == []
        assert session.execute(select(showings.showings)).all() == []
        # A record has a rule of its own, and the trail has none.
        assert takedowns.by_token(session, there.facebook, record.token)
        assert audit.about(session, there.coalition.id, takedowns.ABOUT, record.id)


def test_who_holds_everything_keeps_what_its_people_exported_and_read(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        ruled(session, there, dict.fromkeys((Kind.EXPORTS, Kind.READINGS), KEPT))
        people.appoint(session, there.facebook.company, "U0FRIDA", Role.LEAD, now=NOW)
        frida = again(session, there.facebook)
        holds.place(session, frida, matter="Case", form="h", way=Way.FORM, now=NOW)
        for who in (frida, there.google):
            exports.request(session, who, form=who.user_id, format_="csv", words=[["umbrella"]], way=Way.FORM, now=NOW)
            bulk.note(session, who, What.EXPORTED, 3, day=NOW.date(), now=NOW)
        session.execute(exports.exports.update().values(state="sent", next_at=None))
        assert not retention.thin(session, now=DUE)
        words = {row.company_id: row.words for row in session.execute(select(exports.exports))}
        assert words == {frida.company.id: '[["umbrella"]]', there.google.company.id: "[]"}
        assert [row.company_id for row in session.execute(select(bulk.bulk))] == [frida.company.id]
