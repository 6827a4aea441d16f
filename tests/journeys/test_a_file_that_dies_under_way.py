"""The process dies at every commit while a file is read: it is read once all the same, and nobody sees a part of it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.simulator import Simulator, running
from storage import access, coalitions, companies, indicators, intakes, people, takedowns
from storage.access import Speaker, Way
from storage.companies import Seat
from storage.database import Database
from storage.outbox.letters import outbox
from storage.people import Room
from storage.reports import Report
from storage.takedowns import Mark, Takedown
from tests.journeys.conftest import WORLD
from tests.journeys.test_a_digest_that_dies_under_way import clockwork
from tests.journeys.test_reading_records import pages_of

START = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
# Longer than whoever died may keep a file to itself.
LATER = timedelta(minutes=6)
# More than one batch of them.
MANY = indicators.BATCH + 25
LIST = "indicator_type,indicator_value\n" + "".join(f"domain,site{n}.com\n" for n in range(MANY))


@pytest.fixture
def slack() -> Iterator[Simulator]:
    """The local Slack."""
    with running(WORLD) as simulator:
        yield simulator


def found(database: Database, slack: Simulator, number: int) -> tuple[Speaker, Takedown]:
    """Found a coalition of one company, which has logged a record and handed a file in."""
    room = f"C{number:05}"
    file = slack.switchboard.upload("U0FRIDA", "a.csv", LIST.encode(), "U0BOTFACEBOOK")["file"]["id"]
    with database.begin() as session:
        made, _ = coalitions.add(
            session, room, channel=room, open_channel=None, host_team=None, zone="UTC", language="en", now=START
        )
        team, user = f"TA{number:05}", f"UA{number:05}"
        company, _ = companies.add(session, made, "A", team_ids=[team], seat=Seat.MEMBER, now=START)
        person = people.meet(session, company, user, guest_account=False, now=START)
        people.enter(session, person, Room.MEMBERS)
        who = access.recognise(session, team_ids=[team], user_id=user, channel=room)
        said: Report = pages_of(74)
        record = takedowns.report(session, who, said, mark=Mark.AMBER_STRICT, form=room, way=Way.FORM, now=START)
        intakes.note(session, who, record, file_id=file, name="a.csv", way=Way.FORM, now=START)
    return who, record


def stands(database: Database, who: Speaker, record: Takedown) -> tuple[int, int, int, list[int]]:
    """Count what is told, what lies in the table, the record's revisions, and the cards that are owed."""
    with database.read() as session:
        told = indicators.of_takedown(session, who, record.token).total
        rows = indicators.indicators
        mine = select(intakes.intakes.c.id).where(intakes.intakes.c.takedown_id == record.id)
        lies = session.execute(select(func.count()).select_from(rows).where(rows.c.intake_id.in_(mine))).scalar_one()
        cards = select(outbox.c.version).where(
            outbox.c.coalition_id == who.coalition.id, outbox.c.key == f"takedown:{record.id}:card"
        )
        return (
            told,
            lies,
            takedowns.by_token(session, who, record.token).revision,
            list(session.execute(cards).scalars()),
        )


WHOLE = (MANY, MANY, 2, [1])


@pytest.mark.timeout(400)
def test_wherever_it_dies_another_reads_the_file_once(database: Database, slack: Simulator, tmp_path: Path) -> None:
    with clockwork(database, tmp_path, jobs=[], slack=f"{slack.url}/api/") as clock:
        first = found(database, slack, 0)
        assert clock.visit(START) == 0
        points = clock.points()
        assert stands(database, *first) == WHOLE
        # Claimed, begun, laid down twice, told: before and after each.
        assert len(points) == 10, points
        for number, point in enumerate(points, 1):
            who, record = found(database, slack, number)
            assert clock.visit(START, kill_at=point) == -signal.SIGKILL, point
            told, _, revision, cards = stands(database, who, record)
            assert (told, revision, cards) in ((0, 1, []), (MANY, 2, [1])), point
            assert clock.visit(START + LATER) == 0
            assert stands(database, who, record) == WHOLE, point
