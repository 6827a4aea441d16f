"""Rhythms come round on the right day and at the right hour of the wall clock, whatever the clocks do."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from storage.rhythms import LAST, LONGEST_RULE, Every, Fault, Rhythm, RhythmError, after, shifted, upcoming
from tests.storage.rhythm_worlds import NINE, RHYTHMS, ZONES, every_first_tuesday, every_monday

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def wall(moment: datetime | None, zone: str) -> str:
    """Say what the clocks of a zone show."""
    assert moment is not None
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M %z}"


def walls(rhythm: Rhythm, zone: str, since: str, n: int) -> list[str]:
    moment = datetime.fromisoformat(since).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return [wall(each, zone) for each in upcoming(rhythm, zone, moment, n)]


@pytest.mark.parametrize(
    ("zone", "since", "expected"),
    [
        ("Europe/Paris", "2018-03-20", ["Mon 2018-03-26 09:00 +0200", "Mon 2018-04-02 09:00 +0200"]),
        ("Europe/Paris", "2018-10-22T08:59", ["Mon 2018-10-22 09:00 +0200", "Mon 2018-10-29 09:00 +0100"]),
        ("America/Los_Angeles", "2018-03-05T09:00", ["Mon 2018-03-12 09:00 -0700", "Mon 2018-03-19 09:00 -0700"]),
        ("America/Los_Angeles", "2018-10-29T09:00", ["Mon 2018-11-05 09:00 -0800", "Mon 2018-11-12 09:00 -0800"]),
        ("Australia/Sydney", "2018-03-28", ["Mon 2018-04-02 09:00 +1000", "Mon 2018-04-09 09:00 +1000"]),
        ("Australia/Sydney", "2018-10-04", ["Mon 2018-10-08 09:00 +1100", "Mon 2018-10-15 09:00 +1100"]),
        ("Australia/Lord_Howe", "2018-10-04", ["Mon 2018-10-08 09:00 +1100", "Mon 2018-10-15 09:00 +1100"]),
        ("Australia/Lord_Howe", "2018-03-28", ["Mon 2018-04-02 09:00 +1030", "Mon 2018-04-09 09:00 +1030"]),
        ("Asia/Tokyo", "2018-03-20", ["Mon 2018-03-26 09:00 +0900", "Mon 2018-04-02 09:00 +0900"]),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_over_both_changes(zone: str, since: str, expected: list[str]) -> None:
    assert walls(every_monday(), zone, since, 2) == expected


@pytest.mark.parametrize(
    ("zone", "at", "since", "expected"),
    [
        # Spring: the hour is skipped, and the first moment after it counts.
        ("America/Los_Angeles", "02:30", "2018-03-11", "Sun 2018-03-11 03:00 -0700"),
        ("Europe/Paris", "02:00", "2018-03-25", "Sun 2018-03-25 03:00 +0200"),
        ("Europe/Paris", "02:59", "2018-03-25", "Sun 2018-03-25 03:00 +0200"),
        ("Europe/Paris", "03:00", "2018-03-25", "Sun 2018-03-25 03:00 +0200"),
        ("Australia/Sydney", "02:30", "2018-10-07", "Sun 2018-10-07 03:00 +1100"),
        ("Australia/Lord_Howe", "02:15", "2018-10-07", "Sun 2018-10-07 02:30 +1100"),
        ("America/Sao_Paulo", "00:00", "2018-11-03T12:00", "Sun 2018-11-04 01:00 -0200"),
        # Autumn: the hour comes twice, and the first one counts.
        ("America/Los_Angeles", "01:30", "2018-11-04", "Sun 2018-11-04 01:30 -0700"),
        ("Europe/Paris", "02:30", "2018-10-28", "Sun 2018-10-28 02:30 +0200"),
        ("Australia/Sydney", "02:00", "2018-04-01", "Sun 2018-04-01 02:00 +1100"),
        ("Australia/Lord_Howe", "01:45", "2018-04-01", "Sun 2018-04-01 01:45 +1100"),
        # Samoa left out a whole day.
        ("Pacific/Apia", "09:00", "2011-12-29T10:00", "Sat 2011-12-31 00:00 +1400"),
        ("Asia/Tokyo", "02:30", "2018-03-25", "Sun 2018-03-25 02:30 +0900"),
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice(zone: str, at: str, since: str, expected: str) -> None:
    assert walls(Rhythm(Every.DAILY, time.fromisoformat(at)), zone, since, 1) == [expected]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Paris", "Australia/Sydney", "Australia/Lord_Howe"])
@pytest.mark.parametrize("at", ["01:15", "01:45", "02:15", "02:45", "03:00"])
def test_once_a_day_is_once_a_day_all_the_year(zone: str, at: str) -> None:
    moment = datetime(2018, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    year = upcoming(Rhythm(Every.DAILY, time.fromisoformat(at)), zone, moment, 365)
    days = [each.astimezone(ZoneInfo(zone)).date() for each in year]
    assert days == [date(2018, 1, 1) + timedelta(days=n) for n in range(365)]


MONTH = partial(Rhythm, Every.MONTHLY, NINE)


@pytest.mark.parametrize(
    ("rhythm", "since", "expected"),
    [
        (MONTH(days=(31,)), "2018-01-01", ["2018-01-31", "2018-03-31", "2018-05-31", "2018-07-31"]),
        (MONTH(days=(30,)), "2018-01-31", ["2018-03-30", "2018-04-30"]),
        (MONTH(days=(LAST,)), "2020-01-31T09:00", ["2020-02-29", "2020-03-31", "2020-04-30"]),
        (MONTH(days=(15, 1)), "2018-08-24", ["2018-09-01", "2018-09-15", "2018-10-01"]),
        (MONTH(days=(31, LAST)), "2018-01-01", ["2018-01-31", "2018-02-28", "2018-03-31"]),
        (every_first_tuesday(), "2018-08-24", ["2018-09-04", "2018-10-02", "2018-11-06"]),
        (MONTH(ordinals=(LAST,), weekdays=(4,)), "2018-08-24", ["2018-08-31", "2018-09-28"]),
        (MONTH(ordinals=(1, 3), weekdays=(1,)), "2018-08-24", ["2018-09-04", "2018-09-18", "2018-10-02"]),
        (MONTH(ordinals=(5,), weekdays=(0,)), "2018-08-24", ["2018-10-29", "2018-12-31", "2019-04-29"]),
        (Rhythm(Every.YEARLY, NINE, days=(24,), month=8), "2018-08-24T09:00", ["2019-08-24", "2020-08-24"]),
        (Rhythm(Every.YEARLY, NINE, days=(29,), month=2), "2018-08-24", ["2020-02-29", "2024-02-29"]),
        (Rhythm(Every.YEARLY, NINE, days=(29,), month=2), "1896-03-01", ["1904-02-29"]),
        (
            Rhythm(Every.WEEKLY, NINE, interval=2, weekdays=(1,), anchor=date(2018, 9, 4)),
            "2018-08-01",
            ["2018-09-04", "2018-09-18", "2018-10-02"],
        ),
        (
            Rhythm(Every.WEEKLY, NINE, interval=3, weekdays=(3, 0), anchor=date(2018, 9, 6)),
            "2018-09-01",
            ["2018-09-06", "2018-09-24", "2018-09-27", "2018-10-15"],
        ),
        (
            Rhythm(Every.DAILY, NINE, interval=3, anchor=date(2018, 12, 30)),
            "2019-01-01",
            ["2019-01-02", "2019-01-05"],
        ),
        (
            MONTH(interval=2, ordinals=(1,), weekdays=(1,), anchor=date(2017, 11, 7)),
            "2018-08-24",
            ["2018-09-04", "2018-11-06", "2019-01-01"],
        ),
        (MONTH(interval=6, days=(31,), anchor=date(2018, 8, 31)), "2018-09-01", ["2019-08-31", "2020-08-31"]),
        (Rhythm(Every.WEEKLY, NINE, weekdays=(1,), anchor=date(2018, 9, 4)), "2018-08-01", ["2018-09-04"]),
    ],
)
def test_a_rhythm_comes_round_on_its_days(rhythm: Rhythm, since: str, expected: list[str]) -> None:
    found = walls(rhythm, "Europe/Paris", since, len(expected))
    assert [day.split()[1] for day in found] == expected
    assert all(day.split()[2] == "09:00" for day in found)


def test_what_is_asked_for_beyond_all_years_is_not_searched_for() -> None:
    assert after(every_monday(), "UTC", datetime(9999, 12, 31, tzinfo=UTC)) is None
    assert upcoming(every_monday(), "UTC", datetime(2018, 8, 24, tzinfo=UTC), 0) == ()


def is_day_of(rhythm: Rhythm, day: date) -> bool:
    """Say the slow and obvious way whether a rhythm comes round on a day."""
    anchor = rhythm.anchor or date(1, 1, 1)
    if day < anchor:
        return False
    longest = monthrange(day.year, day.month)[1]
    match rhythm.every:
        case Every.DAILY:
            return (day - anchor).days % rhythm.interval == 0
        case Every.WEEKLY:
            weeks = (day - timedelta(day.weekday()) - anchor + timedelta(anchor.weekday())).days // 7
            return day.weekday() in rhythm.weekdays and weeks % rhythm.interval == 0
        case Every.MONTHLY:
            months = (day.year - anchor.year) * 12 + day.month - anchor.month
            by_day = day.day in rhythm.days or (LAST in rhythm.days and day.day == longest)
            ordinals = {(day.day + 6) // 7, LAST if day.day + 7 > longest else 0}
            by_weekday = day.weekday() in rhythm.weekdays and bool(ordinals & set(rhythm.ordinals))
            return months % rhythm.interval == 0 and (by_day or by_weekday)
        case Every.YEARLY:
            return (day.month, day.day) == (rhythm.month, rhythm.days[0])


@pytest.mark.fuzz
@given(RHYTHMS, st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_the_days_are_those_that_are_found_one_by_one(rhythm: Rhythm, first: date) -> None:
    found = list(islice(rhythm.days_from(first), 4))
    assert len(found) == 4 or rhythm.every is Every.YEARLY or rhythm.ordinals == (5,)
    assert found
    slow = [day for n in range((found[-1] - first).days + 1) if is_day_of(rhythm, day := first + timedelta(n))]
    assert found == slow


@pytest.mark.fuzz
@given(RHYTHMS, ZONES, MOMENTS)
def test_every_occurrence_is_later_and_at_the_hour_that_was_asked_for(
    rhythm: Rhythm, zone: str, moment: datetime
) -> None:
    place = ZoneInfo(zone)
    coming = upcoming(rhythm, zone, moment, 3)
    assert coming
    assert all(earlier < later for earlier, later in pairwise((moment, *coming)))
    for each in coming:
        local = each.astimezone(place)
        if local.time() == rhythm.at:
            assert local.fold == 0
            assert is_day_of(rhythm, local.date())
        else:
            # A second before, the clocks were at or before the hour that they then skipped.
            earlier = (each - timedelta(seconds=1)).astimezone(place)
            meant = next(day for n in range(3) if is_day_of(rhythm, day := local.date() - timedelta(n)))
            assert earlier.replace(tzinfo=None) < datetime.combine(meant, rhythm.at) < local.replace(tzinfo=None)


@pytest.mark.fuzz
@given(RHYTHMS, ZONES, MOMENTS)
def test_nothing_lies_between_a_moment_and_what_comes_after_it(rhythm: Rhythm, zone: str, moment: datetime) -> None:
    coming = after(rhythm, zone, moment)
    assert coming is not None
    assert after(rhythm, zone, moment + (coming - moment) / 2) == coming
    assert after(rhythm, zone, coming - timedelta(seconds=1)) == coming


@pytest.mark.fuzz
@given(RHYTHMS)
def test_a_rule_is_read_again_as_it_was_written_and_others_read_it_so_too(rhythm: Rhythm) -> None:
    rule = rhythm.as_rule()
    assert len(rule) <= LONGEST_RULE
    assert Rhythm.of_rule(rule) == rhythm
    first = rhythm.anchor or date(2018, 8, 24)
    theirs = rrulestr(rule, dtstart=None if rhythm.anchor else datetime.combine(first, time()))
    ours = [datetime.combine(day, rhythm.at) for day in islice(rhythm.days_from(first), 3)]
    assert list(islice(theirs, len(ours))) == ours


@pytest.mark.parametrize(
    ("rule", "rhythm"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", every_monday()),
        ("FREQ=WEEKLY;INTERVAL=1;BYMINUTE=0;BYHOUR=9;BYDAY=MO,MO", every_monday()),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TU;BYHOUR=9;BYMINUTE=0", every_first_tuesday()),
        (
            "DTSTART:20180904T103000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=10;BYMINUTE=30",
            Rhythm(Every.WEEKLY, time(10, 30), interval=2, weekdays=(1,), anchor=date(2018, 9, 4)),
        ),
        (
            "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9;BYMINUTE=0",
            Rhythm(Every.YEARLY, NINE, days=(29,), month=2),
        ),
    ],
)
def test_a_rule_of_our_shapes_is_read(rule: str, rhythm: Rhythm) -> None:
    assert Rhythm.of_rule(rule) == rhythm


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("", Fault.RULE),
        ("every Monday", Fault.RULE),
        ("FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0", Fault.RULE),
        ("FREQ=SECONDLY;BYHOUR=9;BYMINUTE=0", Fault.RULE),
        ("FREQ=HOURLY;BYHOUR=9;BYMINUTE=0", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;COUNT=3", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;UNTIL=20180904", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=1", Fault.RULE),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;BYHOUR=9;BYMINUTE=0", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9;BYHOUR=10;BYMINUTE=0", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=٩;BYMINUTE=0", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0\n", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0\nRRULE:FREQ=DAILY", Fault.RULE),
        ("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 200) + ";BYHOUR=9;BYMINUTE=0", Fault.RULE),
        ("DTSTART:20180904T090000\nRRULE:FREQ=DAILY;BYHOUR=10;BYMINUTE=0", Fault.RULE),
        ("DTSTART:20180931T090000\nRRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0", Fault.RULE),
        ("FREQ=DAILY;BYHOUR=24;BYMINUTE=0", Fault.TIME),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=-1", Fault.TIME),
        ("FREQ=WEEKLY;BYDAY=XX;BYHOUR=9;BYMINUTE=0", Fault.RULE),
        ("FREQ=WEEKLY;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=WEEKLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=DAILY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=MONTHLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=MONTHLY;BYDAY=1MO,3TU;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=MONTHLY;BYDAY=1MO,TU;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=MONTHLY;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=YEARLY;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0", Fault.SHAPE),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0", Fault.DAY),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0", Fault.DAY),
        ("FREQ=YEARLY;BYMONTH=0;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0", Fault.DAY),
        ("FREQ=MONTHLY;BYMONTHDAY=32;BYHOUR=9;BYMINUTE=0", Fault.DAY),
        ("FREQ=MONTHLY;BYDAY=6MO;BYHOUR=9;BYMINUTE=0", Fault.DAY),
        ("FREQ=MONTHLY;BYDAY=0MO;BYHOUR=9;BYMINUTE=0", Fault.DAY),
        ("FREQ=DAILY;INTERVAL=0;BYHOUR=9;BYMINUTE=0", Fault.INTERVAL),
        ("DTSTART:20180904T090000\nRRULE:FREQ=DAILY;INTERVAL=7;BYHOUR=9;BYMINUTE=0", Fault.INTERVAL),
        ("DTSTART:20180228T090000\nRRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0", Fault.INTERVAL),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0", Fault.ANCHOR),
        ("DTSTART:20180904T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0", Fault.ANCHOR),
        ("DTSTART:99990104T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0", Fault.ANCHOR),
    ],
)
def test_any_other_rule_is_refused(rule: str, fault: Fault) -> None:
    with pytest.raises(RhythmError) as refused:
        Rhythm.of_rule(rule)
    assert refused.value.fault is fault


RULE_PIECES = st.sampled_from(
    [
        *("RRULE:", "DTSTART:20180904T090000\n", "FREQ=", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", ";", ",", "-", "0"),
        *("INTERVAL=2", "BYDAY=MO", "BYDAY=1TU", "BYMONTHDAY=31", "BYMONTH=2", "BYHOUR=9", ";BYMINUTE=0", "=", "9"),
    ],
)


@pytest.mark.fuzz
@given(st.text(max_size=60) | st.lists(RULE_PIECES, max_size=12).map("".join))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        rhythm = Rhythm.of_rule(text)
    except RhythmError:
        return
    assert Rhythm.of_rule(rhythm.as_rule()) == rhythm


def test_an_hour_with_seconds_or_a_zone_is_no_hour_of_a_rhythm() -> None:
    for at in (time(9, 0, 1), time(9, tzinfo=UTC), time(9, 0, 0, 5)):
        with pytest.raises(RhythmError):
            replace(every_monday(), at=at)


@pytest.mark.fuzz
@given(RHYTHMS, st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_an_interval_counts_from_the_first_day_that_fits(rhythm: Rhythm, since: date) -> None:
    spaced = rhythm.spaced(1 if rhythm.every is Every.YEARLY else 2, since)
    assert spaced.anchor is not None
    assert spaced.anchor >= since
    assert next(spaced.days_from(date(1990, 1, 1))) == spaced.anchor


# A country that rests at weekends, on Easter Monday, and from Thursday 10 to Sunday 13 May 2018.
HOLIDAYS = {date(2018, 4, 2), date(2018, 5, 10), date(2018, 5, 11), date(2018, 5, 13)}
is_holiday = HOLIDAYS.__contains__


def is_free(day: date) -> bool:
    return day.weekday() > 4 or is_holiday(day)


MOVED = partial(shifted, is_free=is_free, is_holiday=is_holiday)


@pytest.mark.parametrize(
    ("day", "lands"),
    [
        (date(2018, 4, 2), date(2018, 4, 3)),
        (date(2018, 4, 3), date(2018, 4, 3)),
        (date(2018, 5, 10), date(2018, 5, 14)),
        (date(2018, 5, 13), date(2018, 5, 14)),
        # Whoever chose a Saturday meant it.
        (date(2018, 5, 12), date(2018, 5, 12)),
    ],
)
def test_a_holiday_moves_to_the_next_working_day(day: date, lands: date) -> None:
    assert MOVED(day) == lands


def test_without_a_word_on_holidays_every_free_day_moves() -> None:
    assert shifted(date(2018, 5, 12), is_free) == date(2018, 5, 14)


def test_where_nobody_ever_works_a_day_stays() -> None:
    assert shifted(date(2018, 4, 2), lambda _: True) == date(2018, 4, 2)


def test_what_is_moved_takes_place_once_and_in_order() -> None:
    moment = datetime(2018, 5, 9, 12, tzinfo=UTC)
    daily = upcoming(Rhythm(Every.DAILY, NINE), "UTC", moment, 4, moved=MOVED)
    # Thursday and Friday go to Monday, where they meet Monday's own; Saturday stays.
    assert [each.date().isoformat() for each in daily] == ["2018-05-12", "2018-05-14", "2018-05-15", "2018-05-16"]
    mondays = upcoming(every_monday(), "UTC", datetime(2018, 4, 1, tzinfo=UTC), 2, moved=MOVED)
    assert [each.date().isoformat() for each in mondays] == ["2018-04-03", "2018-04-09"]


@pytest.mark.fuzz
@given(RHYTHMS, ZONES, MOMENTS, st.sets(st.integers(0, 60), max_size=12))
def test_what_is_moved_is_never_early_and_always_later(
    rhythm: Rhythm, zone: str, moment: datetime, resting: set[int]
) -> None:
    rest = {moment.date() + timedelta(n) for n in resting}
    moved = partial(shifted, is_free=rest.__contains__)
    coming = upcoming(rhythm, zone, moment, 3, moved=moved)
    assert all(earlier < later for earlier, later in pairwise((moment, *coming)))
    plain = after(rhythm, zone, moment)
    assert plain is not None
    if not resting:
        assert coming[0] == plain
