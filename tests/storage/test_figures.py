"""What the takedowns of a period add up to, and for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from storage import companies, figures, takedowns
from storage.access import Reader, Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.audiences import Audience, Mark, Scope
from storage.companies import Seat
from storage.database import Database, Session
from storage.figures import Breakdown, Cell, Figures, Sum, platforms_of
from storage.people import Room
from storage.periods import Period
from storage.reports import Count, Part, Qualifier, Report
from storage.story import announcements
from storage.takedowns import Takedown
from tests.storage.seats import NOW, Seats, log, pages, seats

WEEK = Period.of("2018-W34")
EMPTY = Figures(WEEK)
LATER = NOW + timedelta(hours=1)
FACEBOOK = Asset(Kind.PAGE, Platform.FACEBOOK)


def cells(*pairs: tuple[str, int]) -> Breakdown:
    """Lay out exact numbers."""
    return Breakdown(tuple(Cell(key, Sum(n)) for key, n in pairs))


def of_week(session: Session, there: Seats, reader: Reader = Room.MEMBERS) -> Figures:
    return figures.of_period(session, there.coalition, reader, WEEK)


def report(session: Session, who: Speaker, said: Report, mark: Mark = Mark.GREEN, **scope: Any) -> Takedown:
    return takedowns.report(
        session, who, said, mark=mark, scope=Scope(**scope), form=f"form {said.summary}", way=Way.FORM, now=NOW
    )


def test_the_week_of_the_story_adds_up(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        for each in announcements("en"):
            log(session, there.facebook, each.said, form=each.company, now=NOW)
        found = of_week(session, there)
    assert found == Figures(
        WEEK,
        takedowns=Sum(4),
        stated=Sum(652),
        itemised=Sum(997),
        by_platform=cells(
            *(("facebook", 533), ("x", 284), ("instagram", 116), ("youtube", 39)),
            *(("google_plus", 13), ("", 6), ("blogger", 6)),
        ),
        by_origin=cells(("IR", 3), ("RU", 1)),
        by_target=cells(("GB", 1), ("M49:145", 1), ("M49:419", 1), ("US", 1)),
    )
    assert found.by_platform.of("x") == Sum(284)
    assert found.by_platform.of("tiktok") is None


def test_a_quiet_week_adds_up_to_nothing(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook, pages(74, acted_on=WEEK.starts - timedelta(days=1)))
        log(session, there.facebook, pages(74, acted_on=WEEK.ends + timedelta(days=1)), form="b")
        assert of_week(session, there) == EMPTY == Figures(WEEK, takedowns=Sum(0))


def test_both_ends_of_a_week_lie_in_it(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        for day in (WEEK.starts, WEEK.ends):
            log(session, there.facebook, pages(5, acted_on=day), form=day.isoformat())
        assert of_week(session, there).takedowns == Sum(2)
        eve = figures.of_period(session, there.coalition, Room.MEMBERS, Period.of(WEEK.ends.isoformat()))
        assert (eve.takedowns, eve.itemised) == (Sum(1), Sum(5))


def test_a_number_over_several_platforms_is_a_cell_of_its_own(database: Database) -> None:
    together = Count(74, (FACEBOOK, Asset(Kind.ACCOUNT, Platform.INSTAGRAM)), Qualifier.ABOUT)
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook, Report(stated=together))
        log(session, there.google, pages(6), form="b")
        found = of_week(session, there)
    assert found.by_platform == Breakdown(
        (Cell("facebook+instagram", Sum(74, Qualifier.ABOUT)), Cell("facebook", Sum(6)))
    )
    assert (found.stated, found.itemised) == (Sum(74, Qualifier.ABOUT), Sum(6))
    assert platforms_of("facebook+instagram") == (Platform.FACEBOOK, Platform.INSTAGRAM)
    assert platforms_of("") == (None,)


def test_a_record_counts_with_its_newest_numbers_until_it_is_withdrawn(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, pages(74))
        last_week = pages(34, acted_on=date(2018, 8, 19))
        for base, said, sum_ in ((1, pages(75), Sum(75)), (2, last_week, None), (3, pages(76), Sum(76))):
            facts: Any = {"mark": Mark.AMBER, "reason": "", "base": base, "form": str(base), "way": Way.FORM}
            takedowns.revise(session, there.facebook, record.token, said, now=LATER, **facts)
            assert of_week(session, there).itemised == sum_
        takedowns.withdraw(session, there.facebook, record.token, reason="", form="g", way=Way.FORM, now=LATER)
        assert of_week(session, there) == EMPTY


def test_what_the_whole_channel_may_not_know_changes_no_figure_of_it(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook, pages(74, origins=("IR",)))
        recalled = log(session, there.facebook, pages(9), form="recalled")
        before = of_week(session, there)
        hidden = (
            {"audience": Audience.PEOPLE, "people": frozenset({there.google.person_id})},
            {"audience": Audience.COMPANIES, "companies": frozenset({there.google.company.id})},
            {"not_before": LATER},
        )
        for number, scope in enumerate(hidden):
            said = pages(10**number, origins=("RU",), summary=str(number))
            report(session, there.facebook, said, **scope)
        assert of_week(session, there) == before
        assert of_week(session, there, there.fireeye) == of_week(session, there, Room.OPEN) == EMPTY
        assert of_week(session, there, there.google).itemised == Sum(94)
        # What is under an embargo is nobody's yet.
        assert of_week(session, there, there.facebook).itemised == Sum(94)
        takedowns.recall(session, there.facebook, recalled.token, reason="", form="r", way=Way.FORM, now=LATER)
        assert of_week(session, there).itemised == Sum(74)
        assert of_week(session, there, there.facebook).itemised == Sum(85)


def test_what_was_shared_before_somebody_came_is_not_the_channel_s_any_more(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        log(session, there.facebook, pages(74))
        companies.add(session, there.coalition, "Oath", team_ids=["T0OATH"], seat=Seat.MEMBER, now=LATER)
        assert of_week(session, there) == EMPTY
        assert of_week(session, there, there.google).itemised == Sum(74)


def test_what_is_for_everyone_counts_in_the_open_channel(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        report(session, there.facebook, pages(74), audience=Audience.EVERYONE)
        log(session, there.facebook, pages(9))
        assert of_week(session, there, Room.OPEN).itemised == Sum(74)
        assert of_week(session, there, there.fireeye).itemised == Sum(74)
        assert of_week(session, there).itemised == Sum(83)


def test_under_the_chatham_house_rule_a_record_counts_in_totals_and_blurred_for_its_owner_too(
    database: Database,
) -> None:
    said = Report(stated=Count(652, (FACEBOOK,)), parts=(Part((Count(74, (FACEBOOK,)),)),), origins=("IR",))
    with database.begin() as session:
        there = seats(session)
        report(session, there.facebook, said, chatham=True)
        about = (Sum(700, Qualifier.ABOUT), Sum(70, Qualifier.ABOUT))
        for reader in (Room.MEMBERS, there.facebook, there.google):
            assert of_week(session, there, reader) == Figures(WEEK, Sum(1), *about)


def test_another_coalition_s_people_are_told_nothing(database: Database) -> None:
    with database.begin() as session:
        there, elsewhere = seats(session), seats(session, "Two", "C0TWO")
        log(session, there.facebook, pages(74))
        assert of_week(session, there, elsewhere.facebook) == EMPTY
        assert of_week(session, elsewhere, there.facebook) == EMPTY


@pytest.mark.parametrize("n", [2**63 - 1, 10**12])
def test_one_company_s_boundless_number_leaves_the_week_to_the_others(database: Database, n: int) -> None:
    with database.begin() as session:
        there = seats(session)
        for number in range(3):
            log(session, there.facebook, pages(n), form=str(number))
        found = of_week(session, there).itemised
    assert found == Sum(3 * 10**12, Qualifier.AT_LEAST if n > 10**12 else Qualifier.EXACT)
