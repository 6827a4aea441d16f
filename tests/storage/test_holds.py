"""Legal holds: what they cover, who reads them, what is put aside, and that one lifted leaves the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from storage import access, audiences, companies, holds, people, takedowns
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Scope
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import NotCounsel, ReadsOnly, Unknown
from storage.holds import Hold
from storage.people import Role
from storage.takedowns import Takedown
from tests.storage.seats import NOW, Seats, log, pages, seat, seats

LATER = NOW + timedelta(days=1)


@dataclass(frozen=True)
class There:
    """The coalition; Google's Greta is its lead, and so is FireEye's Finn."""

    seats: Seats
    facebook: Speaker
    google: Speaker
    fireeye: Speaker


def there(session: Session) -> There:
    """Found a coalition in which two companies have a lead."""
    all_ = seats(session)
    for who in (all_.google, all_.fireeye):
        people.appoint(session, who.company, who.user_id, Role.LEAD, now=NOW)
    return There(all_, all_.facebook, again(session, all_.google), again(session, all_.fireeye))


def again(session: Session, who: Speaker) -> Speaker:
    """Read anew who somebody is."""
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def place(session: Session, who: Speaker, *references: str, form: str = "f", **more: object) -> Hold:
    """Set a hold."""
    more = {"matter": "Case 1", "references": references, "way": Way.FORM, "now": NOW, **more}
    return holds.place(session, who, form=form, **more)  # type: ignore[arg-type]


def report(session: Session, who: Speaker, form: str, mark: Mark = Mark.AMBER, **scope: object) -> Takedown:
    """Log a takedown for some."""
    return takedowns.report(
        session,
        who,
        pages(74),
        mark=mark,
        scope=Scope(**scope),  # type: ignore[arg-type]
        form=form,
        way=Way.FORM,
        now=NOW,
    )


def test_a_hold_covers_what_was_given_and_received_before_and_after(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        received, given = log(session, all_.facebook, form="a"), log(session, all_.google, form="b")
        hold = place(session, all_.google)
        later = log(session, all_.facebook, form="c", now=LATER)
        google = frozenset({all_.google.company.id})
        for record in (received, given, later):
            assert holds.over(session, takedowns.ABOUT, record.id) == google
        assert holds.covered(session, all_.google, hold) == 3


def test_a_hold_over_named_records_covers_no_other(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        named, other = log(session, all_.facebook, form="a"), log(session, all_.facebook, form="b")
        hold = place(session, all_.google, named.reference, named.reference.lower())
        assert holds.over(session, takedowns.ABOUT, named.id)
        assert not holds.over(session, takedowns.ABOUT, other.id)
        assert holds.covered(session, all_.google, hold) == 1


def test_a_hold_since_a_day_covers_what_changed_from_then_on(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        old, revised = log(session, all_.facebook, form="a"), log(session, all_.facebook, form="b")
        place(session, all_.google, since=LATER)
        takedowns.revise(
            session,
            all_.facebook,
            revised.token,
            pages(75),
            mark=Mark.AMBER,
            reason="",
            base=1,
            form="r",
            way=Way.FORM,
            now=LATER,
        )
        assert not holds.over(session, takedowns.ABOUT, old.id)
        assert holds.over(session, takedowns.ABOUT, revised.id)


def test_what_a_company_never_received_no_hold_of_its_covers(database: Database) -> None:
    with database.begin() as session:
        all_, other = there(session), seats(session, "Second", "C0SECOND")
        elsewhere = log(session, other.facebook, form="x")
        embargoed = report(session, all_.facebook, "e", not_before=LATER)
        named = report(session, all_.facebook, "n", audience=Audience.COMPANIES)
        for all_of in (all_.google, all_.fireeye):
            hold = place(session, all_of, form=all_of.user_id)
            assert holds.covered(session, all_of, hold) == 0
        for_members = log(session, all_.facebook, form="m")
        for record in (elsewhere, embargoed, named):
            assert holds.over(session, takedowns.ABOUT, record.id) == frozenset()
        assert holds.over(session, takedowns.ABOUT, for_members.id) == {all_.google.company.id}
        with pytest.raises(Unknown):
            place(session, all_.google, named.reference, form="n2")


def test_only_the_companys_lead_and_counsel_set_read_and_lift(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        log(session, all_.facebook)
        hold = place(session, all_.google)
        for nobody in (all_.facebook, replace(all_.google, person=None)):
            for ask in (
                lambda who: place(session, who, form="x"),
                lambda who: holds.of_speaker(session, who),
                lambda who: holds.covered(session, who, hold),
                lambda who: holds.trail_of(session, who, hold),
            ):
                with pytest.raises(NotCounsel):
                    ask(nobody)
        for stranger in (all_.facebook, all_.fireeye):
            for ask in (
                lambda who: holds.mine(session, who, hold.token),
                lambda who: holds.kept(session, who, hold),
                lambda who: holds.lift(session, who, hold.token, way=Way.BUTTON, now=NOW),
                lambda who: holds.read(session, who, hold.token, way=Way.BUTTON, now=NOW),
            ):
                with pytest.raises(Unknown):
                    ask(stranger)
        assert holds.of_speaker(session, all_.fireeye) == ()
        people.appoint(session, all_.facebook.company, "U0FRIDA", Role.COUNSEL, now=NOW)
        assert holds.of_speaker(session, again(session, all_.facebook)) == ()


def test_a_guest_sets_none(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        companies.add(session, all_.seats.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=NOW)
        with pytest.raises(ReadsOnly):
            place(session, again(session, all_.fireeye))


def test_a_form_that_is_sent_twice_sets_one_hold(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        assert place(session, all_.google) == place(session, all_.google)
        assert len(holds.of_speaker(session, all_.google)) == 1


def test_one_that_is_lifted_leaves_the_others(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        record = log(session, all_.facebook)
        first, second = place(session, all_.google, form="1"), place(session, all_.google, record.reference, form="2")
        holds.preserve(session, record.id)
        holds.lift(session, all_.google, first.token, way=Way.BUTTON, now=NOW)
        assert holds.lift(session, all_.google, first.token, way=Way.BUTTON, now=LATER).lifted_at == NOW
        assert not holds.let_go(session, now=LATER)
        assert holds.kept(session, all_.google, first) == ()
        assert len(holds.kept(session, all_.google, second)) == 1
        assert holds.over(session, takedowns.ABOUT, record.id) == {all_.google.company.id}
        holds.lift(session, all_.google, second.token, way=Way.BUTTON, now=LATER)
        assert holds.over(session, takedowns.ABOUT, record.id) == frozenset()
        holds.let_go(session, now=LATER)
        assert session.execute(holds.held.select()).all() == []
        assert [one.lifted_at for one in holds.of_speaker(session, all_.google)] == [LATER, NOW]
        acts = [entry.act for entry in holds.trail_of(session, all_.google, first)]
        assert acts == ["let_go", "lifted", "held"]


def test_what_is_put_aside_is_what_the_holder_could_read(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        record = report(session, all_.facebook, "a", chatham=True)
        people.appoint(session, all_.facebook.company, "U0FRIDA", Role.LEAD, now=NOW)
        facebook = again(session, all_.facebook)
        theirs, mine = place(session, all_.google, form="g"), place(session, facebook, form="f")
        holds.preserve(session, record.id)
        (received,), (given,) = holds.kept(session, all_.google, theirs), holds.kept(session, facebook, mine)
        assert (received.company, received.logged_by, received.revisions[0].by) == ("", "", "")
        assert received.revisions[0].report == takedowns.history(session, all_.google, record.token)[0].report
        assert (given.company, given.logged_by, given.revisions[0].report) == ("Facebook", "U0FRIDA", pages(74))
        assert holds.read(session, facebook, given.token, way=Way.BUTTON, now=NOW) == given
        for nosy, token in ((all_.google, given.token), (facebook, received.token), (all_.fireeye, given.token)):
            with pytest.raises(Unknown):
                holds.read(session, nosy, token, way=Way.BUTTON, now=NOW)


def test_what_was_recalled_is_kept_as_it_was_and_not_shown(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        record = log(session, all_.facebook)
        hold = place(session, all_.google)
        takedowns.recall(session, all_.facebook, record.token, reason="Wrong", form="r", way=Way.FORM, now=LATER)
        assert holds.over(session, takedowns.ABOUT, record.id) == {all_.google.company.id}
        holds.preserve(session, record.id)
        assert holds.kept(session, all_.google, hold) == ()
        (row,) = session.execute(holds.held.select()).all()
        assert row.hidden
        assert "Wrong" not in row.content
        assert "74" in row.content


def test_a_company_that_lost_sight_of_a_record_holds_it_all_the_same(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        record = log(session, all_.facebook)
        place(session, all_.google)
        sits = companies.companies.c.id == all_.google.company.id
        session.execute(companies.companies.update().where(sits).values(joined_at=LATER))
        assert holds.over(session, takedowns.ABOUT, record.id) == {all_.google.company.id}
        holds.preserve(session, record.id)
        (row,) = session.execute(holds.held.select()).all()
        assert row.hidden


def test_what_named_people_could_read_is_shown_to_them_alone(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        named = people.meet(session, all_.google.company, "U0GUS", guest_account=False, now=NOW)
        record = report(
            session, all_.facebook, "p", mark=Mark.RED, audience=Audience.PEOPLE, people=frozenset({named.id})
        )
        hold = place(session, all_.google)
        assert holds.over(session, takedowns.ABOUT, record.id) == {all_.google.company.id}
        assert holds.covered(session, all_.google, hold) == 0
        holds.preserve(session, record.id)
        assert holds.kept(session, all_.google, hold) == ()
        people.appoint(session, all_.google.company, "U0GUS", Role.COUNSEL, now=NOW)
        (gus,) = access.seats_of(session, ["T0GOOGLE"], "U0GUS")
        assert len(holds.kept(session, gus, hold)) == 1


def test_what_was_put_aside_before_stays_as_it_was_then(database: Database) -> None:
    """A revision whose values are erased later was put aside with them, and what came after it is added."""
    with database.begin() as session:
        all_ = there(session)
        record = log(session, all_.facebook)
        hold = place(session, all_.google)
        holds.preserve(session, record.id)
        session.execute(takedowns.revisions.update().values(content="{}"))
        takedowns.revise(
            session,
            all_.facebook,
            record.token,
            pages(75),
            mark=Mark.AMBER,
            reason="",
            base=1,
            form="r",
            way=Way.FORM,
            now=LATER,
        )
        holds.preserve(session, record.id)
        (kept,) = holds.kept(session, all_.google, hold)
        assert [one.report for one in kept.revisions] == [pages(74), pages(75)]


def test_another_companys_people_are_no_readers(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        other = seats(session, "Second", "C0SECOND")
        people.appoint(session, other.google.company, "U0GRETA", Role.LEAD, now=NOW)
        log(session, all_.facebook)
        hold = place(session, all_.google)
        elsewhere = again(session, other.google)
        with pytest.raises(Unknown):
            holds.mine(session, elsewhere, hold.token)
        assert holds.of_speaker(session, elsewhere) == ()


def test_a_seat_that_was_lost_ends_nothing(database: Database) -> None:
    with database.begin() as session:
        all_ = there(session)
        record = log(session, all_.facebook)
        place(session, all_.google)
        audiences.end_of_company(session, all_.google.company.id, [all_.google.person_id], now=NOW)
        holds.gather(session, all_.seats.coalition.id)
        left = companies.companies.update().where(companies.companies.c.id == all_.google.company.id)
        session.execute(left.values(left_at=LATER))
        assert holds.over(session, takedowns.ABOUT, record.id) == {all_.google.company.id}
        holds.preserve(session, record.id)
        (row,) = session.execute(holds.held.select()).all()
        assert row.hidden
        assert "74" in row.content
        seat(session, all_.seats.coalition, "Google")
        assert holds.over(session, takedowns.ABOUT, record.id) == {all_.google.company.id}
