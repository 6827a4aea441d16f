"""Rhythms and zones for properties: every shape that there is, and clocks that change in every way."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from storage.rhythms import LAST, LONGEST_INTERVAL, Every, Rhythm

NINE = time(9)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
WEEKDAYS = st.integers(0, 6)
ORDINALS = st.sampled_from([1, 2, 3, 4, 5, LAST])
DAYS = st.integers(1, 31) | st.just(LAST)
_DATES = st.dates(date(2000, 2, 1), date(2000, 2, 29)) | st.dates(date(2000, 1, 1), date(2000, 12, 31))
PLAIN_RHYTHMS = st.one_of(
    st.builds(Rhythm, st.just(Every.DAILY), TIMES),
    st.builds(
        lambda at, days: Rhythm(Every.WEEKLY, at, weekdays=tuple(days)), TIMES, st.sets(WEEKDAYS, min_size=1)
    ),
    st.builds(
        lambda at, ordinals, day: Rhythm(Every.MONTHLY, at, ordinals=tuple(ordinals), weekdays=(day,)),
        TIMES,
        st.sets(ORDINALS, min_size=1),
        WEEKDAYS,
    ),
    st.builds(lambda at, days: Rhythm(Every.MONTHLY, at, days=tuple(days)), TIMES, st.sets(DAYS, min_size=1)),
    st.builds(lambda at, day: Rhythm(Every.YEARLY, at, days=(day.day,), month=day.month), TIMES, _DATES),
)  # fmt: skip


def _spaced(rhythm: Rhythm) -> st.SearchStrategy[Rhythm]:
    intervals = st.integers(1, LONGEST_INTERVAL[rhythm.every])
    return st.builds(rhythm.spaced, intervals, st.dates(date(1990, 1, 1), date(2050, 1, 1)))


RHYTHMS = PLAIN_RHYTHMS | PLAIN_RHYTHMS.flatmap(_spaced)
ZONES = st.sampled_from(
    [
        *("America/Los_Angeles", "Europe/Paris", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Tokyo", "UTC"),
        *("America/Sao_Paulo", "Pacific/Apia", "Asia/Beirut", "Africa/Casablanca", "Asia/Kathmandu", "Europe/Dublin"),
    ],
)


def every_monday() -> Rhythm:
    """Every Monday at nine."""
    return Rhythm(Every.WEEKLY, NINE, weekdays=(0,))


def every_first_tuesday() -> Rhythm:
    """The first Tuesday of the month at nine."""
    return Rhythm(Every.MONTHLY, NINE, ordinals=(1,), weekdays=(1,))
