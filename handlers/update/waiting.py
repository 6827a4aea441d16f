"""What the inbox shows of updates: what is asked for, what was sent, and for those who coordinate who is silent."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from handlers.update.work import words_of
from handlers.views.inbox import Item
from handlers.views.update import telling
from storage import meetings, prompts, updates
from storage.access import Speaker
from storage.companies import Seat
from storage.database import Session
from storage.prompts import Silent


def asked(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw the updates that this person's company is asked for."""
    waits = prompts.waiting(session, who, now=now)
    return [telling.asked(one, meetings.by_id(session, one.meeting_id).token, words_of(who)) for one in waits]


def sent(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what this person answered before the meeting that comes next."""
    if who.company.seat is not Seat.MEMBER:
        return []
    meeting = meetings.next_of(session, who.coalition, now, reader=who)
    there = updates.mine(session, who, meeting) if meeting else None
    if meeting is None or there is None or there.said_by != who.user_id:
        return []
    return [telling.sent(there, meeting.token, meeting.starts_at, words_of(who))]


def silent(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw for those who coordinate who said nothing, though they were reminded."""
    found = prompts.silent(session, who, now=now)
    return [
        telling.silent(token, list(those), meetings.by_token(session, who, token).starts_at, words_of(who))
        for token, those in groupby(found, key=_meeting)
    ]


def _meeting(one: Silent) -> str:
    return one.meeting
