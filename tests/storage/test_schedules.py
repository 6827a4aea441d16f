"""What comes round in storage: once, on time, whoever looks, whatever the clocks and the calendar do."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from storage import coalitions, free_days, people, schedules, visits
from storage.coalitions import Coalition
from storage.database import Database, Session
from storage.people import Role
from storage.periods import Span
from storage.rhythms import LAST, Every, Rhythm
from storage.schedules import DIGEST, Course, Occurrence, State, reckoning, records
from storage.schedules.records import occurrences
from storage.visits import Visit
from tests.storage.rhythm_worlds import RHYTHMS, ZONES
from tests.storage.seats import NOW, seats

PARIS, PACIFIC = "Europe/Paris", "America/Los_Angeles"
NINE = time(9)
MONDAYS = Rhythm(Every.WEEKLY, NINE, weekdays=(0,))
DAILY = Rhythm(Every.DAILY, NINE)
LEASE = timedelta(seconds=60)


def wall(text: str, zone: str = PARIS) -> datetime:
    """Read what the clocks of a zone show, as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shown(moment: datetime | None, zone: str = PARIS) -> str:
    """Say what the clocks of a zone show."""
    assert moment is not None
    return f"{moment.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


START = wall("2018-08-24T12:00")
MONDAY = wall("2018-08-27T09:00")


def found(session: Session, zone: str = PARIS, name: str = "Coalition") -> Coalition:
    """Found a coalition."""
    made, _ = coalitions.add(
        session, name, channel=f"C0{name}", open_channel=None, host_team=None, zone=zone, language="en", now=START
    )
    return made


@pytest.fixture
def here(database: Database) -> Coalition:
    with database.begin() as session:
        return found(session)


def claimed(session: Session, now: datetime) -> Occurrence:
    """Take what is due."""
    taken = schedules.claim(session, DIGEST, lease=LEASE, now=now)
    assert taken is not None
    return taken


def states(session: Session) -> list[tuple[str, str]]:
    """List what came round, oldest first."""
    rows = session.execute(select(occurrences.c.key, occurrences.c.state).order_by(occurrences.c.key))
    return [(row.key, row.state) for row in rows]


