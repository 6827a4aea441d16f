"""The process dies at every commit between an agenda's hour and the letters that are owed, and two post at once."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlalchemy import select

from handlers import agenda
from handlers.house import House
from storage import agendas, coalitions, companies, meetings, people, takedowns
from storage.access import Way, recognise
from storage.agendas import Said
from storage.audiences import Audience, Mark, Scope
from storage.cipher import Cipher
from storage.companies import Seat
from storage.database import Database
from storage.meetings import Plan
from storage.outbox.letters import outbox
from storage.people import Role, Room
from tests.fixtures_database import PATIENCE
from tests.journeys.digest_stage import pages
from tests.journeys.test_a_digest_that_dies_under_way import clockwork

START = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
MEETS = START + timedelta(days=7)
EVE = MEETS - timedelta(days=1)
JOBS = ["agendas"]


def found(database: Database, number: int) -> int:
    """Found a coalition that meets in a week with observers there, with something to talk about; its meeting."""
    room, team, user = f"C{number:05}", f"T{number:05}", f"U{number:05}"
    with database.begin() as session:
        made, _ = coalitions.add(
            session,
            room,
            channel=room,
            open_channel=f"C{number:05}OPEN",
            host_team=None,
            zone="Europe/Paris",
            language="en",
            now=START,
        )
        coalitions.learn_address(session, made, "https://facebook.slack.com/")
        company, _ = companies.add(session, made, "Facebook", team_ids=[team], seat=Seat.MEMBER, now=START)
        people.appoint(session, company, user, Role.COORDINATOR, now=START)
        person = people.meet(session, company, user, guest_account=False, now=START)
        people.enter(session, person, Room.MEMBERS)
        who = recognise(session, team_ids=[team], user_id=user, channel=room)
        meeting = meetings.plan(session, who, Plan(zone="Europe/Paris", starts_at=MEETS, with_open=True), now=START)
        takedowns.report(session, who, pages(74), mark=Mark.AMBER, form=room, way=Way.FORM, now=START)
        for text, scope, mark in (("Among us", Scope(), Mark.AMBER), ("All", Scope(Audience.EVERYONE), Mark.GREEN)):
            agendas.propose(
                session,
                who,
                meeting,
                Said(text),
                mark=mark,
                scope=scope,
                form=f"{room} {text}",
                way=Way.FORM,
                now=START,
            )
    return meeting.id


def once(database: Database, meeting_id: int) -> bool:
    """Tell whether the agenda is owed once in each channel, in its first words."""
    with database.read() as session:
        asked = select(outbox.c.key, outbox.c.version).where(outbox.c.key.startswith(f"agenda:{meeting_id}"))
        owed = {
            row.key: row.version
            for row in session.execute(asked)
            if row.key in {f"agenda:{meeting_id}", f"agenda:{meeting_id}:open"}
        }
        there = agendas.find(session, meetings.by_id(session, meeting_id))
    assert there is not None
    return owed == {f"agenda:{meeting_id}": 1, f"agenda:{meeting_id}:open": 1} and there.updated_at is None


@pytest.mark.timeout(400)
def test_wherever_it_dies_another_brings_the_one_agenda(database: Database, tmp_path: Path) -> None:
    first = found(database, 0)
    with clockwork(database, tmp_path, jobs=JOBS) as clock:
        assert clock.visit(EVE) == 0
        points = clock.points()
        assert once(database, first)
        assert len(points) >= 4, points
        for number, point in enumerate(points, 1):
            meeting_id = found(database, number)
            assert clock.visit(EVE, kill_at=point) == -signal.SIGKILL, point
            assert clock.visit(EVE + timedelta(minutes=1)) == 0
            assert once(database, meeting_id), point


def test_of_four_who_post_at_once_there_is_one_agenda(database: Database) -> None:
    there = [found(database, number) for number in range(6)]
    nobody = WebClient(base_url="http://127.0.0.1:9/api/")

    def visit(_: int) -> None:
        own = Database(database.url.render_as_string(hide_password=False), patience=PATIENCE)
        house = House(
            own, lambda: EVE, lambda _: nobody, lambda _: nobody, wake_courier=lambda: None, cipher=Cipher(None)
        )
        try:
            agenda.post(house, EVE)
        finally:
            own.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(visit, range(4)))
    visit(0)
    assert [one for one in there if not once(database, one)] == []
