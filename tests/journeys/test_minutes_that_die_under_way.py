"""The process dies at every commit on the way of a meeting's minutes: each is rung once, and they are posted once."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import access, coalitions, companies, meetings, minutes, people
from storage.access import Way
from storage.companies import Seat
from storage.database import Database
from storage.meetings import Plan
from storage.minutes import State
from storage.outbox.letters import outbox
from storage.people import Role, Room
from tests.journeys.test_a_digest_that_dies_under_way import clockwork

START = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
# It ends by itself; the companies are asked; it is posted.
STEPS = (timedelta(hours=4, minutes=1), timedelta(days=3, hours=5), timedelta(days=6, hours=6))


def found(database: Database, number: int) -> int:
    """Found a coalition of two companies with a lead each, whose meeting begins in an hour."""
    room = f"C{number:05}"
    with database.begin() as session:
        made, _ = coalitions.add(
            session, room, channel=room, open_channel=None, host_team=None, zone="UTC", language="en", now=START
        )
        for name in ("A", "B"):
            team, user = f"T{name}{number:05}", f"U{name}{number:05}"
            company, _ = companies.add(session, made, name, team_ids=[team], seat=Seat.MEMBER, now=START)
            person = people.meet(session, company, user, guest_account=False, now=START)
            people.enter(session, person, Room.MEMBERS)
            people.appoint(session, company, user, Role.LEAD, now=START)
            people.appoint(session, company, user, Role.COORDINATOR, now=START)
        who = access.recognise(session, team_ids=[f"TA{number:05}"], user_id=f"UA{number:05}", channel=room)
        meetings.plan(session, who, Plan("UTC", starts_at=START + timedelta(hours=1)), way=Way.FORM, now=START)
    return made.id


def owed(database: Database, coalition_id: int) -> tuple[State | None, list[tuple[str, int]]]:
    """Read how far the minutes are, and what is owed of them, without who it is owed to."""
    its = (outbox.c.coalition_id == coalition_id, outbox.c.about == minutes.ABOUT)
    with database.read() as session:
        state = session.execute(
            select(minutes.minutes.c.state).where(minutes.minutes.c.coalition_id == coalition_id)
        ).scalar_one_or_none()
        rows = session.execute(select(outbox.c.key, outbox.c.version).where(*its).order_by(outbox.c.key)).all()
    keys = [(row.key.split(":")[2] if row.key.count(":") > 1 else "posted", row.version) for row in rows]
    return (State(state) if state else None), sorted(keys)


WHOLE = (State.POSTED, [("correct", 1), ("correct", 1), ("posted", 1), ("write", 1)])


@pytest.mark.timeout(400)
@pytest.mark.parametrize("step", range(len(STEPS)))
def test_wherever_it_dies_another_brings_the_minutes_once(database: Database, tmp_path: Path, step: int) -> None:
    with clockwork(database, tmp_path, jobs=["minutes"]) as clock:
        first, points = found(database, 0), []
        for number, after in enumerate(STEPS):
            assert clock.visit(START + after) == 0
            if number == step:
                points = clock.points()
        assert owed(database, first) == WHOLE
        assert len(points) >= 2, points
        for number, point in enumerate(points, 1):
            coalition_id = found(database, number)
            for place, after in enumerate(STEPS):
                if place == step:
                    assert clock.visit(START + after, kill_at=point) == -signal.SIGKILL, point
                assert clock.visit(START + after + timedelta(seconds=1)) == 0
            assert owed(database, coalition_id) == WHOLE, point
