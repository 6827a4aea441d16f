"""Files on their way into takedowns: noted, read some at a time, told all at once, and nothing of it twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from storage import access, audit, coalitions, companies, indicators, intakes, takedowns
from storage.access import Way
from storage.assets import Asset, Kind, Platform
from storage.audit import Act
from storage.database import Database, Session
from storage.errors import NotYours, Stale, Unknown
from storage.intakes import Choice, Gathered, State, Trouble, Unsettled
from storage.intakes.joining import joined
from storage.reports import AdSpend, Count, Metric, Part, Qualifier, Reach, Report, Source, itemised
from storage.takedowns import Change, Takedown
from tests.fixtures_database import opened
from tests.storage.intake_ground import LEASE, brought, claimed, count, domain, noted, published, staged
from tests.storage.seats import NOW, Seats, log, pages, seats

LATER = NOW + timedelta(minutes=5)
THREE = (domain("one.example"), domain("two.example"), domain("three.example", comment="shut", procedure="0.6.2"))


@pytest.fixture
def here(database: Database) -> Seats:
    with database.begin() as session:
        return seats(session)


@pytest.fixture
def record(database: Database, here: Seats) -> Takedown:
    with database.begin() as session:
        return log(session, here.facebook)


def listed(session: Session, here: Seats, record: Takedown) -> list[str]:
    """Read the values that another company finds."""
    return [one.indicator.value for one in indicators.of_takedown(session, here.google, record.token).listed]


def laid(session: Session) -> int:
    """Count all rows there are, told or not."""
    return session.execute(select(func.count()).select_from(indicators.indicators)).scalar_one()


def test_what_is_laid_down_is_told_all_at_once(database: Database, here: Seats, record: Takedown) -> None:
    with database.begin() as session:
        noted(session, here.facebook, record)
    with database.begin() as session:
        one = claimed(session)
    staged(database, one, THREE)
    with database.read() as session:
        assert listed(session, here, record) == []
        assert indicators.how_many(session, record) == 0
        assert indicators.find(session, here.facebook, THREE[0].indicator) == ()
    done = published(database, one, now=LATER)
    assert (done.is_new, done.takedown.revision, done.takedown.change) == (True, 2, Change.COMPLETED)
    assert (done.intake.state, done.intake.indicators, done.intake.revision) == (State.READ, 3, 2)
    with database.read() as session:
        assert listed(session, here, record) == ["one.example", "two.example", "three.example"]
        assert indicators.how_many(session, record) == 3
        assert indicators.find(session, here.google, THREE[2].indicator) == (
            takedowns.by_id(session, here.google, record.id),
        )
        acts = [entry.act for entry in audit.about(session, here.coalition.id, takedowns.ABOUT, record.id)]
    assert acts == [Act.LOGGED, Act.NOTED_FILE, Act.REVISED, Act.READ_FILE]


def test_to_complete_a_record_shares_it_with_nobody_anew(database: Database, here: Seats, record: Takedown) -> None:
    with database.begin() as session:
        came, _ = companies.add(
            session, here.coalition, "Twitter", team_ids=["T0T"], seat=companies.Seat.MEMBER, now=LATER
        )
        newcomer = replace(here.google, company=came, person=None)
    brought(database, here.facebook, record, THREE, now=LATER)
    with database.read() as session, pytest.raises(Unknown):
        takedowns.by_id(session, newcomer, record.id)


def test_the_same_file_again_changes_nothing(database: Database, here: Seats, record: Takedown) -> None:
    first = brought(database, here.facebook, record, THREE)
    second = brought(database, here.facebook, record, THREE, file="F0COPY", now=LATER)
    assert (second.is_new, second.takedown.revision) == (False, first.takedown.revision)
    with database.read() as session:
        assert laid(session) == 3
        assert len(takedowns.history(session, here.facebook, record.token)) == 2


def test_the_same_note_again_is_one(database: Database, here: Seats, record: Takedown) -> None:
    with database.begin() as session:
        assert noted(session, here.facebook, record) == noted(session, here.facebook, record)


def test_another_file_brings_only_what_is_new(database: Database, here: Seats, record: Takedown) -> None:
    brought(database, here.facebook, record, THREE[:2])
    second = brought(database, here.facebook, record, THREE[1:], file="F0MORE", now=LATER)
    assert (second.intake.indicators, second.takedown.revision) == (1, 3)
    with database.read() as session:
        assert listed(session, here, record) == ["one.example", "two.example", "three.example"]


def test_two_files_of_one_record_are_read_one_after_another(database: Database, here: Seats, record: Takedown) -> None:
    with database.begin() as session:
        noted(session, here.facebook, record)
        noted(session, here.facebook, record, "F0COPY")
        other = log(session, here.google, form="other")
        noted(session, here.google, other, "F0OTHER")
    with database.begin() as session:
        first = claimed(session)
    with database.begin() as session:
        elsewhere = claimed(session)
        assert (first.takedown_id, elsewhere.takedown_id) == (record.id, other.id)
    with database.begin() as session:
        assert intakes.claim(session, lease=LEASE, now=NOW) is None
    staged(database, first, THREE)
    assert published(database, first).is_new
    with database.begin() as session:
        second = claimed(session)
    staged(database, second, THREE)
    assert not published(database, second).is_new


@pytest.fixture
def another(database: Database) -> Iterator[Database]:
    """A second process on the same database."""
    with opened(database.url) as process:
        yield process


def test_two_processes_never_have_the_same_file(
    database: Database, another: Database, here: Seats, record: Takedown
) -> None:
    with database.begin() as session:
        noted(session, here.facebook, record)
        noted(session, here.facebook, record, "F0COPY")
    if database.is_sqlite:
        with database.begin() as session:
            claimed(session)
        with another.begin() as session:
            assert intakes.claim(session, lease=LEASE, now=NOW) is None
        return
    with database.begin() as session, another.begin() as meanwhile:
        claimed(session)
        assert intakes.claim(meanwhile, lease=LEASE, now=NOW) is None


def test_whoever_is_killed_in_the_middle_loses_and_doubles_nothing(
    database: Database, here: Seats, record: Takedown
) -> None:
    with database.begin() as session:
        noted(session, here.facebook, record)
    with database.begin() as session:
        dead = claimed(session)
    staged(database, dead, THREE[:2])
    with database.begin() as session:
        assert intakes.claim(session, lease=LEASE, now=NOW) is None
        assert intakes.any_due(session, now=LATER)
    with database.begin() as session:
        heir = claimed(session, LATER)
    assert (heir.id, heir.attempts, heir.staged) == (dead.id, 2, True)
    staged(database, heir, THREE, now=LATER)
    # It was not dead at all, only slow: nothing that it still does is kept.
    with database.begin() as session:
        assert not intakes.stage(session, dead, [domain("late.example")], until=LATER)
        assert intakes.publish(session, dead, Gathered(), now=LATER) is None
    done = published(database, heir, now=LATER)
    assert done.intake.indicators == 3
    with database.begin() as session:
        assert laid(session) == 3
        assert intakes.publish(session, heir, Gathered(), now=LATER) is None
        assert intakes.claim(session, lease=LEASE, now=LATER + LEASE) is None


def test_what_an_heir_finds_can_be_cleared_first(database: Database, here: Seats, record: Takedown) -> None:
    with database.begin() as session:
        noted(session, here.facebook, record)
    with database.begin() as session:
        one = claimed(session)
    staged(database, one, [domain("gone.example")])
    with database.begin() as session:
        assert not intakes.clear(session, one, until=LATER)
        assert laid(session) == 0
    staged(database, one, THREE)
    assert published(database, one).intake.indicators == 3


def test_a_file_that_is_refused_leaves_nothing_and_tells_its_sender(
    database: Database, here: Seats, record: Takedown
) -> None:
    with database.begin() as session:
        noted(session, here.facebook, record)
    with database.begin() as session:
        one = claimed(session)
    staged(database, one, THREE)
    with database.begin() as session:
        assert intakes.refuse(session, one, "too_many_rows", now=NOW)
        # Until it is swept away, nothing else of the record is read.
        noted(session, here.facebook, record, "F0NEXT")
        assert intakes.claim(session, lease=LEASE, now=NOW) is None
        (told,) = intakes.waiting(session, here.facebook, now=LATER)
        assert (told.state, told.why) == (State.REFUSED, "too_many_rows")
        assert intakes.waiting(session, here.google, now=LATER) == ()
    with database.begin() as session:
        assert intakes.any_due(session, now=NOW)
        while intakes.sweep(session, limit=2):
            pass
        assert laid(session) == 0
        assert claimed(session).file_id == "F0NEXT"
        intakes.seen(session, here.facebook, told.token, now=LATER)
        assert intakes.waiting(session, here.facebook, now=LATER) == ()
        with pytest.raises(Unknown):
            intakes.seen(session, here.google, told.token, now=LATER)


def test_what_was_refused_can_be_read_once_more(database: Database, here: Seats, record: Takedown) -> None:
    with database.begin() as session:
        sent = noted(session, here.facebook, record)
    with database.begin() as session:
        intakes.refuse(session, claimed(session), "unreachable", now=NOW)
    with database.begin() as session:
        with pytest.raises(Unknown):
            intakes.again(session, here.google, sent.token, way=Way.BUTTON, now=LATER)
        intakes.again(session, here.facebook, sent.token, way=Way.BUTTON, now=LATER)
        again = claimed(session, LATER)
    assert (again.id, again.attempts) == (sent.id, 1)


def test_rows_with_problems_wait_for_the_sender(database: Database, here: Seats, record: Takedown) -> None:
    trouble = Trouble(3, "x" * 9999 + "\0", "broken_value")
    with database.begin() as session:
        noted(session, here.facebook, record)
    with database.begin() as session:
        one = claimed(session)
    staged(database, one, THREE)
    published(database, one, problems=[trouble] * 700)
    with database.read() as session:
        (told,) = intakes.waiting(session, here.facebook, now=LATER)
        assert (len(told.problems), told.problems[0].row, len(told.problems[0].raw)) == (500, 3, 500)
        assert intakes.waiting(session, here.facebook, now=LATER + timedelta(days=8)) == ()


def test_whatever_is_written_can_be_stored(database: Database, here: Seats, record: Takedown) -> None:
    long = domain("l" * 9000 + ".example", comment="\ud800 half \0 and nothing" + "c" * 9999, procedure="9" * 99)
    done = brought(database, here.facebook, record, [long, replace(long, raw="r" * 9999)])
    assert done.intake.indicators == 1
    with database.read() as session:
        (found,) = indicators.of_takedown(session, here.google, record.token).listed
    assert found.indicator == long.indicator
    assert (len(found.raw), len(found.comment), len(found.procedure)) == (500, 1000, 32)
    assert found.comment.startswith("? half \ufffd and")


@pytest.mark.parametrize("what", ["withdrawn", "recalled", "left", "dissolving"])
def test_a_record_that_is_gone_meanwhile_is_added_nothing(
    database: Database, here: Seats, record: Takedown, what: str
) -> None:
    with database.begin() as session:
        noted(session, here.facebook, record)
    with database.begin() as session:
        one = claimed(session)
    staged(database, one, THREE)
    with database.begin() as session:
        if what == "withdrawn":
            takedowns.withdraw(session, here.facebook, record.token, reason="", form="w", way=Way.FORM, now=NOW)
        elif what == "recalled":
            takedowns.recall(session, here.facebook, record.token, reason="", form="w", way=Way.FORM, now=NOW)
        elif what == "left":
            table = companies.companies
            session.execute(table.update().where(table.c.id == here.facebook.company.id).values(left_at=NOW))
        else:
            session.execute(coalitions.coalitions.update().values(dissolving_at=NOW))
    with database.begin() as session:
        assert intakes.publish(session, one, Gathered(), now=LATER) is None
    with database.begin() as session:
        states = session.execute(select(intakes.intakes.c.state)).scalars().all()
        assert states == [State.GONE]
        while intakes.sweep(session):
            pass
        assert laid(session) == 0


def test_nothing_is_noted_for_what_is_not_one_s_own_or_stands_no_more(
    database: Database, here: Seats, record: Takedown
) -> None:
    with database.begin() as session:
        with pytest.raises(NotYours):
            noted(session, here.google, record)
        with pytest.raises(Unknown):
            noted(session, here.fireeye, record)
        takedowns.withdraw(session, here.facebook, record.token, reason="", form="w", way=Way.FORM, now=NOW)
        with pytest.raises(Stale):
            noted(session, here.facebook, record)


def test_a_file_fills_what_the_form_left_open(database: Database, here: Seats) -> None:
    with database.begin() as session:
        bare = log(session, here.facebook, Report(summary="Iran"))
    says = Gathered(
        title="Not this",
        counts=(count(74),),
        reach=(Reach(1_000, Metric.FOLLOWERS),),
        ad_spend=AdSpend(0),
        origins=("IR",),
        targets=("US", "M49:419"),
        source=Source.SECURITY_FIRM,
    )
    done = brought(database, here.facebook, bare, THREE, says)
    said = done.takedown.report
    assert (said.summary, itemised(said), said.reach, said.ad_spend) == ("Iran", says.counts, says.reach, AdSpend(0))
    assert (said.origins, said.targets) == (says.origins, says.targets)
    assert [found.source for found in said.found] == [Source.SECURITY_FIRM]
    assert done.intake.difference is None
    with database.read() as session:
        (found,) = takedowns.recent(session, here.google, words=[["|m49:419|"]]).takedowns
        assert found.id == bare.id


ALL = Count(100, (PAGES := Asset(Kind.PAGE, Platform.FACEBOOK), ACCOUNTS := Asset(Kind.ACCOUNT, Platform.FACEBOOK)))
MADE_OF = (count(74), Count(26, (ACCOUNTS,)))


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        (pages(74), (count(74),)),
        (pages(74), ()),
        (Report(stated=ALL), MADE_OF),
        (Report(parts=(Part((ALL,)),)), MADE_OF),
        (Report(stated=Count(652, (PAGES,)), parts=(Part(MADE_OF),)), MADE_OF[::-1]),
    ],
)
def test_where_form_and_file_agree_nothing_is_asked(form: Report, counts: tuple[Count, ...]) -> None:
    said, difference = joined(form, Gathered(counts=counts))
    assert difference is None
    assert said.stated == (form.stated or (ALL if counts == MADE_OF else None))
    assert set(itemised(said)) == set(counts or itemised(form))


def test_where_form_and_file_differ_the_sender_chooses(database: Database, here: Seats, record: Takedown) -> None:
    done = brought(database, here.facebook, record, THREE, Gathered(counts=(count(70), Count(3, (ACCOUNTS,)))))
    assert done.takedown.report == record.report
    assert done.intake.difference is not None
    with database.begin() as session:
        (waits,) = intakes.waiting(session, here.facebook, now=LATER)
        with pytest.raises(Unknown):
            intakes.settle(session, here.google, waits.token, Choice.BOTH, way=Way.FORM, now=LATER)
        settled = intakes.settle(session, here.facebook, waits.token, Choice.BOTH, way=Way.FORM, now=LATER)
        assert settled.takedown.report.stated == count(74)
        assert itemised(settled.takedown.report) == (count(70), Count(3, (ACCOUNTS,)))
        assert settled.takedown.revision == 3
        assert intakes.waiting(session, here.facebook, now=LATER) == ()
        with pytest.raises(Unsettled):
            intakes.settle(session, here.facebook, waits.token, Choice.FILE, way=Way.FORM, now=LATER)


@pytest.mark.parametrize(
    ("choice", "stated", "counts"),
    [(Choice.FORM, None, (count(74),)), (Choice.FILE, None, (count(70),)), (Choice.BOTH, count(74), (count(70),))],
)
def test_either_can_be_chosen(
    database: Database, here: Seats, record: Takedown, choice: Choice, stated: Count | None, counts: tuple[Count, ...]
) -> None:
    waits = brought(database, here.facebook, record, THREE, Gathered(counts=(count(70),))).intake
    with database.begin() as session:
        said = intakes.settle(session, here.facebook, waits.token, choice, way=Way.FORM, now=LATER).takedown.report
    assert (said.stated, itemised(said)) == (stated, counts)


def test_how_exactly_it_was_meant_is_a_difference_too() -> None:
    _, difference = joined(pages(74), Gathered(counts=(count(74, qualifier=Qualifier.ABOUT),)))
    assert difference is not None


def test_the_networks_of_a_record_keep_what_else_they_say(database: Database, here: Seats) -> None:
    two = Report(parts=(Part((count(70),), name="One", origins=("IR",)), Part((count(4),))))
    with database.begin() as session:
        record = log(session, here.facebook, two)
    waits = brought(database, here.facebook, record, THREE, Gathered(counts=(count(99),))).intake
    with database.begin() as session:
        done = intakes.settle(session, here.facebook, waits.token, Choice.FILE, way=Way.FORM, now=LATER)
    assert done.takedown.report.parts == (Part((), name="One", origins=("IR",)), Part((count(99),)))


def test_the_operator_s_file_is_logged_with_all_that_it_holds(database: Database, here: Seats) -> None:
    with database.begin() as session:
        one = intakes.note_import(
            session, here.facebook, name="list.csv", sha256="a" * 64, size=9, lease=LEASE, now=NOW
        )
        assert one is not None
    with database.begin() as session:
        assert intakes.claim(session, lease=LEASE, now=LATER) is None
    staged(database, one, THREE, now=LATER)
    with database.begin() as session:
        assert takedowns.recent(session, here.facebook).takedowns == ()
        done = intakes.publish_anew(
            session, one, here.facebook, pages(3), Gathered(), mark=takedowns.Mark.AMBER, now=LATER
        )
    with database.begin() as session:
        assert listed(session, here, done.takedown) == [each.indicator.value for each in THREE]
        assert (
            intakes.note_import(session, here.facebook, name="x.csv", sha256="a" * 64, size=9, lease=LEASE, now=LATER)
            is None
        )


def test_a_lead_who_is_gone_reads_nothing(database: Database, here: Seats, record: Takedown) -> None:
    done = brought(database, here.facebook, record, THREE)
    with database.begin() as session:
        takedowns.recall(session, here.facebook, record.token, reason="", form="r", way=Way.FORM, now=LATER)
    with database.read() as session:
        assert indicators.find(session, here.facebook, THREE[0].indicator) == ()
        assert len(indicators.of_takedown(session, here.facebook, record.token).listed) == 3
        with pytest.raises(Unknown):
            indicators.of_takedown(session, here.google, record.token)
        assert access.may_read(session, here.facebook, takedowns.takedowns, done.takedown.id)
