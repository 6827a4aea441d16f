"""The process dies at every step of a move: the meeting is moved once, its card says so, and each is rung once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import access, companies, meetings, people
from storage.database import Database
from storage.meetings import Meeting, Plan
from storage.people import Role
from tests.journeys.test_killed_at_every_step import Fresh, Stage, fresh, staged  # noqa: F401  A fixture.

COORDINATOR, ROOM, READER = "U0FELIX", "C0MEMBERS", "U0GRETA"
BELL = "invited to has changed"
FIRST = datetime(2031, 5, 1, 17, 0, tzinfo=UTC)


def begun(stage: Stage) -> None:
    """Plan a meeting to which Google's and Microsoft's leads are invited, who were told of it."""
    now = stage.simulator.world.clock.moment()
    with stage.database.begin() as session:
        felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id=COORDINATOR, channel=ROOM)
        person = people.meet(session, felix.company, COORDINATOR, guest_account=False, name="Felix", now=now)
        people.enter(session, person, people.Room.MEMBERS)
        felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id=COORDINATOR, channel=ROOM)
        for name, user_id in (("Google", READER), ("Microsoft", "U0MIRA")):
            people.appoint(session, companies.named(session, felix.coalition, name), user_id, Role.LEAD, now=now)
        meetings.plan(session, felix, Plan("UTC", starts_at=FIRST), now=now)


def stands(database: Database) -> Meeting:
    """Read the meeting as it is."""
    with database.read() as session:
        row = session.execute(meetings.records.meetings.select()).one()
        return meetings.by_id(session, row.id)


def ask(stage: Stage) -> None:
    """Open the form."""
    answer = stage.slack.command(COORDINATOR, ROOM, "/meeting", "move")
    assert stage.slack.view(COORDINATOR) is not None, (answer, stage.told())


def send(stage: Stage, day: datetime, *, armed: bool) -> None:
    """Type another day, and press *Save*."""
    if armed:
        stage.arm()
    stage.slack.submit(COORDINATOR, {"when": f"{day:%Y-%m-%d %H:%M}"})


def is_moved(stage: Stage) -> bool:
    """Tell whether the form gave way to the meeting's page."""
    return "meeting_invitation_page" in str(stage.slack.view(COORDINATOR))


def shut(stage: Stage) -> None:
    if stage.slack.view(COORDINATOR) is not None:
        stage.slack.close(COORDINATOR, all_=True)


def bells(stage: Stage, person: str) -> int:
    """Count how often somebody was rung for a change."""
    ims = [channel for channel in stage.slack.state(person)["channels"] if channel["kind"] == "im"]
    return sum(BELL in stage.slack.text(message) for im in ims for message in im["messages"])


def cards(stage: Stage) -> list[str]:
    seen = [message for message in stage.slack.seen(READER, ROOM) if "meeting_open" in str(message["blocks"])]
    return [stage.slack.text(message) for message in seen]


@pytest.mark.timeout(600)
def test_one_move_one_card_and_one_bell_wherever_it_dies(fresh: Fresh, tmp_path: Path) -> None:  # noqa: F811
    with fresh() as database, staged(database, tmp_path / "world", history=True, lease=1) as stage:
        begun(stage)
        stage.start(kill_at=None)
        ask(stage)
        send(stage, FIRST + timedelta(days=1), armed=True)
        stage.rest()
        points = steps(list(dict.fromkeys(stage.points())))
        assert stage.process is not None
        stage.process.end()
        process = stage.start(kill_at=points[0])
        for number, point in enumerate(points, 1):
            shut(stage)
            day = FIRST + timedelta(days=1 + number)
            before = stands(database).sequence, bells(stage, READER), bells(stage, "U0MIRA")
            ask(stage)
            send(stage, day, armed=True)
            assert process.killed_itself(), f"never reached: {point}"
            process = stage.start(kill_at=points[number] if number < len(points) else None)
            if not is_moved(stage):
                # Whoever sent it was told that it did not work, and tries again.
                send(stage, day, armed=False)
            stage.rest()
            there = stands(database)
            after = there.sequence, bells(stage, READER), bells(stage, "U0MIRA")
            assert (there.starts_at, after) == (day, tuple(each + 1 for each in before)), point
            (card,) = cards(stage)
            assert f"{day:%Y-%m-%d}" in card, point


def steps(points: list[str]) -> list[str]:
    """Keep what the request writes, each kind once, its commit, and what the courier says of it."""
    web = [point for point in points if point.startswith("web: ")]
    begins = next(at for at, point in enumerate(web) if "UPDATE meetings" in point)
    owed = max(at for at, point in enumerate(web) if "INSERT outbox" in point)
    ends = next(at for at, point in enumerate(web) if at > owed and "after the COMMIT" in point)
    request = [point for point in web[begins : ends + 1] if "COMMIT" in point or "SELECT" not in point]
    said = [point for point in points if "hand: " in point and "chat." in point]
    return [point for point in (*request, *said) if point.endswith("#1") or "COMMIT" in point]