def test_what_is_due_comes_round_once_and_is_done_once(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        kept = schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        assert (kept.next_at, kept.rhythm, kept.span) == (MONDAY, MONDAYS, Span.WEEK)
        assert schedules.of(session, here.id, DIGEST) == kept
        assert schedules.next_due(session) == schedules.next_round(session) == MONDAY
        early = MONDAY - timedelta(seconds=1)
        assert not schedules.is_round(session, now=early)
        assert schedules.come_round(session, now=early, limit=10) == 0
        assert schedules.is_round(session, now=MONDAY)
        assert schedules.come_round(session, now=MONDAY, limit=10) == 1
        assert schedules.come_round(session, now=MONDAY, limit=10) == 0
        assert schedules.claim(session, "prompts", lease=LEASE, now=MONDAY) is None
        taken = claimed(session, MONDAY)
        assert (taken.coalition_id, taken.key, taken.span) == (here.id, "2018-08-27", Span.WEEK)
        assert (taken.nominal_day, taken.due_at) == (date(2018, 8, 27), MONDAY)
        assert (taken.late, taken.attempts) == (False, 1)
        assert schedules.claim(session, DIGEST, lease=LEASE, now=MONDAY) is None
        assert schedules.done(session, taken, now=MONDAY)
        assert not schedules.done(session, taken, now=MONDAY)
        assert schedules.claim(session, DIGEST, lease=LEASE, now=MONDAY + timedelta(days=6)) is None
        assert schedules.next_due(session, DIGEST) == MONDAY + timedelta(days=7)
        assert schedules.next_due(session, "prompts") is None


def test_whoever_dies_leaves_it_to_another_once_the_lease_is_over(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=MONDAY, limit=10)
    with database.begin() as session:
        first = claimed(session, MONDAY)
    with database.begin() as session:
        assert schedules.claim(session, DIGEST, lease=LEASE, now=MONDAY + LEASE / 2) is None
        assert schedules.hold(session, first, until=MONDAY + 2 * LEASE)
        assert schedules.claim(session, DIGEST, lease=LEASE, now=MONDAY + LEASE) is None
        second = claimed(session, MONDAY + 2 * LEASE)
        assert (second.id, second.attempts) == (first.id, 2)
        assert not schedules.hold(session, first, until=MONDAY + 9 * LEASE)
        assert not schedules.done(session, first, now=MONDAY + 2 * LEASE)
        assert not schedules.failed(session, first, reference="r", until=None, now=MONDAY + 2 * LEASE)
        assert schedules.done(session, second, now=MONDAY + 2 * LEASE)


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=MONDAY, limit=10)
        now, waits = MONDAY, []
        while True:
            taken = claimed(session, now)
            until = schedules.retry_at(taken, now)
            assert schedules.failed(session, taken, reference="0badcafe", until=until, now=now)
            if until is None:
                break
            assert schedules.claim(session, DIGEST, lease=LEASE, now=until - timedelta(seconds=1)) is None
            waits.append((until - now) // timedelta(minutes=1))
            now = until
        assert waits == [1, 2, 4, 8, 16]
        (stands,) = schedules.standing(session, here.id)
        assert stands.last is not None
        assert (stands.last.state, stands.last.reference) == (State.FAILED, "0badcafe")
        assert schedules.claim(session, DIGEST, lease=LEASE, now=now + timedelta(days=1)) is None


def test_whoever_was_killed_often_may_still_fail_as_often_as_any(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=MONDAY, limit=10)
        now = MONDAY
        for _ in range(9):
            claimed(session, now)
            now += LEASE
        taken = claimed(session, now)
        assert (taken.attempts, taken.failures) == (10, 0)
        assert schedules.retry_at(taken, now) == now + timedelta(minutes=1)


def test_what_kills_its_process_each_time_is_given_up(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=MONDAY, limit=10)
        now = MONDAY
        while schedules.claim(session, DIGEST, lease=LEASE, now=now) is not None:
            now += LEASE
        assert now == MONDAY + 20 * LEASE
        (stands,) = schedules.standing(session)
        assert stands.last is not None
        assert (stands.last.state, len(stands.last.reference or "")) == (State.FAILED, 8)


@pytest.mark.parametrize(
    ("looks", "newest", "late"),
    [
        (wall("2018-08-27T09:04"), State.DUE, False),
        (wall("2018-08-27T09:30"), State.DUE, True),
        (wall("2018-08-28T08:59"), State.DUE, True),
        (wall("2018-08-28T09:00"), State.MISSED, True),
    ],
)
def test_what_was_missed_is_caught_up_for_a_day_and_says_so(
    database: Database, here: Coalition, looks: datetime, newest: State, *, late: bool
) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=looks, limit=10)
        assert states(session) == [("2018-08-27", newest)]
        (stands,) = schedules.standing(session, here.id)
        assert stands.last is not None
        assert stands.last.late is late
        assert (stands.last.reference is None) is (newest is State.DUE)
        assert stands.schedule.next_at == MONDAY + timedelta(days=7)


def test_a_coalition_may_allow_more_and_what_waited_longer_than_that_is_missed(
    database: Database, here: Coalition
) -> None:
    days = timedelta(days=3)
    with database.begin() as session:
        kept = schedules.keep(session, here, DIGEST, MONDAYS, allowance=days, now=START)
        assert kept.allowance == days
        schedules.come_round(session, now=MONDAY + timedelta(days=2), limit=10)
        assert schedules.claim(session, DIGEST, lease=LEASE, now=MONDAY + days) is None
        assert states(session) == [("2018-08-27", State.MISSED)]


def test_nothing_floods_after_a_long_stop(database: Database, here: Coalition) -> None:
    back = wall("2018-10-01T10:00")
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.keep(session, here, "daily", DAILY, now=START)
        assert schedules.come_round(session, now=back, limit=10) == 2
        weekly, daily = (
            [one.key for one in iter(lambda kind=kind: schedules.claim(session, kind, lease=LEASE, now=back), None)]
            for kind in (DIGEST, "daily")
        )
        assert (weekly, daily) == (["2018-10-01"], ["2018-10-01"])
        came = Counter(state for _, state in states(session))
        assert came == {State.CLAIMED: 2, State.MISSED: 5 + 37}
        # Of years, the last sixty are noted one by one.
        schedules.come_round(session, now=back + timedelta(days=900), limit=10)
        assert Counter(state for _, state in states(session))[State.MISSED] == 42 + 61 + 60


def test_a_clock_that_is_set_back_lets_nothing_come_twice(database: Database, here: Coalition) -> None:
    back = MONDAY - timedelta(minutes=59)
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=MONDAY, limit=10)
        taken = claimed(session, MONDAY)
        schedules.done(session, taken, now=MONDAY)
        assert schedules.is_round(session, now=back)
        schedules.come_round(session, now=back, limit=10)
        schedules.keep(session, here, DIGEST, replace(MONDAYS, at=time(8, 30)), now=back)
        for minutes in range(0, 120, 10):
            schedules.come_round(session, now=back + timedelta(minutes=minutes), limit=10)
            assert schedules.claim(session, DIGEST, lease=LEASE, now=back + timedelta(minutes=minutes)) is None
        assert states(session) == [("2018-08-27", State.DONE)]


