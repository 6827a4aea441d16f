"""What the stories of agendas share: a meeting that is planned, what is put on its agenda, the agenda that stands."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import handlers
from storage import access, agendas, meetings
from storage.access import Speaker, Way
from storage.agendas import Item, Kind, Said
from storage.audiences import Audience, Mark, Scope
from storage.database import Session
from storage.errors import Busy
from storage.meetings import Meeting, Plan
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import flat

# Ten in the morning in California, two weeks after the story begins.
FRIDAY = datetime(2018, 9, 7, 17, 0, tzinfo=UTC)
TEAMS = {
    "U0FELIX": "T0FACEBOOK",
    "U0FRIDA": "T0FACEBOOK",
    "U0TESSA": "T0TWITTER",
    "U0GRETA": "T0GOOGLE",
    "U0FIRE": "T0FIREEYE",
}


def as_(stage: Stage, session: Session, user_id: str) -> Speaker:
    """Recognise somebody, in the channel that is theirs."""
    channel = stage.open_room if user_id == "U0FIRE" else stage.room
    return access.recognise(session, team_ids=[TEAMS[user_id]], user_id=user_id, channel=channel)


def planned(stage: Stage, starts_at: datetime = FRIDAY, **more: Any) -> Meeting:
    """Plan a meeting of an hour."""
    with stage.database.begin() as session:
        wanted = Plan(zone="America/Los_Angeles", starts_at=starts_at, place="Building 20", **more)
        return meetings.plan(session, as_(stage, session, "U0FELIX"), wanted, now=stage.clock())


def proposed(
    stage: Stage,
    user_id: str,
    text: str,
    kind: Kind = Kind.TOPIC,
    *,
    scope: Scope | None = None,
    mark: Mark = Mark.AMBER,
    **more: Any,
) -> Item:
    """Put something on the agenda of the next meeting."""
    with stage.database.begin() as session:
        who = as_(stage, session, user_id)
        coming = meetings.next_of(session, who.coalition, stage.clock(), reader=who)
        return agendas.propose(
            session,
            who,
            coming,
            Said(text, kind, **more),
            mark=mark,
            scope=scope or Scope(),
            form=f"{user_id} {text}",
            way=Way.FORM,
            now=stage.clock(),
        )


FOR_ALL = Scope(Audience.EVERYONE)


def visited(stage: Stage) -> None:
    """Let the clock visit the agendas; where the bot's own visit is at one of them, once more after it."""
    (job,) = [one for one in handlers.JOBS if one.name == "agendas"]
    with suppress(Busy):
        job.run(stage.tocsin.house, stage.clock())
        return
    job.run(stage.tocsin.house, stage.clock())


def to_the_eve(stage: Stage, meeting: Meeting) -> None:
    """Let time pass until the agenda of a meeting is posted, and let the clock post it."""
    eve = meeting.starts_at - timedelta(days=meeting.agenda_days)
    stage.slack.advance((eve - stage.clock.now).total_seconds())
    stage.clock.now = eve
    visited(stage)


def looked(stage: Stage, user_id: str) -> str:
    """Open the agenda from the pinned message, and give all that it says."""
    room = stage.open_room if user_id == "U0FIRE" else stage.room
    pins = stage.slack.channel(None, room)["pins"]
    if not pins:
        stage.open_doors()
        pins = stage.slack.channel(None, room)["pins"]
    stage.slack.close(user_id, all_=True) if stage.slack.view(user_id) else None
    stage.slack.click(user_id, "agenda_open", channel=room, ts=pins[0])
    return flat(stage.top(user_id))


def posted(stage: Stage, as_who: str = "U0GRETA", room: str = "") -> list[dict[str, Any]]:
    """List the agendas that stand in a channel."""
    return [
        message
        for message in stage.slack.seen(as_who, room or stage.room)
        if not message["ephemeral"]
        and not message["deleted"]
        and message["thread_ts"] in {None, message["ts"]}
        and "agenda_open" in str(message["blocks"])
        and "takedown_log" not in str(message["blocks"])
        and "door" not in str(message["blocks"])
    ]


def the_agenda(stage: Stage, holding: str = "", *, as_who: str = "U0GRETA", room: str = "") -> str:
    """Wait for the one agenda that holds these words, and give all that it says."""
    found = stage.soon(lambda: [one for one in posted(stage, as_who, room) if holding in flat(stage.slack.text(one))])
    assert len(found) == 1, [stage.slack.text(each) for each in found]
    return flat(stage.slack.text(found[0]))
