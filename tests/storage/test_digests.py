"""Digests are kept once a period, know what they tell of, and say when they are to be drawn anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import access, companies, digests, people, takedowns
from storage.access import Way
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Database, Session
from storage.digests import Digest, NotOver, StandsAlready
from storage.errors import NotCoordinator
from storage.people import Role
from storage.periods import Period, Span, week_ending_before
from storage.schedules import Occurrence
from tests.storage.seats import log, pages, seats

WEEK = Period.of("2018-W34")
# Monday, nine in the morning in California.
MONDAY = datetime(2018, 8, 27, 16, 0, tzinfo=UTC)


def occurrence(day: date, *, late: bool = False) -> Occurrence:
    """Make an occurrence of a day."""
    return Occurrence(
        id=1,
        coalition_id=1,
        kind="digest",
        key=day.isoformat(),
        span=Span.WEEK,
        nominal_day=day,
        due_at=MONDAY,
        expires_at=MONDAY,
        late=late,
        attempts=1,
        failures=0,
        lease="lease",
    )


def begun(session: Session, coalition: Coalition, day: date) -> Digest:
    """Begin the digest of a day."""
    return digests.begin(session, coalition, week_ending_before(day), occurrence(day), now=MONDAY)


def fixed(session: Session, coalition: Coalition, there: Digest, *, now: datetime = MONDAY, says: str = "a") -> bool:
    """Draw a digest and fix it."""
    contents = digests.for_channel(session, coalition, there.period)
    return digests.drawn(session, coalition, there, contents, seal="", fingerprint=says, now=now)


def waiting(session: Session, now: datetime) -> list[str]:
    """Name what is to be drawn."""
    return [one.name for one in digests.to_draw(session, now=now, limit=10)]


def test_a_period_is_begun_once_whoever_begins_it(database: Database) -> None:
    with database.begin() as session:
        here = seats(session)
        first = begun(session, here.coalition, date(2018, 8, 27))
        assert begun(session, here.coalition, date(2018, 8, 27)) == first
        assert waiting(session, MONDAY) == ["2018-W34"]
        assert fixed(session, here.coalition, first)
        assert not fixed(session, here.coalition, first)
        assert waiting(session, MONDAY) == []


def test_where_the_day_is_moved_the_days_in_between_are_told_by_themselves(database: Database) -> None:
    """From Wednesdays to Mondays: both of these weeks end in week 35, and no day is told twice or left out."""
    with database.begin() as session:
        here = seats(session)
        wednesday = begun(session, here.coalition, date(2018, 8, 29))
        monday = begun(session, here.coalition, date(2018, 9, 3))
        assert (wednesday.name, wednesday.period.ends) == ("2018-W35", date(2018, 8, 28))
        assert (monday.name, monday.period.starts) == ("2018-W35.2", date(2018, 8, 29))
        assert monday.period.ends == date(2018, 9, 2)
        assert begun(session, here.coalition, date(2018, 9, 3)) == monday


def test_what_happens_to_its_records_draws_a_digest_anew(database: Database) -> None:
    with database.begin() as session:
        here = seats(session)
        record = log(session, here.facebook)
        there = begun(session, here.coalition, date(2018, 8, 27))
        assert fixed(session, here.coalition, there)
        assert digests.may_be_told(session, here.coalition, there.id)
        later = MONDAY + timedelta(hours=1)
        assert waiting(session, later) == []
        takedowns.recall(session, here.facebook, record.token, reason="", form="r", way=Way.FORM, now=later)
        assert waiting(session, later) == ["2018-W34"]
        assert not digests.may_be_told(session, here.coalition, there.id)
        there = digests.of(session, here.coalition, "2018-W34") or there
        assert fixed(session, here.coalition, there, now=later, says="b")
        assert digests.may_be_told(session, here.coalition, there.id)
        (told,) = digests.holding(session, record.id)
        assert told[1] == later
        assert told[0].updated_at == later
        assert waiting(session, later + timedelta(days=3)) == []


def test_what_is_drawn_of_a_record_that_changed_meanwhile_is_not_fixed(database: Database) -> None:
    with database.begin() as session:
        here = seats(session)
        record = log(session, here.facebook)
        there = begun(session, here.coalition, date(2018, 8, 27))
        contents = digests.for_channel(session, here.coalition, there.period)
        takedowns.recall(session, here.facebook, record.token, reason="", form="r", way=Way.FORM, now=MONDAY)
        assert not digests.drawn(session, here.coalition, there, contents, seal="", fingerprint="a", now=MONDAY)


def test_what_is_logged_late_and_who_comes_or_leaves_draws_it_anew(database: Database) -> None:
    later = MONDAY + timedelta(hours=1)
    with database.begin() as session:
        here = seats(session)
        assert fixed(session, here.coalition, begun(session, here.coalition, date(2018, 8, 27)))
        log(session, here.google, pages(3, acted_on=date(2018, 9, 3)), form="next", now=later)
        assert waiting(session, later) == []
        log(session, here.google, pages(3, acted_on=date(2018, 8, 22)), form="late", now=later)
        assert waiting(session, later) == ["2018-W34"]
        there = digests.of(session, here.coalition, "2018-W34")
        assert there is not None
        assert fixed(session, here.coalition, there, now=later + timedelta(minutes=2))
        assert waiting(session, later + timedelta(minutes=3)) == []
        assert not digests.has_newcomers(session, here.coalition, there)
        came = later + timedelta(minutes=5)
        companies.add(session, here.coalition, "Newcomer", team_ids=["T0NEW"], seat=Seat.MEMBER, now=came)
        assert waiting(session, came) == ["2018-W34"]
        assert digests.has_newcomers(session, here.coalition, there)


def test_a_coordinator_asks_for_what_is_over_and_again_only_on_purpose(database: Database) -> None:
    with database.begin() as session:
        here = seats(session)
        with pytest.raises(NotCoordinator):
            digests.ask(session, here.facebook, WEEK, forced=False, way=Way.FORM, now=MONDAY)
        people.appoint(session, here.facebook.company, "U0FRIDA", Role.COORDINATOR, now=MONDAY)
        frida = access.recognise_in(session, here.coalition.id, team_ids=["T0FACEBOOK"], user_id="U0FRIDA")
        with pytest.raises(NotOver):
            digests.ask(session, frida, Period.of("2018-W35"), forced=True, way=Way.FORM, now=MONDAY)
        there = digests.ask(session, frida, WEEK, forced=False, way=Way.FORM, now=MONDAY)
        assert fixed(session, here.coalition, there)
        with pytest.raises(StandsAlready):
            digests.ask(session, frida, WEEK, forced=False, way=Way.FORM, now=MONDAY)
        again = digests.ask(session, frida, WEEK, forced=True, way=Way.FORM, now=MONDAY + timedelta(hours=1))
        assert (again.id, again.forced, again.seen_until) == (there.id, 1, None)


def test_another_coalition_s_digest_is_nothing_here(database: Database) -> None:
    with database.begin() as session:
        here, there = seats(session), seats(session, "Two", "C0TWO")
        one = begun(session, here.coalition, date(2018, 8, 27))
        assert digests.of(session, there.coalition, one.name) is None
        log(session, here.facebook)
        assert digests.for_channel(session, there.coalition, WEEK).is_quiet
        assert not digests.holds_more(session, there.google, WEEK)