def test_a_clock_that_was_years_ahead_keeps_nothing_waiting(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=MONDAY + timedelta(days=800), limit=10)
        schedules.come_round(session, now=START, limit=10)
        assert states(session) == []
        schedules.come_round(session, now=MONDAY, limit=10)
        assert claimed(session, MONDAY).key == "2018-08-27"


def test_another_rhythm_begins_now_and_what_was_due_stays_due(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        late = MONDAY + timedelta(minutes=10)
        fridays = replace(MONDAYS, weekdays=(4,))
        kept = schedules.keep(session, here, DIGEST, fridays, now=late)
        assert shown(kept.next_at) == "Fri 2018-08-31 09:00"
        assert claimed(session, late).key == "2018-08-27"
        # The same once more changes nothing, not even what is due.
        again = schedules.keep(session, here, DIGEST, fridays, now=late + timedelta(days=9))
        assert again == kept
        moved = schedules.keep(session, replace(here, zone=PACIFIC), DIGEST, fridays, now=late)
        assert shown(moved.next_at, PACIFIC) == "Fri 2018-08-31 09:00"


def test_what_ended_comes_round_no_more(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        assert not schedules.end(session, here, DIGEST)
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        schedules.come_round(session, now=MONDAY, limit=10)
        assert schedules.end(session, here, DIGEST)
        assert schedules.claim(session, DIGEST, lease=LEASE, now=MONDAY) is None
        assert schedules.of(session, here.id, DIGEST) is None
        schedules.keep(session, here, DIGEST, DAILY, now=MONDAY)
        schedules.end_all(session, here.id)
        assert schedules.next_due(session) is None


def test_what_has_a_last_day_ends_by_itself(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, "daily", DAILY, until=date(2018, 8, 26), now=START)
        came = []
        for day in range(5):
            now = wall("2018-08-25T09:00") + timedelta(days=day)
            schedules.come_round(session, now=now, limit=10)
            taken = schedules.claim(session, "daily", lease=LEASE, now=now)
            came.append(taken and (taken.key, taken.span))
        assert came == [("2018-08-25", Span.DAY), ("2018-08-26", Span.DAY), None, None, None]
        ended = schedules.of(session, here.id, "daily")
        assert ended is not None
        assert ended.next_at is None
        over = schedules.keep(session, here, "other", DAILY, until=date(2018, 8, 1), now=START)
        assert over.next_at is None


def test_a_closed_door_is_late_and_an_open_one_is_not(database: Database, here: Coalition) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        assert schedules.lateness(session, now=MONDAY) == timedelta()
        assert schedules.lateness(session, now=MONDAY + LEASE) == LEASE
        schedules.come_round(session, now=MONDAY + LEASE, limit=10)
        assert schedules.lateness(session, now=MONDAY + LEASE) == LEASE
        claimed(session, MONDAY + LEASE)
        assert schedules.lateness(session, now=MONDAY + LEASE) == timedelta()


@pytest.mark.parametrize(
    ("rhythm", "zone", "since", "expected"),
    [
        (MONDAYS, PARIS, "2018-03-20T12:00", ["Mon 2018-03-26 09:00", "Mon 2018-04-02 09:00"]),
        (MONDAYS, PACIFIC, "2018-10-30T12:00", ["Mon 2018-11-05 09:00", "Mon 2018-11-12 09:00"]),
        # The skipped hour, and the hour that comes twice.
        (replace(DAILY, at=time(2, 30)), PARIS, "2018-03-24T12:00", ["Sun 2018-03-25 03:00", "Mon 2018-03-26 02:30"]),
        (replace(DAILY, at=time(2, 30)), PARIS, "2018-10-27T12:00", ["Sun 2018-10-28 02:30", "Mon 2018-10-29 02:30"]),
        (
            Rhythm(Every.YEARLY, NINE, days=(29,), month=2),
            PARIS,
            "2018-01-01T12:00",
            ["Sat 2020-02-29 09:00", "Thu 2024-02-29 09:00"],
        ),
        (
            Rhythm(Every.MONTHLY, NINE, days=(31,)),
            PARIS,
            "2018-02-01T12:00",
            ["Sat 2018-03-31 09:00", "Thu 2018-05-31 09:00"],
        ),
        (
            Rhythm(Every.MONTHLY, NINE, days=(LAST,)),
            PARIS,
            "2018-02-01T12:00",
            ["Wed 2018-02-28 09:00", "Sat 2018-03-31 09:00"],
        ),
    ],
)
def test_it_comes_at_its_hour_of_the_wall_clock(
    database: Database, rhythm: Rhythm, zone: str, since: str, expected: list[str]
) -> None:
    with database.begin() as session:
        there = found(session, zone)
        kept = schedules.keep(session, there, DIGEST, rhythm, now=wall(since, zone))
        assert shown(kept.next_at, zone) == expected[0]
        assert kept.next_at is not None
        schedules.come_round(session, now=kept.next_at, limit=10)
        taken = claimed(session, kept.next_at)
        assert taken.due_at == kept.next_at
        after = schedules.of(session, there.id, DIGEST)
        assert after is not None
        assert shown(after.next_at, zone) == expected[1]


@pytest.mark.parametrize(
    ("country", "zone", "since", "due", "nominal"),
    [
        # Easter Monday; Pentecost is no public holiday in the United States; Labor Day is.
        ("FR", PARIS, "2018-03-30T12:00", "Tue 2018-04-03 09:00", date(2018, 4, 2)),
        ("US", PACIFIC, "2018-05-15T12:00", "Mon 2018-05-21 09:00", date(2018, 5, 21)),
        ("US", PACIFIC, "2018-09-01T12:00", "Tue 2018-09-04 09:00", date(2018, 9, 3)),
        ("FR", PARIS, "2018-12-30T12:00", "Mon 2018-12-31 09:00", date(2018, 12, 31)),
    ],
)
def test_on_a_holiday_it_comes_on_the_next_working_day_and_tells_of_the_same_week(
    database: Database, country: str, zone: str, since: str, due: str, nominal: date
) -> None:
    with database.begin() as session:
        there = found(session, zone)
        kept = schedules.keep(
            session, there, DIGEST, MONDAYS, moves_holidays=True, country=country, now=wall(since, zone)
        )
        assert shown(kept.next_at, zone) == due
        assert kept.next_at is not None
        schedules.come_round(session, now=kept.next_at, limit=10)
        assert claimed(session, kept.next_at).nominal_day == nominal
        stays = schedules.keep(session, there, "stays", MONDAYS, country=country, now=wall(since, zone))
        assert stays.next_at is not None
        assert stays.next_at.astimezone(ZoneInfo(zone)).date() == nominal


def test_a_week_that_a_long_holiday_moves_onto_the_next_one_is_not_left_out(database: Database) -> None:
    with database.begin() as session:
        there = found(session, "Asia/Shanghai")
        since = wall("2018-09-28T12:00", "Asia/Shanghai")
        kept = schedules.keep(session, there, DIGEST, MONDAYS, moves_holidays=True, country="CN", now=since)
        assert shown(kept.next_at, "Asia/Shanghai") == "Mon 2018-10-08 09:00"
        assert kept.next_at is not None
        schedules.come_round(session, now=kept.next_at, limit=10)
        assert states(session) == [("2018-10-01", State.DUE), ("2018-10-08", State.DUE)]


def test_what_comes_on_several_days_and_falls_together_comes_once() -> None:
    weekdays = Course(replace(MONDAYS, weekdays=(0, 1, 2, 3, 4)).as_rule(), PARIS, "FR")
    coming = schedules.coming(weekdays, wall("2018-05-09T12:00"), 3)
    assert [shown(each) for each in coming] == [
        "Fri 2018-05-11 09:00",
        "Mon 2018-05-14 09:00",
        "Tue 2018-05-15 09:00",
    ]
    daily = Course(DAILY.as_rule(), PARIS, "FR")
    assert [shown(each) for each in schedules.coming(daily, wall("2018-05-09T12:00"), 2)] == [
        "Thu 2018-05-10 09:00",
        "Fri 2018-05-11 09:00",
    ]


def test_a_zone_whose_rules_change_after_the_moment_was_reckoned_loses_and_doubles_nothing(
    database: Database, here: Coalition
) -> None:
    with database.begin() as session:
        schedules.keep(session, here, DIGEST, MONDAYS, now=START)
        for hours in (-1, 1):
            # As if the zone had been an hour further east, or west, when this was reckoned.
            reckoned = MONDAY + timedelta(hours=hours)
            session.execute(update(records.schedules).values(next_at=reckoned))
            schedules.come_round(session, now=reckoned, limit=10)
            kept = schedules.of(session, here.id, DIGEST)
            assert kept is not None
            assert kept.next_at == MONDAY + timedelta(days=7 if hours > 0 else 0)
        assert [key for key, _ in states(session)] == ["2018-08-27"]


def test_whose_holidays_are_known() -> None:
    assert free_days.is_known("FR")
    assert not free_days.is_known("XX")
    assert not free_days.is_known("fr")


def test_what_did_not_come_is_told_once_and_shown_to_those_who_coordinate(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        person, _ = people.appoint(session, there.google.company, there.google.user_id, Role.COORDINATOR, now=NOW)
        greta = replace(there.google, person=person)
        schedules.keep(session, there.coalition, DIGEST, DAILY, now=NOW)
        back = NOW + timedelta(days=5)
        assert not schedules.any_untold(session)
        schedules.come_round(session, now=back, limit=10)
        taken = claimed(session, back)
        schedules.failed(session, taken, reference="0badcafe", until=None, now=back)
        assert schedules.any_untold(session)
        told = schedules.take_untold(session, limit=10)
        assert not schedules.any_untold(session)
        assert schedules.take_untold(session, limit=10) == ()
        assert [(gap.nominal_day.day, gap.state) for gap in told] == [
            *((day, State.MISSED) for day in (25, 26, 27, 28)),
            (29, State.FAILED),
        ]
        assert len({gap.reference for gap in told}) == 5
        assert told[-1].period.key == "2018-08-28"
        assert schedules.gaps(session, greta, now=back) == tuple(reversed(told))
        assert schedules.gaps(session, greta, now=back + timedelta(days=15)) == ()
        assert schedules.gaps(session, there.facebook, now=back) == ()


def test_when_a_job_was_asked_last_is_known_and_what_the_log_has_of_its_last_failure(database: Database) -> None:
    with database.begin() as session:
        visits.note(session, {"one": None, "two": "0badcafe"}, now=NOW)
        visits.note(session, {"two": None}, now=NOW + LEASE)
        assert visits.all_of_them(session) == (
            Visit("one", NOW, None, None),
            Visit("two", NOW + LEASE, NOW, "0badcafe"),
        )


@pytest.mark.fuzz
@given(
    RHYTHMS,
    ZONES,
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([None, "FR", "US", "CN", "SA"]),
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=50)), min_size=1, max_size=12),
)
def test_whenever_somebody_looks_nothing_is_left_out_and_nothing_comes_twice(
    rhythm: Rhythm, zone: str, start: datetime, country: str | None, pauses: list[timedelta]
) -> None:
    course = Course(rhythm.as_rule(), zone, country)
    due, now, came = reckoning.next_after(course, start), start, []
    for pause in pauses:
        now += pause
        if due is not None and due <= now:
            turn = reckoning.turn(course, due, now)
            came += [*turn.before, turn.newest]
            due = turn.next_at
            assert due is None or due > now
    expected = schedules.coming(course, start, len(came) + 1)
    assert came == list(expected[: len(came)])
    assert len(expected) == len(came) or expected[-1] > now
    days = [day for moment in came for day in reckoning.days_at(course, moment)]
    assert len(days) >= len(came)
    assert sorted(set(days)) == sorted(days)


