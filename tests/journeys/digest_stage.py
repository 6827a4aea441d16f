"""What the stories of the digest share: who speaks, what is logged, and the clock's visit."""

from __future__ import annotations

from datetime import time
from typing import Any

import handlers
from storage import access, falling_away, outbox, schedules, takedowns
from storage.access import Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.audiences import Mark, Scope
from storage.reports import Count, Part, Report
from storage.rhythms import Every, Rhythm
from storage.takedowns import Takedown
from tests.journeys.conftest import Stage

HOMES = {
    "U0FELIX": "T0FACEBOOK",
    "U0FRIDA": "T0FACEBOOK",
    "U0GRETA": "T0GOOGLE",
    "U0TESSA": "T0TWITTER",
    "U0MIRA": "T0MICROSOFT",
    "U0SASHA": "E0SNAP",
    "U0FIRE": "T0FIREEYE",
}
MONDAYS = Rhythm(Every.WEEKLY, time(9, 0), weekdays=(0,))


def as_(stage: Stage, session: Any, person: str) -> Speaker:
    """Find who speaks."""
    return access.recognise(session, team_ids=[HOMES[person]], user_id=person, channel=stage.room)


def pages(n: int, **facts: Any) -> Report:
    """Say that so many Facebook pages were removed."""
    return Report(parts=(Part((Count(n, (Asset(Kind.PAGE, Platform.FACEBOOK),)),)),), **facts)


def logged(
    stage: Stage, person: str, n: int, *, scope: Scope | None = None, mark: Mark = Mark.AMBER, **facts: Any
) -> Takedown:
    """Log a takedown as its form does; its card is not this story."""
    with stage.database.begin() as session:
        who, now = as_(stage, session, person), stage.clock()
        report, form = pages(n, **facts), f"{person}{now:%d%H%M%S%f}"
        return takedowns.report(
            session, who, report, mark=mark, scope=scope or Scope(), form=form, way=Way.FORM, now=now
        )


def revised(stage: Stage, person: str, record: Takedown, n: int, *, correction: bool = False) -> Takedown:
    """Revise a takedown."""
    with stage.database.begin() as session:
        who, now = as_(stage, session, person), stage.clock()
        return falling_away.revise(
            session,
            who,
            record.token,
            pages(n),
            mark=record.mark,
            correction=correction,
            reason="Counted twice",
            base=record.revision,
            form=f"{person}r{now:%d%H%M%S%f}",
            way=Way.FORM,
            now=now,
        ).record


def recalled(stage: Stage, person: str, record: Takedown) -> None:
    """Recall a takedown."""
    with stage.database.begin() as session:
        who, now = as_(stage, session, person), stage.clock()
        falling_away.recall(session, who, record.token, reason="", form=f"r{record.id}", way=Way.FORM, now=now)


def settled(stage: Stage) -> bool:
    """Tell whether everything that is owed was sent, and that was noted."""
    with stage.database.read() as session:
        return not outbox.owes(session, stage.coalition.id)


def begin_mondays(stage: Stage, rhythm: Rhythm = MONDAYS) -> None:
    """Let the digest come each Monday at nine in the morning."""
    with stage.database.begin() as session:
        schedules.keep(session, stage.coalition, schedules.DIGEST, rhythm, now=stage.clock())


def visited(stage: Stage) -> None:
    """Let the clock visit all that knows its moment."""
    for job in handlers.JOBS:
        if job.next_due is not None:
            job.run(stage.tocsin.house, stage.clock())


def posted(stage: Stage, as_who: str = "U0GRETA") -> list[dict[str, Any]]:
    """List the digests that stand in the members' channel."""
    return [
        message
        for message in stage.slack.seen(as_who, stage.room)
        if not message["ephemeral"]
        and not message["deleted"]
        and message["thread_ts"] in {None, message["ts"]}
        and "digest_open" in str(message["blocks"])
        and "takedown_log" not in str(message["blocks"])
    ]


def the_digest(stage: Stage, holding: str = "", as_who: str = "U0GRETA") -> str:
    """Wait for the one digest that holds these words, and give all that it says."""
    found = stage.soon(lambda: [one for one in posted(stage, as_who) if holding in stage.slack.text(one)])
    assert len(found) == 1, [stage.slack.text(each) for each in found]
    return flat(stage.slack.text(found[0]))


def flat(text: str) -> str:
    """Give words as people read them: a rich text comes in pieces."""
    return " ".join(text.split())
