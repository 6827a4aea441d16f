"""When a meeting is to be, in words: once or by a rule, in the zone of the place that is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from handlers.formats.rhythm import Problem, Trouble
from handlers.formats.when import Clocks, When, clocks_at, read_when

NOW = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
HERE, NEW_YORK, PARIS = "America/Los_Angeles", "America/New_York", "Europe/Paris"


def read(typed: str) -> When:
    found = read_when(typed, HERE, NOW)
    assert isinstance(found, When), found
    return found


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("20 September at 10:00", "2018-09-20T17:00"),
        ("September 20th, 10:00", "2018-09-20T17:00"),
        ("20 septembre à 10 h 30", "2018-09-20T17:30"),
        ("2018-09-20 10:00", "2018-09-20T17:00"),
        ("next Thursday at 10:00", "2018-08-30T17:00"),
        ("jeudi prochain à 10 h", "2018-08-30T17:00"),
        ("tomorrow at 9am", "2018-08-25T16:00"),
        ("demain à 14 h", "2018-08-25T21:00"),
        ("today at 15:00", "2018-08-24T22:00"),
        ("20 September 10:00 New York time", "2018-09-20T14:00"),
        ("le 20 septembre 2018 à 10 h (heure de Paris)", "2018-09-20T08:00"),
        ("20 September at 10:00 in Menlo Park", "2018-09-20T17:00"),
        ("20 September 10:00 europe/paris", "2018-09-20T08:00"),
    ],
)
def test_one_day_and_its_hour_are_one_moment(typed: str, moment: str) -> None:
    found = read(typed)
    assert found.rhythm is None
    assert found.moment == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone", "rule"),
    [
        ("third Thursday 10:00 San Francisco", HERE, "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"),
        ("every Monday at 9:00 Paris", PARIS, "RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ("Thursday 10:00", HERE, "RRULE:FREQ=WEEKLY;BYDAY=TH;BYHOUR=10;BYMINUTE=0"),
        ("le premier mardi du mois à 10 h", HERE, "RRULE:FREQ=MONTHLY;BYDAY=1TU;BYHOUR=10;BYMINUTE=0"),
        ("third Thursday at 10:00, New York", NEW_YORK, "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"),
    ],
)
def test_what_comes_round_is_a_rhythm_in_the_zone_of_the_place(typed: str, zone: str, rule: str) -> None:
    found = read(typed)
    assert found.rhythm is not None
    assert (found.zone, found.rhythm.as_rule(), found.moment) == (zone, rule, None)


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("", Trouble.NO_DAY),
        ("soon", Trouble.UNKNOWN),
        ("20 September", Trouble.NO_TIME),
        ("30 February at 10:00", Trouble.BAD_DAY),
        ("20 September at 10:00 and 11:00", Trouble.TWO_TIMES),
        ("third Thursday 10:00 Atlantis", Trouble.UNKNOWN),
        ("9" * 500, Trouble.TOO_LONG),
    ],
)
def test_what_is_not_understood_says_why(typed: str, trouble: Trouble) -> None:
    found = read_when(typed, HERE, NOW)
    assert isinstance(found, Problem)
    assert found.trouble is trouble


def test_an_hour_that_the_clocks_skip_or_pass_twice_is_known() -> None:
    spring, autumn = date(2019, 3, 10), date(2018, 11, 4)
    assert clocks_at(spring, time(2, 30), HERE) is Clocks.SKIP
    assert clocks_at(autumn, time(1, 30), HERE) is Clocks.TWICE
    for day, at in ((spring, time(3)), (autumn, time(2)), (date(2018, 9, 20), time(2, 30))):
        assert clocks_at(day, at, HERE) is None
    assert read("10 March 2019 2:30 am").moment == datetime(2019, 3, 10, 10, 0, tzinfo=UTC)