CROWD, COALITIONS = 4, 60


def test_a_crowd_claims_each_once(database: Database) -> None:
    with database.begin() as session:
        for number in range(COALITIONS):
            schedules.keep(session, found(session, name=f"{number}"), DIGEST, MONDAYS, now=START)
    taken: Counter[int] = Counter()
    noted, start = threading.Lock(), threading.Barrier(CROWD)

    def work(number: int) -> None:
        start.wait()
        dies = number == 0
        now = MONDAY
        while sum(taken.values()) < COALITIONS:
            with database.begin() as session:
                schedules.come_round(session, now=now, limit=7)
            with database.begin() as session:
                some = schedules.claim_some(session, DIGEST, limit=3, lease=LEASE, now=now)
            if not some:
                # What a dead one left behind is free after its lease; time passes for whoever finds nothing.
                now = min(now + LEASE, MONDAY + 60 * LEASE)
            if dies and some:
                dies = False
                continue
            for one in some:
                with database.begin() as session:
                    if schedules.done(session, one, now=now):
                        with noted:
                            taken[one.coalition_id] += 1

    with ThreadPoolExecutor(CROWD) as crowd:
        list(crowd.map(work, range(CROWD)))
    assert set(taken.values()) == {1}
    with database.read() as session:
        assert states(session) == [("2018-08-27", State.DONE)] * COALITIONS
