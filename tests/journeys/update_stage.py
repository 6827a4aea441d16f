"""What the stories of updates share: who leads, a meeting on a Thursday, and the clock's visit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from handlers.update import prompting
from storage import meetings, outbox, people, updates
from storage.access import Speaker, Way
from storage.meetings import Meeting, Plan
from storage.people import Role
from storage.updates import Update
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import as_

# Ten in the morning of a Thursday in California; the Monday before, nine there.
STARTS = datetime(2018, 9, 20, 17, 0, tzinfo=UTC)
MONDAY = datetime(2018, 9, 17, 16, 0, tzinfo=UTC)
LEADS = {"U0FRIDA": "Facebook", "U0GRETA": "Google", "U0TESSA": "Twitter", "U0MIRA": "Microsoft", "U0SASHA": "Snap"}
BOT = "U0BOTFACEBOOK"


def lead(stage: Stage, person: str, role: Role = Role.LEAD) -> None:
    """Give somebody a role."""
    with stage.database.begin() as session:
        who = as_(stage, session, person)
        people.appoint(session, who.company, person, role, now=stage.clock())


def planned(stage: Stage, starts_at: datetime = STARTS, *, leads: tuple[str, ...] = ("U0FRIDA", "U0GRETA")) -> Meeting:
    """Let the companies have leads, and plan a meeting."""
    for person in leads:
        lead(stage, person)
    with stage.database.begin() as session:
        felix = as_(stage, session, "U0FELIX")
        plan = Plan("America/Los_Angeles", starts_at=starts_at)
        return meetings.plan(session, felix, plan, way=Way.FORM, now=stage.clock())


def speaker(stage: Stage, person: str) -> Speaker:
    """Find who speaks."""
    with stage.database.read() as session:
        return as_(stage, session, person)


def at(stage: Stage, moment: datetime) -> None:
    """Go to a moment, and let the clock ask for updates."""
    stage.clock.now = moment
    prompting.keep(stage.tocsin.house, stage.clock())
    prompting.ring(stage.tocsin.house, stage.clock())
    stage.soon(lambda: settled(stage))


def settled(stage: Stage) -> bool:
    """Tell whether everything that is owed was sent, and that was noted."""
    with stage.database.read() as session:
        return not outbox.owes(session, stage.coalition.id)


def bells(stage: Stage, person: str) -> list[dict[str, Any]]:
    """List what rang for somebody about an update and stands there still."""
    return [one for one in stage.slack.seen(person, BOT) if "update_later" in str(one["blocks"])]


def receipts(stage: Stage, person: str) -> list[dict[str, Any]]:
    """List the receipts that somebody finds."""
    return [one for one in stage.slack.seen(person, BOT) if "update_show" in str(one["blocks"])]


def of(stage: Stage, person: str, meeting: Meeting) -> Update | None:
    """Read what somebody's company says before a meeting."""
    with stage.database.read() as session:
        return updates.mine(session, as_(stage, session, person), meeting)
