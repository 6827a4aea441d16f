"""Nobody is ever rung outside of their working hours, whatever the zone, the country and the meeting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.hours import Whereabouts
from storage.prompts import DONE, FIRST, next_ring

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
places = st.builds(
    Whereabouts.of,
    st.sampled_from([*ZONES, "UTC", None]),
    default_zone=st.sampled_from(["America/Los_Angeles", "UTC", "Asia/Tokyo"]),
    default_country=st.sampled_from([None, "FR", "US"]),
)
moments = st.datetimes(datetime(2002, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  Aware by the strategy.


def is_office_hour(moment: datetime, where: Whereabouts) -> bool:
    """Say it once more, in plain words, from the holidays package itself."""
    there = moment.astimezone(ZoneInfo(where.zone))
    if not 9 <= there.hour < 17:
        return False
    if where.country is None:
        return there.weekday() < 5
    kept = holidays.country_holidays(where.country, years=there.year)
    return there.date() not in kept and there.weekday() not in kept.weekend


@given(places, moments)
def test_the_next_working_moment_is_one_and_comes_within_weeks(where: Whereabouts, moment: datetime) -> None:
    found = where.next_working(moment)
    assert found is not None
    assert moment <= found <= moment + timedelta(days=45)
    assert is_office_hour(found, where)
    assert where.is_working(moment) == is_office_hour(moment, where)


@given(
    places,
    moments,
    st.integers(1, 30),
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.lists(st.timedeltas(timedelta(0), timedelta(days=2)), min_size=6, max_size=6),
)
def test_no_ring_ever_falls_outside_of_working_hours_and_there_are_three_at_most(
    where: Whereabouts, starts_at: datetime, days: int, ahead: timedelta, late: list[timedelta]
) -> None:
    """The clock may come late to each of them; it rings then only where it is still a working hour."""
    now, stage, rung = starts_at - ahead, FIRST, []
    for delay in late:
        stage, at = next_ring(starts_at, days, where, stage=stage, rung_at=rung[-1] if rung else None, now=now)
        if at is None:
            assert stage == DONE
            break
        assert now <= at < starts_at
        assert is_office_hour(at, where)
        now = at + delay
        if now < starts_at and where.is_working(now):
            rung.append(now)
            stage += 1
    assert len(rung) <= 3
    assert all(second - first >= timedelta(hours=4) for first, second in pairwise(rung))
    assert all(one >= starts_at - timedelta(days=days) for one in rung)


@pytest.mark.parametrize(
    ("zone", "begins", "expected"),
    [
        # Thursday ten in California: asked on Monday, since the fifth day before is a Saturday.
        ("America/Los_Angeles", "2018-09-20T17:00", ["Mon 09:00", "Wed 10:00", "Thu 09:00"]),
        # In Tokyo that is Friday at two in the morning: the last working morning is Thursday's.
        ("Asia/Tokyo", "2018-09-20T17:00", ["Tue 09:00", "Thu 09:00"]),
        # A meeting that begins before anybody works.
        ("America/Los_Angeles", "2018-09-20T15:00", ["Mon 09:00", "Wed 09:00"]),
    ],
    ids=["on the day", "the day before, far away", "a meeting at eight"],
)
def test_when_the_story_s_companies_are_rung(zone: str, begins: str, expected: list[str]) -> None:
    """On Monday 17 September 2018 Japan honours its old people."""
    starts_at = datetime.fromisoformat(f"{begins}:00+00:00")
    where = Whereabouts.of(zone, default_zone="UTC", default_country=None)
    found, stage, rung_at = [], FIRST, None
    while stage < DONE:
        now = rung_at or starts_at - timedelta(days=20)
        stage, at = next_ring(starts_at, 5, where, stage=stage, rung_at=rung_at, now=now)
        if at is not None:
            found.append(f"{at.astimezone(ZoneInfo(zone)):%a %H:%M}")
            stage, rung_at = stage + 1, at
    assert found == expected


def test_whose_holidays_somebody_has_follows_from_their_zone() -> None:
    here = {"default_zone": "Europe/Paris", "default_country": "FR"}
    assert Whereabouts.of("Asia/Calcutta", **here).country == "IN"
    assert Whereabouts.of(None, **here) == Whereabouts("Europe/Paris", "FR")
    # What lies in no country has the coalition's holidays.
    assert Whereabouts.of("UTC", **here).country == "FR"
    # Of a country whose holidays nobody knows, only the weekend counts, and not another country's holidays.
    unknown = [zone for zone in ZONES if Whereabouts.of(zone, **here).country is None]
    assert all(Whereabouts.of(zone, **here).zone == zone for zone in unknown)
    bastille = datetime(2017, 7, 14, 10, tzinfo=UTC)
    assert not Whereabouts.of("Europe/Paris", **here).is_working(bastille)
    assert Whereabouts.of("Europe/Berlin", **here).is_working(bastille)
    assert Whereabouts.of("Asia/Riyadh", **here).is_working(datetime(2018, 9, 16, 10, tzinfo=UTC))
    assert not Whereabouts.of("Asia/Riyadh", **here).is_working(datetime(2018, 9, 14, 10, tzinfo=UTC))
