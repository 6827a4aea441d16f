"""Which companies Slack connects to the channels: asked now and then, and when Slack tells of a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError

from handlers.coalition import inviting, joining
from handlers.coalition.inviting import Room as Said
from handlers.house import House
from handlers.inputs import Connected
from storage import connections, joiners, starts
from storage.coalitions import Coalition
from storage.joiners import Newcomer
from storage.people import Room

log = structlog.get_logger(__name__)


def look(house: House, coalition: Coalition, now: datetime, *, also: Connected | None = None) -> None:
    """Bring the connections up to what Slack says; where Slack does not say, they stay as they were.

    `also` is what an event told a moment ago, which Slack's answer may not hold yet.
    """
    for room, channel in ((Room.MEMBERS, coalition.channel), (Room.OPEN, coalition.open_channel)):
        if channel is None:
            continue
        try:
            said = inviting.look_at(house.slack(coalition.host_team), channel)
        except (SlackApiError, OSError) as error:
            log.warning("connections_not_read", channel=channel, error=type(error).__name__)
            continue
        if also is not None and also.channel == channel and also.team:
            said = replace(said, connected=tuple(dict.fromkeys((*said.connected, also.team))))
        _keep(house, coalition, room, said, now)


def _keep(house: House, coalition: Coalition, room: Room, said: Said, now: datetime) -> None:
    """Keep what Slack says; while a coalition is set up who is new stands in its forms, later the coordinators hear."""
    with house.database.begin() as session:
        changes = connections.keep(
            session, coalition, room, host=said.host, connected=said.connected, limited=said.limited, now=now
        )
        joiners.forget(session, coalition, room, changes.gone)
        start = starts.of_coalition(session, coalition)
        if start is not None and start.finished_at is None:
            connected = [(team, False) for team in said.connected]
            starts.connect(session, start, connected, in_members=room is Room.MEMBERS)
            return
        new = [team for team in changes.new if not joiners.is_known(session, coalition, room, [team])]
    for team in new:
        name = inviting.name_of(house, coalition.host_team, team)
        with house.database.begin() as session:
            joining.came(session, coalition, room, Newcomer(team, name), now)
