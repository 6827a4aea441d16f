"""The usual, the trend, and figures by company, which are told where every member company agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from storage import access, coalitions, companies, figures, leaving, people, takedowns
from storage.access import Speaker, Way
from storage.audiences import Mark, Scope
from storage.audit import Act, about
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import GuestAccount
from storage.figures import Breakdown, Cell, Few, Figures, MayNotAgree, Sum, Usual
from storage.people import Role, Room
from storage.periods import Period
from tests.storage.seats import NOW, Seats, log, pages, seats

WEEK = Period.of("2018-W34")
NONE = Breakdown()
LATER = NOW + timedelta(hours=1)


def cells(*pairs: tuple[str, int]) -> Breakdown:
    return Breakdown(tuple(Cell(key, Sum(n)) for key, n in pairs))


def founded(session: Session, *, weeks_ago: int) -> Seats:
    """Found a coalition so many weeks before."""
    there = seats(session)
    then = NOW - timedelta(weeks=weeks_ago)
    session.execute(update(coalitions.coalitions).values(created_at=then))
    return there


def in_week(session: Session, there: Seats, n: int, *assets: int, origin: str = "IR") -> None:
    """Log takedowns of so many pages, `n` weeks before."""
    day = WEEK.before(n).starts
    for number, pages_ in enumerate(assets):
        said = pages(pages_, acted_on=day, origins=(origin,))
        log(session, there.facebook, said, form=f"{n} {number} {origin}")


def usual(session: Session, there: Seats) -> Usual | None:
    return figures.usual(session, there.coalition, Room.MEMBERS, WEEK)


def test_the_usual_is_the_middle_of_the_twelve_periods_before(database: Database) -> None:
    with database.begin() as session:
        there = founded(session, weeks_ago=52)
        in_week(session, there, 0, 5000)
        in_week(session, there, 13, 5000)
        for n in range(1, 8):
            in_week(session, there, n, *range(10, 10 + n))
        in_week(session, there, 3, 1, origin="RU")
        # Five weeks without, and seven with 1 to 7; the smaller one in the middle is 1.
        assert usual(session, there) == Usual(
            12, Sum(1), Sum(0), Sum(10), cells(("facebook", 10)), cells(("IR", 1)), NONE, NONE
        )


def test_one_large_week_is_not_usual(database: Database) -> None:
    with database.begin() as session:
        there = founded(session, weeks_ago=4)
        in_week(session, there, 1, 7)
        in_week(session, there, 2, 10**6)
        in_week(session, there, 3, 8)
        found = usual(session, there)
    assert found is not None
    assert (found.periods, found.takedowns, found.itemised) == (4, Sum(1), Sum(7))


@pytest.mark.parametrize(("weeks", "periods"), [(0, None), (1, None), (2, None), (3, 3), (11, 11), (12, 12), (30, 12)])
def test_what_was_before_the_coalition_is_not_usual(database: Database, weeks: int, periods: int | None) -> None:
    with database.begin() as session:
        found = usual(session, founded(session, weeks_ago=weeks))
    assert (found and found.periods) == periods


def test_what_was_written_down_of_the_time_before_counts(database: Database) -> None:
    with database.begin() as session:
        there = founded(session, weeks_ago=0)
        in_week(session, there, 5, 7)
        found = usual(session, there)
    assert found is not None
    assert found.periods == 5


def test_the_trend_ends_with_the_period_and_has_every_week_before_it(database: Database) -> None:
    with database.begin() as session:
        there = founded(session, weeks_ago=0)
        in_week(session, there, 0, 5)
        in_week(session, there, 2, 6, 7)
        in_week(session, there, 12, 5000)
        found = figures.trend(session, there.coalition, Room.MEMBERS, WEEK)
        assert [each.period for each in found] == [WEEK.before(n) for n in range(11, -1, -1)]
        assert [each.takedowns for each in found] == [*[Sum(0)] * 9, Sum(2), Sum(0), Sum(1)]
        assert found[-3].by_platform == cells(("facebook", 13))
        assert figures.trend(session, there.coalition, Room.MEMBERS, WEEK, n=3) == found[-3:]
        everything = figures.comparison(session, there.coalition, Room.MEMBERS, WEEK)
        assert everything.now == found[-1] == figures.of_period(session, there.coalition, Room.MEMBERS, WEEK)
        assert (everything.before, everything.trend) == (found[-2], found)
        assert everything.usual == usual(session, there)


def test_days_are_compared_with_days(database: Database) -> None:
    with database.begin() as session:
        there = founded(session, weeks_ago=3)
        in_week(session, there, 0, 5)
        found = figures.comparison(session, there.coalition, Room.MEMBERS, Period.of("2018-08-21"))
    assert (found.now.takedowns, found.before.takedowns) == (Sum(0), Sum(1))
    assert found.usual is not None
    assert found.usual.periods == 12


def suppressing(there: Seats) -> Coalition:
    return replace(there.coalition, suppresses=True)


def test_where_small_numbers_are_suppressed_the_usual_is_taken_of_what_is_told(database: Database) -> None:
    with database.begin() as session:
        there = founded(session, weeks_ago=52)
        for n in range(1, 13):
            in_week(session, there, n, *[20] * (2 if n < 7 else n))
        found = figures.comparison(session, suppressing(there), Room.MEMBERS, WEEK)
        assert [each.takedowns for each in found.trend[-7:]] == [*[Few()] * 6, Sum(0)]
        assert found.usual == Usual(12, Few(), Sum(0), Sum(40), cells(("facebook", 180)), cells(("IR", 9)), NONE, NONE)
        # Nothing is told of what is usual of a day, since nothing is of any.
        assert figures.usual(session, suppressing(there), Room.MEMBERS, Period.of("2018-08-21")) is None


def lead(session: Session, who: Speaker) -> Speaker:
    """Let somebody lead their company."""
    people.appoint(session, who.company, who.user_id, Role.LEAD, now=NOW)
    found = access.seat_of(session, who.person_id)
    assert found is not None
    return found


def agree(session: Session, who: Speaker, *, agrees: bool = True) -> bool:
    return figures.agree(session, who, agrees=agrees, way=Way.BUTTON, now=NOW)


def by_company(session: Session, there: Seats, reader: access.Reader = Room.MEMBERS) -> Breakdown | None:
    return figures.of_period(session, there.coalition, reader, WEEK).by_company


def test_figures_by_company_are_told_while_every_member_agrees(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        frida, greta = lead(session, there.facebook), lead(session, there.google)
        in_week(session, there, 0, 5, 6)
        log(session, there.google, pages(7))
        hidden = {"mark": Mark.AMBER, "scope": Scope(chatham=True), "way": Way.FORM, "now": NOW}
        takedowns.report(session, there.google, pages(8), form="hidden", **hidden)  # type: ignore[arg-type]
        assert agree(session, frida)
        assert by_company(session, there) is None
        assert agree(session, greta)
        # An observer is no member, and what is under the Chatham House Rule is of no company.
        assert by_company(session, there) == cells(("Facebook", 2), ("Google", 1))
        assert figures.of_period(session, there.coalition, Room.MEMBERS, WEEK).takedowns == Sum(4)
        assert agree(session, greta, agrees=False)
        assert by_company(session, there) is None


def test_a_newcomer_has_not_agreed_and_whoever_left_is_shown_no_more(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        frida, greta = lead(session, there.facebook), lead(session, there.google)
        agree(session, frida)
        agree(session, greta)
        in_week(session, there, 0, 5, 6)
        log(session, there.google, pages(7))
        leaving.leave(session, greta, reason="", way=Way.FORM, now=LATER)
        assert by_company(session, there) == cells(("Facebook", 2))
        # Frida still reads what Google logged, which nobody may be shown as Google's.
        assert figures.of_period(session, there.coalition, frida, WEEK).takedowns == Sum(3)
        assert by_company(session, there, frida) is None
        companies.add(session, there.coalition, "Google", team_ids=["T0GOOGLE"], seat=Seat.MEMBER, now=LATER)
        assert by_company(session, there) is None


def test_a_company_that_takes_another_seat_agrees_to_nothing_any_more(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        agree(session, lead(session, there.facebook))
        agree(session, lead(session, there.google))
        for seat in (Seat.OBSERVER, Seat.MEMBER):
            companies.add(session, there.coalition, "Google", team_ids=["T0GOOGLE"], seat=seat, now=LATER)
        assert by_company(session, there) is None


def test_where_small_numbers_are_suppressed_companies_are_told_of_all_at_once_or_not_at_all(
    database: Database,
) -> None:
    with database.begin() as session:
        there = seats(session)
        agree(session, lead(session, there.facebook))
        agree(session, lead(session, there.google))
        in_week(session, there, 0, 5, 6, 7)
        found = figures.of_period(session, suppressing(there), Room.MEMBERS, WEEK)
        assert found.by_company == cells(("Facebook", 3))
        log(session, there.google, pages(7))
        found = figures.of_period(session, suppressing(there), Room.MEMBERS, WEEK)
        assert found == Figures(
            WEEK, Sum(4), None, Sum(25), cells(("facebook", 25)), cells(("IR", 3)), NONE, Breakdown(withheld=True)
        )


def test_only_its_lead_agrees_for_a_member_company_and_it_is_noted_once(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        lent = people.meet(session, there.google.company, "U0LENT", guest_account=True, now=NOW)
        refused = (
            (there.facebook, MayNotAgree),
            (lead(session, there.fireeye), MayNotAgree),
            (replace(there.google, person=lent), GuestAccount),
        )
        for who, refusal in refused:
            with pytest.raises(refusal):
                agree(session, who)
        frida = lead(session, there.facebook)
        assert not agree(session, frida, agrees=False)
        assert [agree(session, frida), agree(session, frida)] == [True, False]
        assert figures.agreement(session, frida) == figures.Agreement(ours=True, everybodys=False, may_decide=True)
        told = figures.agreement(session, there.google)
        assert told == figures.Agreement(ours=False, everybodys=False, may_decide=False)
        with pytest.raises(MayNotAgree):
            figures.agreement(session, there.fireeye)
        noted = about(session, there.coalition.id, "company", there.facebook.company.id)
        assert [each.act for each in noted if each.act is Act.FIGURES_AGREED] == [Act.FIGURES_AGREED]
