"""The process dies at every commit between a digest's hour and the letter that is owed: always one digest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import coalitions, companies, people, schedules, takedowns
from storage.access import Way, recognise
from storage.audiences import Mark
from storage.companies import Seat
from storage.database import Database
from storage.outbox.letters import outbox
from storage.people import Room
from storage.schedules import DIGEST, State
from storage.schedules.records import occurrences
from tests.conftest import PROJECT
from tests.journeys.digest_stage import MONDAYS, pages

START = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
MONDAY = datetime(2018, 8, 27, 7, 0, tzinfo=UTC)
# Longer than whoever died may keep a digest to itself.
LATER = timedelta(minutes=11)


class Clockwork:
    """Lets one process after the other do what is due, each ordered to die somewhere."""

    def __init__(self, database: Database, folder: Path, **orders: object) -> None:
        self._orders = orders
        self._url = database.url.render_as_string(hide_password=False)
        self._points = folder / "points"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.dying_digest"],
            cwd=PROJECT,
            env=dict(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def visit(self, now: datetime, kill_at: str | None = None, **more: object) -> int:
        """Let a process look what is due; how it ended. `more` is what else it is ordered."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._points.write_text("")
        orders = self._orders | {
            "url": self._url,
            "now": now.isoformat(),
            "points": str(self._points),
            "kill_at": kill_at,
            **more,
        }
        self._process.stdin.write(f"{json.dumps(orders)}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def points(self) -> list[str]:
        """List the points that the last process reached."""
        return self._points.read_text().splitlines()

    def close(self) -> None:
        """Let it go."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


@contextmanager
def clockwork(database: Database, folder: Path, **orders: object) -> Iterator[Clockwork]:
    made = Clockwork(database, folder, **orders)
    try:
        yield made
    finally:
        made.close()


def found(database: Database, number: int) -> int:
    """Found a coalition whose digest comes on Monday, with something to tell."""
    room, team, user = f"C{number:05}", f"T{number:05}", f"U{number:05}"
    with database.begin() as session:
        made, _ = coalitions.add(
            session,
            room,
            channel=room,
            open_channel=None,
            host_team=None,
            zone="Europe/Paris",
            language="en",
            now=START,
        )
        company, _ = companies.add(session, made, "Facebook", team_ids=[team], seat=Seat.MEMBER, now=START)
        person = people.meet(session, company, user, guest_account=False, now=START)
        people.enter(session, person, Room.MEMBERS)
        who = recognise(session, team_ids=[team], user_id=user, channel=room)
        takedowns.report(session, who, pages(74), mark=Mark.AMBER, form=room, way=Way.FORM, now=START)
        schedules.keep(session, made, DIGEST, MONDAYS, now=START)
    return made.id


def once(database: Database, coalition_id: int) -> bool:
    """Tell whether the coalition's digest is done, and owed once, in its first words."""
    with database.read() as session:
        its = (outbox.c.coalition_id == coalition_id, outbox.c.about == "digest")
        owed = {row.key: row.version for row in session.execute(select(outbox.c.key, outbox.c.version).where(*its))}
        came = select(occurrences.c.state).where(occurrences.c.coalition_id == coalition_id)
        state = session.execute(came).scalar_one()
    return state == State.DONE and "digest:2018-W34" in owed and set(owed.values()) == {1}


@pytest.mark.timeout(400)
def test_wherever_it_dies_another_brings_the_one_digest(database: Database, tmp_path: Path) -> None:
    first = found(database, 0)
    with clockwork(database, tmp_path) as clock:
        assert clock.visit(MONDAY) == 0
        points = clock.points()
        assert once(database, first)
        assert len(points) >= 8, points
        for number, point in enumerate(points, 1):
            coalition_id = found(database, number)
            assert clock.visit(MONDAY, kill_at=point) == -signal.SIGKILL, point
            assert clock.visit(MONDAY + LATER) == 0
            assert once(database, coalition_id), point
            # A third finds nothing left to do.
            assert clock.visit(MONDAY + 2 * LATER) == 0
            assert not [each for each in clock.points() if "outbox" in each], point
