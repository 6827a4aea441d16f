"""Periods: weeks and days, their names, and their moments in a zone, over both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.periods import Period, Span, day_before, running, week_ending_before

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
WEEKDAYS = st.integers(0, 6)
ZONES = st.sampled_from(
    ["UTC", "Europe/Paris", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"]
)


def test_a_monday_digest_tells_of_exactly_the_iso_week() -> None:
    period = week_ending_before(date(2018, 8, 27))
    assert period == Period(Span.WEEK, date(2018, 8, 20), date(2018, 8, 26)) == Period.of("2018-W34")
    assert period.key == "2018-W34"


def test_a_thursday_digest_tells_of_the_week_that_ends_on_wednesday() -> None:
    period = week_ending_before(date(2018, 8, 23))
    assert (period.starts, period.ends, period.key) == (date(2018, 8, 16), date(2018, 8, 22), "2018-W34")
    assert Period.of("2018-W34", first_weekday=3) == period


def test_a_day_is_named_by_its_date() -> None:
    assert day_before(date(2018, 8, 25)) == Period.of("2018-08-24")
    assert Period.of("2018-08-24").key == "2018-08-24"


def test_the_last_days_of_a_year_may_lie_in_a_week_of_the_next() -> None:
    assert running(date(2018, 12, 31)).key == "2019-W01"
    assert running(date(2021, 1, 3)).key == "2020-W53"
    assert Period.of("2020-W53").before(-1).key == "2021-W01"


@pytest.mark.parametrize(
    "key",
    [
        *("", "2018", "2018-W00", "2018-W53", "2018-W5", "2018-W34-1", "w34", " 2018-W34", "2018-W34\n"),
        *("2018-02-29", "2018-8-24", "20180824", "2018-13-01", "0001-W01", "9999-W52", "9999-12-31", "２０１８-W34"),
    ],
)
def test_what_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says, it says no
        Period.of(key)


def test_a_week_in_which_the_clocks_change_is_an_hour_shorter_or_longer() -> None:
    spring, autumn = Period.of("2018-W12"), Period.of("2018-W43")
    first, last = spring.instants("Europe/Paris")
    assert (first, last) == (datetime(2018, 3, 18, 23, tzinfo=UTC), datetime(2018, 3, 25, 22, tzinfo=UTC))
    first, last = autumn.instants("Europe/Paris")
    assert last - first == timedelta(days=7, hours=1)


def test_a_day_whose_midnight_is_skipped_begins_at_its_first_moment() -> None:
    first, last = Period.of("2018-11-04").instants("America/Sao_Paulo")
    assert first.astimezone(ZoneInfo("America/Sao_Paulo")).hour == 1
    assert last - first == timedelta(hours=23)


@given(DAYS, WEEKDAYS)
def test_a_week_is_found_by_its_name(day: date, first_weekday: int) -> None:
    week = running(day, first_weekday)
    assert day in week
    assert week.starts.weekday() == first_weekday
    assert Period.of(week.key, first_weekday=first_weekday) == week
    assert week_ending_before(week.ends + timedelta(days=1)) == week


@given(DAYS, WEEKDAYS, st.integers(1, 60))
def test_periods_follow_one_another_without_a_gap(day: date, first_weekday: int, n: int) -> None:
    for period in (running(day, first_weekday), day_before(day)):
        assert period.before().ends + timedelta(days=1) == period.starts
        assert period.before(n).before(-n) == period
        assert period.before(n + 1) == period.before(n).before()
        assert len({period.before(back).key for back in range(n)}) == n


@given(DAYS, ZONES, st.integers(0, 24 * 366 * 24))
def test_a_moment_lies_in_the_period_of_its_day(day: date, zone: str, hours: int) -> None:
    moment = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    local = moment.astimezone(ZoneInfo(zone)).date()
    for period in (running(local), running(day), day_before(local + timedelta(days=1)), day_before(day)):
        first, last = period.instants(zone)
        assert first.tzinfo is UTC
        assert (first <= moment < last) == (local in period)
        assert period.before(-1).instants(zone)[0] == last
