"""What a takedown adds to the figures follows its newest revision, whatever happens to it."""

from __future__ import annotations

import importlib.util
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

import storage.migrations
from storage import erasing, takedowns
from storage.access import Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.audiences import Mark, Scope
from storage.database import Database, Session
from storage.reports import Count, Part, Qualifier, Report
from storage.story import announcements
from storage.takedowns import Takedown, tallies, tally_places
from tests.storage.seats import NOW, log, pages, seats
from tests.storage.test_retention import announced_and_erased, ruled

FACEBOOK, INSTAGRAM = Asset(Kind.PAGE, Platform.FACEBOOK), Asset(Kind.ACCOUNT, Platform.INSTAGRAM)
ABOUT, LEAST, LESS = Qualifier.ABOUT, Qualifier.AT_LEAST, Qualifier.LESS_THAN


def tallied(session: Session) -> list[tuple[Any, ...]]:
    """List what is written down: stated or not, of what, whether by platform, how many, how exactly."""
    columns = (tallies.c.stated, tallies.c.platforms, tallies.c.by_platform, tallies.c.n, tallies.c.qualifier)
    return sorted(tuple(row) for row in session.execute(select(*columns)))


def places(session: Session) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in session.execute(select(tally_places.c.role, tally_places.c.code))}


def day(session: Session, record: Takedown) -> date | None:
    found: date | None = session.execute(
        select(takedowns.takedowns.c.acted_on).where(takedowns.takedowns.c.id == record.id)
    ).scalar_one()
    return found


def counted(*counts: tuple[int, tuple[Asset, ...], Qualifier], **facts: Any) -> Report:
    return Report(parts=(Part(tuple(Count(n, assets, how) for n, assets, how in counts)),), **facts)


def test_what_one_takedown_says_of_one_platform_is_one_number_and_of_several_together_another(
    database: Database,
) -> None:
    said = counted(
        (74, (FACEBOOK,), Qualifier.EXACT),
        (3, (Asset(Kind.GROUP, Platform.FACEBOOK),), ABOUT),
        (9, (INSTAGRAM, FACEBOOK), LEAST),
        (6, (Asset(Kind.DOMAIN),), LESS),
        stated=Count(652, (Asset(Kind.PAGE), FACEBOOK)),
    )
    with database.begin() as session:
        log(session, seats(session).facebook, said)
        assert tallied(session) == [
            (False, "", True, 6, LESS),
            (False, "facebook", True, 77, ABOUT),
            (False, "facebook+instagram", True, 9, LEAST),
            (True, "+facebook", False, 652, Qualifier.EXACT),
        ]


def test_what_is_stated_counts_by_platform_where_nothing_is_itemised(database: Database) -> None:
    with database.begin() as session:
        log(session, seats(session).facebook, Report(stated=Count(5, (FACEBOOK,), ABOUT)))
        assert tallied(session) == [(True, "facebook", True, 5, ABOUT)]


@pytest.mark.parametrize(
    ("hows", "sum_"),
    [
        ((Qualifier.EXACT, LEAST), LEAST),
        ((LESS, Qualifier.EXACT, LESS), LESS),
        ((LEAST, LESS), ABOUT),
        ((Qualifier.EXACT, ABOUT, LEAST), ABOUT),
    ],
)
def test_a_sum_is_as_exact_as_what_it_is_made_of(
    database: Database, hows: tuple[Qualifier, ...], sum_: Qualifier
) -> None:
    with database.begin() as session:
        log(session, seats(session).facebook, counted(*((2, (FACEBOOK,), how) for how in hows)))
        assert tallied(session) == [(False, "facebook", True, 2 * len(hows), sum_)]


def test_a_number_beyond_all_reason_counts_as_at_least_a_trillion(database: Database) -> None:
    most = 2**63 - 1
    with database.begin() as session:
        said = counted((most, (FACEBOOK,), Qualifier.EXACT), (most, (FACEBOOK,), Qualifier.EXACT))
        log(session, seats(session).facebook, said)
        assert tallied(session) == [(False, "facebook", True, 10**12, LEAST)]


def test_under_the_chatham_house_rule_it_is_no_more_than_others_read_and_of_no_platform_or_place(
    database: Database,
) -> None:
    said = pages(74, stated=Count(652, (FACEBOOK,)), origins=("IR",), targets=("US",))
    with database.begin() as session:
        who = seats(session).facebook
        takedowns.report(
            session, who, said, mark=Mark.AMBER, scope=Scope(chatham=True), form="form", way=Way.FORM, now=NOW
        )
        assert tallied(session) == [(False, "", False, 70, ABOUT), (True, "", False, 700, ABOUT)]
        assert places(session) == set()


