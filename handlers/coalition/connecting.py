"""Which companies Slack connects to the members' channel: asked now and then, and when Slack tells of a new one."""

from __future__ import annotations

from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError

from handlers.coalition import inviting
from handlers.house import House
from storage import connections
from storage.coalitions import Coalition

log = structlog.get_logger(__name__)


def look(house: House, coalition: Coalition, now: datetime) -> None:
    """Bring the connections up to what Slack says; where Slack does not say, they stay as they were."""
    try:
        room = inviting.look_at(house.slack(coalition.host_team), coalition.channel)
    except (SlackApiError, OSError) as error:
        log.warning("connections_not_read", channel=coalition.channel, error=type(error).__name__)
        return
    with house.database.begin() as session:
        connections.keep(session, coalition, room.host, room.connected, room.limited, now=now)
