"""The process dies at every step between the form and the receipt, and while it rings: nothing is lost or doubled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import access, companies, meetings, outbox, people, prompts, updates
from storage.access import Way
from storage.database import Database
from storage.meetings import Plan
from storage.people import Role
from tests.journeys.test_a_digest_that_dies_under_way import clockwork
from tests.journeys.test_killed_at_every_step import Fresh, Stage, fresh, staged  # noqa: F401  A fixture.
from tests.storage.meeting_seats import MONDAY, ground

SENDER, ROOM = "U0FRIDA", "C0MEMBERS"
FIRST = datetime(2031, 5, 1, 17, 0, tzinfo=UTC)
JOBS = ("prompts", "prompt list")


def begun(stage: Stage) -> None:
    """Plan a meeting; Frida leads Facebook."""
    now = stage.simulator.world.clock.moment()
    with stage.database.begin() as session:
        felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=ROOM)
        for user_id in ("U0FELIX", SENDER):
            person = people.meet(session, felix.company, user_id, guest_account=False, name=user_id, now=now)
            people.enter(session, person, people.Room.MEMBERS)
        facebook = companies.named(session, felix.coalition, "Facebook")
        people.appoint(session, facebook, SENDER, Role.LEAD, now=now)
        felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=ROOM)
        meetings.plan(session, felix, Plan("UTC", starts_at=FIRST), way=Way.FORM, now=now)


def said(database: Database) -> tuple[int, str]:
    """Read how often the update was said, and its newest words."""
    with database.read() as session:
        rows = session.execute(
            select(updates.revisions.c.number, updates.revisions.c.content).order_by(updates.revisions.c.number)
        ).all()
    return (rows[-1].number, rows[-1].content) if rows else (0, "")


def is_sent(stage: Stage) -> bool:
    """Tell whether the form gave way to the page that says what was sent, or closed."""
    view = stage.slack.view(SENDER)
    return view is None or "update_page" in str(view)


def send(stage: Stage, words: str, *, armed: bool) -> None:
    """Type words, and press *Send*."""
    if armed:
        stage.arm()
    stage.slack.submit(SENDER, {"work": words})


@pytest.mark.timeout(600)
def test_one_update_and_one_receipt_wherever_it_dies(fresh: Fresh, tmp_path: Path) -> None:  # noqa: F811
    with fresh() as database, staged(database, tmp_path / "world", history=True, lease=1) as stage:
        begun(stage)
        stage.start(kill_at=None)
        # The first one is inserted, and every other one takes its place.
        for armed in (False, True):
            stage.slack.command(SENDER, ROOM, "/update")
            send(stage, "word 0", armed=armed)
            stage.rest()
            stage.slack.close(SENDER, all_=True)
        points = steps(list(dict.fromkeys(stage.points())))
        assert stage.process is not None
        stage.process.end()
        process = stage.start(kill_at=points[0])
        for number, point in enumerate(points, 1):
            if stage.slack.view(SENDER) is not None:
                stage.slack.close(SENDER, all_=True)
            before, _ = said(database)
            stage.slack.command(SENDER, ROOM, "/update")
            send(stage, f"word {number}", armed=True)
            assert process.killed_itself(), f"never reached: {point}"
            process = stage.start(kill_at=points[number] if number < len(points) else None)
            if not is_sent(stage):
                # Whoever sent it was told that it did not work, and tries again.
                send(stage, f"word {number}", armed=False)
            stage.rest()
            after, words = said(database)
            assert (after, f"word {number}" in words) == (before + 1, True), point
            assert receipts(stage) == 1, point


def receipts(stage: Stage) -> int:
    """Count the receipts that stand."""
    ims = [channel for channel in stage.slack.state(SENDER)["channels"] if channel["kind"] == "im"]
    return sum("update_show" in str(message["blocks"]) for im in ims for message in im["messages"])


def steps(points: list[str]) -> list[str]:
    """Keep what the request writes, each kind once, and its commits."""
    web = [point for point in points if point.startswith("web: ")]
    begins = next(at for at, point in enumerate(web) if "UPDATE drafts" in point)
    owed = max(at for at, point in enumerate(web) if "INSERT outbox" in point)
    ends = next(at for at, point in enumerate(web) if at > owed and "after the COMMIT" in point)
    request = [point for point in web[begins : ends + 1] if "COMMIT" in point or "SELECT" not in point]
    return [point for point in request if point.endswith("#1") or "COMMIT" in point]


def test_each_lead_is_rung_once_wherever_the_process_dies(fresh: Fresh, tmp_path: Path) -> None:  # noqa: F811
    with fresh() as database, clockwork(database, tmp_path) as clock:
        with database.begin() as session:
            ground(session)
        clock.visit(MONDAY - timedelta(days=1), jobs=JOBS)
        with database.begin() as session:
            begin = {row.id: row.next_at for row in session.execute(select(prompts.prompts))}
        clock.visit(MONDAY, jobs=JOBS)
        points = clock.points()
        assert points
        for point in points:
            with database.begin() as session:
                session.execute(outbox.outbox.delete())
                for prompt_id, next_at in begin.items():
                    anew = {"next_at": next_at, "stage": 0, "rung": 0, "rung_at": None, "letters": ""}
                    its = prompts.prompts.update().where(prompts.prompts.c.id == prompt_id)
                    session.execute(its.values(**anew))
            assert clock.visit(MONDAY, kill_at=point, jobs=JOBS) != 0, point
            clock.visit(MONDAY, jobs=JOBS)
            with database.read() as session:
                keys = session.execute(select(outbox.outbox.c.key, outbox.outbox.c.version)).all()
                rung = session.execute(select(prompts.prompts.c.rung)).scalars().all()
            assert (len(keys), {row.version for row in keys}, list(rung)) == (2, {1}, [1, 1]), point
