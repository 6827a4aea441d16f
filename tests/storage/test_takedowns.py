"""Takedowns: logged once, found by those who may, revised with a reason, never silently."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import audit, takedowns
from storage.access import Speaker, Way
from storage.audiences import Audience, Scope
from storage.audit import Act
from storage.database import Database, Session
from storage.errors import NotSeated, NotYours, Stale, Unknown
from storage.takedowns import Mark, State, Takedown
from tests.storage.seats import NOW, log, pages, seats


def revise(session: Session, who: Speaker, record: Takedown, n: int, **changes: Any) -> Takedown:
    """Revise a takedown to another number."""
    given = {"base": record.revision, "form": f"revision to {n}", "reason": "Recounted", **changes}
    return takedowns.revise(
        session, who, record.token, pages(n), mark=Mark.GREEN, way=Way.FORM, now=NOW + timedelta(hours=1), **given
    )


def test_a_takedown_reads_back_as_it_was_said_under_a_random_reference(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, pages(74, summary="Six “words”, one né", origins=("IR",)))
    assert re.fullmatch(r"TD-[0-9A-HJKMNP-TV-Z]{5}", record.reference)
    with database.read() as session:
        assert takedowns.by_reference(session, there.google, record.reference.lower()) == record
        assert takedowns.by_id(session, there.google, record.id) == record
        assert takedowns.coalition_of(session, record.token) == there.coalition.id


def test_one_form_makes_one_record(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook, form="once")
    with pytest.raises(IntegrityError), database.begin() as session:
        log(session, there.facebook, form="once")
    with database.read() as session:
        assert takedowns.was_sent(session, "once", team_ids=["T0FACEBOOK"], user_id="U0FRIDA")
        assert not takedowns.was_sent(session, "once", team_ids=["T0GOOGLE"], user_id="U0GRETA")
        assert not takedowns.was_sent(session, "never", team_ids=["T0FACEBOOK"], user_id="U0FRIDA")
        assert len(takedowns.recent(session, there.facebook).takedowns) == 1


def test_an_observer_logs_nothing(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        with pytest.raises(NotSeated):
            log(session, there.fireeye)


def test_every_revision_is_kept_with_who_when_and_why(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook)
        now = revise(session, there.facebook, record, 75)
        past = takedowns.history(session, there.google, record.token)
    assert (now.revision, now.mark, now.reason, now.report) == (2, Mark.GREEN, "Recounted", pages(75))
    assert (now.logged_at, now.changed_at) == (NOW, NOW + timedelta(hours=1))
    assert [(one.number, one.by, one.reason, one.report) for one in past] == [
        (1, "U0FRIDA", "", pages(74)),
        (2, "U0FRIDA", "Recounted", pages(75)),
    ]


def test_of_two_who_revise_the_same_the_second_is_told(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook)
        revise(session, there.facebook, record, 75)
    with pytest.raises(Stale) as stale, database.begin() as session:
        revise(session, there.facebook, record, 76)
    assert (stale.value.reference, stale.value.revision) == (record.reference, 2)
    with database.read() as session:
        assert takedowns.by_id(session, there.facebook, record.id).report == pages(75)


def test_what_was_taken_back_says_what_it_said_and_is_changed_no_more(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook)
        for _ in range(2):
            gone = takedowns.withdraw(
                session, there.facebook, record.token, reason="Twice", form="gone", way=Way.FORM, now=NOW
            )
        assert (gone.state, gone.revision, gone.report) == (State.WITHDRAWN, 2, pages(74))
        with pytest.raises(Stale):
            revise(session, there.facebook, gone, 75)


def test_another_company_changes_nothing(database: Database) -> None:
    with database.begin() as session:
        there, other = seats(session), seats(session, "Second", "C0SECOND")
        record = log(session, there.facebook)
        with pytest.raises(NotYours):
            revise(session, there.google, record, 75)
        with pytest.raises(Unknown):
            revise(session, other.facebook, record, 75)
        with pytest.raises(NotYours):
            takedowns.withdraw(session, there.google, record.token, reason="x", form="x", way=Way.FORM, now=NOW)


def test_pages_of_the_list_go_on_where_the_last_ended_whatever_is_logged_meanwhile(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        for n in range(1, 26):
            log(session, there.facebook, pages(n), form=f"form {n}", now=NOW + timedelta(minutes=n // 2))
    seen: list[int] = []
    before, more = "", True
    while more:
        with database.begin() as session:
            page = takedowns.recent(session, there.google, before=before)
            log(session, there.facebook, pages(900), form=f"late {before}", now=NOW + timedelta(days=1))
        seen += [record.report.parts[0].counts[0].n for record in page.takedowns]
        before, more = page.takedowns[-1].token, page.more
    assert seen == list(range(25, 0, -1))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([["umbrella"]], [2]),
        ([["UMBRELLA"], ["facebook"]], [2]),
        ([["umbrella", "google"]], [3, 2]),
        ([["|IR|"]], [3, 2]),
        ([["|RU|"]], []),
        ([["100%"]], [3]),
        ([["_"]], []),
        ([["facebook page"]], [3, 2, 1]),
    ],
)
def test_words_narrow_the_list_and_mean_themselves(
    database: Database, words: list[list[str]], found: list[int]
) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook, pages(1), form="1")
        log(session, there.facebook, pages(2, summary="A blue Umbrella", origins=("IR",)), form="2")
        log(session, there.google, pages(3, summary="100% sure", targets=("IR",)), form="3")
        page = takedowns.recent(session, there.google, words=words)
    assert [record.report.parts[0].counts[0].n for record in page.takedowns] == found


def test_a_revision_is_found_by_its_new_words_only(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, pages(1, summary="umbrella"))
        revise(session, there.facebook, record, 2)
        assert takedowns.recent(session, there.facebook, words=[["umbrella"]]).takedowns == ()


def test_what_somebody_logged_in_person_is_theirs_newest_first(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        for n in range(3):
            log(session, there.facebook, pages(n + 1), form=f"form {n}", now=NOW + timedelta(minutes=n))
        log(session, there.google, form="another")
        mine = takedowns.of_person(session, there.facebook, limit=2)
    assert [record.report for record in mine] == [pages(3), pages(2)]


def test_the_trail_has_who_did_what_by_which_way_and_no_words(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, pages(74, summary="umbrella"))
        revise(session, there.facebook, record, 75, reason="umbrella")
        later = NOW + timedelta(hours=2)
        audit.note(session, there.google, Act.OPENED, takedowns.ABOUT, record.id, way=Way.BUTTON, now=later)
        trail = audit.about(session, there.coalition.id, takedowns.ABOUT, record.id)
    assert [(entry.act, entry.way, entry.company_id) for entry in trail] == [
        (Act.LOGGED, Way.FORM, there.facebook.company.id),
        (Act.REVISED, Way.FORM, there.facebook.company.id),
        (Act.OPENED, Way.BUTTON, there.google.company.id),
    ]
    assert "umbrella" not in str(trail)


@pytest.mark.parametrize("audience", [Audience.COMPANIES, Audience.PEOPLE])
def test_who_was_chosen_and_left_out_again_before_the_hour_never_hears_of_it(
    database: Database, audience: Audience
) -> None:
    with database.begin() as session:
        there = seats(session)
        chosen = {"companies": frozenset({there.google.company.id}), "people": frozenset({there.google.person_id})}
        early = Scope(audience, **chosen, not_before=NOW + timedelta(days=1))
        how = {"mark": Mark.GREEN, "form": "early", "way": Way.FORM, "now": NOW}
        record = takedowns.report(session, there.facebook, pages(74), scope=early, **how)
        revise(session, there.facebook, record, 75, scope=replace(early, companies=frozenset(), people=frozenset()))
        takedowns.release(session, now=NOW + timedelta(days=2))
        with pytest.raises(Unknown):
            takedowns.tombstone(session, there.google, token=record.token)
