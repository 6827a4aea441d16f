"""A monthly series over a year: at ten of its wall clock over both changes of the clocks, each told of once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from sqlalchemy import select

from handlers.formats import calendar
from handlers.meeting import telling
from storage import access, meetings
from storage.meetings import Meeting, Plan
from storage.outbox.letters import outbox
from tests.calendars.reading import occurrences
from tests.journeys.conftest import Stage
from tests.journeys.test_a_meeting import led, planned

THIRD_THURSDAY = "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"
DAY = timedelta(days=1)
SOUTH = "America/Santiago"


def planned_by_rule(stage: Stage, zone: str) -> Meeting:
    """Plan the series as Felix."""
    with stage.database.begin() as session:
        felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=stage.room)
        first = meetings.plan(session, felix, Plan(zone, rule=THIRD_THURSDAY, minutes=90), now=stage.clock())
        telling.tell(session, stage.coalition, stage.clock())
    return first


def lived(stage: Stage, days: int) -> list[Meeting]:
    """Let the clock ask each day for so many days, twice, as two processes would; what was planned meanwhile."""
    begin = stage.clock.now
    for day in range(days):
        for _ in range(2):
            telling.keep(stage.tocsin.house, begin + day * DAY)
        with stage.database.begin() as session:
            for one in meetings.past(session, stage.coalition, begin + day * DAY, reader=_felix(stage)):
                meetings.end(session, one, begin + day * DAY)
    return planned(stage)


def _felix(stage: Stage) -> access.Speaker:
    with stage.database.read() as session:
        return access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=stage.room)


def letters(stage: Stage) -> Counter[str]:
    """Count what was owed, by whom it is for."""
    with stage.database.read() as session:
        rows = session.execute(
            select(outbox.c.user_id, outbox.c.channel).where(outbox.c.about.in_(("meeting", "meeting_bell")))
        )
        return Counter(row.user_id or row.channel for row in rows)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Paris", SOUTH])
def test_each_month_once_at_the_same_hour_of_the_wall_clock(stage: Stage, zone: str) -> None:
    led(stage)
    planned_by_rule(stage, zone)
    found = lived(stage, 366)
    there = [one.starts_at.astimezone(ZoneInfo(zone)) for one in found]
    assert {each.time() for each in there} == {time(10)}
    assert len({each.utcoffset() for each in there}) == 2
    assert [(each.weekday(), (each.day - 1) // 7) for each in there] == [(3, 2)] * len(there)
    # A year's, and those that are kept planned for the next 60 days.
    assert len(found) == 14
    assert len({one.day.replace(day=1) for one in found}) == len(found)
    told = letters(stage)
    # Who leads is rung once for each of those that come within two weeks of the last day, and each has one card.
    assert {told[person] for person in ("U0GRETA", "U0MIRA", "U0SASHA", "U0TESSA", "U0FRIDA", stage.room)} == {12}
    reads_back(found, zone)


def reads_back(found: list[Meeting], zone: str) -> None:
    """Read the calendar files of a year with two programs: each shows the moments that were planned."""
    files = [calendar.written(one, "Meeting") for one in found]
    for one, file in zip(found, files, strict=True):
        read = icalendar.Calendar.from_ical(file)
        assert [str(each["TZID"]) for each in read.timezones] == [zone]
        (event,) = read.events
        assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (one.starts_at, one.ends_at)
        # The zone in the file says the same as the one that everybody knows.
        assert event.start.replace(tzinfo=read.timezones[0].to_tz()).astimezone(UTC) == one.starts_at
    shown = occurrences(files, 2018, 2020)
    assert [(one["uid"], datetime.fromisoformat(one["begins"])) for one in shown] == [
        (one.uid, one.starts_at) for one in found if one.starts_at.year < 2020
    ]
    assert {one["status"] for one in shown} == {"CONFIRMED"}
