"""Digests of one's own: what somebody may know beyond the channel's, and who is rung for it, in their own hours."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog
from slack_sdk.errors import SlackApiError

from handlers import guards
from handlers.answers import Answer, CloseAll, Whisper
from handlers.digest.days import last
from handlers.formats.zones import read_zone
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.posting import each
from handlers.views import answers
from handlers.views.digest import personal as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import access, digests, outbox, people, periods
from storage.access import Speaker, Way
from storage.companies import Seat
from storage.database import Session
from storage.digests import Ringing, Wish
from storage.hours import Whereabouts
from storage.outbox import Address
from storage.periods import Period

_WISHES = {
    "off": Wish.OFF,
    "never": Wish.OFF,
    "jamais": Wish.OFF,
    "weekly": Wish.WEEKLY,
    "hebdo": Wish.WEEKLY,
    "hebdomadaire": Wish.WEEKLY,
    "daily": Wish.DAILY,
    "quotidien": Wish.DAILY,
}

log = structlog.get_logger(__name__)


def ask(session: Session, who: Speaker, rest: str, way: Way, now: datetime) -> Answer:
    """Note how often somebody wants to be rung where the command says it; else ask in a form."""
    words = language(who.coalition.language)
    said = rest.lower().removeprefix("me").removeprefix("moi").strip()
    if said in _WISHES:
        digests.wish(session, who, _WISHES[said], way=way, now=now)
        return Whisper(views.noted(_WISHES[said], words))
    return answers.form(views.form(digests.wish_of(session, who), who.coalition, words), words)


def ask_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Ask from the digest's page."""
    with house.database.begin() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Note what somebody chose in the form."""
    chosen = heard.form.values.text(views.WISH)
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        if chosen in set(Wish):
            digests.wish(session, who, Wish(chosen), way=Way.FORM, now=now)
    return CloseAll()


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what the last week held for this person beyond what the channel was told, until they have opened it."""
    period = last(who.coalition, now)
    if who.company.seat is not Seat.MEMBER or digests.has_read(session, who, period):
        return []
    if not digests.holds_more(session, who, period):
        return []
    return [views.more(period, who.coalition, language(who.coalition.language))]


def ring(house: House, now: datetime) -> None:
    """Ring for everybody who wants to be rung, and for whom there is more than the channel was told."""
    with house.database.read() as session:
        waits = digests.to_ring(session, now=now)
    each([partial(_ring, house, one, now) for one in waits])
    house.wake_courier()


def _ring(house: House, one: Ringing, now: datetime) -> None:
    with house.database.read() as session:
        who = access.seat_of(session, one.person_id)
    if who is None or not guards.is_somebody(who) or who.company.seat is not Seat.MEMBER:
        return
    period = _period(who, one, now)
    if period.key == one.told_for or not _is_at_work(house, who, one, now):
        return
    with house.database.begin() as session:
        if digests.told(session, one, period.key) and digests.holds_more(session, who, period):
            outbox.want(
                session,
                who.coalition.id,
                f"digest-bell:{who.person_id}:{period.key}",
                address=Address.to_person(who.user_id, team=who.coalition.host_team),
                body=views.bell(period, who.coalition, language(who.coalition.language)),
                about="digest_bell",
                now=now,
            )


def _period(who: Speaker, one: Ringing, now: datetime) -> Period:
    if one.wish is Wish.DAILY:
        return periods.day_before(who.coalition.day_of(now))
    return last(who.coalition, now)


def _is_at_work(house: House, who: Speaker, one: Ringing, now: datetime) -> bool:
    """Tell whether it is a working hour where somebody is; the coalition's hours count where Slack does not say."""
    zone = _asked_zone(house, who, now) if one.zone_is_old else None
    zone = zone or (who.person.zone if who.person else None)
    where = Whereabouts.of(zone, default_zone=who.coalition.zone, default_country=who.coalition.country)
    return where.is_working(now)


def _asked_zone(house: House, who: Speaker, now: datetime) -> str | None:
    try:
        zone = read_zone(guards.ask_about(house, who.coalition.host_team, who.user_id).zone)
    except (SlackApiError, OSError) as error:
        log.warning("zone_not_learned", error=type(error).__name__)
        return None
    with house.database.begin() as session:
        people.learn_zone(session, who.person_id, zone, now=now)
    return zone
