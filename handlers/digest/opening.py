"""/digest and its verbs: opens a period for one person, or does what the first word asks for."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.answers import Answer, Open, Push, Replace, Whisper
from handlers.house import House
from handlers.inputs import Click, Command
from handlers.views.blocks import Block, cut
from handlers.views.digest import page as views
from handlers.views.digest.links import link
from handlers.views.wording import language
from storage import audit, digests, outbox, periods, showings, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.digests import Contents
from storage.people import Room
from storage.periods import Period
from storage.showings import Shown

_QUOTED = 40
# People write a week as 2018-W34, and in French as 2018-S34.
_WEEK = re.compile(r"([0-9]{4})[- ]?[ws]([0-9]{1,2})", re.IGNORECASE)

HELP = "help"
VERBS = {"help": HELP, "aide": HELP}


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /digest."""
    with house.database.begin() as session:
        who = guards.speaker(session, heard)
        return begin(session, who, heard.text, Way.COMMAND, now)


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb; open the period that is named, or the one that runs."""
    first, _, _ = text.partition(" ")
    if VERBS.get(first.lower()) == HELP:
        words = language(who.coalition.language)
        return Whisper(words.say("Help"), views.help_blocks(words))
    period = read(text, who.coalition) if text else None
    misread = cut(text, _QUOTED) if text and period is None else ""
    view = _page(session, who, period or running(who.coalition, now), way, now, misread=misread)
    missed = language(who.coalition.language).say("Slack did not open the page in time. Try again.")
    return Open(view, Whisper(missed))


def read(text: str, coalition: Coalition) -> Period | None:
    """Read the name of a week or a day; None for anything else."""
    week = _WEEK.fullmatch(text.strip())
    key = f"{week[1]}-W{int(week[2]):02}" if week else text.strip()
    try:
        return Period.of(key, first_weekday=coalition.first_weekday)
    except ValueError:
        return None


def today(coalition: Coalition, now: datetime) -> date:
    """Tell which day it is for a coalition."""
    return now.astimezone(ZoneInfo(coalition.zone)).date()


def running(coalition: Coalition, now: datetime) -> Period:
    """Give the week that is under way: it ends on the eve of the day of the digest."""
    return periods.running(today(coalition, now), coalition.first_weekday)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the period that runs, from a button."""
    with house.database.begin() as session:
        answer = begin(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)
    return Push(answer.view) if heard.form and isinstance(answer, Open) else answer


def turn(house: House, heard: Click, now: datetime) -> Answer:
    """Turn to another period; one that nobody could have been offered is the one that runs."""
    token, _, key = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        period = read(key, who.coalition) or running(who.coalition, now)
        return Replace(_page(session, who, period, Way.BUTTON, now))


def _page(session: Session, who: Speaker, period: Period, way: Way, now: datetime, *, misread: str = "") -> Block:
    """Draw a period for somebody, and note who was shown it."""
    contents = digests.contents(session, who, period)
    audit.note(session, who, Act.LISTED, takedowns.ABOUT, None, way=way, now=now, detail=period.key)
    showings.note(session, who, Shown.LISTED, contents.takedowns, way=way, now=now)
    return views.page(
        contents,
        who.coalition,
        language(who.coalition.language),
        today=today(who.coalition, now),
        links=_links(session, who, contents),
        misread=misread,
    )


def _links(session: Session, who: Speaker, contents: Contents) -> dict[int, str]:
    """Lead to the cards that stand in a channel which this person is in."""
    room = Room.MEMBERS if who.person and who.person.in_members and who.company.seat is Seat.MEMBER else Room.OPEN
    channel = who.coalition.channel if room is Room.MEMBERS else who.coalition.open_channel
    if channel is None:
        return {}
    keys = {takedowns.card_key(one.id, room): one.id for one in contents.takedowns}
    stand = outbox.where_they_stand(session, who.coalition.id, channel, about=takedowns.ABOUT, keys=keys)
    return {keys[key]: found for key, ts in stand.items() if (found := link(who.coalition, channel, ts))}
