"""Asking for updates: who is due is rung, many at a time, each in their own working hours."""

from __future__ import annotations

from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError

from handlers import guards
from handlers.house import House
from handlers.views.update import telling
from handlers.views.wording import language
from storage import outbox, people, prompts
from storage.outbox import Address, Wanted
from storage.prompts import ABOUT, Due

# So many a transaction, so that no form waits long for them.
_BATCH = 100
# So many whom Slack is asked about a visit: https://docs.slack.dev/apis/web-api/rate-limits.
_ASKED = 20

log = structlog.get_logger(__name__)


def keep(house: House, now: datetime) -> None:
    """Make the prompts that are missing, let those of meetings that were moved follow, and learn where people are."""
    with house.database.read() as session:
        missing, astray = prompts.any_missing(session, now=now), prompts.any_astray(session)
    while missing:
        with house.database.begin() as session:
            missing = prompts.keep(session, limit=_BATCH, now=now) == _BATCH
    while astray:
        with house.database.begin() as session:
            astray = prompts.follow(session, limit=_BATCH, now=now) == _BATCH
        house.wake_courier()
    _locate(house, now)


def _locate(house: House, now: datetime) -> None:
    """Ask Slack where those are who are rung soon; where it does not say, their coalition's hours count."""
    with house.database.read() as session:
        unknown = prompts.to_locate(session, limit=_ASKED, now=now)
    for person_id, user_id, team in unknown:
        try:
            zone = guards.ask_about(house, team, user_id).zone
        except SlackApiError as error:
            log.warning("zone_not_learned", error=error.response.get("error"))
            zone = ""
        except OSError as error:
            log.warning("zone_not_learned", error=type(error).__name__)
            return
        with house.database.begin() as session:
            people.learn_zone(session, person_id, zone or None, now=now)


def ring(house: House, now: datetime) -> None:
    """Ring for everybody who is due: claimed, and owed to the outbox, in one transaction."""
    with house.database.read() as session:
        more = prompts.is_due(session, now=now)
    while more:
        with house.database.begin() as session:
            claimed, due = prompts.claim(session, limit=_BATCH, now=now)
            outbox.want_several(session, (_letter(one) for one in due), now=now)
        more = claimed == _BATCH
        if due:
            house.wake_courier()


def next_due(house: House) -> datetime | None:
    """Say when somebody is rung next."""
    with house.database.read() as session:
        return prompts.next_due(session)


def _letter(one: Due) -> Wanted:
    words = language(one.coalition.language)
    return Wanted(
        one.coalition.id,
        one.key,
        Address.to_person(one.user_id, team=one.coalition.host_team),
        telling.bell(one.token, one.meeting, one.reminder, words),
        ABOUT,
        one.prompt_id,
    )