def test_the_places_of_the_whole_and_of_its_parts_are_each_there_once(database: Database) -> None:
    said = Report(
        parts=(
            Part((Count(1, (FACEBOOK,)),), origins=("IR", "RU"), targets=("US",)),
            Part((Count(1, (FACEBOOK,)),), origins=("IR",)),
        ),
        origins=("IR",),
        targets=("GB", "IR"),
    )
    with database.begin() as session:
        log(session, seats(session).facebook, said)
        expected = {("origin", "IR"), ("origin", "RU"), ("target", "US"), ("target", "GB"), ("target", "IR")}
        assert places(session) == expected


def test_it_counts_on_the_day_that_it_says_or_on_that_on_which_it_was_logged_where_the_coalition_is(
    database: Database,
) -> None:
    with database.begin() as session:
        who = seats(session).facebook
        # It is still Thursday in California.
        late = NOW.replace(hour=3)
        silent, told = log(session, who, now=late), log(session, who, pages(3, acted_on=date(2018, 8, 1)), form="b")
        assert (day(session, silent), day(session, told)) == (date(2018, 8, 23), date(2018, 8, 1))
        revised(session, who, told, pages(3))
        assert day(session, told) == date(2018, 8, 24)
        revised(session, who, silent, pages(3, acted_on=date(2018, 7, 31)))
        assert day(session, silent) == date(2018, 7, 31)


def revised(session: Session, who: Speaker, record: Takedown, said: Report, **scope: Any) -> None:
    """Let a record say something else."""
    takedowns.revise(
        session,
        who,
        record.token,
        said,
        mark=Mark.AMBER,
        scope=Scope(**scope),
        reason="Recounted",
        base=record.revision,
        form=f"to {said.acted_on} {record.id}",
        way=Way.FORM,
        now=NOW + timedelta(days=1),
    )


def test_a_revision_replaces_what_was_there(database: Database) -> None:
    with database.begin() as session:
        who = seats(session).facebook
        record = log(session, who, pages(74, origins=("IR",)))
        revised(session, who, record, counted((9, (INSTAGRAM,), ABOUT), targets=("US",)))
        assert tallied(session) == [(False, "instagram", True, 9, ABOUT)]
        assert places(session) == {("target", "US")}
        revised(
            session, who, takedowns.by_id(session, who, record.id), pages(34, acted_on=date(2018, 8, 2)), chatham=True
        )
        assert tallied(session) == [(False, "", False, 30, ABOUT)]
        assert places(session) == set()


def test_words_that_are_erased_leave_the_numbers_as_they_are_and_a_record_that_is_erased_takes_its_own_with_it(
    database: Database,
) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, pages(74, summary="umbrella", origins=("IR",), acted_on=date(2018, 8, 2)))
        before = tallied(session), places(session), day(session, record)
        erasing.erase(
            session, there.facebook, record.token, ["umbrella"],
            instead="…", reason="", form="erase", way=Way.FORM, now=NOW,
        )  # fmt: skip
        assert (tallied(session), places(session), day(session, record)) == before
        ruled(session, there)
        announced_and_erased(session, there)
        assert (tallied(session), places(session), day(session, record)) == ([], set(), None)


def test_what_was_logged_before_figures_were_kept_is_added_up_by_the_migration(database: Database) -> None:
    wide = counted(
        (2**63 - 1, (FACEBOOK,), LESS),
        (9, (INSTAGRAM, Asset(Kind.DOMAIN)), LEAST),
        (1, (), ABOUT),
        (1, (FACEBOOK,), Qualifier.EXACT),
    )
    with database.begin() as session:
        there = seats(session)
        said = [each.said for each in announcements("en")]
        for number, each in enumerate((*said, wide, Report(), Report(stated=Count(7, (FACEBOOK,))))):
            log(session, there.facebook, each, form=f"form {number}", now=NOW + timedelta(hours=number * 5))
        for number, each in enumerate((*said, wide)):
            scope, form = Scope(chatham=True), f"chatham {number}"
            takedowns.report(
                session, there.google, each, mark=Mark.AMBER, scope=scope, form=form, way=Way.FORM, now=NOW
            )
        rows = [select(table).order_by(*list(table.c)[1:]) for table in (tallies, tally_places)]
        days = select(takedowns.takedowns.c.id, takedowns.takedowns.c.acted_on).order_by(takedowns.takedowns.c.id)

        def kept() -> list[Any]:
            found = [[tuple(row)[1:] for row in session.execute(each)] for each in rows]
            return [*found, session.execute(days).all()]

        before = kept()
        for table in (tallies, tally_places):
            session.execute(delete(table))
        session.execute(update(takedowns.takedowns).values(acted_on=None))
        migration()._add_up(session)
        assert kept() == before
        assert len(before[0]) > 10


def migration() -> Any:
    """Load the version that brought the tallies."""
    (path,) = (Path(storage.migrations.__path__[0]) / "versions").glob("*_add_up_takedowns.py")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
