"""A whole year of a coalition's clock, in minutes of the wall clock: each time once, at the right local hour."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage import coalitions, schedules
from storage.coalitions import Coalition
from storage.database import Database, Session
from storage.rhythms import Every, Rhythm
from storage.schedules import DIGEST, Occurrence

NINE = time(9)
MONDAYS, DAILY = Rhythm(Every.WEEKLY, NINE, weekdays=(0,)), Rhythm(Every.DAILY, NINE)
LEASE = timedelta(minutes=1)
HOLIDAYS = {
    # What falls on a Monday in 2018, and the next working day.
    "FR": {"2018-04-02": "2018-04-03", "2018-05-21": "2018-05-22", "2018-12-31": "2018-12-31"},
    "US": {
        "2018-01-01": "2018-01-02",
        "2018-01-15": "2018-01-16",
        "2018-02-19": "2018-02-20",
        "2018-05-28": "2018-05-29",
        "2018-09-03": "2018-09-04",
        "2018-10-08": "2018-10-09",
        "2018-11-12": "2018-11-13",
    },
}


def founded(session: Session, zone: str) -> Coalition:
    """Found a coalition."""
    made, _ = coalitions.add(
        session, zone, channel=zone[:20], open_channel=None, host_team=None, zone=zone, language="en", now=START
    )
    return made


START = datetime(2017, 12, 31, 12, tzinfo=UTC)


def looks(seed: int) -> Iterator[datetime]:
    """Look for a year: mostly within the hour, now and then after hours, and sometimes by a clock that was set back."""
    chance = random.Random(seed)
    now = START
    while now < datetime(2019, 1, 1, 12, tzinfo=UTC):
        now += timedelta(minutes=chance.choice([1, 17, 40, 60, 60, 60, 300]))
        yield now
        if not chance.randrange(40):
            yield now - timedelta(hours=1)


def lived(database: Database, looking: Iterator[datetime]) -> list[tuple[Occurrence, datetime]]:
    """Let the year pass; what was claimed, and when."""
    came = []
    for now in looking:
        with database.read() as session:
            if not schedules.is_round(session, now=now):
                continue
        with database.begin() as session:
            schedules.come_round(session, now=now, limit=10)
            while (taken := schedules.claim(session, DIGEST, lease=LEASE, now=now)) is not None:
                assert schedules.done(session, taken, now=now)
                came.append((taken, now))
    return came


@pytest.mark.parametrize(("zone", "country"), [("Europe/Paris", "FR"), ("America/Los_Angeles", "US")])
def test_a_year_of_mondays_comes_once_each_at_nine_of_the_wall_clock_and_past_holidays(
    database: Database, zone: str, country: str
) -> None:
    with database.begin() as session:
        here = founded(session, zone)
        schedules.keep(session, here, DIGEST, MONDAYS, moves_holidays=True, country=country, now=START)
    came = lived(database, looks(1))
    mondays = [date(2018, 1, 1) + timedelta(weeks=n) for n in range(53)]
    if country == "FR":
        # New Year's Day is one in France as well.
        assert came[0][0].due_at.astimezone(ZoneInfo(zone)).date() == date(2018, 1, 2)
    assert [one.nominal_day for one, _ in came] == mondays
    for one, now in came:
        local = one.due_at.astimezone(ZoneInfo(zone))
        usual = {"2018-01-01": "2018-01-02", **HOLIDAYS[country]}
        assert f"{local:%Y-%m-%d}" == usual.get(str(one.nominal_day), str(one.nominal_day))
        assert (local.hour, local.minute) == (9, 0)
        assert one.due_at <= now
        assert one.late == (now - one.due_at > schedules.LATE)
    # Both changes of the clocks lie in between.
    assert len({one.due_at.hour for one, _ in came}) == 2


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Los_Angeles"])
def test_a_year_of_days_comes_once_each_whoever_sets_the_clock_back(database: Database, zone: str) -> None:
    with database.begin() as session:
        schedules.keep(session, founded(session, zone), DIGEST, DAILY, now=START)
    came = lived(database, looks(2))
    days = [one.nominal_day for one, _ in came]
    assert days == sorted(set(days))
    assert days[0] == START.astimezone(ZoneInfo(zone)).date() + timedelta(days=zone == "Europe/Paris")
    assert days[-1] in {date(2018, 12, 31), date(2019, 1, 1)}
    assert len(days) == (days[-1] - days[0]).days + 1
    assert {one.due_at.astimezone(ZoneInfo(zone)).hour for one, _ in came} == {9}
